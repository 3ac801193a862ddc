#include <filesystem>
#include <iostream>
#include <memory>

#include "base/file.h"
#include "base/metrics.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/passphrase.h"
#include "cli/time_text.h"
#include "engine/data_folder.h"
#include "engine/engine.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string data = "./data";
  std::string origin;
  std::string person;
  std::string principal = "administrator";
  std::vector<std::string> tenants = {"default"};
  std::string expires = "90d";
  std::string token_file;
  std::string passphrase_file;
  bool again = false;
};

Result<std::unique_ptr<engine::Engine>> OpenLog(engine::DataFolder& folder, Metrics& metrics) {
  return engine::Engine::Open({.data = folder.path,
                               .origin = folder.origin,
                               .key = std::move(folder.key),
                               .commitment_key = folder.commitment_key,
                               .redaction_key = folder.redaction_key,
                               .vault_key = folder.vault_key,
                               .metrics = &metrics});
}

Result<engine::NewToken> MakeAdministrator(const Options& options, engine::Engine& engine) {
  if (engine.tokens().HasAdministrator() && !options.again) {
    return Error{"token.administrator",
                 "an administrator's token stands already: make others with `reeve token new`, or, "
                 "where it is lost, run this with --again, which is on record"};
  }
  oversight::AccessToken terms;
  terms.principal = options.principal;
  terms.roles = oversight::Only(oversight::Role::kAdministrator);
  terms.tenants = options.tenants;
  terms.person = options.person;
  terms.note = "made by reeve init";
  REEVE_ASSIGN_OR_RETURN(terms.expires, ParseTimestamp(TypedTime(options.expires)));
  return engine.tokens().New(std::move(terms),
                             {options.person, "reeve init", options.tenants.front()});
}

int Init(const Options& options) {
  if (!options.token_file.empty() && std::filesystem::exists(options.token_file)) {
    return Fail({"file.exists", "`" + options.token_file + "` is there already: name a new file"});
  }
  const Result<std::string> passphrase = GivenPassphrase(options.passphrase_file);
  if (!passphrase.ok()) return Fail(passphrase.error());
  Result<engine::DataFolder> folder =
      engine::OpenDataFolder(options.data, options.origin, Random::System(), *passphrase);
  if (!folder.ok()) return Fail(folder.error());
  Metrics metrics;
  const auto engine = OpenLog(*folder, metrics);
  if (!engine.ok()) return Fail(engine.error());
  const Result<engine::NewToken> made = MakeAdministrator(options, **engine);
  (*engine)->Close();
  if (!made.ok()) {
    Fail(made.error());
    return made.error().code == "token.administrator" ? kNotGood : kFailed;
  }
  if (!options.token_file.empty()) {
    const Status written =
        WriteFileDurably(options.token_file, made->secret + "\n", FileMode::kSecret);
    if (!written.ok()) return Fail(written.error());
  }
  std::cout << "The data folder " << options.data << " is ready; its log is " << folder->origin
            << ".\n"
            << "`" << options.person << "` is administrator by the token " << made->id;
  if (options.token_file.empty()) {
    std::cout << ", whose secret is shown this once:\n\n  " << made->secret << "\n\n";
  } else {
    std::cout << ", whose secret is in " << options.token_file << ".\n\n";
  }
  std::cout << "Then: reeve serve --data " << options.data << "\n"
            << "      REEVE_TOKEN=... reeve token new --help\n";
  return kGood;
}

}  // namespace

void AddInit(Parser& app, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command =
      app.AddCommand("init", "Make a data folder and the first administrator's token.");
  command->AddOption("--data", options->data, "Data folder; made if it is not there")
      ->Environment("REEVE_DATA")
      ->ShowDefault();
  AddPassphraseOption(*command, &options->passphrase_file);
  command->AddOption("--origin", options->origin,
                     "Name of a new log, as auditors will see it, e.g. example.org/reeve");
  command
      ->AddOption("--as", options->person, "The person who administers, as records will name them")
      ->Environment("REEVE_PERSON")
      ->Required();
  command->AddOption("--principal", options->principal, "The name of the administrator's account")
      ->ShowDefault();
  command->AddOption("--tenant", options->tenants, "To administer; may be given more than once")
      ->Repeated()

      ->ShowDefault();
  command
      ->AddOption("--expires", options->expires,
                  "When the token ends: 90d, or a date; at most 366d")
      ->ShowDefault();
  command->AddOption("--token-file", options->token_file,
                     "New file for the secret, mode 0600, in place of showing it");
  command->AddFlag("--again", options->again,
                   "Make another although one stands, for instance where its secret is lost");
  command->Footer("Example: reeve init --data ./data --as 'Ada Example'");
  command->Callback([run, options] { *run = [options] { return Init(*options); }; });
}

}  // namespace reeve::cli
