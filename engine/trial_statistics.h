// When the figures of a trial stop it: intervals for proportions, a histogram of latencies, and the
// judgement. docs/lifecycle.md tells a reader the same.
//
// Everything is a function of counts, so that whoever counts the records comes to the same.
//
//   denials, holds   stop when the lower bound of the tried bundle's share less the active one's
//                    lies above the threshold. Interval: Newcombe's hybrid score interval of a
//                    difference (Newcombe 1998, Statistics in Medicine 17, 873-890, method 10).
//   errors           stop when the lower bound of the share of decisions with a failing rule, or of
//                    requests that the active bundle would have taken, lies above the threshold.
//                    Interval: Wilson's score interval (Wilson 1927, JASA 22, 209-212).
//   latency          stop when the tried bundle's share of decisions that are slower than a
//                    multiple of the active bundle's 99th percentile is above 1 %, by Wilson's
//                    lower bound;
//                    never below kLatencyFloor, where a scheduler's turn counts more than any rule.
//
// The bounds are those of kZ = 3.29 (one in two thousand on each side) and not the usual 1.96, for
// they are looked at after every decision: who looks often enough sees any chance once.
//
// Thread-safety: values; one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/json.h"
#include "oversight/bundle_trial.h"
#include "policy/rule.h"

namespace reeve::engine {

inline constexpr double kZ = 3.29;
inline constexpr uint64_t kLatencyFloor = 1000;  // microseconds

// Microseconds, in sixteen buckets for each doubling: a figure read from it is at most 6.25 % above
// the measured one. Times over 2^32 - 1 count as that.
class LatencyHistogram {
 public:
  void Add(uint64_t micros);
  uint64_t count() const { return count_; }
  // The upper end of the bucket in which that share of the times is reached; 0 of none.
  uint64_t Quantile(double share) const;
  // The times in buckets that lie above `micros` whole.
  uint64_t CountAbove(uint64_t micros) const;

 private:
  static constexpr size_t kBuckets = 464;
  std::array<uint64_t, kBuckets> buckets_{};
  uint64_t count_ = 0;
};

// What one side of a trial has come to.
struct ArmFigures {
  std::array<uint64_t, 4> effects{};  // by policy::Effect
  uint64_t errors = 0;                // decisions in which some rule failed
  uint64_t refused = 0;  // requests refused for what the bundle declares, and the other does not
  LatencyHistogram latency;

  uint64_t decisions() const { return effects[0] + effects[1] + effects[2] + effects[3]; }
  uint64_t Of(policy::Effect effect) const { return effects[static_cast<size_t>(effect)]; }
  json::Object Json() const;
};

// What stopped a trial. Shares in percent, or percentage points; of a latency the limit is a
// factor, the measured the 99th percentile, and the bound the time that too many exceeded, in
// microseconds.
struct Breach {
  std::string_view threshold;  // "deny_increase", "hold_increase", "errors", "latency"
  double limit = 0;
  double measured = 0;
  double bound = 0;  // lower end of the interval, which lies above the limit
  json::Object Json() const;
};

bool ReachedMinimum(const ArmFigures& active, const ArmFigures& tried,
                    const oversight::TrialThresholds& thresholds);

// Nothing while either side has made fewer decisions than the minimum.
std::optional<Breach> Judge(const ArmFigures& active, const ArmFigures& tried,
                            const oversight::TrialThresholds& thresholds);

}  // namespace reeve::engine
