// How far budgets are used, for the metrics.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "engine/usage_counters.h"
#include "policy/bundle.h"

namespace reeve::engine {

// Gauges by `budget`, of which a bundle has at most policy::kMaxBudgets: reeve_budget_counts,
// reeve_budget_used_up, reeve_budget_highest_share. Of all tenants. All must outlive what is
// returned; `bundle` gives the active one, or null.
using ActiveBundle = std::function<std::shared_ptr<const policy::Bundle>()>;
std::vector<Metrics::Collection> CollectUsageMetrics(Metrics& metrics, UsageCounters& counters,
                                                     const Clock& clock,
                                                     const ActiveBundle& bundle);

}  // namespace reeve::engine
