// Quantiles, and the bootstrap of a ratio of two rates (Efron 1979, percentile interval).
#pragma once

#include <optional>
#include <vector>

#include "oversight/bias/proportion.h"

namespace reeve::oversight::bias {

// Type 7 of Hyndman and Fan (1996): linear between order statistics.
// Preconditions: values is not empty; 0 <= p <= 1.
double Quantile(std::vector<double> values, double p);

inline constexpr uint32_t kMaxResamples = 100'000;
// Drawing is one by one, so that others reproduce it; above this a bootstrap is not run and the
// interval is Katz's alone.
inline constexpr uint64_t kMaxBootstrapDraws = 2'000'000'000;

struct BootstrapPlan {
  uint32_t resamples = 0;  // 0: no bootstrap
  uint64_t seed = 42;
  double confidence = 0.95;
};

struct BootstrapInterval {
  Interval interval;
  uint32_t dropped = 0;  // resamples whose reference rate was 0
};

// One SplitMix64 from the seed. For each resample: a.whole indices of `a`, then b.whole of `b`; an
// index below `part` is a selected person. Nothing where all were dropped, the plan is empty, or
// the draws are too many.
std::optional<BootstrapInterval> BootstrapRatio(const Fraction& a, const Fraction& b,
                                                const BootstrapPlan& plan);

}  // namespace reeve::oversight::bias
