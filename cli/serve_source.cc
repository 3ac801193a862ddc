#include "cli/serve_source.h"

#include <filesystem>
#include <iostream>

#include "api/http_source.h"
#include "api/source_url.h"
#include "cli/arguments.h"
#include "cli/bundle_files.h"
#include "engine/local_source.h"

namespace reeve::cli {
namespace {

constexpr int64_t kDefaultPollOfUrl = 30;
constexpr int64_t kMaxSeconds = int64_t{366} * 24 * 3600;

}  // namespace

void CheckSourceOptions(const SourceOptions& options) {
  const bool is_url = api::LooksLikeUrl(options.policies);
  if (options.policies.empty() && (options.poll > 0 || options.max_age > 0)) {
    RefuseUsage("--poll and --max-bundle-age need --policies");
  }
  if (options.governed && (options.poll > 0 || options.max_age > 0)) {
    RefuseUsage(
        "--governed takes later bundles by proposal and approval (reeve bundle), so there is no "
        "source to poll and no age of it: leave out --poll and --max-bundle-age, or --governed");
  }
  if (options.max_age > 0 && !is_url && options.poll == 0) {
    RefuseUsage("--max-bundle-age needs --poll: nothing else confirms the bundle");
  }
  const bool is_http =
      !options.ca_file.empty() || !options.token_file.empty() || options.insecure_http;
  if (is_http && !is_url) {
    RefuseUsage("--ca, --source-token-file and --insecure-http are for --policies https://...");
  }
}

void AddSourceOptions(Parser& command, SourceOptions& options) {
  command.AddOption("--policies", options.policies,
                    "Folder of policies, bundle file, or https:// address of one; without it the "
                    "starter packs");
  command.AddOption("--trust", options.trust_file,
                    "Who may sign bundles (YAML, kind BundleTrust); then none comes into force "
                    "unsigned");
  command.AddFlag("--allow-older", options.allow_older,
                  "Let in bundle files that are older than the active bundle");
  command
      .AddOption(
          "--poll", options.poll,
          "Look at the policies every 30s, 5m, ...; an address is polled every 30s, a folder "
          "or a file otherwise at SIGHUP only")
      ->InSeconds()
      ->Between(int64_t{1}, kMaxSeconds);
  command
      .AddOption("--max-bundle-age", options.max_age,
                 "Refuse to decide when the source has not confirmed the bundle for 24h, ...")
      ->InSeconds()
      ->Between(int64_t{1}, kMaxSeconds);
  command.AddOption("--ca", options.ca_file,
                    "PEM file of the authorities to trust for the source, instead of the system's");
  command.AddOption("--source-token-file", options.token_file,
                    "File with the bearer token for the source; read at every look");
  command.AddFlag("--insecure-http", options.insecure_http,
                  "Read the policies over plain http:// from another host");
  command.AddFlag("--governed", options.governed,
                  "Policies are the first bundle of a new log only; later ones are proposed and "
                  "approved (reeve bundle)");
}

Result<engine::AdmissionRules> ReadAdmission(const SourceOptions& options) {
  engine::AdmissionRules rules;
  rules.allow_older = options.allow_older;
  if (options.trust_file.empty()) return rules;
  REEVE_ASSIGN_OR_RETURN(rules.trust, ReadTrust(options.trust_file));
  return rules;
}

Result<std::unique_ptr<engine::BundleSource>> OpenSource(const SourceOptions& options) {
  if (options.policies.empty()) return std::unique_ptr<engine::BundleSource>();
  if (!api::LooksLikeUrl(options.policies)) {
    return std::unique_ptr<engine::BundleSource>(
        std::make_unique<engine::LocalSource>(options.policies));
  }
  return api::HttpSource({.url = options.policies,
                          .token_file = options.token_file,
                          .ca_file = options.ca_file,
                          .allow_plain = options.insecure_http,
                          .with_signatures = !options.trust_file.empty()});
}

std::optional<std::chrono::seconds> PollInterval(const SourceOptions& options) {
  if (options.poll > 0) return std::chrono::seconds(options.poll);
  if (api::LooksLikeUrl(options.policies)) return std::chrono::seconds(kDefaultPollOfUrl);
  return std::nullopt;
}

engine::WatchOptions WatchOptionsOf(const SourceOptions& options,
                                    const std::filesystem::path& data_folder,
                                    const engine::Principal& by) {
  engine::WatchOptions watch{.interval = PollInterval(options), .by = by};
  if (watch.interval) watch.memory = data_folder / "bundle-source.json";
  if (options.max_age > 0) watch.max_age = std::chrono::seconds(options.max_age);
  // A disk is not relieved by waiting.
  if (watch.interval && !api::LooksLikeUrl(options.policies)) watch.max_back_off = *watch.interval;
  return watch;
}

engine::FirstLook LookFirst(const SourceOptions& options, const engine::AdmissionRules& rules,
                            engine::BundleSource& source) {
  std::error_code error;
  const bool is_folder = std::filesystem::is_directory(options.policies, error);
  return engine::LookFirst(source,
                           {.rules = rules,
                            .run_tests = !is_folder || PollInterval(options).has_value(),
                            .report = [](const std::vector<policy::Diagnostic>& diagnostics) {
                              std::cerr << policy::Render(diagnostics);
                            }});
}

}  // namespace reeve::cli
