// The key `budgets` of a bundle document.
#include <algorithm>
#include <array>

#include "policy/budget.h"
#include "policy/document.h"

namespace reeve::policy {
namespace {

constexpr std::array<std::string_view, kBudgetUnitCount> kUnitNames = {"calls", "tokens", "cost"};

const std::vector<std::string>& UnitWords() {
  static const std::vector<std::string> words(kUnitNames.begin(), kUnitNames.end());
  return words;
}

void ReadPer(const YamlNode& node, Budget* out, Reporter& reporter) {
  for (const Located& word : ReadTexts(node, "`per`", reporter)) {
    if (word.text == "actor") {
      out->per_actor = true;
    } else if (word.text == "system") {
      out->per_system = true;
    } else if (word.text == "tenant") {
      out->per_tenant = true;
    } else if (word.text == "model") {
      out->per_model = true;
    } else {
      reporter.Error("policy.unknown_name", word.span,
                     "`" + word.text +
                         "` is nothing that a budget counts by; `per` is a list of `actor`, "
                         "`system`, `tenant` and `model`");
    }
  }
}

BudgetDocument ReadBudget(const YamlMember& member, Reporter& reporter) {
  BudgetDocument out{{}, member.key_span};
  Budget& budget = out.budget;
  budget.name = member.key;
  CheckName(member.key, member.key_span, "a budget's name", reporter);
  const MapReader map(member.value, "a budget", {"of", "per", "window", "limit"}, reporter);
  if (const YamlNode* node = map.Require("of")) {
    if (const auto unit = ReadWord(*node, "`of`", UnitWords(), reporter)) {
      budget.unit = static_cast<BudgetUnit>(*unit);
    }
  }
  if (const YamlNode* node = map.Find("per")) ReadPer(*node, &budget, reporter);
  if (const YamlNode* node = map.Require("window")) {
    if (const auto window = ReadDuration(*node, "`window`", reporter)) budget.window = *window;
  }
  if (const YamlNode* node = map.Require("limit")) {
    if (const auto limit = ReadCount(*node, "`limit`", 1, kMaxBudgetLimit, reporter)) {
      budget.limit = *limit;
    }
  }
  return out;
}

}  // namespace

std::string_view BudgetUnitName(BudgetUnit unit) { return kUnitNames[static_cast<size_t>(unit)]; }

bool Budget::CountsLike(const Budget& other) const {
  Budget same = other;
  same.limit = limit;
  return *this == same;
}

const Budget* FindBudget(const std::vector<Budget>& budgets, std::string_view name) {
  const auto found = std::find_if(budgets.begin(), budgets.end(),
                                  [name](const Budget& budget) { return budget.name == name; });
  return found == budgets.end() ? nullptr : &*found;
}

std::vector<BudgetDocument> ReadBudgets(const YamlNode& node, Reporter& reporter) {
  std::vector<BudgetDocument> out;
  const MapReader map(node, "`budgets`", reporter);
  if (node.members.size() > kMaxBudgets) {
    reporter.Error("policy.too_long", node.span,
                   "`budgets` has " + std::to_string(node.members.size()) +
                       " entries; the most is " + std::to_string(kMaxBudgets));
    return out;
  }
  out.reserve(node.members.size());
  for (const YamlMember& member : node.members) out.push_back(ReadBudget(member, reporter));
  return out;
}

}  // namespace reeve::policy
