// Tokens of access as commands and questions: make, revoke, list; and who a credential stands for.
// docs/identity.md.
//
// A secret is `reeve_`, the 26 letters of the token's id, `_`, and 64 hex digits of 32 random
// bytes, so scanners for leaked secrets find it by its form. It leaves New once. What is kept is an
// HMAC-SHA-256 of it under the data folder's commitment key: who has the records can neither try
// secrets nor use what they read.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/decision.h"
#include "ledger/ledger.h"
#include "oversight/access_tokens.h"
#include "oversight/acting_person.h"

namespace reeve::engine {

inline constexpr std::string_view kSecretPrefix = "reeve_";
inline constexpr size_t kMaxListedTokens = 1'000;

struct NewToken {
  std::string id;
  std::string secret;  // empty where the credential is no secret
};

class TokenCommands {
 public:
  // All must outlive it.
  TokenCommands(ledger::Ledger& ledger, oversight::TokenRegister& tokens,
                const Commitments& commitments, const Clock& clock, const Random& random)
      : ledger_(ledger),
        register_(tokens),
        commitments_(commitments),
        clock_(clock),
        random_(random) {}

  // `terms` is all but the id, and of a secret its value; at the epoch, `expires` is in
  // kDefaultTokenTime. Errors of TokenRegister::Create
  Result<NewToken> New(oversight::AccessToken terms, const oversight::ActingPerson& by);
  // token.not_found, token.state
  Status Revoke(std::string_view id, std::string_view reason, const oversight::ActingPerson& by);

  // The terms (never a digest), id, tenant, by, created, used; state: active, expired or revoked;
  // revoked {by, reason, time}. token.not_found
  Result<json::Object> Find(std::string_view tenant, std::string_view id) const;
  // {"tokens":[...],"total":n}, the last made first; `state` empty: all.
  Result<json::Object> List(std::string_view tenant, std::string_view state) const;

  // Null where it stands for nobody now. The time it takes tells nothing of a secret.
  std::shared_ptr<oversight::StandingToken> FindBySecret(std::string_view secret) const;
  std::shared_ptr<oversight::StandingToken> FindByCredential(
      const oversight::Credential& credential) const;
  void NoteUse(oversight::StandingToken& token, std::string_view tenant) {
    register_.NoteUse(token, tenant, random_);
  }
  bool Stands(std::string_view id) const;
  bool HasAdministrator() const { return register_.HasAdministrator(); }
  // Whether any token was ever made, in any tenant. ledger.damaged
  Result<bool> AnyMade() const;

 private:
  std::string Digest(std::string_view secret) const;
  json::Object View(const oversight::TokenEntry& entry, Timestamp now) const;

  ledger::Ledger& ledger_;
  oversight::TokenRegister& register_;
  const Commitments& commitments_;
  const Clock& clock_;
  const Random& random_;
};

}  // namespace reeve::engine
