#include "oversight/bias/strata.h"

#include "oversight/bias/grouping.h"

namespace reeve::oversight::bias {
namespace {

// The Mantel-Haenszel risk difference, stratum by stratum.
class RiskDifference {
 public:
  void Add(const Tally& group, const Tally& reference) {
    if (group.n == 0 || reference.n == 0) return;
    const double n = static_cast<double>(group.n);
    const double m = static_cast<double>(reference.n);
    const double gap =
        static_cast<double>(group.selected) / n - static_cast<double>(reference.selected) / m;
    const double weight = n * m / (n + m);
    weighted_ += gap * weight;
    weights_ += weight;
    ++strata_;
    if (gap > 0) ++ahead_;
    if (gap < 0) ++behind_;
  }
  size_t strata() const { return strata_; }
  size_t Opposed(double pooled) const { return pooled < 0 ? ahead_ : pooled > 0 ? behind_ : 0; }
  double value() const { return weighted_ / weights_; }

 private:
  double weighted_ = 0;
  double weights_ = 0;
  size_t strata_ = 0;
  size_t ahead_ = 0;
  size_t behind_ = 0;
};

}  // namespace

void CheckStrata(const Population& population, const std::vector<size_t>& attributes,
                 GroupTable* table) {
  if (!table->primary || !table->references[*table->primary].group) return;
  const size_t reference = *table->references[*table->primary].group;
  const auto strata =
      CountByStratum(population, GroupOfRows(population, attributes, *table), table->groups.size());
  for (size_t i = 0; i < table->groups.size(); ++i) {
    if (i == reference || table->groups[i].excluded) continue;
    RiskDifference adjusted;
    for (const std::vector<Tally>& tallies : strata) adjusted.Add(tallies[i], tallies[reference]);
    if (adjusted.strata() == 0) continue;
    const auto pooled = AgainstReference(Metric::kSelectionRate, table->groups[i].tally,
                                         table->groups[reference].tally);
    StrataCheck check;
    check.group = i;
    check.pooled_difference = *pooled.difference;
    check.adjusted_difference = adjusted.value();
    check.strata = adjusted.strata();
    check.strata_opposed = adjusted.Opposed(check.pooled_difference);
    check.reversed = check.pooled_difference * check.adjusted_difference < 0;
    table->strata.push_back(check);
  }
}

}  // namespace reeve::oversight::bias
