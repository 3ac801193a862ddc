#include "engine/rule_counts.h"

namespace reeve::engine {

RuleCounts::RuleCounts(std::shared_ptr<const policy::Bundle> bundle)
    : bundle_(std::move(bundle)), cells_(bundle_->rules().size()) {}

void RuleCounts::Count(RuleOutcome outcome) {
  Cell& cell = cells_[outcome.rule];
  cell.hits.fetch_add(1, std::memory_order_relaxed);
  if (outcome.error) cell.errors.fetch_add(1, std::memory_order_relaxed);
}

void RuleCounts::Count(const policy::Verdict& verdict) {
  for (const policy::Hit& hit : verdict.hits) Count({hit.rule->index, hit.error});
  for (const policy::Hit& hit : verdict.shadow) Count({hit.rule->index, hit.error});
}

std::vector<RuleCount> RuleCounts::List(size_t limit) const {
  std::vector<RuleCount> out;
  RuleCount rest;
  for (size_t i = 0; i < cells_.size(); ++i) {
    const uint64_t hits = cells_[i].hits.load(std::memory_order_relaxed);
    const uint64_t errors = cells_[i].errors.load(std::memory_order_relaxed);
    if (hits == 0) continue;
    if (out.size() < limit) {
      out.push_back({&bundle_->rules()[i], hits, errors});
    } else {
      rest.hits += hits;
      rest.errors += errors;
    }
  }
  if (rest.hits > 0) out.push_back(rest);
  return out;
}

json::Array ToJson(const std::vector<RuleCount>& counts) {
  json::Array out;
  for (const RuleCount& count : counts) {
    json::Object entry;
    if (count.rule != nullptr) {
      entry.Add("policy", count.rule->policy)
          .Add("rule", count.rule->id)
          .Add("mode", policy::ModeName(count.rule->mode));
    } else {
      entry.Add("rule", "other");
    }
    entry.Add("hits", count.hits).Add("errors", count.errors);
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace reeve::engine
