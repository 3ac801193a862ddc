// Macros: calls that the parser turns into nodes of their own (cel-spec, "Macros"; for those of two
// variables, sortBy, optMap and cel.bind the extension libraries of the reference).
//
// has(e.f). Of a list or map, with one variable or two: all, exists, exists_one (also existsOne);
// with one: filter, map, sortBy; with two: transformList, transformMap, transformMapEntry. Of an
// optional: optMap, optFlatMap. cel.bind(x, value, result). math.greatest and math.least of several
// arguments become calls with one list.
#pragma once

#include <string>
#include <vector>

#include "policy/cel/ast.h"
#include "policy/cel/compile.h"

namespace reeve::cel {

// Rewrites the call in place if it is a macro. False, and `error` set, when it is one but not
// well formed: cel.argument_count, cel.syntax, cel.not_supported.
bool ExpandMacro(Expr& call, CompileError* error);

// For "did you mean".
std::vector<std::string> MacroNames();

}  // namespace reeve::cel
