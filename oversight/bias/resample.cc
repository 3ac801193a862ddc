#include "oversight/bias/resample.h"

#include <algorithm>
#include <cmath>

#include "oversight/bias/splitmix.h"

namespace reeve::oversight::bias {
namespace {

double SampledRate(const Fraction& rate, SplitMix64* random) {
  uint64_t selected = 0;
  for (uint64_t i = 0; i < rate.whole; ++i) {
    if (random->Index(rate.whole) < rate.part) ++selected;
  }
  return static_cast<double>(selected) / static_cast<double>(rate.whole);
}

double QuantileOfSorted(const std::vector<double>& sorted, double p) {
  const double place = static_cast<double>(sorted.size() - 1) * p;
  const auto below = static_cast<size_t>(std::floor(place));
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

double Quantile(std::vector<double> values, double p) {
  std::sort(values.begin(), values.end());
  return QuantileOfSorted(values, p);
}

std::optional<BootstrapInterval> BootstrapRatio(const Fraction& a, const Fraction& b,
                                                const BootstrapPlan& plan) {
  if (plan.resamples == 0 || a.whole == 0 || b.whole == 0) return std::nullopt;
  if (a.whole + b.whole > kMaxBootstrapDraws / plan.resamples) return std::nullopt;
  SplitMix64 random(plan.seed);
  BootstrapInterval result;
  std::vector<double> ratios;
  ratios.reserve(plan.resamples);
  for (uint32_t i = 0; i < plan.resamples; ++i) {
    const double of_a = SampledRate(a, &random);
    const double of_b = SampledRate(b, &random);
    if (of_b > 0) {
      ratios.push_back(of_a / of_b);
    } else {
      ++result.dropped;
    }
  }
  if (ratios.empty()) return std::nullopt;
  std::sort(ratios.begin(), ratios.end());
  const double tail = (1 - plan.confidence) / 2;
  result.interval = {QuantileOfSorted(ratios, tail), QuantileOfSorted(ratios, 1 - tail)};
  return result;
}

}  // namespace reeve::oversight::bias
