// One way to tell somebody outside of notices: a webhook, an e-mail.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

#include "api/notification_settings.h"
#include "base/clock.h"
#include "base/result.h"
#include "oversight/notice.h"

namespace reeve::api {

// Thread-safety: one thread at a time.
class NotificationChannel {
 public:
  virtual ~NotificationChannel() = default;
  // How many notices one message may have, and for how long they are gathered for it.
  virtual size_t most() const = 0;
  virtual std::chrono::seconds gathered() const = 0;
  // Tells of all of them or of none; at least one. After success the other side has them, and may
  // have had them before. notify.gone: it wants no more, ever; notify.failed: not now
  virtual Status Send(const std::vector<oversight::Notice>& notices, Timestamp now,
                      const std::stop_token& stop) = 0;
};

// POST by Standard Webhooks (standardwebhooks.com, version 1): one notice a request, whose id is
// the record's, signed with HMAC-SHA-256 over "id.timestamp.body". The body is a notice or a
// CloudEvent from that origin; or, where the target takes more than one at once, a list of
// CloudEvents, and the id a digest of their indexes.
std::unique_ptr<NotificationChannel> MakeWebhookChannel(WebhookTarget target, std::string origin,
                                                        std::string link,
                                                        std::chrono::milliseconds timeout);

// One value of the header `webhook-signature`: "v1,BASE64", of several secrets with a blank
// between.
std::string WebhookSignature(const std::vector<std::string>& secrets, std::string_view id,
                             int64_t unix_seconds, std::string_view body);

// SMTP (RFC 5321), by libcurl: one mail for the notices of a period, or for one.
std::unique_ptr<NotificationChannel> MakeMailChannel(MailTarget target, std::string link,
                                                     std::chrono::milliseconds timeout);

}  // namespace reeve::api
