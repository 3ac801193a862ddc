// Parities: one number for how far groups are apart, by the definitions of the libraries that
// practitioners compare with. Which definition a number follows is said in its name.
#pragma once

#include <optional>
#include <span>

#include "oversight/bias/rates.h"

namespace reeve::oversight::bias {

// Largest less smallest rate, and smallest over largest, of the groups for which it is defined
// (Fairlearn's "between groups"). Nothing where it is defined for none; no ratio where all are 0.
struct Spread {
  std::optional<double> difference;
  std::optional<double> ratio;
};
Spread SpreadOf(Metric metric, std::span<const Tally> groups);

// Of the spreads of true and false positive rate: the worse one, and their mean.
struct EqualisedOdds {
  std::optional<double> difference_worst;
  std::optional<double> difference_mean;
  std::optional<double> ratio_worst;
  std::optional<double> ratio_mean;
};
EqualisedOdds EqualisedOddsOf(std::span<const Tally> groups);

// A group less, and over, its reference.
struct Against {
  std::optional<double> difference;
  std::optional<double> ratio;
};
Against AgainstReference(Metric metric, const Tally& group, const Tally& reference);

// AIF360's combinations of two rates, of a group less its reference.
struct PairParity {
  std::optional<double> average_odds_difference;              // mean of the FPR and TPR differences
  std::optional<double> average_abs_odds_difference;          // mean of their sizes
  std::optional<double> equalised_odds_difference;            // the larger of their sizes
  std::optional<double> average_predictive_value_difference;  // mean of PPV's and FOR's
};
PairParity PairParityOf(const Tally& group, const Tally& reference);

// The group's share of all who were selected: what Aequitas calls predicted positive rate, and its
// "statistical parity". (The usual one, the selection rate, it calls "impact parity".)
std::optional<double> ShareOfSelected(const Tally& group, const Tally& all);

// How unequally the benefit b = prediction - label + 1 is spread (Speicher et al. 2018), with the
// favourable class as 1: generalised entropy index with alpha 2, and Theil's index (alpha 1).
struct Inequality {
  double entropy = 0;
  double theil = 0;
};
// Nothing where nobody has a label or nobody any benefit.
std::optional<Inequality> InequalityOf(const Tally& all);
// With each person's benefit replaced by the mean of the group.
std::optional<Inequality> InequalityBetween(std::span<const Tally> groups);

// Smoothed empirical differential fairness (Foulds et al. 2020): the largest |log ratio| of two
// groups' rates of either outcome, with one pseudo-count spread over both outcomes.
double DifferentialFairness(std::span<const Tally> groups);

}  // namespace reeve::oversight::bias
