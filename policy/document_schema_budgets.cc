#include "policy/budget.h"
#include "policy/document_schema.h"
#include "policy/json_shape.h"

namespace reeve::policy {
namespace {

std::vector<std::string> UnitWords() {
  std::vector<std::string> words;
  for (size_t i = 0; i < kBudgetUnitCount; ++i) {
    words.emplace_back(BudgetUnitName(static_cast<BudgetUnit>(i)));
  }
  return words;
}

}  // namespace

json::Object BudgetsSchema() {
  json::Object budget = MapShape(
      "How many calls may pass in a window of time, or what they may use.",
      {{"of", WordShape(UnitWords()),
        "What is counted: calls, the tokens of models, or cost in millionths of a unit of money.",
        true},
       {"per",
        OneOrMany(WordShape({"actor", "system", "tenant", "model"})),
        "For each of which there is a count of its own; nothing: one count for all.",
        false,
        nullptr,
        {"actor", json::Array{"actor", "model"}}},
       {"window",
        DurationShape(),
        "The time that is counted in, from 1m to 366d; it begins at multiples of itself, in UTC.",
        true,
        nullptr,
        {"1d"}},
       {"limit",
        {{"type", "integer"}, {"minimum", 1}, {"maximum", kMaxBudgetLimit}},
        "The most of one window, which rules read as usage.NAME.limit.",
        true,
        nullptr,
        {200}}});
  json::Object out = MapOf(kNamePattern, std::move(budget));
  out.Add("maxProperties", uint64_t{kMaxBudgets});
  return out;
}

}  // namespace reeve::policy
