// HoldMerge: the holds that apply to one request, as one requirement.
//
// Holds of policies that extend nothing add up: whoever one of them names may approve, by the
// greatest quorum, before the shortest deadline. A hold of an extension limits: of all those roles
// only the ones that it names too are left, at each time. So with it nobody may approve who could
// not approve without it, in whatever order the holds come.
// Where every hold would allow at its deadline, the last of them counts, for sooner would be
// weaker.
//
//   base       team_lead, treasurer    after 2h also cfo
//   extension  treasurer               after 4h also cfo
//   with both  treasurer               after 4h also cfo
#pragma once

#include <optional>

#include "policy/decide.h"

namespace reeve::policy {

// Thread-safety: one thread.
class HoldMerge {
 public:
  // A rule of effect hold that applies. One that could not be evaluated does not allow by the
  // passing of time. The rule outlives what is merged.
  void Add(const Rule& rule, bool error);

  // Nothing when no rule was added.
  std::optional<HoldRequirement> Merged() &&;

 private:
  std::optional<HoldRequirement> sum_;    // of the rules of no extension
  std::optional<HoldRequirement> limit_;  // of the others; its escalation names all who may by then
  std::chrono::seconds latest_{0};        // deadline of any of `limit_`
};

}  // namespace reeve::policy
