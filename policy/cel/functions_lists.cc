// The list library. What it makes is paid for by its size, comparisons by the step.
#include <algorithm>
#include <bit>
#include <cmath>

#include "policy/cel/errors.h"
#include "policy/cel/functions.h"
#include "policy/cel/sorting.h"

namespace reeve::cel {
namespace {

using List = std::span<const Value>;
using MaybeType = std::optional<Type>;
using Types = std::span<const Type>;

constexpr ErrorValue kLevel = {"cel.argument", "`flatten` takes a depth of 0 or more"};
constexpr ErrorValue kSortKinds = {"cel.no_such_overload",
                                   "what is sorted is of one type that has an order"};

bool Less(const Value& a, const Value& b) {
  if (!a.Is(Kind::kDouble)) return Compare(a, b).order < 0;
  // NaN is unordered, which would not be an order to sort by.
  if (std::isnan(a.as_double())) return false;
  return std::isnan(b.as_double()) || a.as_double() < b.as_double();
}

Value Range(Frame& frame, const Value* a) {
  // More than UINT32_MAX is more than may be made in any case.
  const auto count =
      static_cast<size_t>(std::clamp(a[0].as_int(), int64_t{0}, int64_t{UINT32_MAX}));
  if (!frame.SpendMade(count * sizeof(Value))) return Fail(kBudget);
  const std::span<Value> out = frame.arena.NewArray<Value>(count);
  for (size_t i = 0; i < out.size(); ++i) out[i] = Value::Int(static_cast<int64_t>(i));
  return Value::List(out);
}

Value Slice(Frame&, const Value* a) {
  const List list = a[0].as_list();
  const int64_t begin = a[1].as_int();
  const int64_t end = a[2].as_int();
  if (begin < 0 || begin > end || end > static_cast<int64_t>(list.size()))
    return Fail(kOutsideOfList);
  return Value::List(list.subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin)));
}

Value Reverse(Frame& frame, const Value* a) {
  const List list = a[0].as_list();
  if (!frame.SpendMade(list.size_bytes())) return Fail(kBudget);
  const std::span<Value> out = frame.arena.NewArray<Value>(list.size());
  std::reverse_copy(list.begin(), list.end(), out.begin());
  return Value::List(out);
}

Value ElementOrNone(Frame& frame, List list, size_t place) {
  if (list.empty()) return Value::None();
  return frame.SpendMade(sizeof(Value)) ? Value::Some(list[place], frame.arena) : Fail(kBudget);
}

Value First(Frame& frame, const Value* a) { return ElementOrNone(frame, a[0].as_list(), 0); }
Value Last(Frame& frame, const Value* a) {
  return ElementOrNone(frame, a[0].as_list(), a[0].as_list().size() - 1);
}

// Calls `visit` with what is left when `depth` levels of lists are opened. The recursion is as deep
// as the value at the most.
template <typename Visit>
bool Flatten(Frame& frame, List list, int64_t depth, Visit& visit) {
  for (const Value& element : list) {
    if (!frame.Spend(1)) return false;
    if (depth == 0 || !element.Is(Kind::kList)) {
      visit(element);
    } else if (!Flatten(frame, element.as_list(), depth - 1, visit)) {
      return false;
    }
  }
  return true;
}

Value FlattenBy(Frame& frame, List list, int64_t depth) {
  if (depth < 0) return Fail(kLevel);
  size_t count = 0;
  auto counter = [&count](const Value&) { ++count; };
  if (!Flatten(frame, list, depth, counter)) return Fail(kBudget);
  if (!frame.SpendMade(count * sizeof(Value))) return Fail(kBudget);
  const std::span<Value> out = frame.arena.NewArray<Value>(count);
  size_t i = 0;
  auto copier = [&](const Value& element) { out[i++] = element; };
  return Flatten(frame, list, depth, copier) ? Value::List(out) : Fail(kBudget);
}

Value FlattenOnce(Frame& frame, const Value* a) { return FlattenBy(frame, a[0].as_list(), 1); }
Value FlattenDeep(Frame& frame, const Value* a) {
  return FlattenBy(frame, a[0].as_list(), a[1].as_int());
}

// The first of equal ones stays.
Value Distinct(Frame& frame, const Value* a) {
  const List list = a[0].as_list();
  if (!frame.SpendMade(list.size_bytes())) return Fail(kBudget);
  const std::span<Value> out = frame.arena.NewArray<Value>(list.size());
  size_t count = 0;
  for (const Value& element : list) {
    const auto same = [&](const Value& v) {
      return frame.steps >= 0 && Equal(v, element, frame.steps);
    };
    const List kept = out.first(count);
    if (std::none_of(kept.begin(), kept.end(), same)) out[count++] = element;
    if (frame.steps < 0) return Fail(kBudget);
  }
  return Value::List(out.first(count));
}

Value SortList(Frame& frame, const Value* a) {
  const List list = a[0].as_list();
  if (!frame.SpendMade(3 * list.size_bytes())) return Fail(kBudget);
  const std::span<SortEntry> entries = frame.arena.NewArray<SortEntry>(list.size());
  for (size_t i = 0; i < list.size(); ++i) entries[i] = {list[i], list[i]};
  if (const ErrorValue* error = Sort(entries, frame)) return Fail(*error);
  const std::span<Value> out = frame.arena.NewArray<Value>(list.size());
  for (size_t i = 0; i < list.size(); ++i) out[i] = entries[i].value;
  return Value::List(out);
}

MaybeType Itself(Types types) { return types[0]; }
MaybeType Sorted(Types types) {
  const Type element = types[0].element();
  return element.IsOpen() || IsSortable(element.kind()) ? MaybeType(types[0]) : std::nullopt;
}
MaybeType OptionalElement(Types types) { return Type::Optional(types[0].element()); }
MaybeType Ints(Types) { return Type::List(Type::Int()); }

// A list of lists loses a level; of anything else only the evaluation knows.
MaybeType Flattened(Types types) {
  const Type element = types[0].element();
  if (element.Is(Kind::kList)) return element;
  return element.IsOpen() ? Type::List(Type::Dyn()) : types[0];
}
MaybeType FlattenedDeep(Types) { return Type::List(Type::Dyn()); }

constexpr Kind kL = Kind::kList;
constexpr Kind kI = Kind::kInt;
constexpr std::array<Overload, 9> kFunctions = {{
    {"lists.range", false, 1, {kI}, Type::Dyn(), Range, Ints},
    {"slice", true, 3, {kL, kI, kI}, Type::Dyn(), Slice, Itself},
    {"reverse", true, 1, {kL}, Type::Dyn(), Reverse, Itself},
    {"first", true, 1, {kL}, Type::Dyn(), First, OptionalElement},
    {"last", true, 1, {kL}, Type::Dyn(), Last, OptionalElement},
    {"flatten", true, 1, {kL}, Type::Dyn(), FlattenOnce, Flattened},
    {"flatten", true, 2, {kL, kI}, Type::Dyn(), FlattenDeep, FlattenedDeep},
    {"distinct", true, 1, {kL}, Type::Dyn(), Distinct, Itself},
    {"sort", true, 1, {kL}, Type::Dyn(), SortList, Sorted},
}};

}  // namespace

bool IsSortable(Kind kind) {
  return (kind >= Kind::kBool && kind <= Kind::kDuration) && kind != Kind::kNull;
}

const ErrorValue* Sort(std::span<SortEntry> entries, Frame& frame) {
  size_t scanned = 0;
  for (const SortEntry& entry : entries) {
    const Kind kind = entry.key.kind();
    if (kind != entries[0].key.kind() || !IsSortable(kind)) return &kSortKinds;
    if (kind == Kind::kString || kind == Kind::kBytes) scanned += entry.key.as_text().size();
  }
  const auto rounds = static_cast<size_t>(std::bit_width(entries.size()));
  if (!frame.Spend(entries.size() * rounds) || !frame.SpendScanned(scanned * rounds)) {
    return &kBudget;
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const SortEntry& a, const SortEntry& b) { return Less(a.key, b.key); });
  return nullptr;
}

std::span<const Overload> ListFunctions() { return kFunctions; }

}  // namespace reeve::cel
