#include "engine/engine_metrics.h"

namespace reeve::engine {
namespace {

const std::vector<double>& SecondsBounds() {
  static const std::vector<double> kBounds = {10e-6, 20e-6, 50e-6, 100e-6, 200e-6, 500e-6, 1e-3,
                                              2e-3,  5e-3,  10e-3, 20e-3,  50e-3,  100e-3, 1};
  return kBounds;
}

Counter DecisionsOf(Metrics& metrics, policy::Effect effect) {
  return metrics.Counter("reeve_decisions_total", "Decisions that were recorded, by effect.",
                         {{"effect", std::string(policy::EffectName(effect))}});
}

Counter WaiverUsesOf(Metrics& metrics, policy::Effect effect) {
  return metrics.Counter(
      "reeve_waiver_uses_total",
      "Rules that applied and were waived, by the effect that they would have had.",
      {{"effect", std::string(policy::EffectName(effect))}});
}

double Seconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

EngineMetrics::EngineMetrics(Metrics& metrics)
    : all_(metrics),
      decisions_{DecisionsOf(metrics, policy::Effect::kAllow),
                 DecisionsOf(metrics, policy::Effect::kRedact),
                 DecisionsOf(metrics, policy::Effect::kHold),
                 DecisionsOf(metrics, policy::Effect::kDeny)},
      waiver_uses_{WaiverUsesOf(metrics, policy::Effect::kAllow),
                   WaiverUsesOf(metrics, policy::Effect::kRedact),
                   WaiverUsesOf(metrics, policy::Effect::kHold),
                   WaiverUsesOf(metrics, policy::Effect::kDeny)},
      rule_errors_(metrics.Counter("reeve_rule_errors_total",
                                   "Rules that could not be evaluated and counted as their effect.",
                                   {})),
      unknown_systems_(metrics.Counter("reeve_unknown_systems_total",
                                       "Requests that named a system which nobody registered.",
                                       {})),
      purpose_drift_(metrics.Counter("reeve_purpose_drift_total",
                                     "Decisions on a use that the system does not declare.", {})),
      bundle_too_old_(metrics.Counter(
          "reeve_bundle_too_old_total",
          "Requests that were refused because the bundle was past its maximum age.", {})),
      records_(metrics.Counter("reeve_ledger_records_total", "Records appended.", {})),
      groups_(metrics.Counter("reeve_ledger_groups_total",
                              "Commit groups: one synced write and one signature each.", {})),
      queued_(metrics.Gauge("reeve_ledger_queued_records",
                            "Records that waited behind the last commit group.", {})),
      checkpoint_time_(metrics.Gauge("reeve_ledger_checkpoint_timestamp_seconds",
                                     "When the newest checkpoint was signed.", {})),
      evaluate_seconds_(metrics.Histogram("reeve_evaluate_seconds",
                                          "Detecting, deciding and redacting, without the record.",
                                          {}, SecondsBounds())),
      record_seconds_(metrics.Histogram("reeve_record_seconds",
                                        "From the end of evaluating to the durable record.", {},
                                        SecondsBounds())),
      decide_seconds_(metrics.Histogram("reeve_decide_seconds",
                                        "A decision whole, with the wait for its durable record.",
                                        {}, SecondsBounds())),
      sync_seconds_(metrics.Histogram("reeve_ledger_write_seconds",
                                      "The synced write of a commit group.", {}, SecondsBounds())) {
}

void EngineMetrics::OnDecision(policy::Effect effect, std::chrono::nanoseconds total,
                               std::chrono::nanoseconds recording) {
  decisions_[static_cast<size_t>(effect)].Add();
  decide_seconds_.Observe(Seconds(total));
  record_seconds_.Observe(Seconds(recording));
}

void EngineMetrics::OnRuleErrors(size_t count) {
  if (count > 0) rule_errors_.Add(static_cast<double>(count));
}

void EngineMetrics::OnWaiverUse(policy::Effect effect) {
  waiver_uses_[static_cast<size_t>(effect)].Add();
}

void EngineMetrics::OnDetectorFailure(const std::string& detector, bool denies) {
  all_.Counter("reeve_detector_failures_total",
               "Decisions that an external detector gave no answer for, by what they came to.",
               {{"detector", detector}, {"then", denies ? "deny" : "ignore"}})
      .Add();
}

void EngineMetrics::OnEvaluated(std::chrono::nanoseconds spent) {
  evaluate_seconds_.Observe(Seconds(spent));
}

void EngineMetrics::OnGroup(const ledger::GroupReport& group, Timestamp now) {
  records_.Add(static_cast<double>(group.records));
  groups_.Add();
  queued_.Set(static_cast<double>(group.queued));
  checkpoint_time_.Set(Seconds(now.time_since_epoch()));
  sync_seconds_.Observe(group.write_seconds);
}

}  // namespace reeve::engine
