// Frame: the state of one evaluation of one clause.
#pragma once

#include <cstdint>
#include <span>

#include "policy/cel/arena.h"
#include "policy/cel/limits.h"
#include "policy/cel/regex.h"
#include "policy/cel/value.h"

namespace reeve::cel {

struct Frame {
  std::span<const Value> variables;
  std::span<Value> locals;  // the variables of macros
  Arena& arena;
  int64_t steps;        // left of the budget
  RegexCache* regexes;  // null if the program has only constant patterns

  // False when the budget is used up.
  bool Spend(size_t count) {
    steps -= static_cast<int64_t>(count);
    return steps >= 0;
  }
  // Before memory is taken, respectively text is read.
  bool SpendMade(size_t bytes) { return Spend(bytes / kBytesPerStepMade + 1); }
  bool SpendScanned(size_t bytes) { return Spend(bytes / kBytesPerStepScanned); }
};

}  // namespace reeve::cel
