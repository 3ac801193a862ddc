// Replacing and revoking the key of a log, in its data folder, while no server has it open.
//
// The next key is written to DATA/signing.key.next; then the log records, under the old key, that
// it is replaced; then the file takes the place of DATA/signing.key, and the log is opened under
// the new key, which signs its end. Whatever happens between two of these, the next start goes on
// where it was: the log tells which of the two keys is its own.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/pkcs11_uri.h"
#include "base/result.h"
#include "ledger/key_history.h"

namespace reeve::engine {

struct RotationOptions {
  std::filesystem::path data;
  ledger::KeyChange change;
  // Of the old key file, and of the new: empty for files that are not encrypted. PINs of tokens.
  std::string passphrase = {};
  std::string new_passphrase = {};
  // Where the new key is to be made in a token.
  std::optional<Pkcs11Uri> next_in_token = {};
  // Where the old key was perhaps in other hands it is revoked as well.
  std::optional<ledger::CompromiseWindow> compromise = {};
  const Clock* clock = &Clock::System();
};

// The new key. Errors of OpenDataFolder, Ledger::Open, ledger::MakeRotation.
Result<ledger::VerifierKey> RotateKey(const RotationOptions& options);

struct RevocationOptions {
  std::filesystem::path data;
  ledger::VerifierKey key;
  ledger::KeyChange change;
  std::optional<ledger::CompromiseWindow> compromise = {};
  std::string passphrase = {};
  const Clock* clock = &Clock::System();
};
// Errors of OpenDataFolder, Ledger::Open, ledger::MakeRevocation.
Status RevokeKey(const RevocationOptions& options);

// Ends a rotation that was cut off: the next key takes its place if the log has it, else it goes.
// Nothing where there is none. key.*, ledger.*, file.io
Status FinishRotation(const std::filesystem::path& data, std::string_view passphrase);

// The keys of a log, from the folder alone, read-only. data.none: there is no log
Result<ledger::KeyHistory> ReadKeys(const std::filesystem::path& data);

}  // namespace reeve::engine
