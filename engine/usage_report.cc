#include "engine/usage_report.h"

#include <algorithm>
#include <utility>

namespace reeve::engine {
namespace {

// Before it stands nothing but an actor's digest in a canonical name.
constexpr std::string_view kBudgetMember = "\"budget\":\"";

std::string_view BudgetOf(std::string_view key) {
  const size_t begin = key.find(kBudgetMember);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = key.substr(begin + kBudgetMember.size());
  return rest.substr(0, rest.find('"'));
}

std::string TextOf(const json::Value& name, std::string_view key) {
  const json::Value* found = name.Find(key);
  return found == nullptr ? "" : *found->as_string();
}

// Whether it is what the bundle counts now: a budget of that name may have counted otherwise.
bool IsCountOf(const policy::Budget& budget, const json::Value& name) {
  const auto has = [&name](const char* key) { return name.Find(key) != nullptr; };
  const json::Value* window = name.Find("window");
  return TextOf(name, "of") == policy::BudgetUnitName(budget.unit) && window != nullptr &&
         *window == json::Value(int64_t{budget.window.count()}) &&
         has("actor") == budget.per_actor && has("model") == budget.per_model &&
         has("system") == budget.per_system &&
         has("tenant") == (budget.per_tenant || budget.per_system);
}

bool IsAskedFor(const UsageQuery& query, const json::Value& name) {
  if (!query.system.empty() && TextOf(name, "system") != query.system) return false;
  if (!query.actor.empty() && TextOf(name, "actor") != query.actor) return false;
  if (name.Find("tenant") != nullptr) return TextOf(name, "tenant") == query.tenant;
  return name.Find("actor") == nullptr || !query.actor.empty();
}

struct Listed {
  const policy::Budget* budget = nullptr;
  json::Value name;
  UsageCounters::Counter counter;

  double share() const {
    return static_cast<double>(counter.used) / static_cast<double>(budget->limit);
  }
};

json::Object ListedJson(Listed& listed) {
  json::Object out = std::move(*listed.name.as_object());
  const uint64_t limit = listed.budget->limit;
  const uint64_t used = listed.counter.used;
  out.Add("used", used)
      .Add("limit", limit)
      .Add("remaining", used < limit ? limit - used : uint64_t{0})
      .Add("until", FormatTimestamp(Timestamp(std::chrono::seconds(listed.counter.until))));
  return out;
}

}  // namespace

Result<json::Object> UsageReport(UsageCounters& counters, const policy::Bundle& bundle,
                                 const UsageQuery& query, Timestamp now) {
  if (!query.budget.empty() && policy::FindBudget(bundle.budgets(), query.budget) == nullptr) {
    return Error{"usage.unknown_budget",
                 "the active bundle declares no budget `" + query.budget + "`", "/budget"};
  }
  // Read apart from the lock, for decisions wait for it.
  std::vector<std::pair<std::string, UsageCounters::Counter>> seen;
  counters.Visit(now, [&](const std::string& key, const UsageCounters::Counter& counter) {
    if (query.budget.empty() || BudgetOf(key) == query.budget) seen.emplace_back(key, counter);
  });
  std::vector<Listed> listed;
  for (const auto& [key, counter] : seen) {
    const policy::Budget* budget = policy::FindBudget(bundle.budgets(), BudgetOf(key));
    if (budget == nullptr) continue;
    REEVE_ASSIGN_OR_RETURN(json::Value name, json::Parse(key));
    if (!IsCountOf(*budget, name) || !IsAskedFor(query, name)) continue;
    listed.push_back({budget, std::move(name), counter});
  }
  std::stable_sort(listed.begin(), listed.end(),
                   [](const Listed& a, const Listed& b) { return a.share() > b.share(); });
  json::Array counts;
  counts.reserve(std::min(listed.size(), kMaxListedCounts));
  for (size_t i = 0; i < std::min(listed.size(), kMaxListedCounts); ++i) {
    counts.emplace_back(ListedJson(listed[i]));
  }
  return json::Object{{"counts", std::move(counts)}, {"total", uint64_t{listed.size()}}};
}

std::vector<BudgetUse> SummariseUsage(UsageCounters& counters, const policy::Bundle& bundle,
                                      Timestamp now) {
  std::vector<BudgetUse> out;
  out.reserve(bundle.budgets().size());
  for (const policy::Budget& budget : bundle.budgets()) out.push_back({budget.name, 0, 0, 0});
  counters.Visit(now, [&](const std::string& key, const UsageCounters::Counter& counter) {
    const std::string_view name = BudgetOf(key);
    for (size_t i = 0; i < out.size(); ++i) {
      if (out[i].budget != name) continue;
      const uint64_t limit = bundle.budgets()[i].limit;
      ++out[i].counts;
      if (counter.used >= limit) ++out[i].used_up;
      out[i].highest_share = std::max(
          out[i].highest_share, static_cast<double>(counter.used) / static_cast<double>(limit));
    }
  });
  return out;
}

}  // namespace reeve::engine
