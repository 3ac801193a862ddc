// Macros: calls that the parser turns into nodes of their own (cel-spec, "Macros").
//
// has(e.f); list.all(x, p), exists, exists_one (also existsOne), filter; map(x, r), map(x, p, r).
#pragma once

#include "policy/cel/ast.h"
#include "policy/cel/compile.h"

namespace reeve::cel {

// Rewrites the call in place if it is a macro. False, and `error` set, when it is one but not
// well formed: cel.argument_count, cel.syntax.
bool ExpandMacro(Expr& call, CompileError* error);

}  // namespace reeve::cel
