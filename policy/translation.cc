#include "policy/translation.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "policy/compiled.h"

namespace reeve::policy {
namespace {

constexpr std::string_view kContext = "context";
constexpr std::string_view kUsage = "usage";
// Variables whose values a bundle, not the request, decides about.
constexpr std::array<std::string_view, 4> kOfBundle = {"findings", "parameters", "lists", "usage"};

std::span<const std::string> ReadsOf(const Bundle& bundle, const Rule& rule, size_t clause) {
  return bundle.compiled().programs[rule.index].program.clause_reads(clause);
}

bool IsUnder(std::string_view path, std::string_view variable) {
  return path.starts_with(variable) &&
         (path.size() == variable.size() || path[variable.size()] == '.');
}

// "region" of "context.region" and what is below it; empty for all of `context`.
std::string_view AttributeOf(std::string_view path) {
  if (path.size() <= kContext.size()) return {};
  const std::string_view name = path.substr(kContext.size() + 1);
  return name.substr(0, name.find('.'));
}

// Whether each of the attributes that `path` reads is recorded by value under both bundles.
bool HasAttributes(const Bundle& from, const Bundle& to, std::string_view path) {
  const std::string_view name = AttributeOf(path);
  return std::all_of(to.attributes().begin(), to.attributes().end(), [&](const Attribute& wanted) {
    if (!name.empty() && wanted.name != name) return true;
    if (wanted.recorded != Recorded::kValue) return true;  // its clauses are opaque
    const Attribute* had = from.FindAttribute(wanted.name);
    return had != nullptr && *had == wanted;
  });
}

// What detectors found then is what they would find now.
bool HasEntities(const Bundle& from, const Bundle& to, const Policy& policy) {
  const auto& had = from.wanted_entities();
  return std::includes(had.begin(), had.end(), policy.entities.begin(), policy.entities.end()) &&
         std::all_of(policy.entities.begin(), policy.entities.end(),
                     [&](const std::string& name) { return LooksForTheSame(from, to, name); });
}

// Whether the clause means the same wherever it stands.
bool IsOfRequest(const Bundle& from, const Bundle& to, std::span<const std::string> reads) {
  return std::all_of(reads.begin(), reads.end(), [&](const std::string& path) {
    const auto is_under = [&](std::string_view variable) { return IsUnder(path, variable); };
    if (std::any_of(kOfBundle.begin(), kOfBundle.end(), is_under)) return false;
    if (!IsUnder(path, kContext)) return true;
    const std::string_view name = AttributeOf(path);
    const Attribute* before = from.FindAttribute(name);
    const Attribute* after = to.FindAttribute(name);
    return before != nullptr && after != nullptr && before->type == after->type;
  });
}

// Whether what the path reads of budgets was counted then as it would be now; another limit is no
// matter, for it is of the bundle and not of the record.
bool HasBudgets(const Bundle& from, const Bundle& to, std::string_view path) {
  return std::all_of(to.budgets().begin(), to.budgets().end(), [&](const Budget& wanted) {
    if (path != kUsage && !IsUnder(path, std::string(kUsage) + "." + wanted.name)) return true;
    const Budget* had = FindBudget(from.budgets(), wanted.name);
    return had != nullptr && had->CountsLike(wanted);
  });
}

uint64_t BlindClauses(const Bundle& from, const Bundle& to, const Policy& policy,
                      const Rule& rule) {
  uint64_t blind = 0;
  for (size_t clause = 0; clause < rule.clauses.size(); ++clause) {
    for (const std::string& path : ReadsOf(to, rule, clause)) {
      const bool is_there = IsUnder(path, "findings") ? HasEntities(from, to, policy)
                            : IsUnder(path, kContext) ? HasAttributes(from, to, path)
                            : IsUnder(path, kUsage)   ? HasBudgets(from, to, path)
                                                      : true;
      if (!is_there) blind |= uint64_t{1} << clause;
    }
  }
  return blind;
}

}  // namespace

Translation::Translation(const Bundle& from, const Bundle& to)
    : to_(to), blind_(to.rules().size(), 0) {
  for (const Policy& policy : to.policies()) {
    for (size_t i = 0; i < policy.rule_count; ++i) {
      const Rule& rule = to.rules()[policy.first_rule + i];
      blind_[rule.index] = BlindClauses(from, to, policy, rule);
    }
  }
  std::map<std::string_view, std::vector<Place>> by_text;
  for (const Rule& rule : to.rules()) {
    for (uint32_t clause = 0; clause < rule.clauses.size(); ++clause) {
      if (rule.clauses[clause].opaque && IsOfRequest(from, to, ReadsOf(to, rule, clause))) {
        by_text[rule.clauses[clause].text].push_back({rule.index, clause});
      }
    }
  }
  for (const Rule& rule : from.rules()) {
    for (uint32_t clause = 0; clause < rule.clauses.size(); ++clause) {
      if (!rule.clauses[clause].opaque) continue;
      const auto found = by_text.find(rule.clauses[clause].text);
      if (found != by_text.end()) same_[{rule.index, clause}] = found->second;
    }
  }
}

std::vector<ClauseOutcome> Translation::Translate(std::span<const ClauseOutcome> outcomes) const {
  std::vector<ClauseOutcome> out;
  for (const ClauseOutcome& outcome : outcomes) {
    const auto places = same_.find({outcome.rule, outcome.clause});
    if (places == same_.end()) continue;
    for (const auto& [rule, clause] : places->second) {
      out.push_back(outcome);
      out.back().rule = rule;
      out.back().clause = clause;
    }
  }
  return out;
}

Verdict Translation::Replay(const Facts& recorded, std::span<const ClauseOutcome> outcomes,
                            Scratch& scratch) const {
  return ReplayUnder(to_, recorded, Translate(outcomes), *this, scratch);
}

}  // namespace reeve::policy
