// Lowering: from the checked tree to the compiled form (node.h).
//
// Constant parts are evaluated here, once; constant patterns are compiled; `variable.field` becomes
// one node, and so do the comparison with a constant string and membership in a long constant
// list of strings.
#pragma once

#include <vector>

#include "policy/cel/ast.h"
#include "policy/cel/compile.h"
#include "policy/cel/program_parts.h"

namespace reeve::cel {

// Fills the clauses of `parts`, without their texts and reads; root's clauses in order.
// Precondition: the literals of the tree live in parts.arena. Errors: cel.pattern.
std::vector<CompileError> Lower(const std::vector<const Expr*>& clauses,
                                const CompileOptions& options, ProgramParts& parts);

}  // namespace reeve::cel
