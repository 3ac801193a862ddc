// The checker: types of every node, and references of every name (ast.h), before anything runs.
//
// `dyn` agrees with every type and is checked at run time. Beyond CEL's own rules it refuses a
// string literal outside of the domain of the string that it is compared with (type.h), and a
// constant pattern that does not compile. Unlike CEL's reference checker it lets numbers of
// different types be compared for equality, as the evaluator does.
#pragma once

#include <cstdint>
#include <vector>

#include "policy/cel/ast.h"
#include "policy/cel/compile.h"
#include "policy/cel/environment.h"

namespace reeve::cel {

struct CheckResult {
  std::vector<CompileError> errors;  // empty: the tree is sound
  uint32_t local_count = 0;          // slots that the variables of macros need
};

CheckResult Check(Expr& root, const Environment& environment, const CompileOptions& options);

}  // namespace reeve::cel
