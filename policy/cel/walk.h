// Walk: the second evaluator, for proof and for tools.
//
// It walks the checked tree as it was written and looks every name up where it meets it: no slots,
// no constant folding, no compiled patterns, no special nodes. It shares with the compiled form
// the values, the functions and the arithmetic. What both agree on is then right but for these: see
// tests/fuzz/cel_walk_fuzz.cc. It is some times slower, and takes more stack.
#pragma once

#include <cstdint>

#include "policy/cel/arena.h"
#include "policy/cel/ast.h"
#include "policy/cel/environment.h"
#include "policy/cel/limits.h"
#include "policy/cel/program.h"
#include "policy/cel/value.h"

namespace reeve::cel {

struct WalkResult {
  Value value;        // never Absent
  int64_t steps = 0;  // as limits.h has them, and one for each node, also outside of macros
};

// The value of a tree that was checked in `environment`, without variables of macros from outside
// of it. More than max_steps gives the error cel.budget, unless it is absorbed.
WalkResult Walk(const Expr& expr, const Environment& environment, const Activation& activation,
                Arena& arena, int64_t max_steps = kMaxSteps);

}  // namespace reeve::cel
