#include "api/proxy/settings.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

#include "api/source_url.h"
#include "api/token_file.h"
#include "base/file.h"
#include "base/text.h"
#include "policy/bundle.h"
#include "policy/reader.h"

namespace reeve::api::proxy {
namespace {

using policy::Located;
using policy::MapReader;
using policy::Reporter;
using policy::YamlNode;
using std::chrono::seconds;

constexpr size_t kMaxFieldBytes = 1024;
constexpr seconds kLeastTime{1};

std::string Quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

bool IsKey(std::string_view key) {
  return !key.empty() && key.size() <= kMaxTokenFileBytes &&
         std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

class SettingsReader {
 public:
  SettingsReader(Reporter& reporter, const std::filesystem::path& folder,
                 const Environment& environment)
      : reporter_(reporter), folder_(folder), environment_(environment) {}

  ProxySettings Read(const YamlNode& root) {
    ProxySettings out;
    const MapReader map(root, "the settings",
                        {"apiVersion", "kind", "upstreams", "models", "systems"}, reporter_);
    if (!map.is_map()) return out;
    RequireWord(map, "apiVersion", "reeve/v1");
    RequireWord(map, "kind", "Proxy");
    for (const YamlNode& node : Items(map, "upstreams", kMaxUpstreams)) {
      out.upstreams.push_back(ReadUpstream(node));
    }
    for (const Upstream& upstream : out.upstreams) ids_.push_back(upstream.id);
    for (const Reference& fallback : fallbacks_) CheckUpstream(fallback);
    CheckFallbacks(out, root);
    for (const YamlNode& node : Items(map, "models", kMaxModels)) {
      out.models.push_back(ReadModel(node));
    }
    if (out.upstreams.empty() || out.models.empty()) {
      reporter_.Error("proxy.nothing", root.span,
                      "give at least one of `upstreams`, and one of `models`");
    }
    for (const YamlNode& node : Items(map, "systems", kMaxProxySystems)) {
      out.systems.push_back(ReadSystem(node));
    }
    return out;
  }

 private:
  using Reference = Located;

  void RequireWord(const MapReader& map, std::string_view key, std::string_view wanted) {
    const Located found = map.RequiredText(key, kMaxFieldBytes);
    if (found.text.empty() || found.text == wanted) return;
    reporter_.Error("proxy.header", found.span, Quoted(key) + " must be " + Quoted(wanted));
  }

  std::span<const YamlNode> Items(const MapReader& map, std::string_view key, size_t most) {
    const YamlNode* node = map.Find(key);
    if (node == nullptr) return {};
    if (node->kind != YamlNode::Kind::kSequence) {
      reporter_.Error("policy.type", node->span, Quoted(key) + " must be a list");
      return {};
    }
    if (node->items.size() <= most) return node->items;
    reporter_.Error("proxy.too_many", node->span,
                    "at most " + std::to_string(most) + " of " + Quoted(key));
    return {};
  }

  // 0 where it is absent or none of `words`.
  size_t Word(const MapReader& map, std::string_view key, const std::vector<std::string>& words) {
    const YamlNode* node = map.Find(key);
    if (node == nullptr) return 0;
    return policy::ReadWord(*node, Quoted(key), words, reporter_).value_or(0);
  }

  bool Flag(const MapReader& map, std::string_view key) {
    static const std::vector<std::string> kWords = {"false", "true"};
    return Word(map, key, kWords) == 1;
  }

  void Time(const MapReader& map, std::string_view key, seconds* out) {
    const YamlNode* node = map.Find(key);
    if (node == nullptr) return;
    *out = policy::ReadDuration(*node, Quoted(key), reporter_, kLeastTime).value_or(*out);
  }

  std::string ReadId(const MapReader& map, std::string_view what, std::set<std::string>* seen) {
    const Located id = map.RequiredText("id", kMaxFieldBytes);
    if (id.text.empty()) return "";
    if (!seen->insert(id.text).second) {
      reporter_.Error("proxy.duplicate", id.span,
                      std::string(what) + " " + Quoted(id.text) + " stands twice");
    }
    return id.text;
  }

  std::string ReadUrl(const MapReader& map) {
    const Located url = map.RequiredText("url", kMaxSourceUrlBytes);
    if (url.text.empty()) return "";
    std::string text = url.text;
    while (text.ends_with('/')) text.pop_back();
    const auto parsed = ParseSourceUrl(text + "/");
    if (!parsed.ok() || !parsed->query.empty()) {
      reporter_.Error("proxy.url", url.span,
                      "`url` must be an address such as https://api.openai.com/v1");
    } else if (parsed->is_plain && !parsed->is_loopback && !Flag(map, "plain")) {
      reporter_.Error("proxy.plain", url.span,
                      "prompts and the key would go there unencrypted; write https://, or "
                      "`plain: true` if the network between is trusted");
    }
    return text;
  }

  std::string ReadKey(const MapReader& map) {
    const Located file = map.Text("key_file", kMaxFieldBytes);
    const Located variable = map.Text("key_env", kMaxFieldBytes);
    if (!file.text.empty() && !variable.text.empty()) {
      reporter_.Error("proxy.key", variable.span, "give `key_file` or `key_env`, not both");
      return "";
    }
    std::optional<std::string> key;
    if (!file.text.empty()) {
      key = ReadTokenFile((folder_ / file.text).string());
    } else if (!variable.text.empty()) {
      key = environment_(variable.text);
    } else {
      return "";
    }
    if (key && IsKey(*key)) return *std::move(key);
    const bool is_file = !file.text.empty();
    reporter_.Error("proxy.key", (is_file ? file : variable).span,
                    is_file ? "the file of the key cannot be read, or its first line is no key: "
                              "printable ASCII without blanks"
                            : "the variable " + Quoted(variable.text) +
                                  " is not set, or is no key: printable ASCII without blanks");
    return "";
  }

  Upstream ReadUpstream(const YamlNode& node) {
    static const std::vector<std::string> kKinds = {"openai", "anthropic"};
    Upstream out;
    const MapReader map(node, "an upstream",
                        {"id", "url", "plain", "kind", "key_file", "key_env", "ca_file",
                         "connect_timeout", "timeout", "idle_timeout", "retries", "fallback"},
                        reporter_);
    if (!map.is_map()) return out;
    out.id = ReadId(map, "the upstream", &seen_upstreams_);
    out.url = ReadUrl(map);
    out.kind = static_cast<UpstreamKind>(Word(map, "kind", kKinds));
    out.key = ReadKey(map);
    if (const Located ca = map.Text("ca_file", kMaxFieldBytes); !ca.text.empty()) {
      out.ca_file = (folder_ / ca.text).string();
    }
    Time(map, "connect_timeout", &out.connect_timeout);
    Time(map, "timeout", &out.timeout);
    Time(map, "idle_timeout", &out.idle_timeout);
    if (const YamlNode* retries = map.Find("retries")) {
      out.retries =
          static_cast<uint32_t>(policy::ReadCount(*retries, "`retries`", 0, kMaxRetries, reporter_)
                                    .value_or(out.retries));
    }
    const Located fallback = map.Text("fallback", kMaxFieldBytes);
    if (!fallback.text.empty()) fallbacks_.push_back(fallback);
    out.fallback = fallback.text;
    return out;
  }

  void CheckUpstream(const Reference& reference) {
    if (std::find(ids_.begin(), ids_.end(), reference.text) != ids_.end()) return;
    reporter_.Error(
        "proxy.upstream", reference.span,
        "there is no upstream " + Quoted(reference.text) + DidYouMeanSuffix(reference.text, ids_));
  }

  // A chain of them ends, and stays with one kind: what was asked in one form is not translated.
  void CheckFallbacks(const ProxySettings& settings, const YamlNode& root) {
    for (const Upstream& upstream : settings.upstreams) {
      const Upstream* next = &upstream;
      for (size_t steps = 0; next != nullptr && !next->fallback.empty(); ++steps) {
        next = settings.FindUpstream(next->fallback);
        if (next != nullptr && next->kind != upstream.kind) {
          reporter_.Error("proxy.fallback", root.span,
                          "the fallback of " + Quoted(upstream.id) + " is of another kind");
          break;
        }
        if (steps == settings.upstreams.size()) {
          reporter_.Error("proxy.fallback", root.span,
                          "the fallbacks of " + Quoted(upstream.id) + " lead back to it");
          break;
        }
      }
    }
  }

  Model ReadModel(const YamlNode& node) {
    Model out;
    const MapReader map(node, "a model", {"name", "upstream", "as", "price"}, reporter_);
    if (!map.is_map()) return out;
    const Located name = map.RequiredText("name", kMaxFieldBytes);
    out.name = name.text;
    if (const size_t star = name.text.find('*');
        star != std::string::npos && star + 1 != name.text.size()) {
      reporter_.Error("proxy.model", name.span, "`*` stands at the end of a name only");
    }
    if (!name.text.empty() && !seen_models_.insert(name.text).second) {
      reporter_.Error("proxy.duplicate", name.span,
                      "the model " + Quoted(name.text) + " stands twice");
    }
    if (const Located upstream = map.RequiredText("upstream", kMaxFieldBytes);
        !upstream.text.empty()) {
      CheckUpstream(upstream);
      out.upstream = upstream.text;
    }
    out.as = map.Text("as", kMaxFieldBytes).text;
    if (const YamlNode* price = map.Find("price")) out.price = ReadPrice(*price);
    return out;
  }

  Price ReadPrice(const YamlNode& node) {
    Price out;
    const MapReader map(node, "a price", {"input", "output"}, reporter_);
    if (!map.is_map()) return out;
    if (const YamlNode* input = map.Require("input")) out.input = ReadMoney(*input, "`input`");
    if (const YamlNode* output = map.Find("output")) out.output = ReadMoney(*output, "`output`");
    return out;
  }

  // In millionths, to the nearest.
  uint64_t ReadMoney(const YamlNode& node, const std::string& what) {
    constexpr double kMillion = 1e6;
    const json::Value value = policy::ToJson(node);
    const double money = value.as_double() != nullptr ? *value.as_double()
                         : value.as_int() != nullptr  ? static_cast<double>(*value.as_int())
                                                      : -1;
    if (money >= 0 && money <= static_cast<double>(kMaxPrice)) {
      return static_cast<uint64_t>(std::llround(money * kMillion));
    }
    reporter_.Error("policy.type", node.span,
                    what + " must be what a million tokens cost: a number from 0 to " +
                        std::to_string(kMaxPrice));
    return 0;
  }

  SystemTerms ReadSystem(const YamlNode& node) {
    static const std::vector<std::string> kOnDeny = {"error", "refusal"};
    static const std::vector<std::string> kOnFailure = {"closed", "open"};
    static const std::vector<std::string> kStreaming = {"incremental", "whole"};
    static const std::vector<std::string> kMedia = {"refuse", "pass"};
    SystemTerms out;
    const MapReader map(node, "a system",
                        {"id", "on_deny", "on_failure", "streaming", "media", "cache"}, reporter_);
    if (!map.is_map()) return out;
    out.id = ReadId(map, "the system", &seen_systems_);
    out.on_deny = static_cast<OnDeny>(Word(map, "on_deny", kOnDeny));
    out.on_failure = static_cast<OnFailure>(Word(map, "on_failure", kOnFailure));
    out.streaming = static_cast<Streaming>(Word(map, "streaming", kStreaming));
    out.passes_media = Word(map, "media", kMedia) == 1;
    Time(map, "cache", &out.cache);
    return out;
  }

  Reporter& reporter_;
  const std::filesystem::path& folder_;
  const Environment& environment_;
  std::set<std::string> seen_upstreams_;
  std::set<std::string> seen_models_;
  std::set<std::string> seen_systems_;
  std::vector<std::string> ids_;  // of upstreams
  std::vector<Reference> fallbacks_;
};

}  // namespace

bool Model::Names(std::string_view model) const {
  if (!name.ends_with('*')) return model == name;
  return model.starts_with(std::string_view(name).substr(0, name.size() - 1));
}

const Upstream* ProxySettings::FindUpstream(std::string_view id) const {
  const auto found = std::find_if(upstreams.begin(), upstreams.end(),
                                  [id](const Upstream& each) { return each.id == id; });
  return found == upstreams.end() ? nullptr : &*found;
}

const Model* ProxySettings::FindModel(std::string_view name) const {
  const auto found = std::find_if(models.begin(), models.end(),
                                  [name](const Model& each) { return each.Names(name); });
  return found == models.end() ? nullptr : &*found;
}

SystemTerms ProxySettings::TermsOf(std::string_view system) const {
  const auto found = std::find_if(systems.begin(), systems.end(),
                                  [system](const SystemTerms& each) { return each.id == system; });
  if (found != systems.end()) return *found;
  SystemTerms safe;
  safe.id = system;
  return safe;
}

std::optional<std::string> ProcessEnvironment(const std::string& name) {
  // Nothing in this process changes its environment.
  const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

ProxyFile ParseProxyFile(std::string_view file_name, std::string_view text,
                         const std::filesystem::path& folder, const Environment& environment) {
  ProxyFile out;
  Reporter reporter(file_name, text, &out.diagnostics);
  const std::optional<YamlNode> root = policy::ParseYaml(reporter);
  if (root) out.settings = SettingsReader(reporter, folder, environment).Read(*root);
  policy::SortDiagnostics(&out.diagnostics);
  return out;
}

Result<ProxySettings> ReadProxyFile(const std::filesystem::path& path,
                                    const Environment& environment) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, policy::kMaxDocumentBytes));
  ProxyFile read = ParseProxyFile(path.string(), text, path.parent_path(), environment);
  if (!policy::HasErrors(read.diagnostics)) return std::move(read.settings);
  return Error{"proxy.settings",
               "the settings of the proxy have errors:\n" + policy::Render(read.diagnostics)};
}

}  // namespace reeve::api::proxy
