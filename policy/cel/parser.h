// The parser: tokens to a tree, by the grammar of cel-spec (doc/langdef.md, "Syntax"), with the
// macros expanded to nodes of their own.
//
// Precedence climbing, so that a level of nesting costs few stack frames. The first error ends it:
// cel.syntax, cel.literal, cel.too_deep, cel.argument_count (of a macro), cel.not_supported.
#pragma once

#include <string_view>
#include <vector>

#include "policy/cel/arena.h"
#include "policy/cel/ast.h"
#include "policy/cel/compile.h"

namespace reeve::cel {

// Null, and an error added, on failure. The texts of literals are put in the arena.
ExprPtr Parse(std::string_view text, Arena& arena, std::vector<CompileError>* errors);

}  // namespace reeve::cel
