// A waiver: a named person accepts that a rule does not apply within a scope, until a time, for a
// reason that another person brought forward. docs/waivers.md.
//
// This is one waiver in memory and as JSON; what the log holds of all of them is in waivers.h.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "base/result.h"
#include "policy/facts.h"
#include "policy/scope.h"

namespace reeve::oversight {

inline constexpr std::chrono::hours kMaxWaiverTime{24 * 366};  // from the grant to its end
inline constexpr size_t kMaxWaiverReferenceBytes = 256;
inline constexpr size_t kMaxWaiverReferences = 16;

struct Waiver {
  std::string id;      // "w-..."
  std::string tenant;  // it suspends nothing of another tenant's
  std::string policy;
  std::string rule;
  policy::Scope scope;      // within the tenant
  bool everywhere = false;  // said in so many words where the scope narrows nothing
  Timestamp from;
  Timestamp until;  // the first moment at which it is over
  std::string reason;
  std::string by;            // who accepts
  std::string requested_by;  // who asked for it, another person
  std::vector<std::string> references = {};
  // A break-glass, in the form in which decisions see it (break_glass.h): of any rule that yields
  // to an emergency, or where `rules` names some (POLICY/RULE) of these. Never so in a record.
  bool emergency = false;
  std::vector<std::string> rules = {};

  bool IsInForce(Timestamp now) const { return from <= now && now < until; }
};

// policy, rule, scope, from, until, reason, by, requested_by, references.
json::Object ToJson(const Waiver& waiver);

// Reads what a person says of a waiver: all of ToJson but `by`. Where `from` is optional and
// absent it stays at the epoch. Faults go to the reader; waiver.scope: a scope that is empty, or
// that is `everywhere` and more.
void ReadWaiverTerms(json::ObjectReader& reader, json::Need from, Waiver* waiver);

}  // namespace reeve::oversight
