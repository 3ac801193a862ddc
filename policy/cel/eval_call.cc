// Calls of functions, and the making of lists and maps.
#include "policy/cel/errors.h"
#include "policy/cel/map.h"
#include "policy/cel/node.h"

namespace reeve::cel {
namespace {

bool Applies(const Overload& overload, const Value* arguments) {
  for (size_t i = 0; i < overload.arity; ++i) {
    const Kind parameter = overload.parameters[i];
    if (parameter != Kind::kDyn && parameter != arguments[i].kind()) return false;
  }
  return true;
}

}  // namespace

Value EvalCall(const Node& node, Frame& frame) {
  const auto& call = static_cast<const CallNode&>(node);
  std::array<Value, kMaxArguments> arguments;
  for (size_t i = 0; i < call.operands.size(); ++i) {
    arguments[i] = Eval(call.operands[i], frame);
    if (arguments[i].is_error()) return arguments[i];
  }
  for (const Overload* overload : call.overloads) {
    if (Applies(*overload, arguments.data())) return overload->function(frame, arguments.data());
  }
  return Fail(kNoOverload);
}

Value EvalMatches(const Node& node, Frame& frame) {
  const auto& matches = static_cast<const MatchesNode&>(node);
  const Value text = Eval(matches.text, frame);
  if (!text.Is(Kind::kString)) return text.is_error() ? text : Fail(kNoOverload);
  if (!frame.Spend(matches.regex->SearchSteps(text.as_text().size()))) return Fail(kBudget);
  if (frame.scans != nullptr && matches.place.known()) {
    const std::optional<bool> found = frame.scans->Found(matches.place, text.as_text());
    if (found) return Value::Bool(*found);
  }
  return Value::Bool(matches.regex->Search(text.as_text()));
}

Value EvalRegex(const Node& node, Frame& frame) {
  const auto& call = static_cast<const RegexNode&>(node);
  std::array<Value, kMaxArguments> arguments;
  for (size_t i = 0; i < call.operands.size(); ++i) {
    arguments[i] = Eval(call.operands[i], frame);
    if (arguments[i].is_error()) return arguments[i];
    // The count of `regex.replace` is an int, all else is text.
    if (!arguments[i].Is(i == 3 ? Kind::kInt : Kind::kString)) return Fail(kNoOverload);
  }
  return call.function(frame, *call.regex, arguments.data());
}

Value EvalList(const Node& node, Frame& frame) {
  const auto& list = static_cast<const OperandsNode&>(node);
  if (!frame.SpendMade(list.operands.size() * sizeof(Value))) return Fail(kBudget);
  const std::span<Value> out = frame.arena.NewArray<Value>(list.operands.size());
  for (size_t i = 0; i < out.size(); ++i) {
    out[i] = Eval(list.operands[i], frame);
    if (out[i].is_error()) return out[i];
  }
  return Value::List(out);
}

Value EvalMap(const Node& node, Frame& frame) {
  const auto& map = static_cast<const OperandsNode&>(node);
  const size_t count = map.operands.size() / 2;
  if (!frame.SpendMade(count * sizeof(MapEntry))) return Fail(kBudget);
  const std::span<MapEntry> entries = frame.arena.NewArray<MapEntry>(count);
  for (size_t i = 0; i < count; ++i) {
    entries[i].key = Eval(map.operands[2 * i], frame);
    if (entries[i].key.is_error()) return entries[i].key;
    entries[i].value = Eval(map.operands[2 * i + 1], frame);
    if (entries[i].value.is_error()) return entries[i].value;
  }
  return MapValue::Make(entries, frame.arena);
}

}  // namespace reeve::cel
