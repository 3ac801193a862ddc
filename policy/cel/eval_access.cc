// Variables, fields and elements.
#include <optional>

#include "policy/cel/errors.h"
#include "policy/cel/map.h"
#include "policy/cel/node.h"

namespace reeve::cel {
namespace {

Value Variable(const SlotNode& node, Frame& frame) {
  if (node.slot >= frame.variables.size()) return Value::Error(node.missing);
  const Value& value = frame.variables[node.slot];
  return value.is_absent() ? Value::Error(node.missing) : value;
}

// The field or entry, or null when it is absent. Precondition: an object or a map.
const Value* Lookup(const Value& target, const FieldNode& node) {
  if (target.Is(Kind::kMap)) return target.as_map().Find(node.key);
  const ObjectValue& object = target.as_object();
  // What is dyn to the checker, or was handed in with another schema, is looked up by name.
  const std::optional<uint32_t> slot =
      object.schema == node.schema ? node.slot : object.schema->Find(node.key.as_text());
  if (!slot || object.fields[*slot].is_absent()) return nullptr;
  return &object.fields[*slot];
}

Value Some(const Value& value, Frame& frame) {
  return frame.SpendMade(sizeof value) ? Value::Some(value, frame.arena) : Fail(kBudget);
}

// Of an optional the field of its content, if both are there.
Value OptionalFieldOf(Value target, const FieldNode& node, Frame& frame) {
  if (target.Is(Kind::kOptional)) {
    if (target.as_optional() == nullptr) return target;
    target = *target.as_optional();
  }
  if (target.is_error()) return target;
  if (!target.Is(Kind::kObject) && !target.Is(Kind::kMap)) return Fail(kNoFields);
  const Value* value = Lookup(target, node);
  return value == nullptr ? Value::None() : Some(*value, frame);
}

Value FieldOf(const Value& target, const FieldNode& node, Frame& frame) {
  if (target.Is(Kind::kObject) && target.as_object().schema == node.schema) [[likely]] {
    const Value& value = target.as_object().fields[node.slot];
    return value.is_absent() ? Value::Error(node.missing) : value;
  }
  if (target.is_error()) return target;
  if (target.Is(Kind::kOptional)) return OptionalFieldOf(target, node, frame);
  if (!target.Is(Kind::kObject) && !target.Is(Kind::kMap)) return Fail(kNoFields);
  const Value* value = Lookup(target, node);
  if (value != nullptr) return *value;
  return target.Is(Kind::kMap) ? Fail(kNoSuchKey) : Value::Error(node.missing);
}

// A list takes any number that is a whole one.
std::optional<uint64_t> WholeNumber(const Value& index) {
  if (index.Is(Kind::kInt) && index.as_int() >= 0) return static_cast<uint64_t>(index.as_int());
  if (index.Is(Kind::kUint)) return index.as_uint();
  if (!index.Is(Kind::kDouble)) return std::nullopt;
  const double v = index.as_double();
  if (!(v >= 0 && v < 4294967296.0)) return std::nullopt;
  const auto whole = static_cast<uint64_t>(v);
  return static_cast<double>(whole) == v ? std::optional(whole) : std::nullopt;
}

// The element as it is in the list or map.
Value RawElementOf(const Value& target, const Value& index) {
  if (target.Is(Kind::kMap)) {
    const Value* value = target.as_map().Find(index);
    return value == nullptr ? Fail(kNoSuchKey) : *value;
  }
  if (!target.Is(Kind::kList) || !index.IsNumeric()) return Fail(kNoOverload);
  const auto place = WholeNumber(index);
  if (!place || *place >= target.as_list().size()) return Fail(kOutsideOfList);
  return target.as_list()[*place];
}

Value ElementOf(const Value& target, const Value& index) {
  const Value element = RawElementOf(target, index);
  return element.is_absent() ? Fail(kNoSuchValue) : element;
}

}  // namespace

Value EvalConstant(const Node& node, Frame&) {
  return static_cast<const ConstantNode&>(node).value;
}

Value EvalVariable(const Node& node, Frame& frame) {
  return Variable(static_cast<const SlotNode&>(node), frame);
}

Value EvalLocal(const Node& node, Frame& frame) {
  return frame.locals[static_cast<const SlotNode&>(node).slot];
}

Value EvalField(const Node& node, Frame& frame) {
  const auto& field = static_cast<const FieldNode&>(node);
  return FieldOf(Eval(field.target, frame), field, frame);
}

Value EvalPath(const Node& node, Frame& frame) {
  const auto& field = static_cast<const FieldNode&>(node);
  return FieldOf(Variable(field.variable, frame), field, frame);
}

Value EvalOptionalField(const Node& node, Frame& frame) {
  const auto& field = static_cast<const FieldNode&>(node);
  return OptionalFieldOf(Eval(field.target, frame), field, frame);
}

Value EvalHas(const Node& node, Frame& frame) {
  const auto& field = static_cast<const FieldNode&>(node);
  Value target = Eval(field.target, frame);
  if (target.is_error()) return target;
  if (target.Is(Kind::kOptional)) {
    if (target.as_optional() == nullptr) return Value::Bool(false);
    target = *target.as_optional();
  }
  if (!target.Is(Kind::kObject) && !target.Is(Kind::kMap)) return Fail(kNoFields);
  return Value::Bool(Lookup(target, field) != nullptr);
}

namespace {

bool IsMissing(const Value& value) {
  if (!value.is_error()) return false;
  const ErrorValue* error = &value.as_error();
  return error == &kNoSuchKey || error == &kOutsideOfList || error == &kNoSuchValue;
}

Value IndexOf(const Node& node, Frame& frame, bool optional) {
  const auto& binary = static_cast<const BinaryNode&>(node);
  Value target = Eval(binary.left, frame);
  if (target.is_error()) return target;
  const Value index = Eval(binary.right, frame);
  if (index.is_error()) return index;
  if (target.Is(Kind::kOptional)) {
    if (target.as_optional() == nullptr) return target;
    target = *target.as_optional();
    optional = true;
  }
  const Value element = ElementOf(target, index);
  if (!optional) return element;
  if (element.is_error()) return IsMissing(element) ? Value::None() : element;
  return Some(element, frame);
}

}  // namespace

Value EvalIndex(const Node& node, Frame& frame) { return IndexOf(node, frame, false); }
Value EvalOptionalIndex(const Node& node, Frame& frame) { return IndexOf(node, frame, true); }

}  // namespace reeve::cel
