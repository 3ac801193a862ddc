// Decision rights: which person may vote in which role, up to what, from when until when; what a
// person may pass on to another for a time; and what a person was trained in. docs/approvals.md.
//
// The bodies of the records `grant.given`, `grant.delegated` and `training.recorded`; what holds
// of them is held by the fold (grants.h).
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
#include "oversight/approval.h"

namespace reeve::oversight {

inline constexpr std::string_view kGrantGiven = "grant.given";
inline constexpr std::string_view kGrantDelegated = "grant.delegated";
inline constexpr std::string_view kGrantEnded = "grant.ended";
inline constexpr std::string_view kTrainingRecorded = "training.recorded";

inline constexpr std::chrono::hours kMaxGrantTime{24 * 1096};  // three years
inline constexpr size_t kMaxScopeItems = 64;                   // actions, systems of one grant
inline constexpr size_t kMaxKnownAs = 16;
inline constexpr size_t kMaxWordBytes = 256;  // of roles, units, actions, systems, trainings

// Digests are keyed commitments (engine::PersonDigest): the ids under which requests name a person
// are in no record.
struct Grant {
  std::string id;  // "g-..."
  std::string tenant;
  std::string person;
  std::string role;
  std::string unit;
  std::optional<double> up_to;  // of the amount, in `currency`; nothing: whatever it is
  std::string currency;
  // Each empty for all.
  std::vector<std::string> actions;
  std::vector<std::string> risk_classes;
  std::vector<std::string> systems;
  Timestamp from;                     // it is in force from here,
  Timestamp until;                    // and no longer from here
  std::string competence;             // a training that must not have expired
  std::vector<std::string> known_as;  // digests of ids by which requests name the person
  std::string of;                     // of a delegation: the grant that it is a part of
  std::string delegator;              // of a delegation: digest of who passed it on
  std::string reason;
  std::string by;  // who gave it; of a delegation, who passed it on

  bool is_delegation() const { return !of.empty(); }
  bool IsInForce(Timestamp now) const { return from <= now && now < until; }
};

// Why an approval is beyond the grant, whatever its role and the time: of another action, system or
// risk class, or over the amount. approval.no_right
Status CheckReach(const Grant& grant, const Approval& approval);

// Whether it reaches nowhere beyond the other: the same role, and no more of anything. grant.scope,
// grant.until, with the field
Status CheckWithin(const Grant& part, const Grant& whole);

struct GrantEnd {
  std::string by;
  std::string reason;
  Timestamp time;
};

struct GrantEntry {
  Grant grant;
  Timestamp given;
  std::optional<GrantEnd> ended = std::nullopt;
};

struct Training {
  std::string id;  // "tr-..."
  std::string tenant;
  std::string person;
  std::string name;  // as grants name it: "loan-approval"
  Timestamp until;
  std::string evidence;  // a link, or the digest of a document; may be empty
  std::string reason;
  std::string by;
  Timestamp recorded;
};

// All but id, tenant, by, of and delegator. Optional: the times may be absent, and are the epoch.
void ReadGrantTerms(json::ObjectReader& reader, json::Need times, Grant* grant);
json::Object ToJson(const Grant& grant);  // all but the tenant, the id as `grant`
json::Object ToJson(const GrantEntry& entry);
Result<GrantEntry> ParseGrantEntry(std::string_view text);

void ReadTrainingTerms(json::ObjectReader& reader, Training* training);
json::Object ToJson(const Training& training);  // all but the tenant and `recorded`

}  // namespace reeve::oversight
