#include "policy/scoped_constants.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <string>

#include "policy/cel/reads.h"
#include "policy/cel/walk.h"

namespace reeve::policy {
namespace {

// More combinations of values than these are not tried.
constexpr size_t kMaxCombinations = 4096;

constexpr std::array<std::string_view, kScopeKeyCount> kPaths = {
    "system.id", "action.kind", "action.tool", "tenant", "channel"};

std::string_view& TextOf(Facts* facts, size_t key) {
  switch (static_cast<ScopeKey>(key)) {
    case ScopeKey::kSystem:
      return facts->system.id;
    case ScopeKey::kAction:
      return facts->action.kind;
    case ScopeKey::kTool:
      return facts->action.tool;
    case ScopeKey::kTenant:
      return facts->tenant;
    case ScopeKey::kChannel:
      break;
  }
  return facts->channel;
}

Always Opposite(Always always) {
  return always == Always::kTrue    ? Always::kFalse
         : always == Always::kFalse ? Always::kTrue
                                    : Always::kUnknown;
}

bool IsBool(const cel::Expr& expr) { return expr.type == cel::Type::Bool(); }

}  // namespace

struct ScopedConstants::Dimension {
  std::vector<std::function<void(Facts*)>> values;
};

bool ScopedConstants::IsFinite(const cel::Expr& expr) const {
  const std::vector<std::string> paths = cel::PathsRead(expr);
  return std::all_of(paths.begin(), paths.end(), [this](const std::string& path) {
    if (path == "stage" || path == "system.risk_class") return true;
    const auto key = std::find(kPaths.begin(), kPaths.end(), path);
    return key != kPaths.end() && !scope_.values[static_cast<size_t>(key - kPaths.begin())].empty();
  });
}

std::vector<ScopedConstants::Dimension> ScopedConstants::DimensionsOf(
    std::span<const cel::Expr* const> exprs) const {
  std::set<std::string> paths;
  for (const cel::Expr* expr : exprs) {
    for (std::string& path : cel::PathsRead(*expr)) paths.insert(std::move(path));
  }
  std::vector<Dimension> dimensions;
  for (const std::string& path : paths) {
    Dimension& dimension = dimensions.emplace_back();
    for (size_t i = 0; path == "stage" && i < kStageCount; ++i) {
      if ((scope_.stages >> i & 1u) == 0) continue;
      dimension.values.push_back([i](Facts* facts) { facts->stage = static_cast<Stage>(i); });
    }
    for (size_t i = 0; path == "system.risk_class" && i < kRiskClassCount; ++i) {
      if ((scope_.risk_classes >> i & 1u) == 0) continue;
      dimension.values.push_back(
          [i](Facts* facts) { facts->system.risk_class = static_cast<RiskClass>(i); });
    }
    for (size_t key = 0; key < kScopeKeyCount; ++key) {
      if (path != kPaths[key]) continue;
      for (const std::string& value : scope_.values[key]) {
        dimension.values.push_back([key, &value](Facts* facts) { TextOf(facts, key) = value; });
      }
    }
  }
  return dimensions;
}

// Of the conjunction of parts that are all finite.
Always ScopedConstants::OfAll(std::span<const cel::Expr* const> conjunction) const {
  const std::vector<Dimension> dimensions = DimensionsOf(conjunction);
  size_t combinations = 1;
  for (const Dimension& dimension : dimensions) combinations *= dimension.values.size();
  if (combinations == 0 || combinations > kMaxCombinations) return Always::kUnknown;
  bool any_true = false;
  bool any_false = false;
  cel::Arena arena;
  for (size_t i = 0; i < combinations; ++i) {
    Facts facts;
    size_t rest = i;
    for (const Dimension& dimension : dimensions) {
      dimension.values[rest % dimension.values.size()](&facts);
      rest /= dimension.values.size();
    }
    arena.Reset();
    Slots slots;
    BindCommon(facts, 0, arena, &slots);
    view_.Bind(facts, 0, arena, &slots);
    bool all = true;
    bool none = false;
    for (const cel::Expr* expr : conjunction) {
      const cel::Value value =
          cel::Walk(*expr, view_.environment(), cel::Activation{slots}, arena).value;
      none |= value.is_false();
      all &= value.is_true();
    }
    if (!all && !none) return Always::kUnknown;  // an error
    (none ? any_false : any_true) = true;
    if (any_true && any_false) return Always::kUnknown;
  }
  return any_true ? Always::kTrue : Always::kFalse;
}

Always ScopedConstants::OfLogic(const cel::Expr& expr) const {
  const bool is_and = expr.op == cel::Operator::kAnd;
  const Always decides = is_and ? Always::kFalse : Always::kTrue;
  size_t certain = 0;
  std::vector<const cel::Expr*> finite;
  for (const cel::ExprPtr& operand : expr.operands) {
    const Always always = Of(*operand);
    if (always == decides) return decides;
    if (always != Always::kUnknown) ++certain;
    if (is_and && IsFinite(*operand)) finite.push_back(operand.get());
  }
  if (certain == expr.operands.size()) return Opposite(decides);
  // Parts of which each could be true, but never all of them.
  if (finite.size() > 1 && OfAll(finite) == Always::kFalse) return Always::kFalse;
  return Always::kUnknown;
}

Always ScopedConstants::Of(const cel::Expr& expr) const {
  if (!IsBool(expr)) return Always::kUnknown;
  if (IsFinite(expr)) {
    const cel::Expr* only = &expr;
    return OfAll({&only, 1});
  }
  if (expr.kind == cel::ExprKind::kLogic) return OfLogic(expr);
  if (expr.kind == cel::ExprKind::kUnary && expr.op == cel::Operator::kNot) {
    return Opposite(Of(*expr.operands[0]));
  }
  return Always::kUnknown;
}

}  // namespace reeve::policy
