#include "policy/cel/macros.h"

#include <algorithm>
#include <array>
#include <utility>

namespace reeve::cel {
namespace {

constexpr std::array<MacroForm, 21> kForms = {{
    {"all", Macro::kAll, 1, true, false, "list.all(x, condition)"},
    {"all", Macro::kAll, 2, true, false, "list.all(i, x, condition)"},
    {"exists", Macro::kExists, 1, true, false, "list.exists(x, condition)"},
    {"exists", Macro::kExists, 2, true, false, "list.exists(i, x, condition)"},
    {"exists_one", Macro::kExistsOne, 1, true, false, "list.exists_one(x, condition)"},
    {"exists_one", Macro::kExistsOne, 2, true, false, "list.exists_one(i, x, condition)"},
    {"existsOne", Macro::kExistsOne, 1, true, false, "list.existsOne(x, condition)"},
    {"existsOne", Macro::kExistsOne, 2, true, false, "list.existsOne(i, x, condition)"},
    {"filter", Macro::kFilter, 1, true, false, "list.filter(x, condition)"},
    {"map", Macro::kMap, 1, false, true, "list.map(x, result)"},
    {"map", Macro::kMap, 1, true, true, "list.map(x, condition, result)"},
    {"sortBy", Macro::kSortBy, 1, false, true, "list.sortBy(x, key)"},
    {"transformList", Macro::kMap, 2, false, true, "list.transformList(i, x, result)"},
    {"transformList", Macro::kMap, 2, true, true, "list.transformList(i, x, condition, result)"},
    {"transformMap", Macro::kTransformMap, 2, false, true, "map.transformMap(k, v, result)"},
    {"transformMap", Macro::kTransformMap, 2, true, true,
     "map.transformMap(k, v, condition, result)"},
    {"transformMapEntry", Macro::kTransformMapEntry, 2, false, true,
     "map.transformMapEntry(k, v, entries)"},
    {"transformMapEntry", Macro::kTransformMapEntry, 2, true, true,
     "map.transformMapEntry(k, v, condition, entries)"},
    {"optMap", Macro::kOptMap, 1, false, true, "optional.optMap(x, result)"},
    {"optFlatMap", Macro::kOptFlatMap, 1, false, true, "optional.optFlatMap(x, optional)"},
    {"bind", Macro::kBind, 1, false, true, "cel.bind(x, value, result)"},
}};

bool Fail(const Span& span, std::string_view code, std::string message, CompileError* error) {
  *error = {code, std::move(message), span.offset, span.length};
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

bool WrongCount(const Expr& call, CompileError* error) {
  std::string usages;
  for (const MacroForm& form : kForms) {
    if (form.name != call.name) continue;
    usages += (usages.empty() ? "`" : " or `") + std::string(form.usage) + "`";
  }
  return Fail(call.span, "cel.argument_count", "`" + call.name + "` is used as " + usages, error);
}

// operands: what it goes over, and the arguments.
bool ExpandComprehension(Expr& call, const MacroForm& form, CompileError* error) {
  for (size_t i = 1; i <= form.variables; ++i) {
    const Expr& variable = *call.operands[i];
    if (variable.kind != ExprKind::kIdent || variable.absolute) {
      const std::string which = i == 1 ? "first" : "second";
      return Fail(variable.span, "cel.syntax",
                  "the " + which + " argument of `" + call.name + "` is the name of a variable",
                  error);
    }
  }
  const bool two = form.variables == 2;
  if (two && call.operands[1]->name == call.operands[2]->name) {
    return Fail(call.operands[2]->span, "cel.syntax",
                "the two variables of `" + call.name + "` have one name", error);
  }
  call.kind = ExprKind::kComprehension;
  call.macro = form.macro;
  call.conditional = form.condition;
  call.name = call.operands[1]->name;
  call.name_span = call.operands[1]->span;
  if (two) call.second_name = call.operands[2]->name;
  call.operands.erase(call.operands.begin() + 1,
                      call.operands.begin() + 1 + static_cast<std::ptrdiff_t>(form.variables));
  return true;
}

// cel.bind(x, value, result): `cel` gives way to the value.
bool ExpandCel(Expr& call, CompileError* error) {
  if (call.name != "bind") {
    return Fail(call.span, "cel.not_supported",
                "`cel." + call.name + "` is not part of this language", error);
  }
  if (call.operands.size() != 4) return WrongCount(call, error);
  std::swap(call.operands[0], call.operands[2]);
  call.operands.erase(call.operands.begin() + 2);
  return ExpandComprehension(call, kForms.back(), error);
}

// math.greatest(a, b): one list of the arguments.
void ExpandExtreme(Expr& call) {
  if (call.operands.size() < 3) return;
  auto list = std::make_unique<Expr>();
  list->kind = ExprKind::kList;
  list->span = {call.operands[1]->span.offset,
                call.operands.back()->span.end() - call.operands[1]->span.offset};
  list->height = call.height;
  list->operands.assign(std::make_move_iterator(call.operands.begin() + 1),
                        std::make_move_iterator(call.operands.end()));
  call.operands.resize(1);
  call.operands.push_back(std::move(list));
  ++call.height;
}

bool ReceiverIs(const Expr& call, std::string_view name) {
  const Expr& receiver = *call.operands[0];
  return receiver.kind == ExprKind::kIdent && receiver.name == name;
}

}  // namespace

std::span<const MacroForm> MacroForms() { return kForms; }

bool ExpandMacro(Expr& call, CompileError* error) {
  if (!call.member) return call.name != "has" || ExpandHas(call, error);
  if (ReceiverIs(call, "cel")) return ExpandCel(call, error);
  if (ReceiverIs(call, "math") && (call.name == "greatest" || call.name == "least")) {
    ExpandExtreme(call);
    return true;
  }
  if (call.name == "bind") return true;
  bool named = false;
  for (const MacroForm& form : kForms) {
    if (form.name != call.name) continue;
    if (form.arguments() + 1 == call.operands.size()) return ExpandComprehension(call, form, error);
    named = true;
  }
  return !named || WrongCount(call, error);
}

std::string_view MacroName(const Expr& macro) {
  const size_t variables = macro.second_name.empty() ? 1 : 2;
  const auto* form = std::find_if(kForms.begin(), kForms.end(), [&](const MacroForm& f) {
    return f.macro == macro.macro && f.variables == variables;
  });
  return form->name;
}

std::vector<std::string> MacroNames() {
  std::vector<std::string> names = {"has"};
  for (const MacroForm& form : kForms) {
    if (form.name != "bind") names.emplace_back(form.name);
  }
  return names;
}

}  // namespace reeve::cel
