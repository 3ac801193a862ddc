// Which bundles decide at one moment: an immutable snapshot that a decision takes when it begins
// and keeps until its end.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "engine/evaluator.h"

namespace reeve::engine {

struct Deployment {
  struct Scheduled {
    Timestamp at;
    std::shared_ptr<const Evaluator> evaluator;
  };

  std::shared_ptr<const Evaluator> active;  // null before the first activation
  std::vector<Scheduled> scheduled;         // the earliest first

  bool IsDue(Timestamp now) const { return !scheduled.empty() && scheduled.front().at <= now; }
};

}  // namespace reeve::engine
