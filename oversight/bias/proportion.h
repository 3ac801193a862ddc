// One proportion, and two compared: intervals, tests, and what employment practice asks beside
// them.
//
// Sources: Wilson 1927; Newcombe 1998 (method 10); Katz, Baptista, Azen, Pike 1978; Fisher 1935;
// Lancaster 1961 (mid-p); Yates 1934; Holm 1979; 29 CFR 1607.4(D) (four-fifths); the questions and
// answers on it (44 FR 11996) for the one-person flip.
//
// What is undefined stays undefined. Thread-safety: free functions.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "oversight/bias/rates.h"

namespace reeve::oversight::bias {

struct Interval {
  double low = 0;
  double high = 0;
};

// The quantile of the standard normal distribution; 1.959963984540054 at 0.975.
// Precondition: 0 < p < 1.
double NormalQuantile(double p);
// P(|Z| >= |z|).
double TwoSidedP(double z);

// `z` is NormalQuantile((1 + confidence) / 2). Wilson is undefined over nobody.
std::optional<Interval> Wilson(const Fraction& rate, double z);
std::optional<Interval> Newcombe(const Fraction& a, const Fraction& b, double z);
// Of a's rate over b's. Undefined where either part is 0.
std::optional<Interval> Katz(const Fraction& a, const Fraction& b, double z);

// Fisher's exact test of [[a.part, a.whole - a.part], [b.part, b.whole - b.part]].
struct FisherTest {
  double observed = 1;   // the probability of this very table
  double less = 1;       // that `a` has so few or fewer
  double greater = 1;    // that `a` has so many or more
  double two_sided = 1;  // of all tables that are no likelier than the observed one
  double midp_less = 1;  // less - observed / 2
};
FisherTest Fisher(const Fraction& a, const Fraction& b);

// whether 1000 · a.part · b.whole < permille · b.part · a.whole, in integers: exactly at the
// threshold is not below it. Undefined where b's rate is 0 or either is over nobody.
std::optional<bool> RatioBelow(const Fraction& a, const Fraction& b, uint64_t permille);

// All of the above for a group `a` against a reference `b`; z and shortfall are of a minus b.
struct Comparison {
  std::optional<double> difference;
  std::optional<double> ratio;
  std::optional<Interval> difference_interval;
  std::optional<Interval> ratio_interval;
  std::optional<double> z_pooled;  // undefined where nobody, or everybody, was selected
  std::optional<double> p_z;
  std::optional<double> z_unpooled;
  std::optional<double> chi2_yates;
  std::optional<double> p_yates;
  std::optional<FisherTest> fisher;
  // How many more of the group would have been selected at the rate of both together.
  std::optional<double> shortfall;
  // One selection given to the group instead of the reference closes or turns the gap.
  std::optional<bool> one_person_flip;
  std::optional<bool> below_four_fifths;

  bool two_sd() const { return z_pooled && (*z_pooled > 2 || *z_pooled < -2); }
};
Comparison Compare(const Fraction& a, const Fraction& b, double z);

// The adjusted p-values, in the order of `p`.
std::vector<double> Holm(std::span<const double> p);

// The chance that a two-sided test at `z` finds a group of `n` to differ from a reference of
// `n_ref` with rate `rate`, if the group's true rate is `ratio` times that (normal approximation).
// Undefined where a sample is empty or the rate is 0 or 1.
std::optional<double> Power(uint64_t n, uint64_t n_ref, double rate, double ratio, double z);

}  // namespace reeve::oversight::bias
