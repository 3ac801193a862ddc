#include "cli/serve.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>

#include "api/http_detector.h"
#include "api/notifier.h"
#include "api/proxy/proxy.h"
#include "api/server.h"
#include "api/span_exporter.h"
#include "base/duration.h"
#include "base/log.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/passphrase.h"
#include "cli/policies.h"
#include "cli/serve_anchors.h"
#include "cli/serve_identity.h"
#include "cli/serve_source.h"
#include "cli/settings.h"
#include "cli/signals.h"
#include "engine/approval_sweeper.h"
#include "engine/bias_watcher.h"
#include "engine/bundle_watcher.h"
#include "engine/content_sweeper.h"
#include "engine/data_folder.h"
#include "engine/engine.h"
#include "engine/overdue_sweeper.h"

namespace reeve::cli {
namespace {

const engine::Principal kPrincipal{"reeve serve", "default"};

// How soon a record is told of at the latest, where its target can be reached.
constexpr std::chrono::milliseconds kNotifyEvery{1'000};
constexpr std::chrono::seconds kSpansEvery{1};

struct Options {
  std::string config;
  std::string data = "./data";
  std::string systems;
  std::string origin;
  std::string host = "127.0.0.1";
  int port = api::kDefaultPort;
  size_t queue = 16'384;
  size_t connections = 1024;
  std::vector<std::string> detectors;
  std::string detector_ca;
  bool public_log = false;
  IdentityOptions identity;
  AnchorOptions anchors;
  std::string passphrase_file;
  std::string notifications;
  std::string otlp;
  std::string proxy;
  SourceOptions source;
  std::vector<std::string> break_glass_persons;
  std::string review_within;
};

// What the server is told to serve, read before the data folder is touched: a start that is refused
// for a misspelt rule leaves nothing behind.
struct Configuration {
  engine::AdmissionRules admission;
  std::unique_ptr<engine::BundleSource> source;  // null: the starter packs
  std::optional<engine::FirstLook> first;        // once LookAtSource did
  std::vector<oversight::System> systems;
  std::unique_ptr<engine::DetectorTransports> detectors;
  std::shared_ptr<const AnchorPlan> anchors;
  api::NotificationSettings notifications;
  std::optional<api::proxy::ProxySettings> proxy;
  std::unique_ptr<api::Tls> tls;  // null: plain HTTP
};

engine::BreakGlassRules RulesOfBreakGlass(const Options& options) {
  engine::BreakGlassRules rules{.persons = options.break_glass_persons};
  if (const auto within = ParseDuration(options.review_within)) rules.review_within = *within;
  return rules;
}

// Where external detectors may be asked.
Result<std::unique_ptr<engine::DetectorTransports>> OpenDetectors(const Options& options) {
  api::HttpDetectorOptions http{.ca_file = options.detector_ca};
  for (const std::string& text : options.detectors) {
    REEVE_ASSIGN_OR_RETURN(auto address, api::ParseDetectorAddress(text));
    http.addresses.push_back(std::move(address));
  }
  return api::HttpDetectors(std::move(http));
}

// Every file that the options name, but for the policies.
Result<Configuration> ReadConfiguration(const Options& options) {
  REEVE_RETURN_IF_ERROR(api::CheckHost(options.host, options.identity.dev_token,
                                       !options.identity.tls.certificate.empty(),
                                       options.identity.plain_network));
  REEVE_ASSIGN_OR_RETURN(auto tls, OpenTls(options.identity));
  if (!options.otlp.empty()) REEVE_RETURN_IF_ERROR(api::SpanExporter::AddressOf(options.otlp));
  REEVE_ASSIGN_OR_RETURN(auto anchors, ReadAnchorOptions(options.anchors));
  api::NotificationSettings notifications;
  if (!options.notifications.empty()) {
    REEVE_ASSIGN_OR_RETURN(notifications, api::ReadNotificationFile(options.notifications));
  }
  std::optional<api::proxy::ProxySettings> proxy;
  if (!options.proxy.empty()) {
    REEVE_ASSIGN_OR_RETURN(proxy, api::proxy::ReadProxyFile(options.proxy));
  }
  REEVE_ASSIGN_OR_RETURN(auto systems, ReadSystems(options.systems));
  REEVE_ASSIGN_OR_RETURN(auto detectors, OpenDetectors(options));
  REEVE_ASSIGN_OR_RETURN(auto admission, ReadAdmission(options.source));
  REEVE_ASSIGN_OR_RETURN(auto source, OpenSource(options.source));
  return Configuration{std::move(admission),     std::move(source),    std::nullopt,
                       std::move(systems),       std::move(detectors), std::move(anchors),
                       std::move(notifications), std::move(proxy),     std::move(tls)};
}

Status LookAtSource(const Options& options, Configuration& configuration) {
  const auto& source = configuration.source;
  const auto& admission = configuration.admission;
  configuration.first = source == nullptr ? engine::FirstLook{CompileFolderOrStarter(""), false, {}}
                                          : LookFirst(options.source, admission, *source);
  const engine::FirstLook& first = *configuration.first;
  if (admission.trust != nullptr && (source == nullptr || first.content.is_folder)) {
    return Error{"bundle.unsigned",
                 "a folder has no signatures, which --trust asks for: build and sign a file (reeve "
                 "bundle build, sign), and give it as --policies"};
  }
  // A file that is no good is refused on the record. Else only a log that has begun may hold a
  // bundle to go on with.
  const bool may_go_on =
      (first.refused && !first.content.is_folder) ||
      (source != nullptr && (PollInterval(options.source) || options.source.governed) &&
       std::filesystem::exists(std::filesystem::path(options.data) / "ledger"));
  if (!first.bundle.ok() && !may_go_on) return first.bundle.error();
  return {};
}

// A governed server takes its source for the first bundle of a log and no other: what is active
// later, the log says.
Status PutGovernedInPlace(const Configuration& configuration, engine::Engine& engine) {
  REEVE_RETURN_IF_ERROR(engine.bundles().Resume());
  const auto active = engine.active();
  const auto& offered = configuration.first->bundle;
  if (active == nullptr) {
    return configuration.source == nullptr
               ? engine.Activate(*offered, kPrincipal)
               : engine::InstallFirst(engine, *configuration.first, configuration.source->name(),
                                      kPrincipal);
  }
  if (configuration.source == nullptr) return {};
  if (!offered.ok()) {
    Log(LogLevel::kWarning, "bundle.governed", {{"code", offered.error().code}});
  } else if (active->bundle().digest() != (*offered)->digest()) {
    Log(LogLevel::kInfo, "bundle.governed",
        {{"active", active->bundle().digest()}, {"not_activated", (*offered)->digest()}});
  }
  return {};
}

// The watch of the source, where there is one that later bundles come from.
Result<std::unique_ptr<engine::BundleWatch>> PutBundleInPlace(const Options& options,
                                                              const Configuration& configuration,
                                                              engine::Engine& engine,
                                                              Metrics& metrics) {
  if (options.source.governed) {
    REEVE_RETURN_IF_ERROR(PutGovernedInPlace(configuration, engine));
    return std::unique_ptr<engine::BundleWatch>();
  }
  if (configuration.source == nullptr) {
    REEVE_RETURN_IF_ERROR(engine.Activate(*configuration.first->bundle, kPrincipal));
    return std::unique_ptr<engine::BundleWatch>();
  }
  auto watch =
      engine::BundleWatch::Begin(engine, *configuration.source, *configuration.first,
                                 WatchOptionsOf(options.source, options.data, kPrincipal), metrics);
  if (watch.ok() && (*watch)->state().is_degraded()) {
    std::cerr << "reeve: the bundle of the log stays in force: "
              << (*watch)->state().last_error->message << "\n";
  }
  return watch;
}

Result<std::unique_ptr<engine::Engine>> OpenEngine(const Options& options,
                                                   const Configuration& configuration,
                                                   engine::DataFolder& folder, Metrics& metrics) {
  return engine::Engine::Open({.data = folder.path,
                               .origin = folder.origin,
                               .key = std::move(folder.key),
                               .commitment_key = folder.commitment_key,
                               .redaction_key = folder.redaction_key,
                               .vault_key = folder.vault_key,
                               .metrics = &metrics,
                               .max_queued_records = options.queue,
                               .admission = configuration.admission,
                               .detectors = configuration.detectors.get(),
                               .break_glass = RulesOfBreakGlass(options)});
}

Status RegisterSystems(const Options& options, const Configuration& configuration,
                       engine::Engine& engine) {
  // Asked of the log and not of the folder, which an earlier start may have left half made.
  if (options.systems.empty() && !engine.systems().All().empty()) return {};
  std::vector<std::string> governed;
  REEVE_RETURN_IF_ERROR(engine.systems().Register(configuration.systems, Clock::System().Now(),
                                                  Random::System(), &governed));
  for (const std::string& id : governed) Log(LogLevel::kWarning, "systems.governed", {{"id", id}});
  return {};
}

// Who calls a server that has been given no principals is said to be everybody, loudly.
Result<std::string> DevelopmentToken(const Options& options, const engine::DataFolder& folder) {
  if (!options.identity.dev_token) return std::string();
  REEVE_ASSIGN_OR_RETURN(std::string token,
                         engine::OpenDevelopmentToken(folder.path, Random::System()));
  Log(LogLevel::kWarning, "server.development_token", {{"file", (folder.path / "token").string()}});
  std::cerr << "reeve: FOR DEVELOPMENT ONLY: whoever reads `" << (folder.path / "token").string()
            << "` may do everything, in anybody's name. For real use: reeve init, and no "
               "--dev-token\n";
  return token;
}

void PrintFirstRequest(const Options& options, const engine::DataFolder& folder, int port) {
  const std::string base = (options.identity.tls.certificate.empty() ? "http://" : "https://") +
                           options.host + ":" + std::to_string(port);
  std::cout << "Reeve listens on " << base << "\n"
            << "  data    " << folder.path.string() << "\n"
            << "  log     " << folder.origin << "\n\n"
            << "Try a request:\n\n"
            << "  curl -s " << base << "/v1/decisions \\\n"
            << "    -H \"Authorization: Bearer "
            << (options.identity.dev_token ? "$(cat '" + (folder.path / "token").string() + "')"
                                           : "$REEVE_TOKEN")
            << "\" \\\n"
            << "    -H 'Content-Type: application/json' \\\n"
            << "    -d '{\"interaction\":\"i-1\",\"stage\":\"input\",\"system\":\"demo-assistant\","
               "\"actor\":{\"id\":\"u-1\",\"roles\":[\"employee\"]},\"action\":{\"kind\":\"chat\"},"
               "\"content\":{\"messages\":[{\"role\":\"user\",\"content\":"
               "\"Please bill my card 4111 1111 1111 1111.\"}]},\"context\":{}}'\n\n"
            << "Stop with Ctrl-C; then: reeve ledger verify " << folder.path.string() << "\n"
            << std::flush;
}

std::string ReviewTimeProblem(const std::string& typed) {
  const auto duration = ParseDuration(typed);
  if (duration && duration->count() > 0 && *duration <= oversight::kMaxReviewTime) return {};
  return "`" + typed + "` is no time for a review: a number and one of s, m, h, d, at most 7d";
}

// Until the server is told to end: the signal that said so.
int AwaitEnd(const sigset_t& signals, engine::BundleWatch* watch, api::Tls* tls) {
  std::optional<engine::BundleWatcher> watcher;
  if (watch != nullptr) watcher.emplace(*watch);
  int signal = 0;
  while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) {
    Log(LogLevel::kInfo, "bundle.look_now", {{"source", watcher ? "asked" : "none"}});
    if (watcher) watcher->LookNow();
    if (tls == nullptr) continue;
    const Status read = tls->Reload();
    Log(read.ok() ? LogLevel::kInfo : LogLevel::kError, "tls.reload",
        {{"result", read.ok() ? "taken" : read.error().message}});
  }
  return signal;
}

// Null where no model is reached through this server.
Result<std::unique_ptr<api::Gateway>> OpenGateway(const Configuration& configuration,
                                                  const engine::DataFolder& folder,
                                                  engine::Engine& engine, Metrics& metrics) {
  if (!configuration.proxy) return std::unique_ptr<api::Gateway>();
  return api::proxy::OpenProxy({.settings = *configuration.proxy, .folder = folder.path}, engine,
                               metrics);
}

// As many descriptors as the system lets this process have: connections and the ledger's files need
// them.
void RaiseDescriptorLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// Null where nobody is told of traces.
Result<std::unique_ptr<api::SpanExporter>> OpenSpans(const Options& options, Metrics& metrics) {
  if (options.otlp.empty()) return std::unique_ptr<api::SpanExporter>();
  REEVE_ASSIGN_OR_RETURN(auto spans, api::SpanExporter::Open(
                                         {.url = options.otlp, .version = REEVE_VERSION}, metrics));
  spans->Start(kSpansEvery);
  return spans;
}

// But for what is made later.
api::ServerOptions ServingOf(const Options& options, const Configuration& configuration) {
  return {.host = options.host,
          .port = options.port,
          .public_log = options.public_log,
          .tls = configuration.tls.get(),
          .plain_network = options.identity.plain_network,
          .rate = options.identity.rate,
          .max_connections = options.connections};
}

int RunServer(const Options& options, const Configuration& configuration,
              engine::DataFolder& folder, const sigset_t& signals) {
  Metrics metrics;
  const auto engine = OpenEngine(options, configuration, folder, metrics);
  if (!engine.ok()) return Fail(engine.error());
  const auto watch = PutBundleInPlace(options, configuration, **engine, metrics);
  if (!watch.ok()) return Fail(watch.error());
  const Status registered = RegisterSystems(options, configuration, **engine);
  if (!registered.ok()) return Fail(registered.error());
  const auto notifier = api::Notifier::Open(
      {.settings = configuration.notifications, .folder = folder.path / "notifications"}, **engine,
      metrics);
  if (!notifier.ok()) return Fail(notifier.error());
  const auto gateway = OpenGateway(configuration, folder, **engine, metrics);
  if (!gateway.ok()) return Fail(gateway.error());
  const auto spans = OpenSpans(options, metrics);
  if (!spans.ok()) return Fail(spans.error());
  const auto token = DevelopmentToken(options, folder);
  if (!token.ok()) return Fail(token.error());
  const auto jwt = OpenJwtIssuers(options.identity, metrics);
  if (!jwt.ok()) return Fail(jwt.error());
  api::ServerOptions serving = ServingOf(options, configuration);
  serving.token = *token;
  serving.watch = watch->get();
  serving.notifier = notifier->get();
  serving.gateway = gateway->get();
  serving.spans = spans->get();
  serving.jwt = jwt->get();
  const auto server = api::Server::Start(std::move(serving), **engine, metrics);
  if (!server.ok()) return Fail(server.error());
  auto anchoring = Anchoring::Start(*configuration.anchors, **engine, metrics);
  if (!anchoring.ok()) return Fail(anchoring.error());
  (*notifier)->Start(kNotifyEvery);
  Log(LogLevel::kInfo, "server.started",
      {{"port", (*server)->port()}, {"records", (*engine)->ledger().size()}});
  PrintFirstRequest(options, folder, (*server)->port());

  std::optional<engine::ContentSweeper> sweeper(std::in_place, (*engine)->contents(),
                                                (*engine)->bias_attributes());
  std::optional<engine::ApprovalSweeper> approval_sweeper((*engine)->approvals());
  std::optional<engine::OverdueSweeper> overdue;
  overdue.emplace((*engine)->incidents(), (*engine)->break_glass());
  std::optional<engine::BiasWatcher> bias_watcher((*engine)->bias_monitors());
  const int signal = AwaitEnd(signals, watch->get(), configuration.tls.get());
  bias_watcher.reset();
  approval_sweeper.reset();
  sweeper.reset();
  overdue.reset();
  Log(LogLevel::kInfo, "server.draining", {{"signal", signal}});
  (*server)->Stop();
  (*notifier)->Stop();
  anchoring->reset();
  (*engine)->Close();
  Log(LogLevel::kInfo, "server.stopped", {{"records", (*engine)->ledger().size()}});
  return kGood;
}

int Serve(const Options& options) {
  const sigset_t signals = BlockSignals();
  Result<Configuration> configuration = ReadConfiguration(options);
  if (!configuration.ok()) return Fail(configuration.error());
  const Status looked = LookAtSource(options, *configuration);
  if (!looked.ok()) return Fail(looked.error());
  const Result<std::string> passphrase = GivenPassphrase(options.passphrase_file);
  if (!passphrase.ok()) return Fail(passphrase.error());
  Result<engine::DataFolder> folder =
      engine::OpenDataFolder(options.data, options.origin, Random::System(), *passphrase);
  if (!folder.ok()) return Fail(folder.error());
  RaiseDescriptorLimit();
  return RunServer(options, *configuration, *folder, signals);
}

void AddOptions(Parser* command, const std::shared_ptr<Options>& options) {
  command->AddOption("--config", options->config,
                     "File of these options by their long names (YAML); see docs/configuration.md");
  command->AddOption("--data", options->data, "Data folder: keys, ledger; made on first use")
      ->ShowDefault();
  AddPassphraseOption(*command, &options->passphrase_file);
  AddSourceOptions(*command, options->source);
  command->AddOption("--systems", options->systems,
                     "File of AI systems to register; a log without any gets the starter's");
  command->AddOption("--origin", options->origin,
                     "Name of a new log, as auditors will see it, e.g. example.org/reeve");
  command
      ->AddOption("--host", options->host, "Address; of this host, but with TLS or --plain-network")
      ->ShowDefault();
  command->AddOption("--port", options->port, "Port; 0 for any free one")
      ->ShowDefault()
      ->Between(0, 65535);
  command
      ->AddOption("--queue", options->queue,
                  "Records that may wait to be written; past it callers get 503")
      ->ShowDefault()
      ->Between(1, 1'000'000);
  command
      ->AddOption("--connections", options->connections,
                  "Requests that hold a thread at once; a connection between two requests "
                  "holds none")
      ->ShowDefault()
      ->Between(1, 10'000);
  command->AddOption("--detector", options->detectors,
                     "Where external detectors of bundles may be asked, with a file of a bearer "
                     "token: https://ner.example.org=ner.token; may be given again");
  command->AddOption("--detector-ca", options->detector_ca,
                     "Authorities for the certificates of external detectors (PEM)");
  command
      ->AddOption("--break-glass-person", options->break_glass_persons,
                  "Who may invoke a break-glass, by name; may be given again")
      ->Repeated();
  command
      ->AddOption("--break-glass-review", options->review_within,
                  "Time for the review of a break-glass, from its end: 24h; at most 7d")
      ->Check(ReviewTimeProblem, "DURATION");
  AddIdentityOptions(*command, options->identity);
  command->AddFlag("--public-log", options->public_log,
                   "Answer /log/tile/entries, the records themselves, to anybody");
  command->AddOption("--notifications", options->notifications,
                     "File of webhooks and e-mails that are told of records (YAML); see "
                     "docs/notifications.md");
  command
      ->AddOption("--otlp", options->otlp,
                  "Collector of traces, by OTLP/HTTP: http://127.0.0.1:4318; see docs/tracing.md")
      ->Environment("REEVE_OTLP");
  command->AddOption("--proxy", options->proxy,
                     "File of models that are reached through this server (YAML); see "
                     "docs/proxy.md");
  AddAnchorOptions(*command, options->anchors);
}

// What the command line does not say is set by the environment and by --config.
void ReadSettings(Parser& command, const std::shared_ptr<Options>& options) {
  Settings settings([&](Parser& parser) { AddOptions(&parser, options); });
  for (const Setting& setting : settings.all()) {
    if (command.Count("--" + setting.name) > 0) settings.KeepGiven(setting.name);
  }
  Status read = settings.ReadEnvironment(environ);
  if (read.ok() && !options->config.empty()) read = settings.ReadFile(options->config);
  if (!read.ok()) RefuseUsage(ErrorText(read.error()));
}

}  // namespace

ServeTrial TryServe() {
  auto options = std::make_shared<Options>();
  return {.add = [options](Parser& parser) { AddOptions(&parser, options); },
          .config = [options] { return options->config; },
          .check = [options]() -> Status {
            try {
              CheckSourceOptions(options->source);
            } catch (const std::runtime_error& refused) {
              return Error{"config.together", refused.what()};
            }
            const Result<Configuration> configuration = ReadConfiguration(*options);
            return configuration.ok() ? Status() : Status(configuration.error());
          }};
}

void AddServe(Parser& app, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = app.AddCommand("serve", "Run the decision server.");
  AddOptions(command, options);
  command->Footer(
      "What is not said here is taken from the environment (REEVE_SERVE_PORT for --port), then "
      "from\n"
      "the file of --config; `reeve config show` tells which. SIGHUP looks at the policies now.\n"
      "Example: reeve serve --data ./data --policies ./policies\n"
      "         reeve serve --dev-token\n"
      "         reeve serve --host 0.0.0.0 --tls-certificate cert.pem --tls-key key.pem\n"
      "         reeve serve --policies https://policies.example.org/eu.bundle --max-bundle-age "
      "24h\n"
      "         reeve serve --config /etc/reeve/reeve.yaml");
  command->Callback([run, options, command] {
    ReadSettings(*command, options);
    CheckSourceOptions(options->source);
    *run = [options] { return Serve(*options); };
  });
}

}  // namespace reeve::cli
