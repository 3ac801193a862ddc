#include "api/notification_settings.h"

#include <algorithm>
#include <array>
#include <set>

#include "api/mail_text.h"
#include "api/source_url.h"
#include "api/token_file.h"
#include "base/encoding.h"
#include "base/file.h"
#include "base/text.h"
#include "oversight/notice.h"
#include "policy/bundle.h"
#include "policy/reader.h"

namespace reeve::api {
namespace {

using policy::Located;
using policy::MapReader;
using policy::Reporter;
using policy::YamlNode;

constexpr size_t kMaxFieldBytes = 1024;
constexpr size_t kMaxTemplateBytes = 8192;
constexpr size_t kMaxSecretFileBytes = 4096;
constexpr std::string_view kSecretPrefix = "whsec_";

std::string Quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

bool IsPrivateV4(std::string_view host) {
  constexpr std::array<std::string_view, 5> kPrivate = {"10.", "192.168.", "169.254.", "127.",
                                                        "0."};
  if (host.find_first_not_of("0123456789.") != std::string_view::npos) return false;
  const auto begins = [&](std::string_view prefix) { return host.starts_with(prefix); };
  if (std::any_of(kPrivate.begin(), kPrivate.end(), begins)) return true;
  if (!host.starts_with("172.")) return false;
  const std::string_view rest = host.substr(4);
  const std::string second(rest.substr(0, rest.find('.')));
  return second.size() == 2 && second >= "16" && second <= "31";
}

bool IsPrivateV6(std::string_view host) {
  if (!host.starts_with('[')) return false;
  return host.starts_with("[fc") || host.starts_with("[fd") || host.starts_with("[fe8") ||
         host.starts_with("[fe9") || host.starts_with("[fea") || host.starts_with("[feb") ||
         host.starts_with("[::");
}

// "host" or "[address]" of an origin or of a mail server's address.
std::string HostOf(std::string_view address) {
  std::string host(address.substr(address.find("://") + 3));
  host = host.substr(0, host.find('/'));
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  host = host.substr(0, host.find(':'));
  std::transform(host.begin(), host.end(), host.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return host;
}

bool IsLoopbackHost(std::string_view host) {
  return host == "127.0.0.1" || host == "[::1]" || host == "localhost";
}

// Reads one file of settings.
class SettingsReader {
 public:
  SettingsReader(Reporter& reporter, const std::filesystem::path& folder)
      : reporter_(reporter), folder_(folder) {}

  NotificationSettings Read(const YamlNode& root) {
    NotificationSettings settings;
    const MapReader map(root, "the settings", {"apiVersion", "kind", "link", "webhooks", "emails"},
                        reporter_);
    if (!map.is_map()) return settings;
    RequireWord(map, "apiVersion", "reeve/v1");
    RequireWord(map, "kind", "Notifications");
    settings.link = ReadLink(map);
    for (const YamlNode& node : Items(map, "webhooks")) {
      settings.webhooks.push_back(ReadWebhook(node));
    }
    for (const YamlNode& node : Items(map, "emails")) settings.mails.push_back(ReadMail(node));
    if (seen_.size() > kMaxTargets) {
      reporter_.Error("notify.too_many", root.span,
                      "at most " + std::to_string(kMaxTargets) + " webhooks and e-mails");
    }
    return settings;
  }

 private:
  void RequireWord(const MapReader& map, std::string_view key, std::string_view wanted) {
    const Located found = map.RequiredText(key, kMaxFieldBytes);
    if (found.text.empty() || found.text == wanted) return;
    reporter_.Error("notify.header", found.span, Quoted(key) + " must be " + Quoted(wanted));
  }

  std::span<const YamlNode> Items(const MapReader& map, std::string_view key) {
    const YamlNode* node = map.Find(key);
    if (node == nullptr) return {};
    if (node->kind == YamlNode::Kind::kSequence) return node->items;
    reporter_.Error("policy.type", node->span, Quoted(key) + " must be a list");
    return {};
  }

  std::string ReadLink(const MapReader& map) {
    const Located link = map.Text("link", kMaxFieldBytes);
    if (link.text.empty()) return "";
    std::string text = link.text;
    while (text.ends_with('/')) text.pop_back();
    if (const auto url = ParseSourceUrl(text + "/"); !url.ok() || !url->query.empty()) {
      reporter_.Error("notify.link", link.span,
                      "`link` must be an address such as https://reeve.example.org");
    }
    return text;
  }

  // What both kinds of target have.
  Subscription ReadSubscription(const MapReader& map) {
    Subscription out;
    const Located id = map.RequiredText("id", kMaxFieldBytes);
    policy::CheckId(id, "the id of a target", reporter_);
    out.id = id.text;
    if (!id.text.empty() && !seen_.insert(id.text).second) {
      reporter_.Error("notify.duplicate_id", id.span, Quoted(id.text) + " stands twice");
    }
    if (const Located tenant = map.Text("tenant", kMaxFieldBytes); !tenant.text.empty()) {
      out.tenant = tenant.text;
    }
    if (const YamlNode* kinds = map.Require("kinds")) ReadKinds(*kinds, &out);
    if (const YamlNode* roles = map.Find("roles")) {
      for (const Located& role : policy::ReadTexts(*roles, "`roles`", reporter_)) {
        out.roles.push_back(role.text);
      }
    }
    return out;
  }

  void ReadKinds(const YamlNode& node, Subscription* out) {
    for (const Located& pattern : policy::ReadTexts(node, "`kinds`", reporter_)) {
      const std::vector<std::string> kinds = oversight::NoticeKindsLike(pattern.text);
      if (kinds.empty()) {
        const auto all = oversight::NoticeKindsLike("*");
        reporter_.Error("notify.kind", pattern.span,
                        Quoted(pattern.text) + " is no kind of record that is told" +
                            DidYouMeanSuffix(pattern.text, all) +
                            "; docs/notifications.md lists them");
      }
      out->kinds.insert(out->kinds.end(), kinds.begin(), kinds.end());
    }
    std::sort(out->kinds.begin(), out->kinds.end());
    out->kinds.erase(std::unique(out->kinds.begin(), out->kinds.end()), out->kinds.end());
  }

  bool ReadFlag(const MapReader& map, std::string_view key) {
    static const std::vector<std::string> kWords = {"false", "true"};
    const YamlNode* node = map.Find(key);
    return node != nullptr && policy::ReadWord(*node, Quoted(key), kWords, reporter_) == 1U;
  }

  // A caller never says whom to call but by naming a webhook, so what is refused here is a slip of
  // who wrote the file: a secret signature sent in the clear, or into a network that was not meant.
  void CheckHost(std::string_view address, bool is_plain, bool may_be_private, policy::Span span) {
    const std::string host = HostOf(address);
    if (IsLoopbackHost(host)) return;
    if (is_plain) {
      reporter_.Error(
          "notify.plain", span,
          "only a loopback address may be reached without TLS; write https://, smtps:// "
          "or smtp:// with `starttls: true`");
    } else if (!may_be_private && (IsPrivateV4(host) || IsPrivateV6(host))) {
      reporter_.Error(
          "notify.private", span,
          "this is an address of a private network; say `private: true` if it is meant");
    }
  }

  // Who asks to be called back is told whatever the target filters, so the two exclude each other.
  void ReadFilter(const MapReader& map, WebhookTarget* out) {
    static const std::vector<std::string> kEffects = {"allow", "redact", "hold", "deny"};
    if (const YamlNode* systems = map.Find("systems")) {
      for (const Located& id : policy::ReadTexts(*systems, "`systems`", reporter_)) {
        out->of.systems.push_back(id.text);
      }
    }
    if (const YamlNode* effects = map.Find("effects")) {
      for (const Located& effect : policy::ReadTexts(*effects, "`effects`", reporter_)) {
        if (std::find(kEffects.begin(), kEffects.end(), effect.text) == kEffects.end()) {
          reporter_.Error(
              "notify.effect", effect.span,
              Quoted(effect.text) + " is no effect" + DidYouMeanSuffix(effect.text, kEffects));
        }
        out->of.effects.push_back(effect.text);
      }
    }
    const YamlNode* callbacks = map.Find("callbacks");
    if (out->callbacks && (!out->of.systems.empty() || !out->of.effects.empty())) {
      reporter_.Error("notify.callbacks", callbacks->span,
                      "a webhook with `systems` or `effects` takes no callbacks; make it two");
    }
  }

  void ReadForm(const MapReader& map, WebhookTarget* out) {
    static const std::vector<std::string> kForms = {"notice", "cloudevents"};
    if (const YamlNode* form = map.Find("form")) {
      out->cloud_events = policy::ReadWord(*form, "`form`", kForms, reporter_) == 1U;
    }
    const YamlNode* batch = map.Find("batch");
    if (batch == nullptr) return;
    const auto most = policy::ReadCount(*batch, "`batch`", 1, kMaxBatchEvents, reporter_);
    if (!out->cloud_events) {
      reporter_.Error("notify.batch", batch->span, "`batch` is for `form: cloudevents`");
    } else if (most) {
      out->batch = *most;
    }
  }

  WebhookTarget ReadWebhook(const YamlNode& node) {
    WebhookTarget out;
    const MapReader map(node, "a webhook",
                        {"id", "tenant", "kinds", "roles", "systems", "effects", "url",
                         "secret_file", "callbacks", "private", "form", "batch"},
                        reporter_);
    if (!map.is_map()) return out;
    out.of = ReadSubscription(map);
    const Located url = map.RequiredText("url", kMaxSourceUrlBytes);
    const auto parsed = ParseSourceUrl(url.text);
    if (!url.text.empty() && !parsed.ok()) {
      reporter_.Error("notify.url", url.span, parsed.error().message);
    } else if (parsed.ok()) {
      CheckHost(parsed->origin, parsed->is_plain, ReadFlag(map, "private"), url.span);
    }
    out.url = url.text;
    out.callbacks = ReadFlag(map, "callbacks");
    ReadFilter(map, &out);
    ReadForm(map, &out);
    const Located secret = map.RequiredText("secret_file", kMaxFieldBytes);
    if (secret.text.empty()) return out;
    const auto text = ReadFile(folder_ / secret.text, kMaxSecretFileBytes);
    auto secrets =
        text.ok() ? ParseWebhookSecrets(*text) : Result<std::vector<std::string>>(text.error());
    if (secrets.ok()) {
      out.secrets = *std::move(secrets);
    } else {
      reporter_.Error("notify.secret", secret.span, secrets.error().message);
    }
    return out;
  }

  void CheckAddress(const Located& address) {
    const std::string& text = address.text;
    const size_t at = text.find('@');
    const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
      return c > ' ' && c < '\x7f' && c != '<' && c != '>' && c != ',' && c != '"';
    });
    if (text.empty() || (is_plain && at != 0 && at != std::string::npos && at + 1 < text.size() &&
                         text.find('@', at + 1) == std::string::npos)) {
      return;
    }
    reporter_.Error("notify.address", address.span,
                    Quoted(text) + " is no address such as officers@example.org");
  }

  void ReadServer(const MapReader& map, MailTarget* out) {
    const Located server = map.RequiredText("server", kMaxFieldBytes);
    out->server = server.text;
    if (server.text.empty()) return;
    const bool is_secure = server.text.starts_with("smtps://");
    // An address of the same form over HTTP: host and port are judged alike.
    const size_t scheme = server.text.find("://");
    const auto parsed = scheme == std::string::npos
                            ? Result<SourceUrl>(Error{"source.url", ""})
                            : ParseSourceUrl("https" + server.text.substr(scheme) + "/");
    if ((!is_secure && !server.text.starts_with("smtp://")) || !parsed.ok() ||
        parsed->path != "/" || !parsed->query.empty()) {
      reporter_.Error("notify.server", server.span,
                      "`server` must be smtps://HOST:PORT or smtp://HOST:PORT");
      return;
    }
    out->starttls = ReadFlag(map, "starttls");
    CheckHost(server.text, !is_secure && !out->starttls, ReadFlag(map, "private"), server.span);
  }

  void ReadCredentials(const MapReader& map, MailTarget* out) {
    out->user = map.Text("user", kMaxFieldBytes).text;
    const Located file = map.Text("password_file", kMaxFieldBytes);
    if (out->user.empty() != file.text.empty()) {
      reporter_.Error("notify.user", file.span, "give `user` and `password_file`, or neither");
    }
    if (file.text.empty()) return;
    if (auto password = ReadTokenFile((folder_ / file.text).string())) {
      out->password = *std::move(password);
    } else {
      reporter_.Error("notify.secret", file.span,
                      "the file of the password cannot be read, or has no line of printable ASCII");
    }
  }

  std::string ReadTemplate(const MapReader& map, std::string_view key) {
    const Located text = map.Text(key, kMaxTemplateBytes);
    if (const Status good = CheckMailTemplate(text.text); !good.ok()) {
      reporter_.Error("notify.template", text.span, good.error().message);
    }
    if (key == "subject" && text.text.find_first_of("\r\n") != std::string::npos) {
      reporter_.Error("notify.template", text.span, "a subject is one line");
    }
    return text.text;
  }

  MailTarget ReadMail(const YamlNode& node) {
    MailTarget out;
    const MapReader map(node, "an e-mail",
                        {"id", "tenant", "kinds", "roles", "server", "starttls", "private", "user",
                         "password_file", "from", "to", "digest", "subject", "body"},
                        reporter_);
    if (!map.is_map()) return out;
    out.of = ReadSubscription(map);
    ReadServer(map, &out);
    ReadCredentials(map, &out);
    const Located from = map.RequiredText("from", kMaxFieldBytes);
    CheckAddress(from);
    out.from = from.text;
    if (const YamlNode* to = map.Require("to")) {
      for (const Located& address : policy::ReadTexts(*to, "`to`", reporter_)) {
        CheckAddress(address);
        out.to.push_back(address.text);
      }
      if (out.to.size() > kMaxRecipients) {
        reporter_.Error("notify.too_many", to->span,
                        "at most " + std::to_string(kMaxRecipients) + " recipients");
      }
    }
    if (const YamlNode* digest = map.Find("digest")) {
      out.digest = policy::ReadDuration(*digest, "`digest`", reporter_).value_or(out.digest);
    }
    out.subject = ReadTemplate(map, "subject");
    out.body = ReadTemplate(map, "body");
    return out;
  }

  Reporter& reporter_;
  const std::filesystem::path& folder_;
  std::set<std::string> seen_;  // ids
};

}  // namespace

NotificationFile ParseNotificationFile(std::string_view file_name, std::string_view text,
                                       const std::filesystem::path& folder) {
  NotificationFile out;
  Reporter reporter(file_name, text, &out.diagnostics);
  const std::optional<YamlNode> root = policy::ParseYaml(reporter);
  if (root) out.settings = SettingsReader(reporter, folder).Read(*root);
  policy::SortDiagnostics(&out.diagnostics);
  return out;
}

Result<NotificationSettings> ReadNotificationFile(const std::filesystem::path& path) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, policy::kMaxDocumentBytes));
  NotificationFile read = ParseNotificationFile(path.string(), text, path.parent_path());
  if (!policy::HasErrors(read.diagnostics)) return std::move(read.settings);
  return Error{"notify.settings",
               "the settings of notifications have errors:\n" + policy::Render(read.diagnostics)};
}

Result<std::vector<std::string>> ParseWebhookSecrets(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const Result<std::string> secret = line.starts_with(kSecretPrefix)
                                           ? Base64Decode(line.substr(kSecretPrefix.size()))
                                           : Result<std::string>(Error{"encoding.base64", ""});
    if (!secret.ok() || secret->size() < kMinWebhookSecretBytes ||
        secret->size() > kMaxWebhookSecretBytes) {
      out.clear();
      break;
    }
    out.push_back(*secret);
  }
  if (!out.empty() && out.size() <= kMaxWebhookSecrets) return out;
  return Error{"notify.secret",
               "a file of a webhook's secret has one or two lines, each `whsec_` and the base64 of "
               "24 to 64 random bytes: echo whsec_$(openssl rand -base64 32)"};
}

}  // namespace reeve::api
