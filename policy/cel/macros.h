// Macros: calls that the parser turns into nodes of their own (cel-spec, "Macros"; for those of two
// variables, sortBy, optMap and cel.bind the extension libraries of the reference).
//
// has(e.f). Of a list or map, with one variable or two: all, exists, exists_one (also existsOne);
// with one: filter, map, sortBy; with two: transformList, transformMap, transformMapEntry. Of an
// optional: optMap, optFlatMap. cel.bind(x, value, result). math.greatest and math.least of several
// arguments become calls with one list.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/cel/ast.h"
#include "policy/cel/compile.h"

namespace reeve::cel {

// One way to use a macro: how many variables come first, then whether a condition, then whether a
// result.
struct MacroForm {
  std::string_view name;
  Macro macro;
  size_t variables;
  bool condition;
  bool result;
  std::string_view usage;

  size_t arguments() const { return variables + (condition ? 1 : 0) + (result ? 1 : 0); }
};

// All but has(), and math.greatest and math.least, which functions.h has with one list.
std::span<const MacroForm> MacroForms();

// Rewrites the call in place if it is a macro. False, and `error` set, when it is one but not
// well formed: cel.argument_count, cel.syntax, cel.not_supported.
bool ExpandMacro(Expr& call, CompileError* error);

// As the macro of a kComprehension is written: "exists_one", "transformList".
std::string_view MacroName(const Expr& macro);

// For "did you mean".
std::vector<std::string> MacroNames();

}  // namespace reeve::cel
