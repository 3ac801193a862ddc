// Reads the key of an assignment: does it say that its value is a password, a key, a token?
//
//   "db_password" "DB_PASSWORD_PROD" "dbPassword2" "the admin password"      a password
//   "passwordField" "password_url" "public_key" "csrf_token" "max_tokens"    none
//
// The last word decides, but for words that change nothing (prod, old, a number). One further from
// the end ("secret_do_not_commit") counts as kWeakKey, unless a word behind it names something of
// the secret (its id, file, length).
//
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string_view>

namespace reeve::detectors {

enum class SecretNoun : uint8_t {
  kNone,
  kPassword,
  kSecret,  // secret, private key, passphrase of a key
  kApiKey,  // api key, access key, encryption key
  kToken,   // token, auth, credential
  kHeader,  // Authorization
  kWeakKey  // "key" alone, which may be any: the value must speak for itself
};

SecretNoun ReadSecretKey(std::string_view key);

}  // namespace reeve::detectors
