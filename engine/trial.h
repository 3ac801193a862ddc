// A trial as it runs: the bundle that is tried, and what both sides have come to.
//
// The counts are a fold over the records of decisions whose member `trial` names the trial: after a
// restart they are read from the log, and whoever has the log counts the same (docs/records.md).
// The one exception are requests that the tried bundle alone refuses as malformed: of these there
// is no record, so they count since the start of the process.
//
// Thread-safety: any thread. Terms and bundles never change; the counts have a lock of their own,
// held for the arithmetic of one decision.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/mutex.h"
#include "engine/evaluator.h"
#include "engine/rule_counts.h"
#include "engine/trial_statistics.h"
#include "oversight/bundle_trial.h"
#include "policy/decide.h"

namespace reeve::engine {

// What one bundle made of one request.
struct ArmOutcome {
  policy::Effect effect = policy::Effect::kDeny;
  bool error = false;  // of some rule, enforced or not
  uint64_t micros = 0;
  std::vector<RuleOutcome> rules;
};
ArmOutcome OutcomeOf(const policy::Verdict& verdict, uint64_t micros);

// One decision under a trial. Under a canary one side has decided; under a shadow the active bundle
// has, and the other has looked on, unless it would have refused the request.
struct TrialObservation {
  std::string decision;  // id
  std::optional<ArmOutcome> active;
  std::optional<ArmOutcome> tried;
  bool refused = false;   // by a shadow
  bool compared = false;  // both are whole, so that they are compared rule by rule
};

class TrialCounts {
 public:
  TrialCounts(std::shared_ptr<const policy::Bundle> active,
              std::shared_ptr<const policy::Bundle> tried, const oversight::BundleTrial& terms);

  void Count(const TrialObservation& observation);
  // A request that the canary alone refused.
  void CountRefusal();

  // True from the moment at which a threshold was passed, for good.
  bool breached() const { return breached_.load(std::memory_order_acquire); }
  std::optional<Breach> breach() const;
  bool ReachedMinimum() const;

  // {"active":{...},"tried":{...}}, for the record that ends the trial
  json::Object Figures() const;
  // The same with the rules of both sides, and of a shadow what would change; kMaxListed of each.
  json::Object Report() const;
  // For metrics.
  std::vector<RuleCount> TriedRules(size_t limit) const { return tried_rules_.List(limit); }
  std::pair<ArmFigures, ArmFigures> figures() const;

  static constexpr size_t kMaxListed = 100;
  static constexpr size_t kExamples = 5;  // of each change, those with the least ids

 private:
  // From an effect to another, by which rules: "+policy/rule" applies, "-policy/rule" does not.
  using ChangeKey = std::pair<std::array<policy::Effect, 2>, std::vector<std::string>>;
  struct Change {
    uint64_t count = 0;
    std::set<std::string> examples;
  };

  void Add(const ArmOutcome& outcome, RuleCounts& rules, ArmFigures* figures)
      REEVE_REQUIRES(mutex_);
  void Compare(const TrialObservation& observation) REEVE_REQUIRES(mutex_);
  void JudgeNow() REEVE_REQUIRES(mutex_);
  json::Object ChangesJson() const REEVE_REQUIRES(mutex_);

  const std::shared_ptr<const policy::Bundle> active_bundle_;
  const std::shared_ptr<const policy::Bundle> tried_bundle_;
  const oversight::TrialMode mode_;
  const oversight::TrialThresholds thresholds_;
  RuleCounts active_rules_;
  RuleCounts tried_rules_;
  std::atomic<bool> breached_ = false;
  mutable Mutex mutex_;
  ArmFigures active_ REEVE_GUARDED_BY(mutex_);
  ArmFigures tried_ REEVE_GUARDED_BY(mutex_);
  std::optional<Breach> breach_ REEVE_GUARDED_BY(mutex_);
  std::map<ChangeKey, Change> changes_ REEVE_GUARDED_BY(mutex_);
  uint64_t other_effect_ REEVE_GUARDED_BY(mutex_) = 0;
  uint64_t other_rules_ REEVE_GUARDED_BY(mutex_) = 0;  // with the same effect
  uint64_t unlisted_ REEVE_GUARDED_BY(mutex_) = 0;     // changes past kMaxListed kinds
};

struct Trial {
  oversight::BundleTrial terms;
  std::shared_ptr<const Evaluator> evaluator;
  std::shared_ptr<TrialCounts> counts;
  bool shares_findings = false;  // both bundles look for the same entities

  // Whether the tried bundle decides this interaction.
  bool Takes(std::string_view tenant, std::string_view interaction) const;
  // Whether the time has come at which it takes over by itself, and enough was seen.
  bool IsToPromote(Timestamp now) const;
};

}  // namespace reeve::engine
