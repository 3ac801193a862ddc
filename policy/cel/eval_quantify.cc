// all, exists, exists_one.
#include "policy/cel/fold.h"
#include "policy/cel/iterate.h"

namespace reeve::cel {
namespace {

template <bool kDecides>
Value EvalQuantifier(const Node& node, Frame& frame) {
  const auto& macro = static_cast<const ComprehensionNode&>(node);
  Fold<kDecides> fold;
  bool decided = false;
  return ForEach(
      macro, Eval(macro.range, frame), frame,
      [&](const Value&, const Value&) {
        return !(decided = fold.Add(Eval(macro.condition, frame)));
      },
      [&] { return decided ? Value::Bool(kDecides) : fold.outcome(); });
}

}  // namespace

Value EvalAll(const Node& node, Frame& frame) { return EvalQuantifier<false>(node, frame); }
Value EvalExists(const Node& node, Frame& frame) { return EvalQuantifier<true>(node, frame); }

// Unlike exists, it needs every outcome, so an error stays one.
Value EvalExistsOne(const Node& node, Frame& frame) {
  const auto& macro = static_cast<const ComprehensionNode&>(node);
  Value error = Value::Null();
  size_t count = 0;
  return ForEach(
      macro, Eval(macro.range, frame), frame,
      [&](const Value&, const Value&) {
        const Value outcome = Eval(macro.condition, frame);
        count += outcome.is_true() ? 1 : 0;
        if (outcome.Is(Kind::kBool)) return true;
        error = outcome.is_error() ? outcome : Fail(kNotBool);
        return false;
      },
      [&] { return error.is_error() ? error : Value::Bool(count == 1); });
}

}  // namespace reeve::cel
