#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>
#include <memory>

#include "api/server.h"
#include "base/log.h"
#include "cli/bundle_files.h"
#include "cli/command.h"
#include "cli/policies.h"
#include "engine/data_folder.h"
#include "engine/engine.h"

namespace reeve::cli {
namespace {

constexpr char kPrincipal[] = "reeve serve";

struct Options {
  std::string data = "./data";
  std::string policies;
  std::string systems;
  std::string origin;
  std::string host = "127.0.0.1";
  int port = api::kDefaultPort;
  size_t queue = 16'384;
  size_t connections = 1024;
  std::string trust;
  bool governed = false;
  bool allow_older = false;
};

// SIGTERM and SIGINT are blocked before any thread is made and awaited here, so that no handler
// runs in the middle of anything.
sigset_t BlockEndSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);  // a caller that hangs up is no reason to die
  return signals;
}

// What the server is told to serve, read before the data folder is touched: a start that is refused
// for a misspelt rule leaves nothing behind.
struct Configuration {
  std::shared_ptr<const policy::Bundle> bundle;  // of a folder
  std::optional<engine::BundleFile> file;        // or a file, to be let in or refused
  engine::AdmissionRules admission;
  std::vector<oversight::System> systems;
};

Result<Configuration> ReadConfiguration(const Options& options) {
  REEVE_RETURN_IF_ERROR(api::CheckHost(options.host));
  Configuration out;
  out.admission.allow_older = options.allow_older;
  if (!options.trust.empty()) {
    REEVE_ASSIGN_OR_RETURN(out.admission.trust, ReadTrust(options.trust));
  }
  std::error_code ignored;
  if (std::filesystem::is_regular_file(options.policies, ignored)) {
    REEVE_ASSIGN_OR_RETURN(out.file, ReadBundleFile(options.policies));
  } else {
    REEVE_ASSIGN_OR_RETURN(out.bundle, CompileFolderOrStarter(options.policies));
  }
  REEVE_ASSIGN_OR_RETURN(out.systems, ReadSystems(options.systems));
  return out;
}

// One that is refused leaves the log's last good one in force; where there is none, nothing starts.
Status PutFileInPlace(const Options& options, const engine::BundleFile& file,
                      engine::Engine& engine) {
  REEVE_RETURN_IF_ERROR(engine.bundles().Resume());
  if (options.governed && engine.active() != nullptr) return {};
  const auto digest = engine.bundles().InstallFile(file, options.policies, {kPrincipal, "default"});
  if (digest.ok()) return {};
  if (engine.active() == nullptr || !digest.error().code.starts_with("bundle.")) {
    return digest.error();
  }
  Log(LogLevel::kError, "bundle.last_good_kept",
      {{"active", engine.active()->bundle().digest()}, {"refused", digest.error().code}});
  std::cerr << "reeve: the bundle of the log stays in force: " << ErrorText(digest.error()) << "\n";
  return {};
}

// A governed server takes the folder for the first bundle of a log and no other: what is active
// later, the log says.
Status PutBundleInPlace(const Options& options, const Configuration& configuration,
                        engine::Engine& engine) {
  if (configuration.file) return PutFileInPlace(options, *configuration.file, engine);
  if (options.governed) {
    REEVE_RETURN_IF_ERROR(engine.bundles().Resume());
    const auto active = engine.active();
    if (active != nullptr) {
      const bool named = !options.policies.empty();
      if (named && active->bundle().digest() != configuration.bundle->digest()) {
        Log(LogLevel::kInfo, "bundle.governed",
            {{"active", active->bundle().digest()},
             {"not_activated", configuration.bundle->digest()}});
      }
      return {};
    }
  }
  if (engine.bundles().asks_for_signatures()) {
    return Error{"bundle.unsigned",
                 "a folder has no signatures, which --trust asks for: build and sign a file (reeve "
                 "bundle build, sign), and give it as --policies"};
  }
  return engine.Activate(configuration.bundle, {kPrincipal, "default"});
}

Result<std::unique_ptr<engine::Engine>> OpenEngine(const Options& options,
                                                   const Configuration& configuration,
                                                   engine::DataFolder& folder, Metrics& metrics) {
  REEVE_ASSIGN_OR_RETURN(auto engine, engine::Engine::Open({.data = folder.path,
                                                            .origin = folder.origin,
                                                            .key = std::move(folder.key),
                                                            .commitment_key = folder.commitment_key,
                                                            .metrics = &metrics,
                                                            .max_queued_records = options.queue,
                                                            .admission = configuration.admission}));
  REEVE_RETURN_IF_ERROR(PutBundleInPlace(options, configuration, *engine));
  // Asked of the log and not of the folder, which an earlier start may have left half made.
  if (!options.systems.empty() || engine->systems().All().empty()) {
    REEVE_RETURN_IF_ERROR(
        engine->systems().Register(configuration.systems, Clock::System().Now(), Random::System()));
  }
  return engine;
}

void PrintFirstRequest(const Options& options, const engine::DataFolder& folder, int port) {
  const std::string base = "http://" + options.host + ":" + std::to_string(port);
  std::cout << "Reeve listens on " << base << "\n"
            << "  data    " << folder.path.string() << "\n"
            << "  log     " << folder.origin << "\n\n"
            << "Try a request:\n\n"
            << "  curl -s " << base << "/v1/decisions \\\n"
            << "    -H \"Authorization: Bearer $(cat '" << (folder.path / "token").string()
            << "')\" \\\n"
            << "    -H 'Content-Type: application/json' \\\n"
            << "    -d '{\"interaction\":\"i-1\",\"stage\":\"input\",\"system\":\"demo-assistant\","
               "\"actor\":{\"id\":\"u-1\",\"roles\":[\"employee\"]},\"action\":{\"kind\":\"chat\"},"
               "\"content\":{\"messages\":[{\"role\":\"user\",\"content\":"
               "\"Please bill my card 4111 1111 1111 1111.\"}]},\"context\":{}}'\n\n"
            << "Stop with Ctrl-C; then: reeve ledger verify " << folder.path.string() << "\n"
            << std::flush;
}

int Serve(const Options& options) {
  const sigset_t end_signals = BlockEndSignals();
  const Result<Configuration> configuration = ReadConfiguration(options);
  if (!configuration.ok()) return Fail(configuration.error());
  Result<engine::DataFolder> folder =
      engine::OpenDataFolder(options.data, options.origin, Random::System());
  if (!folder.ok()) return Fail(folder.error());
  Metrics metrics;
  const auto engine = OpenEngine(options, *configuration, *folder, metrics);
  if (!engine.ok()) return Fail(engine.error());
  const auto server = api::Server::Start({.host = options.host,
                                          .port = options.port,
                                          .token = folder->token,
                                          .max_connections = options.connections},
                                         **engine, metrics);
  if (!server.ok()) return Fail(server.error());
  Log(LogLevel::kInfo, "server.started",
      {{"port", (*server)->port()}, {"records", (*engine)->ledger().size()}});
  PrintFirstRequest(options, *folder, (*server)->port());

  int signal = 0;
  sigwait(&end_signals, &signal);
  Log(LogLevel::kInfo, "server.draining", {{"signal", signal}});
  (*server)->Stop();
  (*engine)->Close();
  Log(LogLevel::kInfo, "server.stopped", {{"records", (*engine)->ledger().size()}});
  return kGood;
}

}  // namespace

void AddServe(CLI::App& app, Run* run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("serve", "Run the decision server.");
  command->add_option("--data", options->data, "Data folder: keys, ledger; made on first use")
      ->capture_default_str();
  command->add_option("--policies", options->policies,
                      "Folder of policies, or a bundle file; without it the starter packs");
  command->add_option("--trust", options->trust,
                      "Who may sign bundles (YAML, kind BundleTrust); then none comes into force "
                      "unsigned");
  command->add_flag("--allow-older", options->allow_older,
                    "Let in bundle files that are older than the active bundle");
  command->add_option("--systems", options->systems,
                      "File of AI systems to register; a log without any gets the starter's");
  command->add_option("--origin", options->origin,
                      "Name of a new log, as auditors will see it, e.g. example.org/reeve");
  command->add_option("--host", options->host, "Loopback address")->capture_default_str();
  command->add_option("--port", options->port, "Port; 0 for any free one")
      ->capture_default_str()
      ->check(CLI::Range(0, 65535));
  command
      ->add_option("--queue", options->queue,
                   "Records that may wait to be written; past it callers get 503")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  command->add_option("--connections", options->connections, "Connections served at once")
      ->capture_default_str()
      ->check(CLI::Range(1, 10'000));
  command->add_flag("--governed", options->governed,
                    "Policies are the first bundle of a new log only; later ones are proposed and "
                    "approved (reeve bundle)");
  command->footer("Example: reeve serve --data ./data --policies ./policies");
  command->callback([run, options] { *run = [options] { return Serve(*options); }; });
}

}  // namespace reeve::cli
