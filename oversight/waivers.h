// Waivers: a fold over the records `waiver.granted` and `waiver.revoked` (docs/waivers.md).
//
// What holds, because the fold refuses a record that would break it before it is written:
//   - who accepts is another person than who asked for it;
//   - a waiver ends, and within kMaxWaiverTime of its grant;
//   - its scope is narrow or says `everywhere`, names no tenant but its own, and no prohibited
//   class;
//   - what is revoked was granted to that tenant, has not ended and was not revoked before.
// That a waiver begins and ends is no record: it is a matter of the time at which one asks.
//
// Which rules may be waived at all is said by the bundle, so policy::Waive holds that, at the
// decision, and engine/waiver_commands.h asks it when a waiver is granted.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/random.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"
#include "oversight/acting_person.h"
#include "oversight/waiver.h"
#include "policy/facts.h"
#include "policy/rule.h"

namespace reeve::oversight {

inline constexpr std::string_view kWaiverGranted = "waiver.granted";
inline constexpr std::string_view kWaiverRevoked = "waiver.revoked";

// That have neither ended nor been revoked, of all tenants.
inline constexpr size_t kMaxStandingWaivers = 10'000;

struct WaiverRevocation {
  std::string by;
  std::string reason;
  Timestamp time;
};

json::Object ToJson(const WaiverRevocation& revocation);

struct WaiverEntry {
  Waiver waiver;
  Timestamp granted;
  std::optional<WaiverRevocation> revoked = std::nullopt;
};

// Key: the waiver's id. Value: the entry as JSON.
class WaiverProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "waivers"; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

// waiver.not_found: also where it is another tenant's.
Result<WaiverEntry> FindWaiver(const ledger::Ledger& ledger, std::string_view tenant,
                               std::string_view id);
// All of a tenant, the last granted first.
Result<std::vector<WaiverEntry>> ListWaivers(const ledger::Ledger& ledger, std::string_view tenant);

// The waivers that stand, by rule, and what stands of break-glasses. Thread-safety: immutable.
class StandingWaivers {
 public:
  explicit StandingWaivers(std::vector<std::shared_ptr<const Waiver>> waivers);

  // The one that suspends the rule for these facts at their time, where it may be suspended; of
  // several the one that began first, then by id; a break-glass only where no waiver does. Null
  // where there is none.
  std::shared_ptr<const Waiver> Find(const policy::Rule& rule, const policy::Facts& facts) const;

  size_t size() const { return size_; }  // of waivers

 private:
  using RuleName = std::pair<std::string_view, std::string_view>;  // policy and rule; in a waiver

  size_t size_ = 0;
  std::map<RuleName, std::vector<std::shared_ptr<const Waiver>>> by_rule_;
  std::vector<std::shared_ptr<const Waiver>> emergencies_;
};

// Thread-safety: any thread. Readers take an immutable snapshot.
class WaiverRegister {
 public:
  // Reads the states of WaiverProjection and IncidentProjection, which the ledger was opened with.
  // The ledger and the clock must outlive the register. ledger.damaged
  static Result<std::unique_ptr<WaiverRegister>> Open(ledger::Ledger& ledger, const Clock& clock);

  // What no decision after now needs to look at is left out. Null where nothing is left, which
  // costs one load.
  std::shared_ptr<const StandingWaivers> standing() const;

  // Records the waiver; it is in force, or pending, on return. `by.name` accepts, and the waiver
  // is of `by.tenant`. waiver.exists, waiver.own_request, waiver.until, waiver.scope,
  // waiver.prohibited, waiver.tenant, waiver.too_many; those of the ledger
  Status Grant(const Waiver& waiver, const ActingPerson& by);
  // Decisions that begin after it returns do not have it. waiver.not_found, waiver.state
  Status Revoke(std::string_view id, std::string_view reason, const ActingPerson& by,
                const Random& random);

  // Records what begins or ends a break-glass; in force on return, as Grant and Revoke are. What
  // the fold refuses; those of the ledger
  Status AppendOfBreakGlass(ledger::NewRecord record);

 private:
  WaiverRegister(ledger::Ledger& ledger, const Clock& clock) : ledger_(ledger), clock_(clock) {}

  Status Append(ledger::NewRecord record) REEVE_REQUIRES(changing_);
  Status Reload() REEVE_REQUIRES(changing_);
  void PutInPlace(std::shared_ptr<const StandingWaivers> standing) REEVE_REQUIRES(changing_);
  size_t Count() const;

  ledger::Ledger& ledger_;
  const Clock& clock_;
  // Held while a change is recorded and put in place: a slow reader must not put back an older one.
  Mutex changing_;
  mutable Mutex mutex_;
  std::atomic<bool> any_{false};
  std::shared_ptr<const StandingWaivers> standing_ REEVE_GUARDED_BY(mutex_);  // null: none
};

}  // namespace reeve::oversight
