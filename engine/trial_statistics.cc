#include "engine/trial_statistics.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace reeve::engine {
namespace {

constexpr double kPercent = 100;
constexpr double kTail = 0.01;  // beyond the 99th percentile
constexpr double kMedian = 0.5;
constexpr unsigned kSubBits = 5;  // of a value's leading bits, sixteen buckets for each doubling
constexpr size_t kSub = size_t{1} << (kSubBits - 1);

size_t BucketOf(uint64_t micros) {
  const auto width = static_cast<unsigned>(std::bit_width(micros));
  const unsigned shift = width > kSubBits ? width - kSubBits : 0;
  return shift * kSub + static_cast<size_t>(micros >> shift);
}

uint64_t LowerEnd(size_t bucket) {
  if (bucket < 2 * kSub) return bucket;
  const size_t shift = bucket / kSub - 1;
  return static_cast<uint64_t>(bucket - shift * kSub) << shift;
}

double Share(uint64_t hits, uint64_t of) {
  return of == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(of);
}

// Of a figure for people and records: more digits say nothing.
double Rounded(double value) {
  constexpr double kDigits = 1000;
  return std::round(value * kDigits) / kDigits;
}

std::optional<Breach> JudgeIncrease(std::string_view name, policy::Effect effect,
                                    const ArmFigures& active, const ArmFigures& tried,
                                    double limit) {
  const double low = kPercent * NewcombeInterval(tried.Of(effect), tried.decisions(),
                                                 active.Of(effect), active.decisions())
                                    .low;
  if (low <= limit) return std::nullopt;
  const double measured =
      Share(tried.Of(effect), tried.decisions()) - Share(active.Of(effect), active.decisions());
  return Breach{name, limit, kPercent * measured, low};
}

std::optional<Breach> JudgeErrors(const ArmFigures& tried, double limit) {
  const uint64_t errors = tried.errors + tried.refused;
  const uint64_t of = tried.decisions() + tried.refused;
  const double low = kPercent * WilsonInterval(errors, of).low;
  if (low <= limit) return std::nullopt;
  return Breach{"errors", limit, kPercent * Share(errors, of), low};
}

std::optional<Breach> JudgeLatency(const ArmFigures& active, const ArmFigures& tried,
                                   double limit) {
  const double allowed = limit * static_cast<double>(active.latency.Quantile(1 - kTail));
  const uint64_t slow = std::max(kLatencyFloor, static_cast<uint64_t>(allowed));
  const uint64_t above = tried.latency.CountAbove(slow);
  if (WilsonInterval(above, tried.latency.count()).low <= kTail) return std::nullopt;
  return Breach{"latency", limit, static_cast<double>(tried.latency.Quantile(1 - kTail)),
                static_cast<double>(slow)};
}

}  // namespace

Interval WilsonInterval(uint64_t hits, uint64_t of, double z) {
  if (of == 0) return {};
  const auto n = static_cast<double>(of);
  const double p = static_cast<double>(hits) / n;
  const double scale = 1 + z * z / n;
  const double centre = (p + z * z / (2 * n)) / scale;
  const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale;
  return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

Interval NewcombeInterval(uint64_t a_hits, uint64_t a_of, uint64_t b_hits, uint64_t b_of,
                          double z) {
  const double a = Share(a_hits, a_of);
  const double b = Share(b_hits, b_of);
  const Interval of_a = WilsonInterval(a_hits, a_of, z);
  const Interval of_b = WilsonInterval(b_hits, b_of, z);
  return {a - b - std::hypot(a - of_a.low, of_b.high - b),
          a - b + std::hypot(of_a.high - a, b - of_b.low)};
}

void LatencyHistogram::Add(uint64_t micros) {
  constexpr uint64_t kMost = std::numeric_limits<uint32_t>::max();
  ++buckets_[BucketOf(std::min(micros, kMost))];
  ++count_;
}

uint64_t LatencyHistogram::Quantile(double share) const {
  if (count_ == 0) return 0;
  const auto wanted = static_cast<uint64_t>(std::ceil(share * static_cast<double>(count_)));
  uint64_t seen = 0;
  for (size_t bucket = 0; bucket < kBuckets; ++bucket) {
    seen += buckets_[bucket];
    if (seen >= wanted && seen > 0) return LowerEnd(bucket + 1) - 1;
  }
  return LowerEnd(kBuckets) - 1;
}

uint64_t LatencyHistogram::CountAbove(uint64_t micros) const {
  uint64_t above = 0;
  for (size_t bucket = kBuckets; bucket > 0 && LowerEnd(bucket - 1) > micros; --bucket) {
    above += buckets_[bucket - 1];
  }
  return above;
}

json::Object ArmFigures::Json() const {
  json::Object by_effect;
  for (const policy::Effect effect : {policy::Effect::kAllow, policy::Effect::kRedact,
                                      policy::Effect::kHold, policy::Effect::kDeny}) {
    by_effect.Add(std::string(policy::EffectName(effect)), Of(effect));
  }
  return {{"decisions", decisions()},
          {"effects", std::move(by_effect)},
          {"errors", errors},
          {"refused", refused},
          {"median_micros", latency.Quantile(kMedian)},
          {"p99_micros", latency.Quantile(1 - kTail)}};
}

json::Object Breach::Json() const {
  return {{"threshold", threshold},
          {"limit", limit},
          {"measured", Rounded(measured)},
          {"bound", Rounded(bound)}};
}

bool ReachedMinimum(const ArmFigures& active, const ArmFigures& tried,
                    const oversight::TrialThresholds& thresholds) {
  return std::min(active.decisions(), tried.decisions() + tried.refused) >=
         thresholds.min_decisions;
}

std::optional<Breach> Judge(const ArmFigures& active, const ArmFigures& tried,
                            const oversight::TrialThresholds& thresholds) {
  using policy::Effect;
  if (!ReachedMinimum(active, tried, thresholds)) return std::nullopt;
  std::optional<Breach> breach =
      JudgeIncrease("deny_increase", Effect::kDeny, active, tried, thresholds.deny_increase);
  if (!breach) {
    breach = JudgeIncrease("hold_increase", Effect::kHold, active, tried, thresholds.hold_increase);
  }
  if (!breach) breach = JudgeErrors(tried, thresholds.errors);
  if (!breach) breach = JudgeLatency(active, tried, thresholds.latency);
  return breach;
}

}  // namespace reeve::engine
