// The engine's metrics, by name. Labels come from fixed sets, or
// are names that the active bundle declares.
#pragma once

#include <array>
#include <chrono>
#include <string>

#include "base/clock.h"
#include "base/metrics.h"
#include "ledger/ledger.h"
#include "policy/rule.h"

namespace reeve::engine {

// Thread-safety: any thread.
class EngineMetrics {
 public:
  explicit EngineMetrics(Metrics& metrics);

  // From its beginning, and from the end of evaluating, to its durable record.
  void OnDecision(policy::Effect effect, std::chrono::nanoseconds total,
                  std::chrono::nanoseconds recording);
  void OnRuleErrors(size_t count);
  void OnWaiverUse(policy::Effect effect);  // of the waived rule
  void OnDetectorFailure(const std::string& detector, bool denies);
  void OnPurposeDrift() { purpose_drift_.Add(); }
  void OnUnknownSystem() { unknown_systems_.Add(); }
  void OnBundleTooOld() { bundle_too_old_.Add(); }
  void OnGroup(const ledger::GroupReport& group, Timestamp now);
  void OnEvaluated(std::chrono::nanoseconds spent);

 private:
  Metrics& all_;
  std::array<Counter, 4> decisions_;    // by policy::Effect
  std::array<Counter, 4> waiver_uses_;  // by policy::Effect
  Counter rule_errors_;
  Counter unknown_systems_;
  Counter purpose_drift_;
  Counter bundle_too_old_;
  Counter records_;
  Counter groups_;
  Gauge queued_;
  Gauge checkpoint_time_;
  Histogram evaluate_seconds_;
  Histogram record_seconds_;
  Histogram decide_seconds_;
  Histogram sync_seconds_;
};

}  // namespace reeve::engine
