#include "ledger/witness.h"

#include <filesystem>
#include <iostream>
#include <memory>

#include "api/witness_server.h"
#include "base/file.h"
#include "base/key_file.h"
#include "base/log.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/signals.h"
#include "ledger/layout.h"
#include "ledger/rocksdb_store.h"

namespace reeve::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string data = "./witness";
  std::string name;
  std::vector<std::string> logs;
  api::WitnessServerOptions server;
};

// The key of the folder, made on first use.
Result<SigningKey> OpenKey(const fs::path& folder) {
  const fs::path path = folder / "witness.key";
  std::error_code error;
  fs::create_directories(folder, error);
  if (fs::exists(fs::symlink_status(path, error))) {
    REEVE_ASSIGN_OR_RETURN(const std::string file, ReadFile(path));
    return ReadKeyFile(file);
  }
  REEVE_ASSIGN_OR_RETURN(SigningKey key, SigningKey::Generate());
  REEVE_ASSIGN_OR_RETURN(const std::string pem, key.ToPem());
  REEVE_RETURN_IF_ERROR(WriteFileDurably(path, pem, FileMode::kSecret));
  return key;
}

Result<std::unique_ptr<ledger::Witness>> OpenWitness(const Options& options) {
  ledger::Witness::Options witness{options.name, *SigningKey::Generate(), {}};
  for (const std::string& log : options.logs) {
    const Result<std::string> file = ReadFile(log);
    REEVE_ASSIGN_OR_RETURN(ledger::VerifierKey key,
                           ledger::VerifierKey::Parse(file.ok() ? *file : log));
    witness.logs.push_back(std::move(key));
  }
  REEVE_ASSIGN_OR_RETURN(witness.key, OpenKey(options.data));
  REEVE_ASSIGN_OR_RETURN(auto store, ledger::OpenRocksDbStore(fs::path(options.data) / "state",
                                                              ledger::OpenMode::kReadWrite));
  return ledger::Witness::Open(std::move(store), std::move(witness));
}

int Serve(const Options& options) {
  const sigset_t signals = BlockSignals();
  const auto witness = OpenWitness(options);
  if (!witness.ok()) return Fail(witness.error());
  const auto server = api::WitnessServer::Start(options.server, **witness);
  if (!server.ok()) return Fail(server.error());
  std::cout << "The witness listens on http://" << options.server.host << ":" << (*server)->port()
            << "\n  key   " << (*witness)->vkey().Text() << "\n  logs  " << options.logs.size()
            << "\nIn a log's policy: witness NAME " << (*witness)->vkey().Text() << " http://"
            << options.server.host << ":" << (*server)->port() << "/\nStop with Ctrl-C\n"
            << std::flush;
  int signal = 0;
  while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) {
  }
  (*server)->Stop();
  return kGood;
}

}  // namespace

void AddWitness(Parser& app, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command =
      app.AddCommand("witness", "Cosign the checkpoints of other logs, as long as they only grow.");
  command->AddOption("--data", options->data, "Folder of its key and of what it has seen")
      ->ShowDefault();
  command->AddOption("--name", options->name, "Its name in cosignatures, e.g. example.org/w1")
      ->Required();
  command->AddOption("--log", options->logs, "A log's vkey, or a file with it; may be repeated")
      ->Required();
  command->AddOption("--host", options->server.host, "Address to listen on")->ShowDefault();
  command->AddOption("--port", options->server.port, "Port; 0 for any free one")
      ->ShowDefault()
      ->Between(0, 65535);
  command->Footer(
      "It answers POST /add-checkpoint (C2SP tlog-witness). A checkpoint that does not continue\n"
      "the one cosigned before is refused, and what was seen outlives a restart.\n"
      "Example: reeve witness --name example.org/w1 --log ./vkey-of-the-log --port 8485");
  command->Callback([=] { *run = [=] { return Serve(*options); }; });
}

}  // namespace reeve::cli
