// Who is told of what, and where: a YAML file beside the policies. docs/notifications.md.
//
//   apiVersion: reeve/v1
//   kind: Notifications
//   link: https://reeve.example.org
//   webhooks:
//     - { id: desk, url: "https://desk.example.org/reeve", secret_file: desk.secret,
//         kinds: [approval.*], roles: [loan_officer], callbacks: true }
//   emails:
//     - { id: officers, server: "smtps://mail.example.org", from: reeve@example.org,
//         to: [officers@example.org], kinds: [approval.opened], digest: 1h }
//
// Read as strictly as a policy: unknown keys and words are diagnostics with line and caret. Secrets
// lie in files of their own, whose paths are relative to that of the settings.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/diagnostic.h"

namespace reeve::api {

inline constexpr size_t kMaxTargets = 32;  // webhooks and e-mails together
inline constexpr size_t kMaxRecipients = 50;
inline constexpr size_t kMinWebhookSecretBytes = 24;
inline constexpr size_t kMaxWebhookSecretBytes = 64;
inline constexpr size_t kMaxBatchEvents = 100;
inline constexpr size_t kMaxWebhookSecrets = 2;  // the new one and the old one

// What a target is told of.
struct Subscription {
  std::string id;
  std::string tenant = "default";
  std::vector<std::string> kinds;         // of records; at least one
  std::vector<std::string> roles;         // only what names one of them; empty: whatever it names
  std::vector<std::string> systems = {};  // only records that name one of them; empty: all
  std::vector<std::string> effects = {};  // the same, which are decisions alone
};

struct WebhookTarget {
  Subscription of;
  std::string url;                   // https, or http on a loopback address
  std::vector<std::string> secrets;  // as bytes; each signs
  bool callbacks = false;            // a request may name the address for its own approval
  bool cloud_events = false;         // a CloudEvent, or a list of them, as the body
  size_t batch = 1;                  // of them in one request, at most
};

struct MailTarget {
  Subscription of;
  std::string server;  // smtps://host:port, or smtp:// with STARTTLS or on a loopback address
  bool starttls = false;
  std::string from;
  std::vector<std::string> to;
  std::string user;
  std::string password;
  std::chrono::seconds digest{0};  // 0: a mail for each record
  std::string subject;             // templates; empty: the built-in ones
  std::string body;
};

struct NotificationSettings {
  std::string link;  // stands before the paths of links, without a slash at its end
  std::vector<WebhookTarget> webhooks;
  std::vector<MailTarget> mails;
};

struct NotificationFile {
  NotificationSettings settings;
  std::vector<policy::Diagnostic> diagnostics;  // with an error, `settings` must not be used
};

NotificationFile ParseNotificationFile(std::string_view file_name, std::string_view text,
                                       const std::filesystem::path& folder);
// notify.settings: with every diagnostic, rendered; file.*
Result<NotificationSettings> ReadNotificationFile(const std::filesystem::path& path);

// A webhook's secret as its file has it, `whsec_` and base64, one a line. notify.secret
Result<std::vector<std::string>> ParseWebhookSecrets(std::string_view text);

}  // namespace reeve::api
