// The data folder: what lies beside the ledger, made on first use.
//
//   DATA/signing.key      Ed25519 private key, PEM, mode 0600, which may be encrypted, or the
//                         address of one in a token (base/key_file.h): signs checkpoints
//   DATA/signing.key.next the key that replaces it, while it does (key_rotation.h)
//   DATA/commitment.key   32 random bytes, mode 0600: keys the commitments in records
//   DATA/redaction.key    32 random bytes, mode 0600: keys tokens, surrogates and numbers
//   DATA/vault.key        32 random bytes, mode 0600: wraps the keys of kept content
//   DATA/token            the development token, where a server was started with one, mode 0600
//   DATA/origin           the log's name, one line
//   DATA/vkey             the log's public key, one line, for auditors
//   DATA/ledger, DATA/blobs, ...   the ledger's own (docs/ledger-format.md)
//   DATA/vault            kept content (docs/privacy.md)
//   DATA/bias-attributes  attributes for audits, sealed (docs/bias-audits.md)
//
// Losing signing.key ends the log; losing commitment.key ends the proof of what a commitment was
// made over; losing redaction.key, tokens that could be turned back; losing vault.key, all kept
// content. None is ever printed, logged or exported.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/ed25519.h"
#include "base/random.h"
#include "base/result.h"

namespace reeve::engine {

// The secret files of a data folder: what a backup does not hold.
inline constexpr std::array<std::string_view, 5> kSecretFiles = {
    "signing.key", "commitment.key", "redaction.key", "vault.key", "token"};

struct DataFolder {
  std::filesystem::path path;
  std::string origin;
  SigningKey key;
  std::string commitment_key;
  std::string redaction_key;
  std::string vault_key;
};

// Makes what is missing. `origin` names a new log; empty for "reeve.local/<16 random hex digits>".
// Of an existing log it must be empty or the same: data.origin. Also
// data.commitment_key, data.redaction_key, data.vault_key (of no use: cut, empty), file.*,
// key.syntax, key.passphrase (the signing key is encrypted under another), those of FinishRotation.
// A log that has begun does not get a new signing.key or commitment.key for a lost one, nor a vault
// a new vault.key: file.not_found.
Result<DataFolder> OpenDataFolder(const std::filesystem::path& path, const std::string& origin,
                                  const Random& random, std::string_view passphrase = {});

// The token that stands for everybody where Reeve is tried out; made on first use. data.token (of
// no use: fewer than 32 letters), file.*
Result<std::string> OpenDevelopmentToken(const std::filesystem::path& data, const Random& random);

}  // namespace reeve::engine
