#include <filesystem>
#include <iostream>
#include <memory>

#include "base/file.h"
#include "base/key_file.h"
#include "base/pkcs11_key.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/passphrase.h"
#include "engine/key_rotation.h"
#include "ledger/note.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string name;
  std::string file;
  std::string data;
  std::string key;
  std::string by;
  std::string reason;
  std::string compromised_from;
  std::string compromised_until;
  std::string passphrase_file;
  std::string new_passphrase_file;
  std::string pkcs11;
  bool encrypt = false;
  bool as_json = false;
};

Result<SigningKey> NewInFile(const Options& options) {
  REEVE_ASSIGN_OR_RETURN(SigningKey key, SigningKey::Generate());
  std::string pem;
  if (options.encrypt) {
    REEVE_ASSIGN_OR_RETURN(const std::string passphrase, NewPassphrase(options.passphrase_file));
    REEVE_ASSIGN_OR_RETURN(pem, key.ToPem(passphrase));
  } else {
    REEVE_ASSIGN_OR_RETURN(pem, key.ToPem());
  }
  REEVE_RETURN_IF_ERROR(WriteFileDurably(options.file, pem, FileMode::kSecret));
  return key;
}

// The file says where the key is.
Result<SigningKey> NewInToken(const Options& options) {
  REEVE_ASSIGN_OR_RETURN(const Pkcs11Uri uri, Pkcs11Uri::Parse(options.pkcs11));
  REEVE_ASSIGN_OR_RETURN(const std::string pin, GivenPassphrase(options.passphrase_file));
  REEVE_ASSIGN_OR_RETURN(SigningKey key, MakePkcs11Key(uri, pin));
  REEVE_RETURN_IF_ERROR(WriteFileDurably(options.file, uri.Text() + "\n", FileMode::kSecret));
  return key;
}

int NewKey(const Options& options) {
  if (!ledger::IsValidKeyName(options.name)) {
    return Fail({"key.name", "`" + options.name +
                                 "` cannot name a log or a key: no spaces, no `+`, not empty"});
  }
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(options.file, ignored))) {
    return Fail({"file.exists", "`" + options.file + "` exists; a key is never overwritten"});
  }
  const Result<SigningKey> key = options.pkcs11.empty() ? NewInFile(options) : NewInToken(options);
  if (!key.ok()) return Fail(key.error());
  std::cout << ledger::VerifierKey::Ed25519(options.name, key->public_key()).Text() << "\n";
  return kGood;
}

Result<std::optional<ledger::CompromiseWindow>> ReadWindow(const Options& options) {
  std::optional<ledger::CompromiseWindow> window;
  if (options.compromised_from.empty()) return window;
  window.emplace();
  REEVE_ASSIGN_OR_RETURN(window->from, ParseTimestamp(options.compromised_from));
  if (options.compromised_until.empty()) return window;
  REEVE_ASSIGN_OR_RETURN(const Timestamp until, ParseTimestamp(options.compromised_until));
  window->until = until;
  return window;
}

Result<ledger::VerifierKey> Rotated(const Options& options) {
  engine::RotationOptions rotation{options.data, {options.by, options.reason}};
  REEVE_ASSIGN_OR_RETURN(rotation.compromise, ReadWindow(options));
  REEVE_ASSIGN_OR_RETURN(rotation.passphrase, GivenPassphrase(options.passphrase_file));
  rotation.new_passphrase = rotation.passphrase;
  if (!options.pkcs11.empty()) {
    REEVE_ASSIGN_OR_RETURN(rotation.next_in_token, Pkcs11Uri::Parse(options.pkcs11));
  }
  if (options.encrypt || !options.new_passphrase_file.empty()) {
    REEVE_ASSIGN_OR_RETURN(rotation.new_passphrase, NewPassphrase(options.new_passphrase_file));
  }
  return engine::RotateKey(rotation);
}

int Rotate(const Options& options) {
  const Result<ledger::VerifierKey> key = Rotated(options);
  if (!key.ok()) return Fail(key.error());
  std::cout << key->Text() << "\n";
  std::cerr << "the log goes on under this key; those who know an earlier one can follow to it\n";
  return kGood;
}

Status Revoked(const Options& options) {
  engine::RevocationOptions revocation{options.data, {}, {options.by, options.reason}};
  REEVE_ASSIGN_OR_RETURN(revocation.compromise, ReadWindow(options));
  REEVE_ASSIGN_OR_RETURN(revocation.passphrase, GivenPassphrase(options.passphrase_file));
  const Result<std::string> file = ReadFile(options.key);
  REEVE_ASSIGN_OR_RETURN(revocation.key,
                         ledger::VerifierKey::Parse(file.ok() ? *file : options.key));
  return engine::RevokeKey(revocation);
}

int Revoke(const Options& options) {
  const Status revoked = Revoked(options);
  return revoked.ok() ? kGood : Fail(revoked.error());
}

int List(const Options& options) {
  const Result<ledger::KeyHistory> history = engine::ReadKeys(options.data);
  if (!history.ok()) return Fail(history.error());
  if (options.as_json) {
    json::Array keys;
    for (const ledger::LogKey& key : history->keys()) keys.push_back(ledger::KeyJson(key));
    std::cout << json::Pretty(json::Object{{"keys", std::move(keys)}}) << "\n";
    return kGood;
  }
  for (const ledger::LogKey& key : history->keys()) std::cout << ledger::KeyText(key);
  return kGood;
}

// Reads the key, asks for the new passphrase, writes the file anew.
Status Encrypted(const Options& options) {
  REEVE_ASSIGN_OR_RETURN(const std::string pem, ReadFile(options.file));
  REEVE_ASSIGN_OR_RETURN(const std::string old, GivenPassphrase(options.passphrase_file));
  REEVE_ASSIGN_OR_RETURN(const SigningKey key, ReadKeyFile(pem, old));
  REEVE_ASSIGN_OR_RETURN(const std::string passphrase, NewPassphrase(options.new_passphrase_file));
  REEVE_ASSIGN_OR_RETURN(const std::string encrypted, key.ToPem(passphrase));
  return WriteFileDurably(options.file, encrypted, FileMode::kSecret);
}

int Encrypt(const Options& options) {
  const Status encrypted = Encrypted(options);
  return encrypted.ok() ? kGood : Fail(encrypted.error());
}

std::string TimeProblem(const std::string& text) {
  return ParseTimestamp(text).ok() ? "" : "`" + text + "` is no time like 2026-11-20T09:30:00Z";
}

void AddChangeOptions(Parser& command, Options& options) {
  command.AddOption("DATA", options.data, "Data folder (stop the server first)")->Required();
  command.AddOption("--by", options.by, "The person who does this, as the record names them")
      ->Environment("REEVE_PERSON")
      ->Required();
  command.AddOption("--reason", options.reason, "Why, for the record")->Required();
  Option* from = command
                     .AddOption("--compromised-from", options.compromised_from,
                                "The key was perhaps in other hands from this time (UTC)")
                     ->Check(TimeProblem, "TIME");
  command.AddOption("--compromised-until", options.compromised_until, "To this time")
      ->Check(TimeProblem, "TIME")
      ->Needs(from);
  AddPassphraseOption(command, &options.passphrase_file);
}

using Action = int (*)(const Options&);

Parser* Add(Parser& parent, const char* name, const char* text,
            const std::shared_ptr<Options>& options, Action action, Run* run) {
  Parser* command = parent.AddCommand(name, text);
  command->Callback([=] { *run = [=] { return action(*options); }; });
  return command;
}

void AddNew(Parser& keys, const std::shared_ptr<Options>& options, Run* run) {
  Parser* command =
      Add(keys, "new", "Make an Ed25519 key; print its public line (vkey) for auditors.", options,
          NewKey, run);
  command
      ->AddOption("--origin,--name", options->name,
                  "Name of the log, e.g. example.org/reeve, or of who signs bundles with it")
      ->Required();
  command
      ->AddOption("FILE", options->file,
                  "Where the private key goes (PEM, mode 0600), or with --pkcs11 its address")
      ->Required();
  Option* encrypt = command->AddFlag("--encrypt", options->encrypt,
                                     "Under a passphrase, asked for on the terminal");
  command
      ->AddOption("--pkcs11", options->pkcs11,
                  "Make the key in a token, which it never leaves: pkcs11:token=...;object=..."
                  "?module-path=...&pin-source=FILE")
      ->Excludes(encrypt);
  AddPassphraseOption(*command, &options->passphrase_file);
  command->Footer(
      "To begin a log under this key: put the file at DATA/signing.key, then\n"
      "reeve serve --data DATA --origin ORIGIN\n"
      "Example: reeve key new --origin example.org/reeve ./data/signing.key\n"
      "Example: reeve key new --origin example.org/reeve ./data/signing.key --pkcs11\n"
      "  'pkcs11:token=reeve;object=log-key?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source="
      "/etc/reeve/pin'");
}

void AddChanges(Parser& keys, const std::shared_ptr<Options>& options, Run* run) {
  Parser* rotate = Add(keys, "rotate", "Replace the key of a log; print the new public line.",
                       options, Rotate, run);
  AddChangeOptions(*rotate, *options);
  Option* encrypt =
      rotate->AddFlag("--encrypt", options->encrypt, "The new key under a passphrase of its own");
  rotate->AddOption("--pkcs11", options->pkcs11, "Make the new key in a token (reeve key new)")
      ->Excludes(encrypt);
  rotate->AddOption("--new-passphrase-file", options->new_passphrase_file,
                    "File with the new passphrase, or PIN; without it the old one stays");
  rotate->Footer(
      "The old key is destroyed. Where it was stolen, say from when: then it is revoked as well.\n"
      "Example: reeve key rotate ./data --by 'Ada Example' --reason 'yearly'");
  Parser* revoke =
      Add(keys, "revoke", "Say that a key which was replaced was perhaps in other hands.", options,
          Revoke, run);
  AddChangeOptions(*revoke, *options);
  revoke->AddOption("--key", options->key, "The vkey to revoke, or a file with it")->Required();
  revoke->Footer(
      "Example: reeve key revoke ./data --key ./old-vkey --by 'Ada Example' --reason 'laptop "
      "lost'\n"
      "         --compromised-from 2026-11-20T00:00:00Z");
}

}  // namespace

void AddKey(Parser& app, Run* run) {
  Parser* keys = app.AddCommand("key", "Keys that sign checkpoints and bundles.");
  keys->RequireCommand();
  keys->Footer("Example: reeve key new --origin example.org/reeve ./data/signing.key");
  auto options = std::make_shared<Options>();
  AddNew(*keys, options, run);
  AddChanges(*keys, options, run);

  Parser* list =
      Add(*keys, "list", "The keys of a log, as its records tell them.", options, List, run);
  list->AddOption("DATA", options->data, "Data folder; a server may run on it")->Required();
  list->AddFlag("--json", options->as_json, "For a program");
  list->Footer("Example: reeve key list ./data");

  Parser* encrypt = Add(*keys, "encrypt", "Put a key file under a passphrase, or under another.",
                        options, Encrypt, run);
  encrypt->AddOption("FILE", options->file, "The private key (PEM)")->Required();
  AddPassphraseOption(*encrypt, &options->passphrase_file);
  encrypt->AddOption("--new-passphrase-file", options->new_passphrase_file,
                     "File with the new passphrase; else it is asked for on the terminal");
  encrypt->Footer("Example: reeve key encrypt ./data/signing.key");
}

}  // namespace reeve::cli
