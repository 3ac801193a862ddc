#include "engine/trial.h"

#include <algorithm>

namespace reeve::engine {
namespace {

std::set<std::string> EnforcedRules(const policy::Bundle& bundle,
                                    const std::vector<RuleOutcome>& outcomes) {
  std::set<std::string> names;
  for (const RuleOutcome& outcome : outcomes) {
    const policy::Rule& rule = bundle.rules()[outcome.rule];
    if (rule.mode == policy::Mode::kEnforce) names.insert(rule.policy + "/" + rule.id);
  }
  return names;
}

std::vector<std::string> RuleChanges(const std::set<std::string>& from,
                                     const std::set<std::string>& to) {
  std::vector<std::string> changes;
  for (const std::string& name : to) {
    if (from.count(name) == 0) changes.push_back("+" + name);
  }
  for (const std::string& name : from) {
    if (to.count(name) == 0) changes.push_back("-" + name);
  }
  return changes;
}

}  // namespace

ArmOutcome OutcomeOf(const policy::Verdict& verdict, uint64_t micros) {
  ArmOutcome out;
  out.effect = verdict.effect;
  out.micros = micros;
  for (const auto* hits : {&verdict.hits, &verdict.shadow}) {
    for (const policy::Hit& hit : *hits) {
      out.error = out.error || hit.error;
      out.rules.push_back({hit.rule->index, hit.error});
    }
  }
  return out;
}

TrialCounts::TrialCounts(std::shared_ptr<const policy::Bundle> active,
                         std::shared_ptr<const policy::Bundle> tried,
                         const oversight::BundleTrial& terms)
    : active_bundle_(std::move(active)),
      tried_bundle_(std::move(tried)),
      mode_(terms.mode),
      thresholds_(terms.thresholds),
      active_rules_(active_bundle_),
      tried_rules_(tried_bundle_) {}

void TrialCounts::Count(const TrialObservation& observation) {
  const MutexLock lock(mutex_);
  if (observation.active) Add(*observation.active, active_rules_, &active_);
  if (observation.tried) Add(*observation.tried, tried_rules_, &tried_);
  if (observation.refused) ++tried_.refused;
  if (observation.compared) Compare(observation);
  JudgeNow();
}

void TrialCounts::CountRefusal() {
  const MutexLock lock(mutex_);
  ++tried_.refused;
  JudgeNow();
}

void TrialCounts::Add(const ArmOutcome& outcome, RuleCounts& rules, ArmFigures* figures) {
  ++figures->effects[static_cast<size_t>(outcome.effect)];
  if (outcome.error) ++figures->errors;
  figures->latency.Add(outcome.micros);
  for (const RuleOutcome& rule : outcome.rules) rules.Count(rule);
}

void TrialCounts::Compare(const TrialObservation& observation) {
  const ArmOutcome& from = *observation.active;
  const ArmOutcome& to = *observation.tried;
  ChangeKey key{{from.effect, to.effect},
                RuleChanges(EnforcedRules(*active_bundle_, from.rules),
                            EnforcedRules(*tried_bundle_, to.rules))};
  const bool same_effect = from.effect == to.effect;
  if (same_effect && key.second.empty()) return;
  ++(same_effect ? other_rules_ : other_effect_);
  auto found = changes_.find(key);
  if (found == changes_.end()) {
    if (changes_.size() >= kMaxListed) {
      ++unlisted_;
      return;
    }
    found = changes_.emplace(std::move(key), Change{}).first;
  }
  Change& change = found->second;
  ++change.count;
  change.examples.insert(observation.decision);
  if (change.examples.size() > kExamples) change.examples.erase(std::prev(change.examples.end()));
}

void TrialCounts::JudgeNow() {
  if (breach_) return;
  breach_ = Judge(active_, tried_, thresholds_);
  if (breach_) breached_.store(true, std::memory_order_release);
}

std::optional<Breach> TrialCounts::breach() const {
  const MutexLock lock(mutex_);
  return breach_;
}

bool TrialCounts::ReachedMinimum() const {
  const MutexLock lock(mutex_);
  return engine::ReachedMinimum(active_, tried_, thresholds_);
}

std::pair<ArmFigures, ArmFigures> TrialCounts::figures() const {
  const MutexLock lock(mutex_);
  return {active_, tried_};
}

json::Object TrialCounts::Figures() const {
  const MutexLock lock(mutex_);
  return {{"active", active_.Json()}, {"tried", tried_.Json()}};
}

json::Object TrialCounts::Report() const {
  const MutexLock lock(mutex_);
  json::Object active = active_.Json();
  json::Object tried = tried_.Json();
  active.Add("rules", ToJson(active_rules_.List(kMaxListed)));
  tried.Add("rules", ToJson(tried_rules_.List(kMaxListed)));
  json::Object out{{"active", std::move(active)}, {"tried", std::move(tried)}};
  out.Add("minimum_reached", engine::ReachedMinimum(active_, tried_, thresholds_));
  if (breach_) out.Add("breach", breach_->Json());
  if (mode_ == oversight::TrialMode::kShadow) out.Add("differences", ChangesJson());
  return out;
}

json::Object TrialCounts::ChangesJson() const {
  json::Array list;
  for (const auto& [key, change] : changes_) {
    list.push_back(
        json::Object{{"count", change.count},
                     {"from", policy::EffectName(key.first[0])},
                     {"to", policy::EffectName(key.first[1])},
                     {"rules", json::Array(key.second.begin(), key.second.end())},
                     {"examples", json::Array(change.examples.begin(), change.examples.end())}});
  }
  std::stable_sort(list.begin(), list.end(), [](const json::Value& a, const json::Value& b) {
    return *a.Find("count")->as_int() > *b.Find("count")->as_int();
  });
  return {{"other_effect", other_effect_},
          {"other_rules", other_rules_},
          {"unlisted", unlisted_},
          {"changes", std::move(list)}};
}

bool Trial::Takes(std::string_view tenant, std::string_view interaction) const {
  return terms.mode == oversight::TrialMode::kCanary &&
         oversight::TrialBucket(terms.bundle, tenant, interaction) < terms.share;
}

bool Trial::IsToPromote(Timestamp now) const {
  return terms.promote_at && *terms.promote_at <= now && counts->ReachedMinimum();
}

}  // namespace reeve::engine
