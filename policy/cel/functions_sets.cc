// The set library: lists as sets. Elements are compared as `==` does, each pair a step.
#include <algorithm>

#include "policy/cel/ast.h"
#include "policy/cel/errors.h"
#include "policy/cel/functions.h"
#include "policy/cel/operator_types.h"

namespace reeve::cel {
namespace {

using List = std::span<const Value>;

bool Has(Frame& frame, List list, const Value& element) {
  return std::any_of(list.begin(), list.end(), [&](const Value& other) {
    return frame.steps >= 0 && Equal(element, other, frame.steps);
  });
}

bool HasAll(Frame& frame, List list, List part) {
  return std::all_of(part.begin(), part.end(), [&](const Value& v) { return Has(frame, list, v); });
}

Value Answer(const Frame& frame, bool holds) {
  return frame.steps < 0 ? Fail(kBudget) : Value::Bool(holds);
}

Value ContainsAll(Frame& frame, const Value* a) {
  return Answer(frame, HasAll(frame, a[0].as_list(), a[1].as_list()));
}

Value Equivalent(Frame& frame, const Value* a) {
  const List x = a[0].as_list();
  const List y = a[1].as_list();
  return Answer(frame, HasAll(frame, x, y) && HasAll(frame, y, x));
}

Value Intersects(Frame& frame, const Value* a) {
  const List x = a[0].as_list();
  const List y = a[1].as_list();
  return Answer(frame,
                std::any_of(y.begin(), y.end(), [&](const Value& v) { return Has(frame, x, v); }));
}

std::optional<Type> Comparable(std::span<const Type> types) {
  return BinaryType(Operator::kEqual, types[0], types[1]);
}

constexpr Kind kL = Kind::kList;
constexpr std::array<Overload, 3> kFunctions = {{
    {"sets.contains", false, 2, {kL, kL}, Type::Bool(), ContainsAll, Comparable},
    {"sets.equivalent", false, 2, {kL, kL}, Type::Bool(), Equivalent, Comparable},
    {"sets.intersects", false, 2, {kL, kL}, Type::Bool(), Intersects, Comparable},
}};

}  // namespace

std::span<const Overload> SetFunctions() { return kFunctions; }

}  // namespace reeve::cel
