// Reads: which variables and fields an expression looks at, so that a caller knows on which facts
// an outcome rests. See Program::clause_reads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/cel/ast.h"

namespace reeve::cel {

// Preconditions: the trees are checked.

// The path of a chain of fields that starts at a variable.
std::optional<std::string> PathOf(const Expr& expr);

// Sorted; none is the beginning of another.
std::vector<std::string> PathsRead(const Expr& expr);

}  // namespace reeve::cel
