#include "api/mail_text.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/text.h"

namespace reeve::api {
namespace {

using oversight::Notice;

constexpr std::array<std::string_view, 7> kBlanks = {"count", "due",   "id",  "kind",
                                                     "link",  "roles", "list"};
constexpr std::string_view kOpens = "{{";
constexpr std::string_view kCloses = "}}";
constexpr size_t kBase64LineLetters = 76;  // RFC 2045 section 6.8
constexpr size_t kEncodedWordBytes = 42;   // of UTF-8: 75 letters with what stands around it

std::string DueOf(const Notice& notice) {
  const json::Value* due = notice.members.Find("deadline");
  return due != nullptr && due->as_string() != nullptr ? *due->as_string() : "-";
}

std::string RolesOf(const Notice& notice) {
  std::string out;
  for (const std::string& role : notice.roles) out += (out.empty() ? "" : ", ") + role;
  return out.empty() ? "-" : out;
}

std::string LineOf(const Notice& notice, std::string_view link) {
  return FormatTimestamp(notice.time) + "  " + notice.kind + "  due " + DueOf(notice) + "  roles " +
         RolesOf(notice) + "\n  " + std::string(link) + notice.path + "\n";
}

std::string ValueOf(std::string_view blank, const std::vector<Notice>& notices,
                    std::string_view link) {
  const Notice& first = notices.front();
  if (blank == "count") return std::to_string(notices.size());
  if (blank == "due") return DueOf(first);
  if (blank == "id") return first.id;
  if (blank == "kind") return first.kind;
  if (blank == "link") return std::string(link) + first.path;
  if (blank == "roles") return RolesOf(first);
  std::string list;
  for (const Notice& notice : notices) list += LineOf(notice, link);
  return list;
}

// Calls with each piece of plain text and each blank in turn. False where one is not closed.
template <typename Visit>
bool Walk(std::string_view text, const Visit& visit) {
  while (!text.empty()) {
    const size_t begin = std::min(text.find(kOpens), text.size());
    visit(text.substr(0, begin), false);
    text.remove_prefix(begin);
    if (text.empty()) return true;
    const size_t end = text.find(kCloses);
    if (end == std::string_view::npos) return false;
    visit(text.substr(kOpens.size(), end - kOpens.size()), true);
    text.remove_prefix(end + kCloses.size());
  }
  return true;
}

// A header's text as encoded words (RFC 2047), each of whole characters.
std::string EncodeHeader(std::string_view text) {
  const bool is_plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7f'; });
  if (is_plain) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const std::string_view piece = Clip(text, kEncodedWordBytes);
    if (piece.empty()) break;
    out += (out.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + Base64Encode(piece) + "?=";
    text.remove_prefix(piece.size());
  }
  return out;
}

// Lines of a text end with CR LF before they are encoded (RFC 2045 section 6.8).
std::string WithLineEnds(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

// "Fri, 27 Nov 2026 21:30:00 +0000" (RFC 5322 section 3.3).
std::string MailDate(Timestamp time) {
  constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::string whole = FormatTimestamp(time);  // 2026-11-27T21:30:00.000000Z
  return std::string(kDays[std::chrono::weekday(day).c_encoding()]) + ", " + whole.substr(8, 2) +
         " " + kMonths[unsigned{date.month()} - 1] + " " + whole.substr(0, 4) + " " +
         whole.substr(11, 8) + " +0000";
}

}  // namespace

Status CheckMailTemplate(std::string_view text) {
  std::string unknown;
  const bool closed = Walk(text, [&](std::string_view piece, bool is_blank) {
    const bool known = std::find(kBlanks.begin(), kBlanks.end(), piece) != kBlanks.end();
    if (is_blank && !known && unknown.empty()) unknown = piece;
  });
  if (closed && unknown.empty()) return {};
  const std::vector<std::string> blanks(kBlanks.begin(), kBlanks.end());
  return Error{"notify.template", closed ? "there is no blank `{{" + unknown + "}}`" +
                                               DidYouMeanSuffix(unknown, blanks) +
                                               "; there are count, due, id, kind, link, list, roles"
                                         : "a `{{` is not closed by `}}`"};
}

std::string FillMailTemplate(std::string_view text, const std::vector<Notice>& notices,
                             std::string_view link) {
  std::string out;
  Walk(text, [&](std::string_view piece, bool is_blank) {
    out += is_blank ? ValueOf(piece, notices, link) : std::string(piece);
  });
  return out;
}

std::string FormatMail(const MailText& mail) {
  std::string to;
  for (const std::string& address : mail.to) to += (to.empty() ? "<" : ",\r\n <") + address + ">";
  std::string out = "Date: " + MailDate(mail.time) + "\r\nFrom: <" + mail.from + ">\r\nTo: " + to +
                    "\r\nSubject: " + EncodeHeader(mail.subject) + "\r\nMessage-ID: <" + mail.id +
                    ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                    "Content-Type: text/plain; charset=utf-8\r\n"
                    "Content-Transfer-Encoding: base64\r\n\r\n";
  const std::string body = Base64Encode(WithLineEnds(mail.body));
  for (size_t at = 0; at < body.size(); at += kBase64LineLetters) {
    out.append(body, at, kBase64LineLetters).append("\r\n");
  }
  return out;
}

}  // namespace reeve::api
