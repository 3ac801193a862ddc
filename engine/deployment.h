// Which bundles decide at one moment: an immutable snapshot that a decision takes when it begins
// and keeps until its end.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "engine/evaluator.h"
#include "engine/rule_counts.h"
#include "engine/trial.h"

namespace reeve::engine {

struct Deployment {
  struct Scheduled {
    Timestamp at;
    std::shared_ptr<const Evaluator> evaluator;
  };

  std::shared_ptr<const Evaluator> active;  // null before the first activation
  std::shared_ptr<RuleCounts> rules;        // of the active one, since it became that
  std::vector<Scheduled> scheduled;         // the earliest first
  std::shared_ptr<const Trial> trial;       // null while none runs

  bool HasScheduled(Timestamp now) const {
    return !scheduled.empty() && scheduled.front().at <= now;
  }
  // Whether something has to change before a decision may be made at `now`.
  bool IsDue(Timestamp now) const {
    return HasScheduled(now) ||
           (trial != nullptr && (trial->counts->breached() || trial->IsToPromote(now)));
  }
};

}  // namespace reeve::engine
