// Optional values. `or` and `orValue`, whose argument is only evaluated where it is needed, are
// nodes of their own (eval_optional.cc); here are their types.
#include "policy/cel/errors.h"
#include "policy/cel/functions.h"
#include "policy/cel/map.h"

namespace reeve::cel {
namespace {

using MaybeType = std::optional<Type>;
using Types = std::span<const Type>;

bool IsZero(const Value& v) {
  switch (v.kind()) {
    case Kind::kNull:
      return true;
    case Kind::kBool:
    case Kind::kInt:
    case Kind::kUint:
    case Kind::kDuration:
      return v.as_int() == 0;
    case Kind::kDouble:
      return v.as_double() == 0;
    case Kind::kString:
    case Kind::kBytes:
      return v.as_text().empty();
    case Kind::kTimestamp:
      return v.as_timestamp() == Instant{};
    case Kind::kList:
      return v.as_list().empty();
    case Kind::kMap:
      return v.as_map().size() == 0;
    case Kind::kOptional:
      return v.as_optional() == nullptr;
    default:
      return false;
  }
}

Value Some(Frame& frame, const Value& value) {
  return frame.SpendMade(sizeof(Value)) ? Value::Some(value, frame.arena) : Fail(kBudget);
}

Value Of(Frame& frame, const Value* a) { return Some(frame, a[0]); }
Value None(Frame&, const Value*) { return Value::None(); }
Value OfNonZero(Frame& frame, const Value* a) {
  return IsZero(a[0]) ? Value::None() : Some(frame, a[0]);
}
Value HasValue(Frame&, const Value* a) { return Value::Bool(a[0].as_optional() != nullptr); }
Value ValueOf(Frame&, const Value* a) {
  return a[0].as_optional() == nullptr ? Fail(kNoOptionalValue) : *a[0].as_optional();
}
Value Or(Frame&, const Value* a) { return a[0].as_optional() == nullptr ? a[1] : a[0]; }
Value OrValue(Frame&, const Value* a) {
  return a[0].as_optional() == nullptr ? a[1] : *a[0].as_optional();
}

// The values of those that have one.
Value Unwrap(Frame& frame, const Value* a) {
  const std::span<const Value> list = a[0].as_list();
  if (!frame.SpendMade(list.size() * sizeof(Value))) return Fail(kBudget);
  const std::span<Value> out = frame.arena.NewArray<Value>(list.size());
  size_t count = 0;
  for (const Value& element : list) {
    if (!element.Is(Kind::kOptional)) return Fail(kNoOverload);
    if (element.as_optional() != nullptr) out[count++] = *element.as_optional();
  }
  return Value::List(out.first(count));
}

Type Content(const Type& type) { return type.Is(Kind::kOptional) ? type.element() : Type::Dyn(); }

MaybeType OptionalOf(Types types) { return Type::Optional(types[0]); }
MaybeType ContentOf(Types types) { return Content(types[0]); }
MaybeType Either(Types types) {
  const auto content = Join(Content(types[0]), Content(types[1]));
  return content ? MaybeType(Type::Optional(*content)) : std::nullopt;
}
MaybeType ContentOr(Types types) { return Join(Content(types[0]), types[1]); }
MaybeType Unwrapped(Types types) {
  const Type element = types[0].element();
  if (!element.IsOpen() && !element.Is(Kind::kOptional)) return std::nullopt;
  return Type::List(Content(element));
}

constexpr Kind kO = Kind::kOptional;
constexpr std::array<Overload, 9> kFunctions = {{
    {"optional.of", false, 1, {Kind::kDyn}, Type::Dyn(), Of, OptionalOf},
    {"optional.none",
     false,
     0,
     {},
     Type::Dyn(),
     None,
     [](Types) { return MaybeType(Type::Optional(Type::Free())); }},
    {"optional.ofNonZeroValue", false, 1, {Kind::kDyn}, Type::Dyn(), OfNonZero, OptionalOf},
    {"optional.unwrap", false, 1, {Kind::kList}, Type::Dyn(), Unwrap, Unwrapped},
    {"unwrapOpt", true, 1, {Kind::kList}, Type::Dyn(), Unwrap, Unwrapped},
    {"hasValue", true, 1, {kO}, Type::Bool(), HasValue},
    {"value", true, 1, {kO}, Type::Dyn(), ValueOf, ContentOf},
    {"or", true, 2, {kO, kO}, Type::Dyn(), Or, Either},
    {"orValue", true, 2, {kO, Kind::kDyn}, Type::Dyn(), OrValue, ContentOr},
}};

}  // namespace

std::span<const Overload> OptionalFunctions() { return kFunctions; }

}  // namespace reeve::cel
