// Trees for people: "> : bool", and below it, indented, what it compares.
#include <string>

#include "policy/cel/macros.h"
#include "policy/cel/operator_types.h"
#include "policy/cel/render.h"

namespace reeve::cel {
namespace {

constexpr size_t kLongestLiteral = 80;  // bytes

std::string Call(const Expr& expr) { return (expr.member ? "." : "") + expr.name + "()"; }

std::string Comprehension(const Expr& expr) {
  std::string label = "." + std::string(MacroName(expr)) + "(" + expr.name;
  if (!expr.second_name.empty()) label += ", " + expr.second_name;
  return label + ")";
}

std::string Label(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kLiteral:
      return expr.literal.Text(kLongestLiteral);
    case ExprKind::kIdent:
      return (expr.absolute ? "." : "") + expr.name;
    case ExprKind::kSelect:
      return "." + expr.name;
    case ExprKind::kOptionalSelect:
      return ".?" + expr.name;
    case ExprKind::kHas:
      return "has ." + expr.name;
    case ExprKind::kIndex:
      return "[]";
    case ExprKind::kOptionalIndex:
      return "[?]";
    case ExprKind::kUnary:
    case ExprKind::kBinary:
    case ExprKind::kLogic:
      return std::string(OperatorText(expr.op));
    case ExprKind::kTernary:
      return "? :";
    case ExprKind::kList:
      return "list";
    case ExprKind::kMap:
      return "map";
    case ExprKind::kCall:
      return Call(expr);
    case ExprKind::kComprehension:
      return Comprehension(expr);
  }
  return "";
}

std::string_view Meaning(Reference reference) {
  switch (reference) {
    case Reference::kVariable:
      return "variable";
    case Reference::kLocal:
      return "variable of a macro";
    case Reference::kTypeName:
      return "name of a type";
    case Reference::kField:
      return "field";
    case Reference::kConstant:
      return "constant";
    case Reference::kKey:
      return "key";
    case Reference::kNone:
      break;
  }
  return "";
}

void Write(const Expr& expr, size_t depth, std::string* out) {
  out->append(2 * depth, ' ');
  if (expr.optional) *out += '?';
  (*out += Label(expr)) += " : " + expr.type.Name();
  const std::string_view meaning = Meaning(expr.reference);
  if (!meaning.empty()) ((*out += "  (") += meaning) += ')';
  *out += '\n';
  for (const ExprPtr& operand : expr.operands) Write(*operand, depth + 1, out);
}

}  // namespace

std::string RenderTree(const Expr& expr) {
  std::string out;
  Write(expr, 0, &out);
  return out;
}

}  // namespace reeve::cel
