#include "oversight/bias/parity.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

namespace reeve::oversight::bias {
namespace {

Approx Exactly(double value) { return Approx(value).epsilon(1e-12).margin(1e-15); }

Tally Labelled(uint64_t tp, uint64_t fp, uint64_t tn, uint64_t fn) {
  return {tp + fp + tn + fn, tp + fp, tp, fp, tn, fn};
}

TEST_CASE("bias: every rate is a fraction of counts, and over nobody there is none") {
  const Tally tally = Labelled(3, 1, 4, 2);
  CHECK(FractionOf(Metric::kSelectionRate, tally) == Fraction{4, 10});
  CHECK(FractionOf(Metric::kTpr, tally) == Fraction{3, 5});
  CHECK(FractionOf(Metric::kFpr, tally) == Fraction{1, 5});
  CHECK(FractionOf(Metric::kPpv, tally) == Fraction{3, 4});
  CHECK(FractionOf(Metric::kFor, tally) == Fraction{2, 6});
  CHECK(FractionOf(Metric::kBaseRate, tally) == Fraction{5, 10});
  CHECK(!FractionOf(Metric::kPpv, Labelled(0, 0, 3, 1)).value());
}

TEST_CASE("bias: names of metrics are read as they are written") {
  for (const Metric metric : kMetrics) CHECK(ParseMetric(MetricName(metric)) == metric);
  CHECK(!ParseMetric("recall"));
}

TEST_CASE("bias: spreads leave out groups for which a rate is not defined") {
  const std::vector<Tally> groups = {Labelled(1, 0, 0, 1), Labelled(3, 1, 0, 0),
                                     Labelled(0, 0, 5, 0)};
  const Spread tpr = SpreadOf(Metric::kTpr, groups);
  CHECK(tpr.difference == 0.5);
  CHECK(tpr.ratio == 0.5);
  const Spread none = SpreadOf(Metric::kTpr, std::vector<Tally>{Labelled(0, 1, 1, 0)});
  CHECK(!none.difference);
  const Spread zero = SpreadOf(Metric::kSelectionRate, std::vector<Tally>{Labelled(0, 0, 1, 0)});
  CHECK(zero.difference == 0.0);
  CHECK(!zero.ratio);
}

TEST_CASE("bias: equalised odds are the worse and the mean of both error rates") {
  const std::vector<Tally> groups = {Labelled(9, 1, 9, 1), Labelled(5, 3, 7, 5)};
  const EqualisedOdds odds = EqualisedOddsOf(groups);
  CHECK(*odds.difference_worst == Exactly(0.4));
  CHECK(*odds.difference_mean == Exactly(0.3));
  CHECK(*odds.ratio_worst == Exactly(1.0 / 3));
}

TEST_CASE("bias: inequality of benefits, of ten people by hand") {
  const Tally all = Labelled(3, 2, 3, 2);
  CHECK(InequalityOf(all)->entropy == Exactly(0.2));
  CHECK(InequalityOf(all)->theil == Exactly(0.4 * std::log(2.0)));
  const std::vector<Tally> groups = {Labelled(1, 0, 1, 0), Labelled(0, 2, 1, 1),
                                     Labelled(2, 0, 1, 1)};
  CHECK(InequalityBetween(groups)->entropy == Exactly(0.025));
  CHECK(!InequalityOf(Labelled(0, 0, 0, 4)));  // nobody has any benefit
  CHECK(!InequalityOf({}));
}

TEST_CASE("bias: differential fairness of groups alike is 0, and of none too") {
  CHECK(DifferentialFairness(std::vector<Tally>{{10, 5}, {10, 5}}) == 0);
  CHECK(DifferentialFairness({}) == 0);
  CHECK(DifferentialFairness(std::vector<Tally>{{9, 9}, {9, 0}}) == Exactly(std::log(19.0)));
}

}  // namespace
}  // namespace reeve::oversight::bias
