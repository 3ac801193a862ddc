#include "policy/cel/reads.h"

#include <algorithm>
#include <set>

#include "policy/cel/lexer.h"

namespace reeve::cel {
namespace {

void Collect(const Expr& expr, std::set<std::string>* paths) {
  if (auto path = PathOf(expr)) {
    paths->insert(std::move(*path));
    return;
  }
  for (const ExprPtr& operand : expr.operands) Collect(*operand, paths);
}

bool Covers(const std::string& whole, const std::string& part) {
  return part.size() > whole.size() && part.starts_with(whole) && part[whole.size()] == '.';
}

}  // namespace

std::optional<std::string> PathOf(const Expr& expr) {
  if (expr.kind == ExprKind::kIdent) {
    return expr.reference == Reference::kVariable ? std::optional(expr.name) : std::nullopt;
  }
  std::string name;
  const bool is_index = expr.kind == ExprKind::kIndex || expr.kind == ExprKind::kOptionalIndex;
  if (expr.kind == ExprKind::kSelect || expr.kind == ExprKind::kOptionalSelect ||
      expr.kind == ExprKind::kHas) {
    name = expr.name;
  } else if (is_index && expr.operands[1]->kind == ExprKind::kLiteral &&
             expr.operands[1]->literal.Is(Kind::kString)) {
    name = expr.operands[1]->literal.as_text();
  }
  // A key with a dot or a blank would read like a path that it is not.
  if (!IsIdentifier(name)) return std::nullopt;
  const auto target = PathOf(*expr.operands[0]);
  return target ? std::optional(*target + "." + name) : std::nullopt;
}

std::vector<std::string> PathsRead(const Expr& expr) {
  std::set<std::string> paths;
  Collect(expr, &paths);
  std::vector<std::string> reads;
  for (const std::string& path : paths) {
    const auto covers = [&](const std::string& whole) { return Covers(whole, path); };
    if (std::none_of(paths.begin(), paths.end(), covers)) reads.push_back(path);
  }
  return reads;
}

}  // namespace reeve::cel
