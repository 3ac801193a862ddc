// Break-glass as commands and questions: invoke, end, review, list. docs/break-glass.md.
//
// Beside what the fold refuses (oversight/break_glass.h): who invokes one must hold the role, and
// the systems and rules that the scope names must be there.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/bundle_lifecycle.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"
#include "oversight/break_glass.h"
#include "oversight/system_register.h"
#include "oversight/waivers.h"

namespace reeve::engine {

inline constexpr size_t kMaxListedBreakGlass = 1'000;
inline constexpr std::chrono::minutes kDefaultBreakGlassTime{60};

// How an installation lets the glass be broken.
struct BreakGlassRules {
  std::string role = "break_glass";                             // who has a grant of it may, and
  std::vector<std::string> persons = {};                        // who is named here, in any tenant
  std::chrono::seconds review_within = std::chrono::hours(24);  // of the end
};

enum class BreakGlassFilter : uint8_t { kAll, kActive, kToReview, kOverdue, kReviewed };
// "all", "active", "to_review", "overdue", "reviewed"
std::string_view BreakGlassFilterName(BreakGlassFilter filter);
std::optional<BreakGlassFilter> BreakGlassFilterFromName(std::string_view name);

class BreakGlassCommands {
 public:
  // All must outlive it; the ledger was opened with AllProjections().
  BreakGlassCommands(ledger::Ledger& ledger, oversight::WaiverRegister& waivers,
                     oversight::SystemRegister& systems, BundleLifecycle& bundles,
                     BreakGlassRules rules, const Clock& clock, const Random& random)
      : ledger_(ledger),
        waivers_(waivers),
        systems_(systems),
        bundles_(bundles),
        rules_(std::move(rules)),
        clock_(clock),
        random_(random) {}

  // `terms` has incident, reason, scope, rules. In force on return, for `time` from now. The
  // break-glass, as Find has it. break_glass.role (who acts does not hold it),
  // break_glass.scope, break_glass.prohibited, break_glass.no_rule, break_glass.time,
  // break_glass.suspended, break_glass.too_many, incident.not_found, incident.state
  Result<json::Object> Invoke(oversight::BreakGlass terms, std::chrono::seconds time,
                              const oversight::ActingPerson& by);
  // Anybody may end one: that only tightens. break_glass.state, break_glass.not_found
  Result<json::Object> End(std::string_view id, std::string_view reason,
                           const oversight::ActingPerson& by);
  // `finding`: justified, not_justified. break_glass.own_review, break_glass.state,
  // break_glass.not_found
  Result<json::Object> Review(std::string_view id, std::string_view finding,
                              std::string_view reason, const oversight::ActingPerson& by);

  // What oversight::ToJson has, and: state (active, to_review, overdue, reviewed); uses
  // (waiver_uses.h). break_glass.not_found
  Result<json::Object> Find(std::string_view tenant, std::string_view id) const;
  // {"break_glass":[...],"total":n}: the last invoked first; at most kMaxListedBreakGlass.
  Result<json::Object> List(std::string_view tenant, BreakGlassFilter filter) const;

  // Records each review that is overdue, of all tenants, once: with whose right it suspends. How
  // many.
  Result<uint64_t> NoteOverdue();

 private:
  // By configuration, or by a grant of the role (oversight/grants.h) that reaches the scope.
  Status CheckRole(const oversight::BreakGlass& glass, const oversight::ActingPerson& by,
                   Timestamp now) const;
  Status CheckSystems(const oversight::BreakGlass& glass) const;
  Status CheckRules(const oversight::BreakGlass& glass) const;
  // Whom it concerns: owners of the systems in scope, and who opened the incident.
  Result<std::vector<std::string>> Concerned(const oversight::BreakGlass& glass) const;
  Result<json::Object> ViewOf(const oversight::BreakGlass& glass, Timestamp now) const;

  ledger::Ledger& ledger_;
  oversight::WaiverRegister& waivers_;
  oversight::SystemRegister& systems_;
  BundleLifecycle& bundles_;
  const BreakGlassRules rules_;
  const Clock& clock_;
  const Random& random_;
};

}  // namespace reeve::engine
