#include "policy/cel/macros.h"

#include <array>
#include <string>
#include <utility>

namespace reeve::cel {
namespace {

struct MacroName {
  std::string_view name;
  Macro macro;
  std::string_view usage;
};

constexpr std::array<MacroName, 6> kMacros = {
    {{"all", Macro::kAll, "list.all(x, condition)"},
     {"exists", Macro::kExists, "list.exists(x, condition)"},
     {"exists_one", Macro::kExistsOne, "list.exists_one(x, condition)"},
     {"existsOne", Macro::kExistsOne, "list.existsOne(x, condition)"},
     {"filter", Macro::kFilter, "list.filter(x, condition)"},
     {"map", Macro::kMap, "list.map(x, result)` or `list.map(x, condition, result)"}}};

bool Fail(const Span& span, std::string code, std::string message, CompileError* error) {
  *error = {std::move(code), std::move(message), span.offset, span.length};
  return false;
}

bool ExpandHas(Expr& call, CompileError* error) {
  if (call.operands.size() != 1 || call.operands[0]->kind != ExprKind::kSelect) {
    return Fail(call.span, "cel.argument_count", "`has` takes one field, as in `has(a.b)`", error);
  }
  const ExprPtr select = std::move(call.operands[0]);
  const Span span = call.span;
  call = std::move(*select);
  call.kind = ExprKind::kHas;
  call.span = span;
  return true;
}

bool ExpandComprehension(Expr& call, const MacroName& macro, CompileError* error) {
  const size_t arguments = call.operands.size() - 1;
  if (arguments != 2 && !(macro.macro == Macro::kMap && arguments == 3)) {
    return Fail(call.span, "cel.argument_count",
                "`" + call.name + "` is used as `" + std::string(macro.usage) + "`", error);
  }
  const Expr& variable = *call.operands[1];
  if (variable.kind != ExprKind::kIdent || variable.absolute) {
    return Fail(variable.span, "cel.syntax",
                "the first argument of `" + call.name + "` is the name of a variable", error);
  }
  call.kind = ExprKind::kComprehension;
  call.macro = macro.macro;
  call.name = variable.name;
  call.name_span = variable.span;
  call.operands.erase(call.operands.begin() + 1);
  return true;
}

}  // namespace

bool ExpandMacro(Expr& call, CompileError* error) {
  if (!call.member) return call.name != "has" || ExpandHas(call, error);
  for (const MacroName& macro : kMacros) {
    if (macro.name == call.name) return ExpandComprehension(call, macro, error);
  }
  return true;
}

}  // namespace reeve::cel
