#include "policy/scope.h"

#include <algorithm>
#include <limits>

namespace reeve::policy {
namespace {

std::array<std::string_view, kScopeKeyCount> ValuesOf(const Facts& facts) {
  return {facts.system.id, facts.action.kind, facts.action.tool, facts.tenant, facts.channel};
}

bool Has(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

}  // namespace

bool Admits(const Scope& scope, const Facts& facts) {
  if ((scope.stages >> static_cast<unsigned>(facts.stage) & 1u) == 0 ||
      (scope.risk_classes >> static_cast<unsigned>(facts.system.risk_class) & 1u) == 0) {
    return false;
  }
  const auto texts = ValuesOf(facts);
  for (size_t key = 0; key < kScopeKeyCount; ++key) {
    const std::vector<std::string>& any_of = scope.values[key];
    if (any_of.empty()) continue;
    if (std::find(any_of.begin(), any_of.end(), texts[key]) == any_of.end()) return false;
  }
  return true;
}

bool Covers(const Scope& outer, const Scope& inner) {
  if ((inner.stages & ~outer.stages) != 0 || (inner.risk_classes & ~outer.risk_classes) != 0) {
    return false;
  }
  for (size_t key = 0; key < kScopeKeyCount; ++key) {
    const std::vector<std::string>& admitted = outer.values[key];
    if (admitted.empty()) continue;
    if (inner.values[key].empty()) return false;
    if (!std::all_of(inner.values[key].begin(), inner.values[key].end(),
                     [&admitted](const std::string& value) { return Has(admitted, value); })) {
      return false;
    }
  }
  return true;
}

std::optional<Scope> Intersection(const Scope& a, const Scope& b) {
  Scope out = a;
  out.stages &= b.stages;
  out.risk_classes &= b.risk_classes;
  if (out.stages == 0 || out.risk_classes == 0) return std::nullopt;
  for (size_t key = 0; key < kScopeKeyCount; ++key) {
    std::vector<std::string>& values = out.values[key];
    const std::vector<std::string>& other = b.values[key];
    if (other.empty()) continue;
    if (values.empty()) {
      values = other;
      continue;
    }
    std::erase_if(values, [&other](const std::string& value) { return !Has(other, value); });
    if (values.empty()) return std::nullopt;
  }
  return out;
}

ScopeIndex::ScopeIndex(const std::vector<Scope>& scopes) {
  for (const Scope& scope : scopes) Intern(scope);
  entries_.reserve(scopes.size());
  for (size_t i = 0; i < scopes.size(); ++i) File(static_cast<uint32_t>(i), scopes[i]);
}

void ScopeIndex::Intern(const Scope& scope) {
  for (size_t key = 0; key < kScopeKeyCount; ++key) {
    Postings& postings = postings_[key];
    for (const std::string& value : scope.values[key]) {
      Posting& posting = postings.try_emplace(value).first->second;
      if (posting.value == 0) posting.value = static_cast<uint32_t>(postings.size());
      ++posting.demanded;
    }
  }
}

void ScopeIndex::File(uint32_t rule, const Scope& scope) {
  Entry entry{scope.stages, scope.risk_classes, {}};
  size_t rarest = kScopeKeyCount;
  uint64_t fewest = std::numeric_limits<uint64_t>::max();
  for (size_t key = 0; key < kScopeKeyCount; ++key) {
    uint64_t demanded = 0;
    for (const std::string& value : scope.values[key]) {
      const Posting& posting = postings_[key].find(value)->second;
      entry.values[key].push_back(posting.value);
      demanded = std::max<uint64_t>(demanded, posting.demanded);
    }
    std::sort(entry.values[key].begin(), entry.values[key].end());
    if (!scope.values[key].empty() && demanded < fewest) {
      fewest = demanded;
      rarest = key;
    }
  }
  entries_.push_back(std::move(entry));
  if (rarest == kScopeKeyCount) {
    for (size_t stage = 0; stage < kStageCount; ++stage) {
      if ((scope.stages >> stage & 1u) != 0) unconditional_[stage].push_back(rule);
    }
    return;
  }
  for (const std::string& value : scope.values[rarest]) {
    postings_[rarest].find(value)->second.rules.push_back(rule);
  }
}

bool ScopeIndex::Holds(const Entry& entry, unsigned stage, unsigned risk_class,
                       const Values& values) const {
  if ((entry.stages >> stage & 1u) == 0 || (entry.risk_classes >> risk_class & 1u) == 0) {
    return false;
  }
  for (size_t key = 0; key < kScopeKeyCount; ++key) {
    const std::vector<uint32_t>& demanded = entry.values[key];
    if (demanded.empty()) continue;
    if (!std::binary_search(demanded.begin(), demanded.end(), values[key])) return false;
  }
  return true;
}

void ScopeIndex::Find(const Facts& facts, std::vector<uint32_t>* out) const {
  out->clear();
  const auto stage = static_cast<unsigned>(facts.stage);
  const auto risk_class = static_cast<unsigned>(facts.system.risk_class);
  const auto texts = ValuesOf(facts);
  Values values{};
  std::array<const std::vector<uint32_t>*, kScopeKeyCount + 1> filed{};
  filed[kScopeKeyCount] = &unconditional_[stage];
  for (size_t key = 0; key < kScopeKeyCount; ++key) {
    if (postings_[key].empty()) continue;
    const auto found = postings_[key].find(texts[key]);
    if (found == postings_[key].end()) continue;
    values[key] = found->second.value;
    filed[key] = &found->second.rules;
  }
  size_t sources = 0;
  for (const std::vector<uint32_t>* rules : filed) {
    if (rules == nullptr) continue;
    const size_t before = out->size();
    for (const uint32_t rule : *rules) {
      if (Holds(entries_[rule], stage, risk_class, values)) out->push_back(rule);
    }
    if (out->size() > before) ++sources;
  }
  // Each source is ascending, and each rule is filed under one key: only several need sorting.
  if (sources > 1) std::sort(out->begin(), out->end());
}

}  // namespace reeve::policy
