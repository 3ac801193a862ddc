// && || ! ?:
#include "policy/cel/errors.h"
#include "policy/cel/fold.h"
#include "policy/cel/node.h"

namespace reeve::cel {
namespace {

template <bool kDecides>
Value EvalFold(const Node& node, Frame& frame) {
  Fold<kDecides> fold;
  for (const Node* operand : static_cast<const OperandsNode&>(node).operands) {
    if (fold.Add(Eval(operand, frame))) return Value::Bool(kDecides);
  }
  return fold.outcome();
}

}  // namespace

Value EvalNot(const Node& node, Frame& frame) {
  const Value v = Eval(static_cast<const UnaryNode&>(node).operand, frame);
  if (v.Is(Kind::kBool)) return Value::Bool(!v.as_bool());
  return v.is_error() ? v : Fail(kNoOverload);
}

Value EvalAnd(const Node& node, Frame& frame) { return EvalFold<false>(node, frame); }
Value EvalOr(const Node& node, Frame& frame) { return EvalFold<true>(node, frame); }

Value EvalTernary(const Node& node, Frame& frame) {
  const auto& ternary = static_cast<const TernaryNode&>(node);
  const Value condition = Eval(ternary.condition, frame);
  if (!condition.Is(Kind::kBool)) return condition.is_error() ? condition : Fail(kNotBool);
  return Eval(condition.as_bool() ? ternary.then : ternary.otherwise, frame);
}

}  // namespace reeve::cel
