#include "engine/usage_metrics.h"

#include "engine/usage_report.h"

namespace reeve::engine {
namespace {

struct Figure {
  const char* name;
  const char* text;
  double (*of)(const BudgetUse&);
};

constexpr Figure kFigures[] = {
    {"reeve_budget_counts",
     "Counts of each budget of the active bundle whose window has not ended.",
     [](const BudgetUse& use) { return static_cast<double>(use.counts); }},
    {"reeve_budget_used_up", "Of these, those at their limit or past it.",
     [](const BudgetUse& use) { return static_cast<double>(use.used_up); }},
    {"reeve_budget_highest_share", "The largest part of its limit that any of them has used.",
     [](const BudgetUse& use) { return use.highest_share; }},
};

}  // namespace

std::vector<Metrics::Collection> CollectUsageMetrics(Metrics& metrics, UsageCounters& counters,
                                                     const Clock& clock,
                                                     const ActiveBundle& bundle) {
  std::vector<Metrics::Collection> out;
  for (const Figure& figure : kFigures) {
    out.push_back(metrics.Collect(
        figure.name, figure.text, SampleKind::kGauge, [&counters, &clock, bundle, of = figure.of] {
          std::vector<Sample> samples;
          const std::shared_ptr<const policy::Bundle> active = bundle();
          if (active == nullptr || active->budgets().empty()) return samples;
          for (const BudgetUse& use : SummariseUsage(counters, *active, clock.Now())) {
            samples.push_back({{{"budget", use.budget}}, of(use)});
          }
          return samples;
        }));
  }
  return out;
}

}  // namespace reeve::engine
