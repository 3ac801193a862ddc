#include "policy/cel/compile.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "policy/cel/checker.h"
#include "policy/cel/lower.h"
#include "policy/cel/parser.h"
#include "policy/cel/reads.h"
#include "policy/cel/trace.h"

namespace reeve::cel {
namespace {

// The operands of the top-level `&&`, through parentheses.
void CollectClauses(const Expr& expr, std::vector<const Expr*>* clauses) {
  if (expr.kind != ExprKind::kLogic || expr.op != Operator::kAnd) {
    clauses->push_back(&expr);
    return;
  }
  for (const ExprPtr& operand : expr.operands) CollectClauses(*operand, clauses);
}

std::vector<const Expr*> ClausesOf(const Expr& root) {
  std::vector<const Expr*> clauses;
  CollectClauses(root, &clauses);
  return clauses.size() <= kMaxClauses ? clauses : std::vector<const Expr*>{&root};
}

// What is left of a type when nothing more will be known of it.
Type Settled(const Type& type) {
  if (type.Is(Kind::kList)) return Type::List(Settled(type.element()));
  if (type.Is(Kind::kOptional)) return Type::Optional(Settled(type.element()));
  if (type.Is(Kind::kMap)) return Type::Map(Settled(type.key()), Settled(type.element()));
  return type.IsOpen() ? Type::Dyn() : type;
}

std::vector<CompileError> One(std::string_view code, std::string message) {
  return {CompileError{code, std::move(message), 0, 0}};
}

}  // namespace

CompileResult Compile(std::string_view expression, const Environment& environment,
                      const CompileOptions& options) {
  if (expression.size() > kMaxExpressionLength) {
    return One("cel.too_long",
               "the expression is longer than " + std::to_string(kMaxExpressionLength) + " bytes");
  }
  auto parts = std::make_unique<ProgramParts>();
  parts->text = expression;
  std::vector<CompileError> errors;
  ExprPtr root = Parse(parts->text, parts->arena, &errors);
  if (!root) return errors;
  CheckResult checked = Check(*root, environment, options);
  if (!checked.errors.empty()) return std::move(checked.errors);
  if (options.trace) parts->trace_points = MarkTracePoints(*root);
  const std::vector<const Expr*> clauses = ClausesOf(*root);
  errors = Lower(clauses, options, *parts);
  if (!errors.empty()) return errors;
  for (size_t i = 0; i < clauses.size(); ++i) {
    parts->clauses[i].text = clauses[i]->span.Of(parts->text);
    parts->clauses[i].reads = PathsRead(*clauses[i]);
  }
  parts->type = Settled(root->type);
  parts->tree = std::move(root);
  parts->local_count = checked.local_count;
  parts->max_steps = options.max_steps;
  parts->max_made = options.max_made;
  return Program(std::move(parts));
}

std::string Render(std::string_view expression, const CompileError& error) {
  const size_t offset = std::min(error.offset, expression.size());
  const std::string_view before = expression.substr(0, offset);
  const auto line = static_cast<size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  const size_t start = before.rfind('\n') + 1;  // npos + 1 is 0
  const size_t column = CodePointCount(before.substr(start)) + 1;
  const size_t length = CodePointCount(expression.substr(offset, error.length));
  return error.message + "\n" + SourceExcerpt(expression, line, column, length);
}

}  // namespace reeve::cel
