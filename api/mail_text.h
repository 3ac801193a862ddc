// The text of a mail about notices: templates with blanks such as {{kind}}, and the message that
// SMTP carries (RFC 5322). docs/notifications.md lists the blanks.
//
// Thread-safety: free functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "oversight/notice.h"

namespace reeve::api {

// notify.template: a blank that is none, or is not closed
Status CheckMailTemplate(std::string_view text);
// Precondition: it was checked. `link` stands before the paths of the notices, of which there is at
// least one; blanks that are of one notice are of the first.
std::string FillMailTemplate(std::string_view text, const std::vector<oversight::Notice>& notices,
                             std::string_view link);

struct MailText {
  std::string from;
  std::vector<std::string> to;
  std::string subject;  // UTF-8, one line
  std::string body;     // UTF-8
  Timestamp time;
  std::string id;  // of the message, without the brackets
};
// The message with its header, lines ended by CR LF, as ASCII alone (RFC 2045, RFC 2047).
std::string FormatMail(const MailText& mail);

}  // namespace reeve::api
