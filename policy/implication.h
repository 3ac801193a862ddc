// Implication: whether one condition holds wherever another does, for every request. Sound and
// incomplete: true is a proof, false is not knowing.
//
// Proved are clauses and alternatives added or dropped, comparisons of the same thing with other
// constants, sets and lists of values, their negations, and the same below `exists` and `all`; with
// fewer or more entities behind `findings`.
#pragma once

#include "policy/condition.h"

namespace reeve::policy {

// Of a condition: where it is true, or where it is true or an error (condition.h).
enum class Holding : uint8_t { kCertain, kPossible };

// Whether `b` is certain (possible) wherever `a` is. Gives up, with false, after kMaxProofSteps.
inline constexpr size_t kMaxProofSteps = 100'000;
bool Implies(Holding holding, const Condition& a, const Condition& b);

// Whether no request fulfils both scopes, or a part of both conditions.
bool AreDisjoint(const Condition& a, const Condition& b);

// Of kExists and kForAll over `findings`: the entities that matter, for its body asks for no other.
std::vector<std::string> RelevantEntities(const Condition& quantifier);

}  // namespace reeve::policy
