// Macros that make lists, maps and names: filter, map, transformList, transformMap,
// transformMapEntry, sortBy, cel.bind.
#include <vector>

#include "policy/cel/iterate.h"
#include "policy/cel/sorting.h"

namespace reeve::cel {
namespace {

const ComprehensionNode& MacroOf(const Node& node) {
  return static_cast<const ComprehensionNode&>(node);
}

// What the macro makes of the elements for which its condition holds, in order, given to
// `take(key, value)`, which returns what to give up with, or null. `after()` is the whole.
template <typename Take, typename After>
Value Collect(const ComprehensionNode& macro, const Value& range, Frame& frame, Take take,
              After after) {
  Value error = Value::Null();
  const auto visit = [&](const Value& key, const Value& value) {
    const Value keep =
        macro.condition == nullptr ? Value::Bool(true) : Eval(macro.condition, frame);
    if (keep.is_false()) return true;
    if (!keep.is_true()) {
      error = keep.is_error() ? keep : Fail(kNotBool);
      return false;
    }
    const bool is_key = range.Is(Kind::kMap) && !macro.two;
    const Value made = macro.result != nullptr ? Eval(macro.result, frame) : (is_key ? key : value);
    error = made.is_error() ? made : take(key, made);
    return !error.is_error();
  };
  return ForEach(macro, range, frame, visit, [&] { return error.is_error() ? error : after(); });
}

Value CollectList(const ComprehensionNode& macro, Frame& frame) {
  const Value range = Eval(macro.range, frame);
  const size_t most = ElementCount(range);
  if (!frame.SpendMade(most * sizeof(Value))) return Fail(kBudget);
  const std::span<Value> out = frame.arena.NewArray<Value>(most);
  size_t count = 0;
  const auto take = [&](const Value&, const Value& made) {
    out[count++] = made;
    return Value::Null();
  };
  return Collect(macro, range, frame, take, [&] { return Value::List(out.first(count)); });
}

}  // namespace

Value EvalFilter(const Node& node, Frame& frame) { return CollectList(MacroOf(node), frame); }
Value EvalMapMacro(const Node& node, Frame& frame) { return CollectList(MacroOf(node), frame); }

Value EvalTransformMap(const Node& node, Frame& frame) {
  const ComprehensionNode& macro = MacroOf(node);
  const Value range = Eval(macro.range, frame);
  const size_t most = ElementCount(range);
  if (!frame.SpendMade(most * sizeof(MapEntry))) return Fail(kBudget);
  const std::span<MapEntry> out = frame.arena.NewArray<MapEntry>(most);
  size_t count = 0;
  const auto take = [&](const Value& key, const Value& made) {
    out[count++] = {key, made};
    return Value::Null();
  };
  return Collect(macro, range, frame, take,
                 [&] { return MapValue::Make(out.first(count), frame.arena); });
}

// Each result is a map; their entries together are the whole, and a key that is there twice is an
// error.
Value EvalTransformEntry(const Node& node, Frame& frame) {
  const ComprehensionNode& macro = MacroOf(node);
  std::vector<MapEntry> entries;
  const auto take = [&](const Value&, const Value& made) {
    if (!made.Is(Kind::kMap)) return Fail(kNoOverload);
    const auto more = made.as_map().entries();
    if (!frame.SpendMade(more.size_bytes())) return Fail(kBudget);
    entries.insert(entries.end(), more.begin(), more.end());
    return Value::Null();
  };
  return Collect(macro, Eval(macro.range, frame), frame, take, [&] {
    const std::span<MapEntry> out = frame.arena.NewArray<MapEntry>(entries.size());
    std::copy(entries.begin(), entries.end(), out.begin());
    return MapValue::Make(out, frame.arena);
  });
}

Value EvalSortBy(const Node& node, Frame& frame) {
  const ComprehensionNode& macro = MacroOf(node);
  const Value range = Eval(macro.range, frame);
  if (!range.Is(Kind::kList)) return range.is_error() ? range : Fail(kNotIterable);
  const std::span<const Value> list = range.as_list();
  if (!frame.SpendMade(3 * list.size_bytes())) return Fail(kBudget);
  const std::span<SortEntry> entries = frame.arena.NewArray<SortEntry>(list.size());
  size_t count = 0;
  const auto take = [&](const Value&, const Value& key) {
    entries[count] = {key, list[count]};
    ++count;
    return Value::Null();
  };
  return Collect(macro, range, frame, take, [&] {
    if (const ErrorValue* error = Sort(entries, frame)) return Fail(*error);
    const std::span<Value> out = frame.arena.NewArray<Value>(list.size());
    for (size_t i = 0; i < out.size(); ++i) out[i] = entries[i].value;
    return Value::List(out);
  });
}

// An error in the value is one only where the variable is used.
Value EvalBind(const Node& node, Frame& frame) {
  const ComprehensionNode& macro = MacroOf(node);
  frame.locals[macro.slot] = Eval(macro.range, frame);
  return Eval(macro.result, frame);
}

}  // namespace reeve::cel
