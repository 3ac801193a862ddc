// && || ! ?: and the macros. In `&&`, `||`, all and exists an error gives way to an operand that
// decides the result, on whichever side of the error it stands (cel-spec, "Logical Operators").
#include "policy/cel/errors.h"
#include "policy/cel/map.h"
#include "policy/cel/node.h"

namespace reeve::cel {
namespace {

// The fold of && (kDecides false) and || (kDecides true).
template <bool kDecides>
class Fold {
 public:
  // True when the operand decides.
  bool Add(const Value& operand) {
    if (operand.Is(Kind::kBool)) return operand.as_bool() == kDecides;
    if (!outcome_.is_error()) outcome_ = operand.is_error() ? operand : Fail(kNotBool);
    return false;
  }
  // Of operands of which none decided: the first error, or the opposite.
  Value outcome() const { return outcome_; }

 private:
  Value outcome_ = Value::Bool(!kDecides);
};

template <bool kDecides>
Value EvalFold(const Node& node, Frame& frame) {
  Fold<kDecides> fold;
  for (const Node* operand : static_cast<const OperandsNode&>(node).operands) {
    if (fold.Add(Eval(operand, frame))) return Value::Bool(kDecides);
  }
  return fold.outcome();
}

// Calls `visit` with each element of a list, or key of a map, in the macro's variable; it returns
// false to stop. Returns an error when there is nothing to go over or the budget ends, else
// `after()`.
template <typename Visit, typename After>
Value ForEach(const ComprehensionNode& node, const Value& range, Frame& frame, Visit visit,
              After after) {
  const auto step = [&](const Value& element) {
    frame.locals[node.slot] = element;
    return frame.Spend(node.weight) && visit(element);
  };
  if (range.Is(Kind::kList)) {
    for (const Value& element : range.as_list()) {
      if (!step(element)) break;
    }
  } else if (range.Is(Kind::kMap)) {
    for (const MapEntry& entry : range.as_map().entries()) {
      if (!step(entry.key)) break;
    }
  } else {
    return range.is_error() ? range : Fail(kNotIterable);
  }
  return frame.steps < 0 ? Fail(kBudget) : after();
}

template <bool kDecides>
Value EvalQuantifier(const Node& node, Frame& frame) {
  const auto& macro = static_cast<const ComprehensionNode&>(node);
  Fold<kDecides> fold;
  bool decided = false;
  return ForEach(
      macro, Eval(macro.range, frame), frame,
      [&](const Value&) { return !(decided = fold.Add(Eval(macro.condition, frame))); },
      [&] { return decided ? Value::Bool(kDecides) : fold.outcome(); });
}

size_t ElementCount(const Value& range) {
  if (range.Is(Kind::kList)) return range.as_list().size();
  return range.Is(Kind::kMap) ? range.as_map().size() : 0;
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

Value EvalAll(const Node& node, Frame& frame) { return EvalQuantifier<false>(node, frame); }
Value EvalExists(const Node& node, Frame& frame) { return EvalQuantifier<true>(node, frame); }

// Unlike exists, it needs every outcome, so an error stays one.
Value EvalExistsOne(const Node& node, Frame& frame) {
  const auto& macro = static_cast<const ComprehensionNode&>(node);
  Value error = Value::Null();
  size_t count = 0;
  return ForEach(
      macro, Eval(macro.range, frame), frame,
      [&](const Value&) {
        const Value outcome = Eval(macro.condition, frame);
        count += outcome.is_true() ? 1 : 0;
        if (outcome.Is(Kind::kBool)) return true;
        error = outcome.is_error() ? outcome : Fail(kNotBool);
        return false;
      },
      [&] { return error.is_error() ? error : Value::Bool(count == 1); });
}

namespace {

// filter and map: the elements for which the condition holds, or what `result` makes of them.
Value Collect(const ComprehensionNode& macro, Frame& frame) {
  const Value range = Eval(macro.range, frame);
  const size_t most = ElementCount(range);
  if (!frame.SpendMade(most * sizeof(Value))) return Fail(kBudget);
  const std::span<Value> out = frame.arena.NewArray<Value>(most);
  size_t count = 0;
  Value error = Value::Null();
  return ForEach(
      macro, range, frame,
      [&](const Value& element) {
        const Value keep =
            macro.condition == nullptr ? Value::Bool(true) : Eval(macro.condition, frame);
        if (keep.is_false()) return true;
        out[count] = !keep.is_true()           ? (keep.is_error() ? keep : Fail(kNotBool))
                     : macro.result == nullptr ? element
                                               : Eval(macro.result, frame);
        if (out[count].is_error()) error = out[count];
        return !out[count++].is_error();
      },
      [&] { return error.is_error() ? error : Value::List(out.first(count)); });
}

}  // namespace

Value EvalFilter(const Node& node, Frame& frame) {
  return Collect(static_cast<const ComprehensionNode&>(node), frame);
}

Value EvalMapMacro(const Node& node, Frame& frame) {
  return Collect(static_cast<const ComprehensionNode&>(node), frame);
}

}  // namespace reeve::cel
