#include "engine/bundle_metrics.h"

#include <string>

namespace reeve::engine {
namespace {

using oversight::TrialMode;
using Samples = std::vector<Sample>;

std::string TriedName(const Trial& trial) {
  return std::string(oversight::TrialModeName(trial.terms.mode));
}

void AddRules(const std::string& bundle, const std::vector<RuleCount>& counts, bool errors,
              Samples* out) {
  for (const RuleCount& count : counts) {
    const uint64_t value = errors ? count.errors : count.hits;
    if (value == 0) continue;
    const policy::Rule* rule = count.rule;
    out->push_back({{{"bundle", bundle},
                     {"policy", rule == nullptr ? "" : rule->policy},
                     {"rule", rule == nullptr ? "other" : rule->id},
                     {"mode", rule == nullptr ? "" : std::string(policy::ModeName(rule->mode))}},
                    static_cast<double>(value)});
  }
}

Samples RuleSamples(const BundleLifecycle& bundles, bool errors) {
  Samples out;
  const std::shared_ptr<const Deployment> deployment = bundles.deployment();
  if (deployment->rules != nullptr) {
    AddRules("active", deployment->rules->List(kMaxRuleSeries), errors, &out);
  }
  if (const auto& trial = deployment->trial) {
    AddRules(TriedName(*trial), trial->counts->TriedRules(kMaxRuleSeries), errors, &out);
  }
  return out;
}

void AddEffects(const std::string& bundle, const ArmFigures& figures, Samples* out) {
  using policy::Effect;
  for (const Effect effect : {Effect::kAllow, Effect::kRedact, Effect::kHold, Effect::kDeny}) {
    out->push_back({{{"bundle", bundle}, {"effect", std::string(policy::EffectName(effect))}},
                    static_cast<double>(figures.Of(effect))});
  }
}

Samples TrialSamples(const BundleLifecycle& bundles) {
  Samples out;
  const std::shared_ptr<const Deployment> deployment = bundles.deployment();
  if (deployment->trial == nullptr) return out;
  const auto [active, tried] = deployment->trial->counts->figures();
  AddEffects("active", active, &out);
  AddEffects(TriedName(*deployment->trial), tried, &out);
  return out;
}

Samples RunningSamples(const BundleLifecycle& bundles) {
  const std::shared_ptr<const Deployment> deployment = bundles.deployment();
  const Trial* trial = deployment->trial.get();
  Samples out;
  for (const TrialMode mode : {TrialMode::kShadow, TrialMode::kCanary}) {
    const bool runs = trial != nullptr && trial->terms.mode == mode;
    out.push_back({{{"mode", std::string(oversight::TrialModeName(mode))}}, runs ? 1.0 : 0.0});
  }
  return out;
}

Samples InfoSamples(const BundleLifecycle& bundles) {
  const std::shared_ptr<const Evaluator> active = bundles.deployment()->active;
  if (active == nullptr) return {};
  return {{{{"digest", active->bundle().digest()}}, 1.0}};
}

}  // namespace

std::vector<Metrics::Collection> CollectBundleMetrics(Metrics& metrics,
                                                      const BundleLifecycle& bundles) {
  std::vector<Metrics::Collection> out;
  const auto add = [&](const char* name, const char* help, SampleKind kind, auto samples) {
    out.push_back(metrics.Collect(name, help, kind, std::move(samples)));
  };
  add("reeve_bundle_info", "The bundle that decides.", SampleKind::kGauge,
      [&bundles] { return InfoSamples(bundles); });
  add("reeve_rule_hits_total", "Decisions to which a rule of a bundle in place applied.",
      SampleKind::kCounter, [&bundles] { return RuleSamples(bundles, false); });
  add("reeve_rule_failures_total", "Decisions in which a rule of a bundle in place failed.",
      SampleKind::kCounter, [&bundles] { return RuleSamples(bundles, true); });
  add("reeve_trial_decisions_total", "Decisions of the running trial, by bundle and effect.",
      SampleKind::kCounter, [&bundles] { return TrialSamples(bundles); });
  add("reeve_trial_running", "Whether a trial of that mode runs.", SampleKind::kGauge,
      [&bundles] { return RunningSamples(bundles); });
  add("reeve_trial_stops_total", "Trials that a threshold has stopped.", SampleKind::kCounter,
      [&bundles] {
        return Samples{{{}, static_cast<double>(bundles.threshold_stops())}};
      });
  return out;
}

}  // namespace reeve::engine
