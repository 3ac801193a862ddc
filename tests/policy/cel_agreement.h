// Whether the two evaluators, the compiled form and the walk of the tree, agree.
#pragma once

#include <string>

#include "policy/cel/compile.h"
#include "policy/cel/walk.h"

namespace reeve::cel {

// Which error is left to each: of two, either may come first.
inline std::string AgreedOutcome(const Value& value) {
  return value.is_error() ? "error" : value.DebugString();
}

// "" when both give the same, or when a limit ended one of them: they count steps differently.
inline std::string Disagreement(const Program& program, const Environment& environment,
                                const Activation& activation, int64_t max_steps) {
  Arena arena;
  const WalkResult walked = Walk(program.tree(), environment, activation, arena, max_steps);
  if (walked.steps > max_steps) return "";
  const Value value = program.Evaluate(activation, arena);
  if (value.is_error() && value.as_error().code == "cel.budget") return "";
  if (AgreedOutcome(walked.value) == AgreedOutcome(value)) return "";
  return "the walk gives " + walked.value.DebugString() + ", the compiled form " +
         value.DebugString();
}

}  // namespace reeve::cel
