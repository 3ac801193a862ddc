// What was used of the budgets of the active bundle, for people and for metrics. docs/budgets.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/metrics.h"
#include "base/result.h"
#include "engine/usage_counters.h"
#include "policy/bundle.h"

namespace reeve::engine {

inline constexpr size_t kMaxListedCounts = 1000;

struct UsageQuery {
  std::string tenant;
  // Empty: of all.
  std::string budget = {};
  std::string system = {};
  std::string actor = {};  // keyed digest
};

// {"counts":[{"budget","of","window","actor","model","system","tenant","used","limit","remaining",
// "until"}],"total":n}: what is nearest to its limit first, at most kMaxListedCounts. Counts of
// other tenants are left out; so are those of actors alone, whose tenant nobody knows, unless the
// query names the actor. usage.unknown_budget
Result<json::Object> UsageReport(UsageCounters& counters, const policy::Bundle& bundle,
                                 const UsageQuery& query, Timestamp now);

// Of a budget.
struct BudgetUse {
  std::string budget;
  uint64_t counts = 0;
  uint64_t used_up = 0;      // of them, at their limit or past it
  double highest_share = 0;  // of the limit
};
// By budget of the bundle; of all tenants.
std::vector<BudgetUse> SummariseUsage(UsageCounters& counters, const policy::Bundle& bundle,
                                      Timestamp now);

}  // namespace reeve::engine
