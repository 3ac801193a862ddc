#include "engine/trial_statistics.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "oversight/bias/proportion.h"

namespace reeve::engine {
namespace {

using oversight::bias::Interval;
using oversight::bias::Newcombe;
using oversight::bias::Wilson;

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

uint64_t LeastIn(size_t bucket) {
  if (bucket < 2 * kSub) return bucket;
  const size_t shift = bucket / kSub - 1;
  return static_cast<uint64_t>(bucket - shift * kSub) << shift;
}

double Share(uint64_t hits, uint64_t of) {
  return of == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(of);
}

// Over nobody an interval is undefined, and could reach down to `least`.
double LowerEnd(const std::optional<Interval>& interval, double least) {
  return interval ? interval->low : least;
}

// Of a figure for people and records: more digits say nothing.
double Rounded(double value) {
  constexpr double kDigits = 1000;
  return std::round(value * kDigits) / kDigits;
}

std::optional<Breach> JudgeIncrease(std::string_view name, policy::Effect effect,
                                    const ArmFigures& active, const ArmFigures& tried,
                                    double limit) {
  const double low = kPercent * LowerEnd(Newcombe({tried.Of(effect), tried.decisions()},
                                                  {active.Of(effect), active.decisions()}, kZ),
                                         -1);
  if (low <= limit) return std::nullopt;
  const double measured =
      Share(tried.Of(effect), tried.decisions()) - Share(active.Of(effect), active.decisions());
  return Breach{name, limit, kPercent * measured, low};
}

std::optional<Breach> JudgeErrors(const ArmFigures& tried, double limit) {
  const uint64_t errors = tried.errors + tried.refused;
  const uint64_t of = tried.decisions() + tried.refused;
  const double low = kPercent * LowerEnd(Wilson({errors, of}, kZ), 0);
  if (low <= limit) return std::nullopt;
  return Breach{"errors", limit, kPercent * Share(errors, of), low};
}

std::optional<Breach> JudgeLatency(const ArmFigures& active, const ArmFigures& tried,
                                   double limit) {
  const double allowed = limit * static_cast<double>(active.latency.Quantile(1 - kTail));
  const uint64_t slow = std::max(kLatencyFloor, static_cast<uint64_t>(allowed));
  const uint64_t above = tried.latency.CountAbove(slow);
  if (LowerEnd(Wilson({above, tried.latency.count()}, kZ), 0) <= kTail) return std::nullopt;
  return Breach{"latency", limit, static_cast<double>(tried.latency.Quantile(1 - kTail)),
                static_cast<double>(slow)};
}

}  // namespace

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
    if (seen >= wanted && seen > 0) return LeastIn(bucket + 1) - 1;
  }
  return LeastIn(kBuckets) - 1;
}

uint64_t LatencyHistogram::CountAbove(uint64_t micros) const {
  uint64_t above = 0;
  for (size_t bucket = kBuckets; bucket > 0 && LeastIn(bucket - 1) > micros; --bucket) {
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
