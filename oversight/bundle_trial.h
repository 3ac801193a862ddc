// The trial of a bundle: the terms under which a proposed bundle is tried beside the active one, as
// the records `bundle.trial_*` have them. docs/lifecycle.md.
//
//   shadow   decides beside the active bundle on all traffic, and changes nothing
//   canary   decides for a share of the interactions, the active bundle for the rest
//
// One trial runs at a time, against the bundle that was active when it began: it ends when another
// becomes active. Which interactions a canary decides is a matter of a digest that anybody computes
// again (TrialBucket), so all stages of one interaction are decided by the same side, on every node
// and after every restart, and an interaction that is in stays in while the share grows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "base/result.h"
#include "ledger/ledger.h"

namespace reeve::oversight {

inline constexpr std::string_view kBundleTrialStarted = "bundle.trial_started";
inline constexpr std::string_view kBundleTrialWidened = "bundle.trial_widened";
inline constexpr std::string_view kBundleTrialEnded = "bundle.trial_ended";

enum class TrialMode : uint8_t { kShadow, kCanary };
std::string_view TrialModeName(TrialMode mode);  // "shadow", "canary"

// Shares are in hundredths of a percent. At most 99 %, for without a rest there is no comparison.
inline constexpr uint32_t kAllShares = 10'000;
inline constexpr uint32_t kMaxShare = 9'900;

// What ends a trial by itself; engine/trial_statistics.h says how it is measured.
struct TrialThresholds {
  double deny_increase = 5;      // percentage points above the active bundle's share of denials
  double hold_increase = 5;      // likewise of holds
  double errors = 1;             // percent of its decisions in which a rule fails
  double latency = 3;            // times the active bundle's 99th percentile
  uint64_t min_decisions = 200;  // of each side, before anything is judged
};
inline constexpr uint64_t kMinDecisionsFloor = 20;
inline constexpr uint64_t kMinDecisionsCeiling = 1'000'000;
inline constexpr double kMaxLatencyFactor = 1000;

// Of a shadow only the latency is judged, unless more is asked for: it changes nothing else.
TrialThresholds DefaultThresholds(TrialMode mode);

json::Object ToJson(const TrialThresholds& thresholds);
// An object with any of the members; those that are absent are as in `defaults`. json.value: out of
// its range; json.unknown_field.
Result<TrialThresholds> ReadThresholds(const json::Value& value, const std::string& pointer,
                                       const TrialThresholds& defaults);

struct BundleTrial {
  std::string id;  // of the record that began it; decisions name it
  std::string bundle;
  TrialMode mode = TrialMode::kShadow;
  uint32_t share = 0;  // of a canary
  TrialThresholds thresholds;
  std::optional<Timestamp> promote_at;  // of a canary
  Timestamp started;
  std::string started_by;
};

// The members of a record that are the terms: `mode`, `share`, `thresholds`, `promote_at`. Faults
// are the reader's.
BundleTrial ReadTrialTerms(json::ObjectReader& reader);
json::Object TrialTerms(const BundleTrial& trial);

// Nothing when none runs.
Result<std::optional<BundleTrial>> RunningTrial(const ledger::Ledger& ledger);

// 0 to 9,999: the first eight bytes, as a big-endian number modulo 10,000, of
//   SHA-256("reeve trial" 0x00 bundle 0x00 tenant 0x00 interaction)
// where `bundle` is its digest as text. An interaction is in when it is below the share.
uint32_t TrialBucket(std::string_view bundle, std::string_view tenant,
                     std::string_view interaction);

}  // namespace reeve::oversight
