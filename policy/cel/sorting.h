// The order of `sort` and `sortBy`.
#pragma once

#include "policy/cel/frame.h"
#include "policy/cel/type.h"
#include "policy/cel/value.h"

namespace reeve::cel {

struct SortEntry {
  Value key;
  Value value;
};

// Whether values of the kind have an order among themselves.
bool IsSortable(Kind kind);
// Sorts by the keys and keeps the order of equal ones; NaN comes last. Null on success, else the
// error: keys of several kinds, keys without an order, or no budget.
const ErrorValue* Sort(std::span<SortEntry> entries, Frame& frame);

}  // namespace reeve::cel
