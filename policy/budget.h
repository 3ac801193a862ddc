// Budgets: how many calls may pass in a window of time, and how many tokens and how much money
// they may use, for each actor, system, tenant or model.
//
//   budgets:
//     chat_calls: { of: calls, per: [actor], window: 1d, limit: 200 }
//
// A budget counts, and refuses nothing: a rule that reads usage.<name> says what happens when it is
// used up. docs/budgets.md.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace reeve::policy {

// Cost is counted in millionths of a unit of money.
enum class BudgetUnit : uint8_t { kCalls, kTokens, kCost };
inline constexpr size_t kBudgetUnitCount = 3;
std::string_view BudgetUnitName(BudgetUnit unit);  // "calls", "tokens", "cost"

struct Budget {
  std::string name;
  BudgetUnit unit = BudgetUnit::kCalls;
  // For each of which there is a count of its own; where none is said, one count for all.
  bool per_actor = false;
  bool per_system = false;
  bool per_tenant = false;
  bool per_model = false;
  // Windows begin at the multiples of this since 1970-01-01T00:00Z.
  std::chrono::seconds window{0};
  uint64_t limit = 0;
  friend auto operator<=>(const Budget&, const Budget&) = default;

  // Whether a count of the one is a count of the other: all but the limit is the same.
  bool CountsLike(const Budget& other) const;
};

inline constexpr size_t kMaxBudgets = 16;  // of a bundle
inline constexpr uint64_t kMaxBudgetLimit = 1'000'000'000'000;

// Null where the bundle declares none of that name.
const Budget* FindBudget(const std::vector<Budget>& budgets, std::string_view name);

}  // namespace reeve::policy
