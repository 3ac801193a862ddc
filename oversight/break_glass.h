// Break-glass: in an incident, a named person lets pass for a short time what rules would hold; and
// answers for it to another. A fold over the records `break_glass.*` (docs/break-glass.md).
//
// What holds, because the fold refuses a record that would break it before it is written:
//   - it is for an incident that is open, ends within kMaxBreakGlassTime, and has a narrow scope;
//   - who invoked it does not review it; it is reviewed once, after its end;
//   - who has one that was not reviewed in time invokes no other: the right is suspended until
//     another person has reviewed it. That the time passed is also a record, once.
//
// What it suspends is policy::YieldsToEmergency, at the decision, by the way that waivers go
// (waivers.h); each such decision names it. The state is in incident_state.h.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "oversight/waiver.h"
#include "policy/scope.h"

namespace reeve::oversight {

inline constexpr std::string_view kBreakGlassInvoked = "break_glass.invoked";
inline constexpr std::string_view kBreakGlassEnded = "break_glass.ended";
inline constexpr std::string_view kBreakGlassReviewed = "break_glass.reviewed";
inline constexpr std::string_view kBreakGlassOverdue = "break_glass.overdue";

inline constexpr std::chrono::hours kMaxBreakGlassTime{4};   // from its record to its end
inline constexpr std::chrono::hours kMaxReviewTime{24 * 7};  // from its end
inline constexpr size_t kMaxBreakGlassRules = 64;
inline constexpr size_t kMaxUnreviewedOfPerson = 8;

struct BreakGlass {
  std::string id;  // "bg-..."
  std::string tenant;
  std::string incident;
  policy::Scope scope;             // within the tenant
  std::vector<std::string> rules;  // POLICY/RULE; none: all that yield
  std::string reason;
  std::string by;
  Timestamp invoked;
  Timestamp until;                          // the first moment at which it is over
  Timestamp review_by;                      // the first at which the review is overdue
  std::vector<std::string> concerned = {};  // persons to be told: owners of systems, who opened
  struct Ending {
    std::string by;
    std::string reason;
    Timestamp time;
  };
  std::optional<Ending> ended = std::nullopt;  // before its time
  struct Review {
    std::string by;
    std::string finding;  // "justified", "not_justified"
    std::string reason;
    Timestamp time;
  };
  std::optional<Review> reviewed = std::nullopt;
  std::optional<Timestamp> overdue = std::nullopt;  // since when that is on record

  Timestamp end() const { return ended ? std::min(ended->time, until) : until; }
  bool IsActive(Timestamp now) const { return invoked <= now && now < end(); }
};

// "active", "to_review", "overdue", "reviewed"
std::string_view StateAt(const BreakGlass& glass, Timestamp now);

json::Object ToJson(const BreakGlass& glass);
// What a person says of it: incident, reason, scope, rules. Faults go to the reader: json.*,
// break_glass.scope
void ReadBreakGlassTerms(json::ObjectReader& reader, BreakGlass* glass);
// The body of its record, without who did it.
json::Object InvokingTerms(const BreakGlass& glass);
Result<BreakGlass> BreakGlassFromJson(std::string_view text);

// As decisions see it.
Waiver AsWaiver(const BreakGlass& glass);

// break_glass.not_found: also where it is another tenant's.
Result<BreakGlass> FindBreakGlass(const ledger::Ledger& ledger, std::string_view tenant,
                                  std::string_view id);
// All of a tenant, or where it is empty of all tenants; the last invoked first.
Result<std::vector<BreakGlass>> ListBreakGlass(const ledger::Ledger& ledger,
                                               std::string_view tenant);
// Of all tenants, those that are not over.
Result<std::vector<BreakGlass>> ListActiveBreakGlass(const ledger::Ledger& ledger, Timestamp now);

}  // namespace reeve::oversight
