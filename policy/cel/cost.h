// Cost: what an expression may take, before it runs.
//
// The unit is a step of limits.h, and one for each node outside of macros. `max` holds for all data
// within the bounds: an expression whose max is below its budget never ends in cel.budget. `min` is
// of an evaluation of the least data in which nothing fails. After "Cost estimation" of the
// reference implementation of CEL.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "policy/cel/ast.h"
#include "policy/cel/limits.h"
#include "policy/cel/program.h"

namespace reeve::cel {

// How large a value may be.
struct Extent {
  uint64_t text = 4096;     // bytes of the longest text in it
  uint64_t elements = 100;  // of the longest list or map in it
  uint64_t values = 1000;   // in it altogether, itself counted
};

struct CostBounds {
  Extent variables;  // of those without a bound of their own
  // By path, "content.text": also of everything below it that has no entry of its own.
  std::map<std::string, Extent> paths;
};

struct Cost {
  uint64_t min = 0;
  uint64_t max = 0;  // kUnbounded: may use up every budget
  static constexpr uint64_t kUnbounded = uint64_t{1} << 62;
};

// Precondition: the tree is checked.
Cost EstimateCost(const Expr& expr, const CostBounds& bounds = {});
// Of all the clauses together.
Cost EstimateCost(const Program& program, const CostBounds& bounds = {});

}  // namespace reeve::cel
