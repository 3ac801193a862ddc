// Waivers as commands and questions: grant, revoke, list. docs/waivers.md.
//
// Beside what the fold refuses (oversight/waivers.h), a grant is checked against the active bundle,
// whose rule must exist and be waivable, and against the register of systems. A bundle that comes
// later may take a rule away, or make it not waivable: the waiver then suspends nothing, and its
// `rule_state` says so.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/bundle_lifecycle.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"
#include "oversight/system_register.h"
#include "oversight/waivers.h"

namespace reeve::engine {

enum class WaiverFilter : uint8_t {
  kAll,
  kActive,
  kPending,
  kExpired,
  kRevoked,
  kExpiring,     // active, and over within a time
  kUnused,       // active, and never used
  kOrphaned,     // active or pending, of a rule that the active bundle has not
  kNotWaivable,  // active or pending, of a rule that the active bundle does not let be waived
};
// "all", "active", ..., "orphaned", "not_waivable"
std::string_view WaiverFilterName(WaiverFilter filter);
std::optional<WaiverFilter> WaiverFilterFromName(std::string_view name);

inline constexpr std::chrono::hours kExpiringWithin{24 * 14};
inline constexpr size_t kMaxListedWaivers = 1'000;

struct WaiverQuery {
  WaiverFilter filter = WaiverFilter::kAll;
  std::chrono::seconds within = kExpiringWithin;  // of kExpiring
};

class WaiverCommands {
 public:
  // All must outlive it; the ledger was opened with AllProjections().
  WaiverCommands(ledger::Ledger& ledger, oversight::WaiverRegister& waivers,
                 oversight::SystemRegister& systems, BundleLifecycle& bundles, const Clock& clock,
                 const Random& random)
      : ledger_(ledger),
        register_(waivers),
        systems_(systems),
        bundles_(bundles),
        clock_(clock),
        random_(random) {}

  // `terms` is all but id, tenant and by; at the epoch, `from` is now. The id. waiver.no_rule,
  // waiver.not_waivable, waiver.prohibited, waiver.scope (an unknown system), waiver.from (in the
  // past), engine.no_bundle; those of WaiverRegister::Grant
  Result<std::string> Grant(oversight::Waiver terms, const oversight::ActingPerson& by);
  // waiver.not_found, waiver.state
  Status Revoke(std::string_view id, std::string_view reason, const oversight::ActingPerson& by);

  // What oversight::ToJson has, and: id, tenant, granted, revoked {by, reason, time}; state
  // (active, pending, expired, revoked); rule_state (waivable, not_waivable, orphaned: under the
  // active bundle); uses (waiver_uses.h). waiver.not_found
  Result<json::Object> Find(std::string_view tenant, std::string_view id);
  // {"waivers":[...],"total":n}: the last granted first, those that expire the first to do so
  // first; at most kMaxListedWaivers, of `total`.
  Result<json::Object> List(std::string_view tenant, const WaiverQuery& query);

 private:
  Status CheckRule(const policy::Bundle& bundle, const oversight::Waiver& waiver) const;
  Status CheckSystems(const oversight::Waiver& waiver) const;
  // The bundle that decides at `now`.
  Result<std::shared_ptr<const policy::Bundle>> ActiveAt(Timestamp now);

  ledger::Ledger& ledger_;
  oversight::WaiverRegister& register_;
  oversight::SystemRegister& systems_;
  BundleLifecycle& bundles_;
  const Clock& clock_;
  const Random& random_;
};

}  // namespace reeve::engine
