// Strictness: whether an answer, or what a rule contributes to answers, is at least as strict as
// another.
//
// An answer is at least as strict as another if its effect is as great, it redacts as much of what
// it lets out, is held on terms that are as hard, and asks for every obligation. Many answers are
// neither: a hold by two persons of any role and one by the treasurer alone.
#pragma once

#include <optional>

#include "policy/bundle.h"
#include "policy/condition.h"
#include "policy/decide.h"

namespace reeve::policy {

bool IsAtLeastAsStrict(const Verdict& verdict, const Verdict& than);

// A rule as it contributes to answers. Refers to its bundle, which outlives it.
struct Contribution {
  const Rule* rule = nullptr;  // null: there is none, or it is in shadow
  Condition where;
};

// How often the second of two contributions applies beside the first. Each true is a proof.
struct Application {
  bool certain_kept = false;   // certain in the second wherever in the first
  bool possible_kept = false;  // possible likewise
  bool certain_only = false;   // certain in the first wherever in the second
  bool possible_only = false;

  // Seen from the second.
  Application Reversed() const {
    return {certain_only, possible_only, certain_kept, possible_kept};
  }
};

// By implication.h. Where one is not there, it applies never.
Application ProveApplication(const Contribution& before, const Contribution& after);

// Every hold rule that may apply beside the two compared, in either bundle.
using OtherHolds = std::vector<const Contribution*>;

// Whether no answer can become less strict when `before` is replaced by `after`, whatever other
// rules there are (but for holds: those given), under the bundle's default.
bool NeverLooser(const Contribution& before, const Contribution& after,
                 const Application& application, Effect default_effect, const OtherHolds& others);

}  // namespace reeve::policy
