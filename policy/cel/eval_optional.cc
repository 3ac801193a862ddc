// Optional values: `or`, `orValue`, optMap, optFlatMap, and literals with optional entries.
#include "policy/cel/errors.h"
#include "policy/cel/map.h"
#include "policy/cel/node.h"

namespace reeve::cel {
namespace {

// What stands behind a `?`: true and the content in `value`, or false for none or an error in it.
bool Unwrap(Value* value) {
  if (value->is_error()) return false;
  if (!value->Is(Kind::kOptional)) {
    *value = Fail(kNoOverload);
    return false;
  }
  if (value->as_optional() == nullptr) return false;
  *value = *value->as_optional();
  return true;
}

Value OptionalMap(const Node& node, Frame& frame, bool flat) {
  const auto& macro = static_cast<const ComprehensionNode&>(node);
  Value content = Eval(macro.range, frame);
  if (!Unwrap(&content)) return content;
  frame.locals[macro.slot] = content;
  const Value result = Eval(macro.result, frame);
  if (result.is_error()) return result;
  if (flat) return result.Is(Kind::kOptional) ? result : Fail(kNoOverload);
  return frame.SpendMade(sizeof(Value)) ? Value::Some(result, frame.arena) : Fail(kBudget);
}

}  // namespace

Value EvalOptionalOr(const Node& node, Frame& frame) {
  const auto& either = static_cast<const BinaryNode&>(node);
  const Value left = Eval(either.left, frame);
  if (!left.Is(Kind::kOptional)) return left.is_error() ? left : Fail(kNoOverload);
  if (left.as_optional() != nullptr) return left;
  const Value right = Eval(either.right, frame);
  return right.Is(Kind::kOptional) || right.is_error() ? right : Fail(kNoOverload);
}

Value EvalOptionalOrValue(const Node& node, Frame& frame) {
  const auto& either = static_cast<const BinaryNode&>(node);
  Value left = Eval(either.left, frame);
  if (Unwrap(&left) || left.is_error()) return left;
  return Eval(either.right, frame);
}

Value EvalOptMap(const Node& node, Frame& frame) { return OptionalMap(node, frame, false); }
Value EvalOptFlatMap(const Node& node, Frame& frame) { return OptionalMap(node, frame, true); }

Value EvalOptionalList(const Node& node, Frame& frame) {
  const auto& list = static_cast<const OptionalsNode&>(node);
  if (!frame.SpendMade(list.operands.size() * sizeof(Value))) return Fail(kBudget);
  const std::span<Value> out = frame.arena.NewArray<Value>(list.operands.size());
  size_t count = 0;
  for (size_t i = 0; i < out.size(); ++i) {
    Value value = Eval(list.operands[i], frame);
    const bool there = !list.optional[i] || Unwrap(&value);
    if (value.is_error()) return value;
    if (there) out[count++] = value;
  }
  return Value::List(out.first(count));
}

Value EvalOptionalMap(const Node& node, Frame& frame) {
  const auto& map = static_cast<const OptionalsNode&>(node);
  const size_t size = map.operands.size() / 2;
  if (!frame.SpendMade(size * sizeof(MapEntry))) return Fail(kBudget);
  const std::span<MapEntry> entries = frame.arena.NewArray<MapEntry>(size);
  size_t count = 0;
  for (size_t i = 0; i < size; ++i) {
    const Value key = Eval(map.operands[2 * i], frame);
    if (key.is_error()) return key;
    Value value = Eval(map.operands[2 * i + 1], frame);
    const bool there = !map.optional[2 * i + 1] || Unwrap(&value);
    if (value.is_error()) return value;
    if (there) entries[count++] = {key, value};
  }
  return MapValue::Make(entries.first(count), frame.arena);
}

}  // namespace reeve::cel
