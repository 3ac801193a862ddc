#include "ledger/backup.h"

#include <filesystem>
#include <iostream>
#include <memory>

#include "base/file.h"
#include "base/json.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/verifying.h"
#include "engine/data_folder.h"

namespace reeve::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string data;
  std::string backup;
  std::string secrets;
  VerifyingOptions verifying;
  bool json = false;
};

// Each file durable, mode 0600. Those that are not there are not missed: not every log has all.
Status CopySecrets(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to, error);
  if (!error) fs::permissions(to, fs::perms::owner_all, error);
  if (error) return Error{"file.io", "cannot make `" + to.string() + "`: " + error.message()};
  for (const std::string_view name : engine::kSecretFiles) {
    Result<std::string> bytes = ReadFile(from / name);
    if (!bytes.ok() && bytes.error().code == "file.not_found") continue;
    if (!bytes.ok()) return bytes.error();
    REEVE_RETURN_IF_ERROR(WriteFileDurably(to / name, *bytes, FileMode::kSecret));
  }
  return {};
}

// A secret beside what it opens protects nothing.
Status CheckApart(const Options& options) {
  if (options.secrets.empty()) return {};
  std::error_code error;
  const std::string inside = fs::weakly_canonical(options.secrets, error).string() + "/";
  const std::string outside = fs::weakly_canonical(options.backup, error).string() + "/";
  if (!inside.starts_with(outside)) return {};
  return Error{"backup.secrets", "`" + options.secrets +
                                     "` lies within the backup: keep the keys apart from what they "
                                     "open"};
}

json::Object ToJson(const ledger::Mirrored& vault) {
  return {{"contents_added", vault.contents_added},
          {"contents_removed", vault.contents_removed},
          {"keys_added", vault.keys_added},
          {"keys_destroyed", vault.keys_destroyed}};
}

int Create(const Options& options) {
  if (const Status apart = CheckApart(options); !apart.ok()) return Fail(apart.error());
  const Result<ledger::BackedUp> done = [&] {
    Progress progress("backing up");
    return ledger::CreateBackup(options.data, options.backup, progress.Callback());
  }();
  if (!done.ok()) return Fail(done.error());
  if (!options.secrets.empty()) {
    const Status copied = CopySecrets(options.data, options.secrets);
    if (!copied.ok()) return Fail(copied.error());
  }
  if (options.json) {
    std::cout << json::Pretty(json::Object{{"size", done->size},
                                           {"added", done->added},
                                           {"segments", done->segments},
                                           {"blobs", done->blobs},
                                           {"vault", ToJson(done->vault)}})
              << "\n";
    return kGood;
  }
  std::cout << done->size << " records in " << options.backup << ", " << done->added
            << " of them new; " << done->blobs << " blobs\n"
            << "vault: " << done->vault.contents_added << " contents and " << done->vault.keys_added
            << " keys new, " << done->vault.contents_removed << " contents gone, "
            << done->vault.keys_destroyed << " keys destroyed\n";
  if (options.secrets.empty()) {
    std::cout << "the backup holds no secret: keep signing.key, commitment.key, redaction.key and "
                 "vault.key of the data folder elsewhere (--secrets DIR copies them)\n";
  }
  return kGood;
}

int Verify(const Options& options) {
  Result<ledger::VerifyOptions> verify = ReadVerifying(options.verifying);
  if (!verify.ok()) return Fail(verify.error());
  const Result<ledger::Report> report = [&] {
    Progress progress("verifying");
    verify->progress = progress.Callback();
    return ledger::VerifyBackup(options.backup, *verify);
  }();
  if (!report.ok()) return Fail(report.error());
  std::cout << report->Text();
  return report->ok() ? kGood : kNotGood;
}

int Restore(const Options& options) {
  const Result<ledger::VerifyOptions> verify = ReadVerifying(options.verifying);
  if (!verify.ok()) return Fail(verify.error());
  const Result<ledger::Restored> restored = [&] {
    Progress progress("restoring");
    return ledger::RestoreBackup(options.backup, options.data,
                                 {.vkey = verify->vkey,
                                  .earlier_checkpoint = verify->earlier_checkpoint,
                                  .progress = progress.Callback()});
  }();
  if (!restored.ok()) return Fail(restored.error());
  if (!options.secrets.empty()) {
    const Status copied = CopySecrets(options.secrets, options.data);
    if (!copied.ok()) return Fail(copied.error());
  }
  std::cout << "restored " << restored->head.size << " records, " << restored->blobs << " blobs, "
            << restored->vault.contents_added << " contents to " << options.data
            << "; every record is as it was signed\n";
  if (options.secrets.empty()) {
    std::cout << "put signing.key, commitment.key, redaction.key and vault.key back into "
              << options.data << " before a server is started there\n";
  }
  std::cout
      << "records after the backup are lost: if receipts or checkpoints past "
      << restored->head.size
      << " were given out,\nthis log must not go on: begin a new one, and keep this one to be "
         "read\n";
  return kGood;
}

using Action = int (*)(const Options&);

Parser* Add(Parser& parent, const char* name, const char* text, const char* example,
            const std::shared_ptr<Options>& options, Action action, Run* run) {
  Parser* command = parent.AddCommand(name, text);
  command->Footer(example);
  command->Callback([=] { *run = [=] { return action(*options); }; });
  return command;
}

}  // namespace

void AddBackup(Parser& app, Run* run) {
  Parser* backup =
      app.AddCommand("backup", "A copy of the log and the content vault that grows with them.");
  backup->RequireCommand();
  backup->Footer("Example: reeve backup create ./data /mnt/backup");
  auto options = std::make_shared<Options>();

  Parser* create = Add(
      *backup, "create", "Bring a backup up to date, or begin one; the server may run meanwhile.",
      "Example: reeve backup create ./data /mnt/backup --secrets /mnt/safe", options, Create, run);
  create->AddOption("DATA", options->data, "Data folder")->Required();
  create->AddOption("BACKUP", options->backup, "The backup; a new or empty folder to begin one")
      ->Required();
  create->AddOption("--secrets", options->secrets,
                    "Copy the secret files into this folder, which must not lie in the backup");
  create->AddFlag("--json", options->json, "Print the figures as JSON");

  Parser* verify =
      Add(*backup, "verify", "Re-read a backup; name what is wrong.",
          "Example: reeve backup verify /mnt/backup --key ./vkey", options, Verify, run);
  verify->AddOption("BACKUP", options->backup, "The backup")->Required();
  AddVerifyingOptions(*verify, options->verifying);

  Parser* restore =
      Add(*backup, "restore", "Make a data folder of a backup, verified on the way.",
          "Example: reeve backup restore /mnt/backup ./data --secrets /mnt/safe --checkpoint "
          "./newest",
          options, Restore, run);
  restore->AddOption("BACKUP", options->backup, "The backup")->Required();
  restore->AddOption("DATA", options->data, "A new or empty folder")->Required();
  restore->AddOption("--secrets", options->secrets, "Folder with the secret files");
  AddVerifyingOptions(*restore, options->verifying);
}

}  // namespace reeve::cli
