#include "oversight/bias/parity.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace reeve::oversight::bias {
namespace {

using Number = std::optional<double>;

double D(uint64_t count) { return static_cast<double>(count); }

template <typename Combine>
Number Both(const Number& a, const Number& b, const Combine& combine) {
  if (!a || !b) return std::nullopt;
  return combine(*a, *b);
}

double Mean(double a, double b) { return (a + b) / 2; }
double Smaller(double a, double b) { return std::min(a, b); }
double Larger(double a, double b) { return std::max(a, b); }
double LargerSize(double a, double b) { return std::max(std::abs(a), std::abs(b)); }
double MeanSize(double a, double b) { return (std::abs(a) + std::abs(b)) / 2; }

// Of `weight` persons with the benefit `benefit` each, added up over calls.
class BenefitSum {
 public:
  explicit BenefitSum(double mean) : mean_(mean) {}
  void Add(double weight, double benefit) {
    const double share = benefit / mean_;
    weight_ += weight;
    entropy_ += weight * (share * share - 1);
    if (share > 0) theil_ += weight * share * std::log(share);
  }
  Inequality Done() const { return {entropy_ / (2 * weight_), theil_ / weight_}; }

 private:
  double mean_;
  double weight_ = 0;
  double entropy_ = 0;
  double theil_ = 0;
};

// A false positive has 2, who was judged rightly 1, a false negative 0.
Number MeanBenefit(const Tally& tally) {
  if (tally.labelled() == 0) return std::nullopt;
  return D(2 * tally.fp + tally.tp + tally.tn) / D(tally.labelled());
}

Tally Sum(std::span<const Tally> groups) {
  Tally all;
  for (const Tally& group : groups) all += group;
  return all;
}

}  // namespace

Spread SpreadOf(Metric metric, std::span<const Tally> groups) {
  Number low;
  Number high;
  for (const Tally& group : groups) {
    const Number rate = FractionOf(metric, group).value();
    if (!rate) continue;
    low = low ? std::min(*low, *rate) : *rate;
    high = high ? std::max(*high, *rate) : *rate;
  }
  if (!low) return {};
  Spread spread{*high - *low, {}};
  if (*high > 0) spread.ratio = *low / *high;
  return spread;
}

EqualisedOdds EqualisedOddsOf(std::span<const Tally> groups) {
  const Spread tpr = SpreadOf(Metric::kTpr, groups);
  const Spread fpr = SpreadOf(Metric::kFpr, groups);
  return {Both(tpr.difference, fpr.difference, Larger), Both(tpr.difference, fpr.difference, Mean),
          Both(tpr.ratio, fpr.ratio, Smaller), Both(tpr.ratio, fpr.ratio, Mean)};
}

Against AgainstReference(Metric metric, const Tally& group, const Tally& reference) {
  const Number a = FractionOf(metric, group).value();
  const Number b = FractionOf(metric, reference).value();
  if (!a || !b) return {};
  Against against{*a - *b, {}};
  if (*b > 0) against.ratio = *a / *b;
  return against;
}

PairParity PairParityOf(const Tally& group, const Tally& reference) {
  const auto difference = [&](Metric metric) {
    return AgainstReference(metric, group, reference).difference;
  };
  const Number tpr = difference(Metric::kTpr);
  const Number fpr = difference(Metric::kFpr);
  return {Both(fpr, tpr, Mean), Both(fpr, tpr, MeanSize), Both(fpr, tpr, LargerSize),
          Both(difference(Metric::kPpv), difference(Metric::kFor), Mean)};
}

std::optional<double> ShareOfSelected(const Tally& group, const Tally& all) {
  return Fraction{group.selected, all.selected}.value();
}

std::optional<Inequality> InequalityOf(const Tally& all) {
  const Number mean = MeanBenefit(all);
  if (!mean || *mean == 0) return std::nullopt;
  BenefitSum sum(*mean);
  sum.Add(D(all.tp + all.tn), 1);
  sum.Add(D(all.fp), 2);
  sum.Add(D(all.fn), 0);
  return sum.Done();
}

std::optional<Inequality> InequalityBetween(std::span<const Tally> groups) {
  const Number mean = MeanBenefit(Sum(groups));
  if (!mean || *mean == 0) return std::nullopt;
  BenefitSum sum(*mean);
  for (const Tally& group : groups) {
    if (const Number own = MeanBenefit(group)) sum.Add(D(group.labelled()), *own);
  }
  return sum.Done();
}

double DifferentialFairness(std::span<const Tally> groups) {
  constexpr double kPseudoCount = 1;
  double worst = 0;
  for (const bool selected : {true, false}) {
    std::vector<double> rates;
    for (const Tally& group : groups) {
      const double count = D(selected ? group.selected : group.n - group.selected);
      rates.push_back((count + kPseudoCount / 2) / (D(group.n) + kPseudoCount));
    }
    if (rates.empty()) continue;
    const auto [low, high] = std::minmax_element(rates.begin(), rates.end());
    worst = std::max(worst, std::log(*high / *low));
  }
  return worst;
}

}  // namespace reeve::oversight::bias
