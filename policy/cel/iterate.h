// ForEach: the elements that a macro goes over.
#pragma once

#include "policy/cel/errors.h"
#include "policy/cel/map.h"
#include "policy/cel/node.h"

namespace reeve::cel {

inline size_t ElementCount(const Value& range) {
  if (range.Is(Kind::kList)) return range.as_list().size();
  return range.Is(Kind::kMap) ? range.as_map().size() : 0;
}

// Puts each element into the variables of the macro: the value of a list or the key of a map, or
// with two variables the place or key and the value. Calls `visit(key, value)`, which returns false
// to stop. Returns an error when there is nothing to go over or the budget ends, else `after()`.
template <typename Visit, typename After>
Value ForEach(const ComprehensionNode& node, const Value& range, Frame& frame, Visit visit,
              After after) {
  if (range.Is(Kind::kList)) {
    int64_t place = 0;
    for (const Value& element : range.as_list()) {
      const Value key = Value::Int(place++);
      frame.locals[node.slot] = node.two ? key : element;
      if (node.two) frame.locals[node.slot + 1] = element;
      if (!frame.Spend(node.weight) || !visit(key, element)) break;
    }
  } else if (range.Is(Kind::kMap)) {
    for (const MapEntry& entry : range.as_map().entries()) {
      frame.locals[node.slot] = entry.key;
      if (node.two) frame.locals[node.slot + 1] = entry.value;
      if (!frame.Spend(node.weight) || !visit(entry.key, entry.value)) break;
    }
  } else {
    return range.is_error() ? range : Fail(kNotIterable);
  }
  return frame.steps < 0 ? Fail(kBudget) : after();
}

}  // namespace reeve::cel
