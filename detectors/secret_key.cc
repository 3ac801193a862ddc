#include "detectors/secret_key.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "detectors/bytes.h"

namespace reeve::detectors {
namespace {

constexpr size_t kMaxWords = 8;

template <size_t kCount>
bool In(std::string_view word, const std::array<std::string_view, kCount>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 18> kPasswords = {
    "password",   "passwd",     "pwd",          "pass",       "passphrase", "passcode",
    "pw",         "passwort",   "kennwort",     "contrasena", "senha",      "parola",
    "wachtwoord", "motdepasse", "userpassword", "dbpassword", "dbpass",     "dbpwd"};

constexpr std::array<std::string_view, 5> kSecrets = {"secret", "secrete", "secreto", "segreto",
                                                      "geheimnis"};
constexpr std::array<std::string_view, 7> kTokens = {"auth", "credential", "credentials", "creds",
                                                     "cred", "pat",        "webhook"};

// Behind a noun these say that the value is something of the secret and not the secret.
constexpr std::array<std::string_view, 58> kAspects = {
    "id",        "ids",       "name",    "names",  "version",  "url",       "uri",     "endpoint",
    "host",      "file",      "path",    "dir",    "length",   "len",       "size",    "count",
    "limit",     "type",      "kind",    "hash",   "checksum", "digest",    "alias",   "arn",
    "ref",       "reference", "field",   "label",  "hint",     "policy",    "expiry",  "expires",
    "date",      "time",      "ttl",     "age",    "store",    "vault",     "manager", "provider",
    "source",    "pair",      "code",    "event",  "board",    "frame",     "tag",     "class",
    "format",    "regex",     "pattern", "prefix", "suffix",   "algorithm", "usage",   "scope",
    "signature", "signatures"};

// Say nothing of what the value is.
constexpr std::array<std::string_view, 44> kNeutral = {
    "prod",    "production", "dev",     "development", "test",  "testing", "staging", "stage",
    "local",   "live",       "sandbox", "string",      "str",   "text",    "value",   "val",
    "literal", "raw",        "plain",   "plaintext",   "clear", "old",     "new",     "current",
    "default", "base64",     "b64",     "hex",         "v1",    "v2",      "super",   "secure",
    "sec",     "main",       "backup",  "global",      "env",   "var",     "const",   "here",
    "is",      "was",        "enc",     "encoded"};

// Before "key": what it opens, or what it only names.
constexpr std::array<std::string_view, 38> kOpeningKeys = {
    "api",        "access",      "private",     "secret", "auth",    "authorization", "encryption",
    "decryption", "signing",     "sign",        "master", "app",     "application",   "client",
    "service",    "account",     "storage",     "shared", "session", "server",        "admin",
    "license",    "licence",     "webhook",     "hmac",   "ssh",     "cipher",        "jwt",
    "aes",        "integration", "write",       "ingest", "deploy",  "crypto",        "wallet",
    "recovery",   "gpg",         "subscription"};
constexpr std::array<std::string_view, 33> kNamingKeys = {
    "public",   "pub",        "primary", "foreign",     "sort",     "partition", "bucket",
    "hash",     "cache",      "row",     "object",      "map",      "index",     "idx",
    "unique",   "composite",  "natural", "schema",      "sequence", "lookup",    "hot",
    "shortcut", "registry",   "i18n",    "translation", "message",  "state",     "query",
    "sorting",  "dictionary", "json",    "field",       "turn"};
constexpr std::array<std::string_view, 28> kCountedTokens = {
    "csrf",  "xsrf",   "public",     "max",  "min",     "num",          "number",
    "count", "total",  "eos",        "bos",  "pad",     "unk",          "mask",
    "stop",  "prompt", "completion", "page", "next",    "continuation", "per",
    "input", "output", "cls",        "sep",  "special", "sync",         "pagination"};

// Run together in lower case: "authtoken", "clientsecret", "softlayerapikey".
struct Ending {
  std::string_view text;
  SecretNoun noun;
};
constexpr std::array kEndings = {
    Ending{"password", SecretNoun::kPassword},   Ending{"passwd", SecretNoun::kPassword},
    Ending{"passphrase", SecretNoun::kPassword}, Ending{"privatekey", SecretNoun::kSecret},
    Ending{"secretkey", SecretNoun::kSecret},    Ending{"clientsecret", SecretNoun::kSecret},
    Ending{"appsecret", SecretNoun::kSecret},    Ending{"apisecret", SecretNoun::kSecret},
    Ending{"sharedsecret", SecretNoun::kSecret}, Ending{"apikey", SecretNoun::kApiKey},
    Ending{"accesskey", SecretNoun::kApiKey},    Ending{"authkey", SecretNoun::kApiKey},
    Ending{"accountkey", SecretNoun::kApiKey},   Ending{"authtoken", SecretNoun::kToken},
    Ending{"accesstoken", SecretNoun::kToken},   Ending{"apitoken", SecretNoun::kToken},
    Ending{"refreshtoken", SecretNoun::kToken},  Ending{"bearertoken", SecretNoun::kToken},
    Ending{"bottoken", SecretNoun::kToken},      Ending{"usertoken", SecretNoun::kToken}};

// Words of the key in lower case, the last first: at separators, digits and camel humps.
std::vector<std::string> WordsFromEnd(std::string_view key) {
  std::vector<std::string> words;
  size_t end = key.size();
  while (end > 0 && words.size() < kMaxWords) {
    while (end > 0 && !IsAlnum(key[end - 1])) --end;
    size_t begin = end;
    while (begin > 0 && IsAlnum(key[begin - 1])) {
      --begin;
      const bool hump =
          Has(key[begin], kUpper) && (begin == 0 || !Has(key[begin - 1], kUpper) ||
                                      (begin + 1 < end && Has(key[begin + 1], kLower)));
      if (hump) break;
    }
    std::string word(key.substr(begin, end - begin));
    std::transform(word.begin(), word.end(), word.begin(), ToLower);
    while (!word.empty() && IsDigit(word.back())) word.pop_back();
    if (!word.empty()) words.push_back(std::move(word));
    end = begin;
  }
  return words;
}

SecretNoun KeyNoun(std::string_view before, std::string_view before_that) {
  if (before == "private" || before == "secret") return SecretNoun::kSecret;
  if (before == "access" && before_that == "secret") return SecretNoun::kSecret;
  if (In(before, kOpeningKeys)) return SecretNoun::kApiKey;
  return In(before, kNamingKeys) ? SecretNoun::kNone : SecretNoun::kWeakKey;
}

// What the word says, with the two before it; nothing where it is no noun of a secret.
std::optional<SecretNoun> NounAt(std::string_view last, std::string_view before,
                                 std::string_view before_that) {
  if (In(last, kPasswords)) return SecretNoun::kPassword;
  if (In(last, kSecrets)) return SecretNoun::kSecret;
  if (last == "key") return KeyNoun(before, before_that);
  if (last == "token") return In(before, kCountedTokens) ? SecretNoun::kNone : SecretNoun::kToken;
  if (last == "authorization") return SecretNoun::kHeader;
  if (In(last, kTokens)) return SecretNoun::kToken;
  for (const Ending& ending : kEndings) {
    if (last.ends_with(ending.text)) return ending.noun;
  }
  return std::nullopt;
}

}  // namespace

SecretNoun ReadSecretKey(std::string_view key) {
  const std::vector<std::string> words = WordsFromEnd(key);
  const auto word = [&](size_t i) { return i < words.size() ? std::string_view(words[i]) : ""; };
  bool near = true;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::optional<SecretNoun> noun = NounAt(words[i], word(i + 1), word(i + 2));
    if (noun) return near || *noun == SecretNoun::kNone ? *noun : SecretNoun::kWeakKey;
    if (In(words[i], kAspects)) return SecretNoun::kNone;
    near = near && (In(words[i], kNeutral) || words[i].size() == 1);
  }
  return SecretNoun::kNone;
}

}  // namespace reeve::detectors
