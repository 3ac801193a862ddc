#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

#include "base/ed25519.h"
#include "base/file.h"
#include "cli/command.h"
#include "ledger/note.h"

namespace reeve::cli {
namespace {

int NewKey(const std::string& origin, const std::string& file) {
  if (!ledger::IsValidKeyName(origin)) {
    return Fail(
        {"key.name", "`" + origin + "` cannot name a log or a key: no spaces, no `+`, not empty"});
  }
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(file, ignored))) {
    return Fail({"file.exists", "`" + file + "` exists; a key is never overwritten"});
  }
  const Result<SigningKey> key = SigningKey::Generate();
  if (!key.ok()) return Fail(key.error());
  if (const Status written = WriteFileDurably(file, key->ToPem(), FileMode::kSecret);
      !written.ok()) {
    return Fail(written.error());
  }
  std::cout << ledger::VerifierKey::Ed25519(origin, key->public_key()).Text() << "\n";
  return kGood;
}

}  // namespace

void AddKey(CLI::App& app, Run* run) {
  CLI::App* keys = app.add_subcommand("key", "Keys that sign checkpoints and bundles.");
  keys->require_subcommand(1);
  keys->footer("Example: reeve key new --origin example.org/reeve ./data/signing.key");
  auto origin = std::make_shared<std::string>();
  auto file = std::make_shared<std::string>();
  CLI::App* command = keys->add_subcommand(
      "new", "Make an Ed25519 key; print its public line (vkey) for auditors.");
  command
      ->add_option("--origin,--name", *origin,
                   "Name of the log, e.g. example.org/reeve, or of who signs bundles with it")
      ->required();
  command->add_option("FILE", *file, "Where the private key goes (PEM, mode 0600)")->required();
  command->footer(
      "To begin a log under this key: put the file at DATA/signing.key, then\n"
      "reeve serve --data DATA --origin ORIGIN\n"
      "Example: reeve key new --origin example.org/reeve ./data/signing.key");
  command->callback([=] { *run = [=] { return NewKey(*origin, *file); }; });
}

}  // namespace reeve::cli
