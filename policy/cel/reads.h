// Reads: which variables and fields an expression looks at, so that a caller knows on which facts
// an outcome rests. See Program::clause_reads.
#pragma once

#include <string>
#include <vector>

#include "policy/cel/ast.h"

namespace reeve::cel {

// Precondition: the tree is checked. Sorted; none is the beginning of another.
std::vector<std::string> PathsRead(const Expr& expr);

}  // namespace reeve::cel
