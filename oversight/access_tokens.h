// Tokens of access: a fold over `token.created`, `token.revoked` and `token.used`
// (docs/identity.md).
//
// What holds, because the fold refuses a record that would break it before it is written:
//   - a token's terms are those of CheckTokenTerms, and it ends within kMaxTokenTime of its making;
//   - no two tokens that stand have the same credential;
//   - nobody, whatever the spelling of the name, holds a token of an administrator and one of
//     another role while both stand;
//   - what is revoked was made in that tenant, has not ended and was not revoked before.
// That a token ends is no record: it is a matter of the time at which one asks.
//
// A secret is never here: only its keyed digest (engine/token_commands.h makes it).
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/random.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"
#include "oversight/access_token.h"
#include "oversight/acting_person.h"

namespace reeve::oversight {

inline constexpr std::string_view kTokenCreated = "token.created";
inline constexpr std::string_view kTokenRevoked = "token.revoked";
inline constexpr std::string_view kTokenUsed = "token.used";

// That have neither ended nor been revoked, of all tenants.
inline constexpr size_t kMaxStandingTokens = 10'000;
// Between two records that a token was used: what bounds their number.
inline constexpr std::chrono::hours kUseRecordedEvery{24};

struct TokenRevocation {
  std::string by;
  std::string reason;
  Timestamp time;
};

struct TokenEntry {
  AccessToken token;
  std::string tenant;  // in which it is administered
  std::string by;      // who made it
  Timestamp created;
  std::optional<Timestamp> used = std::nullopt;  // the last use on record
  std::optional<TokenRevocation> revoked = std::nullopt;

  bool Stands(Timestamp now) const { return !revoked && now < token.expires; }
};

// Keys "token/ID" (the entry), "credential/..." (the id of the last token of it), "person/NAME" (of
// the person's tokens that stand: id to {administrator, expires}).
class TokenProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "tokens"; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

// A token that stood when it was read, and when it was used since.
class StandingToken {
 public:
  StandingToken(AccessToken token, Timestamp recorded_use)
      : token_(std::move(token)), used_(recorded_use), recorded_(recorded_use) {}

  const AccessToken& token() const { return token_; }
  bool IsOver(Timestamp now) const { return now >= token_.expires; }
  Timestamp used() const { return used_.load(std::memory_order_relaxed); }  // epoch: never

 private:
  friend class TokenRegister;
  const AccessToken token_;
  std::atomic<Timestamp> used_;
  std::atomic<Timestamp> recorded_;
};

// Thread-safety: any thread. Readers take an immutable snapshot.
class TokenRegister {
 public:
  // Reads the state of TokenProjection, which the ledger was opened with. The ledger and the clock
  // must outlive the register. ledger.damaged
  static Result<std::unique_ptr<TokenRegister>> Open(ledger::Ledger& ledger, const Clock& clock);

  // Null where none stands; one that has ended may still be found, so ask IsOver. A revoked token
  // is not found from the moment at which Revoke returns.
  std::shared_ptr<StandingToken> FindById(std::string_view id) const;
  std::shared_ptr<StandingToken> FindByCredential(const Credential& credential) const;
  // Whether anybody stands who may make tokens.
  bool HasAdministrator() const;

  // It stands on return. token.*: what the fold refuses, token.too_many; those of the ledger
  Status Create(const AccessToken& token, const ActingPerson& by);
  // token.not_found, token.state
  Status Revoke(std::string_view id, std::string_view reason, const ActingPerson& by,
                const Random& random);
  // Remembers the use, and records one in kUseRecordedEvery; where that fails the next use tries.
  void NoteUse(StandingToken& token, std::string_view tenant, const Random& random);

 private:
  using ById = std::unordered_map<std::string, std::shared_ptr<StandingToken>>;
  struct Standing {
    ById by_id;
    ById by_credential;  // by CredentialKey
  };

  TokenRegister(ledger::Ledger& ledger, const Clock& clock) : ledger_(ledger), clock_(clock) {}

  std::shared_ptr<const Standing> standing() const;
  Status Append(ledger::NewRecord record) REEVE_REQUIRES(changing_);
  Status Reload() REEVE_REQUIRES(changing_);
  void PutInPlace(std::shared_ptr<const Standing> standing) REEVE_REQUIRES(changing_);

  ledger::Ledger& ledger_;
  const Clock& clock_;
  // Held while a change is recorded and put in place: a slow reader must not put back an older one.
  Mutex changing_;
  mutable Mutex mutex_;
  std::shared_ptr<const Standing> standing_ REEVE_GUARDED_BY(mutex_);  // never null once open
};

// token.not_found: also where it is another tenant's.
Result<TokenEntry> FindToken(const ledger::Ledger& ledger, std::string_view tenant,
                             std::string_view id);
// All that are administered in a tenant, the last made first.
Result<std::vector<TokenEntry>> ListTokens(const ledger::Ledger& ledger, std::string_view tenant);

}  // namespace reeve::oversight
