// Equality, order and membership.
#include <algorithm>

#include "policy/cel/errors.h"
#include "policy/cel/map.h"
#include "policy/cel/node.h"
#include "policy/cel/text_set.h"

namespace reeve::cel {
namespace {

// Texts below this are compared without being charged to the budget.
constexpr size_t kShortText = 256;

bool EqualTexts(const Value& a, const Value& b) { return a.as_text() == b.as_text(); }

bool EqualFast(const Value& a, const Value& b, Frame& frame) {
  if (a.Is(Kind::kString) && b.Is(Kind::kString) && a.as_text().size() < kShortText) {
    return EqualTexts(a, b);
  }
  if (a.Is(Kind::kInt) && b.Is(Kind::kInt)) return a.as_int() == b.as_int();
  return Equal(a, b, frame.steps);
}

Value EqualOr(const Node& node, Frame& frame, bool negate) {
  const auto& binary = static_cast<const BinaryNode&>(node);
  const Value left = Eval(binary.left, frame);
  if (left.is_error()) return left;
  const Value right = Eval(binary.right, frame);
  if (right.is_error()) return right;
  const bool equal = EqualFast(left, right, frame);
  return frame.steps < 0 ? Fail(kBudget) : Value::Bool(equal != negate);
}

Value EqualTextOr(const Node& node, Frame& frame, bool negate) {
  const auto& text = static_cast<const TextNode&>(node);
  const Value left = Eval(text.left, frame);
  if (left.Is(Kind::kString)) [[likely]]
    return Value::Bool(EqualTexts(left, text.texts[0]) != negate);
  return left.is_error() ? left : Value::Bool(negate);
}

// `accept` gets the order of the operands.
template <typename Accept>
Value Ordered(const Node& node, Frame& frame, Accept accept) {
  const auto& binary = static_cast<const BinaryNode&>(node);
  const Value left = Eval(binary.left, frame);
  if (left.is_error()) return left;
  const Value right = Eval(binary.right, frame);
  if (right.is_error()) return right;
  if (left.Is(Kind::kInt) && right.Is(Kind::kInt)) {
    return Value::Bool(accept(std::partial_ordering(left.as_int() <=> right.as_int())));
  }
  if (left.Is(Kind::kString) && !frame.SpendScanned(left.as_text().size())) return Fail(kBudget);
  const Ordering ordering = Compare(left, right);
  return ordering.comparable ? Value::Bool(accept(ordering.order)) : Fail(kNoOverload);
}

Value InTextSet(const Value& element, const TextSet& texts, Frame& frame) {
  if (!element.Is(Kind::kString)) return Value::Bool(false);
  // The hash reads all of the text.
  if (!frame.SpendScanned(element.as_text().size())) return Fail(kBudget);
  return Value::Bool(texts.Contains(element.as_text()));
}

}  // namespace

Value EvalEqual(const Node& node, Frame& frame) { return EqualOr(node, frame, false); }
Value EvalNotEqual(const Node& node, Frame& frame) { return EqualOr(node, frame, true); }
Value EvalEqualText(const Node& node, Frame& frame) { return EqualTextOr(node, frame, false); }
Value EvalNotEqualText(const Node& node, Frame& frame) { return EqualTextOr(node, frame, true); }

Value EvalLess(const Node& node, Frame& frame) {
  return Ordered(node, frame, [](std::partial_ordering order) { return order < 0; });
}
Value EvalLessEqual(const Node& node, Frame& frame) {
  return Ordered(node, frame, [](std::partial_ordering order) { return order <= 0; });
}
Value EvalGreater(const Node& node, Frame& frame) {
  return Ordered(node, frame, [](std::partial_ordering order) { return order > 0; });
}
Value EvalGreaterEqual(const Node& node, Frame& frame) {
  return Ordered(node, frame, [](std::partial_ordering order) { return order >= 0; });
}

Value EvalIn(const Node& node, Frame& frame) {
  const auto& binary = static_cast<const BinaryNode&>(node);
  const Value element = Eval(binary.left, frame);
  if (element.is_error()) return element;
  const Value container = Eval(binary.right, frame);
  if (container.is_error()) return container;
  if (container.Is(Kind::kMap)) return Value::Bool(container.as_map().Find(element) != nullptr);
  if (container.Is(Kind::kTextSet)) return InTextSet(element, container.as_text_set(), frame);
  if (!container.Is(Kind::kList)) return Fail(kNoOverload);
  const std::span<const Value> list = container.as_list();
  if (!frame.Spend(list.size())) return Fail(kBudget);
  const bool found = std::any_of(list.begin(), list.end(),
                                 [&](const Value& v) { return EqualFast(element, v, frame); });
  return frame.steps < 0 ? Fail(kBudget) : Value::Bool(found);
}

bool TextLess(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

Value EvalInTextSet(const Node& node, Frame& frame) {
  const auto& in = static_cast<const TextSetNode&>(node);
  const Value element = Eval(in.left, frame);
  return element.is_error() ? element : InTextSet(element, *in.texts, frame);
}

Value EvalInTexts(const Node& node, Frame& frame) {
  const auto& text = static_cast<const TextNode&>(node);
  const Value left = Eval(text.left, frame);
  if (left.is_error()) return left;
  if (!left.Is(Kind::kString)) return Value::Bool(false);
  const auto less = [](const Value& a, const Value& b) {
    return TextLess(a.as_text(), b.as_text());
  };
  return Value::Bool(std::binary_search(text.texts.begin(), text.texts.end(), left, less));
}

}  // namespace reeve::cel
