// The math library. Rounding is of doubles; bits are of int and uint, shifted logically.
// `math.greatest(a, b, ...)` and `math.least` get their arguments as one list (macros.h).
#include <cmath>

#include "policy/cel/errors.h"
#include "policy/cel/functions.h"

namespace reeve::cel {
namespace {

constexpr ErrorValue kEmpty = {"cel.argument", "the greatest or least of an empty list"};
constexpr ErrorValue kShift = {"cel.argument", "a shift by less than nothing"};

// Of equal ones the first.
template <bool kGreatest>
Value Extreme(Frame& frame, const Value* a) {
  const std::span<const Value> list = a[0].as_list();
  if (!frame.Spend(list.size())) return Fail(kBudget);
  if (list.empty()) return Fail(kEmpty);
  Value best = list.front();
  for (const Value& v : list) {
    if (!v.IsNumeric()) return Fail(kNoOverload);
    const auto order = Compare(v, best).order;
    if (kGreatest ? order > 0 : order < 0) best = v;
  }
  return best;
}

Value Same(Frame&, const Value* a) { return a[0]; }

template <double (*kRound)(double)>
Value OfDouble(Frame&, const Value* a) {
  return Value::Double(kRound(a[0].as_double()));
}

Value AbsInt(Frame&, const Value* a) {
  const int64_t v = a[0].as_int();
  return v == INT64_MIN ? Fail(kOverflow) : Value::Int(v < 0 ? -v : v);
}

Value SignInt(Frame&, const Value* a) {
  return Value::Int((a[0].as_int() > 0 ? 1 : 0) - (a[0].as_int() < 0 ? 1 : 0));
}
Value SignUint(Frame&, const Value* a) { return Value::Uint(a[0].as_uint() > 0 ? 1 : 0); }
Value SignDouble(Frame&, const Value* a) {
  const double v = a[0].as_double();
  return Value::Double(v > 0 ? 1.0 : v < 0 ? -1.0 : v);  // NaN and zeros are themselves
}

Value RootOfInt(Frame&, const Value* a) {
  return Value::Double(std::sqrt(static_cast<double>(a[0].as_int())));
}
Value RootOfUint(Frame&, const Value* a) {
  return Value::Double(std::sqrt(static_cast<double>(a[0].as_uint())));
}

Value IsNan(Frame&, const Value* a) { return Value::Bool(std::isnan(a[0].as_double())); }
Value IsInf(Frame&, const Value* a) { return Value::Bool(std::isinf(a[0].as_double())); }
Value IsFinite(Frame&, const Value* a) { return Value::Bool(std::isfinite(a[0].as_double())); }

// The bits of an int or uint, and the number of that kind that has these bits.
uint64_t Bits(const Value& v) {
  return v.Is(Kind::kInt) ? static_cast<uint64_t>(v.as_int()) : v.as_uint();
}
Value WithBits(const Value& like, uint64_t bits) {
  return like.Is(Kind::kInt) ? Value::Int(static_cast<int64_t>(bits)) : Value::Uint(bits);
}

Value And(Frame&, const Value* a) { return WithBits(a[0], Bits(a[0]) & Bits(a[1])); }
Value Or(Frame&, const Value* a) { return WithBits(a[0], Bits(a[0]) | Bits(a[1])); }
Value Xor(Frame&, const Value* a) { return WithBits(a[0], Bits(a[0]) ^ Bits(a[1])); }
Value Not(Frame&, const Value* a) { return WithBits(a[0], ~Bits(a[0])); }

template <bool kLeft>
Value Shift(Frame&, const Value* a) {
  const int64_t count = a[1].as_int();
  if (count < 0) return Fail(kShift);
  if (count > 63) return WithBits(a[0], 0);
  return WithBits(a[0], kLeft ? Bits(a[0]) << count : Bits(a[0]) >> count);
}

std::optional<Type> ElementType(std::span<const Type> types) {
  const Type element = types[0].element();
  return element.IsOpen() || element.IsNumeric() ? std::optional(element) : std::nullopt;
}

constexpr Kind kI = Kind::kInt;
constexpr Kind kU = Kind::kUint;
constexpr Kind kD = Kind::kDouble;
constexpr std::array<Overload, 36> kFunctions = {{
    {"math.greatest", false, 1, {Kind::kList}, Type::Dyn(), Extreme<true>, ElementType},
    {"math.greatest", false, 1, {kI}, Type::Int(), Same},
    {"math.greatest", false, 1, {kU}, Type::Uint(), Same},
    {"math.greatest", false, 1, {kD}, Type::Double(), Same},
    {"math.least", false, 1, {Kind::kList}, Type::Dyn(), Extreme<false>, ElementType},
    {"math.least", false, 1, {kI}, Type::Int(), Same},
    {"math.least", false, 1, {kU}, Type::Uint(), Same},
    {"math.least", false, 1, {kD}, Type::Double(), Same},
    {"math.ceil", false, 1, {kD}, Type::Double(), OfDouble<std::ceil>},
    {"math.floor", false, 1, {kD}, Type::Double(), OfDouble<std::floor>},
    {"math.round", false, 1, {kD}, Type::Double(), OfDouble<std::round>},
    {"math.trunc", false, 1, {kD}, Type::Double(), OfDouble<std::trunc>},
    {"math.sqrt", false, 1, {kD}, Type::Double(), OfDouble<std::sqrt>},
    {"math.sqrt", false, 1, {kI}, Type::Double(), RootOfInt},
    {"math.sqrt", false, 1, {kU}, Type::Double(), RootOfUint},
    {"math.abs", false, 1, {kI}, Type::Int(), AbsInt},
    {"math.abs", false, 1, {kU}, Type::Uint(), Same},
    {"math.abs", false, 1, {kD}, Type::Double(), OfDouble<std::fabs>},
    {"math.sign", false, 1, {kI}, Type::Int(), SignInt},
    {"math.sign", false, 1, {kU}, Type::Uint(), SignUint},
    {"math.sign", false, 1, {kD}, Type::Double(), SignDouble},
    {"math.isNaN", false, 1, {kD}, Type::Bool(), IsNan},
    {"math.isInf", false, 1, {kD}, Type::Bool(), IsInf},
    {"math.isFinite", false, 1, {kD}, Type::Bool(), IsFinite},
    {"math.bitAnd", false, 2, {kI, kI}, Type::Int(), And},
    {"math.bitAnd", false, 2, {kU, kU}, Type::Uint(), And},
    {"math.bitOr", false, 2, {kI, kI}, Type::Int(), Or},
    {"math.bitOr", false, 2, {kU, kU}, Type::Uint(), Or},
    {"math.bitXor", false, 2, {kI, kI}, Type::Int(), Xor},
    {"math.bitXor", false, 2, {kU, kU}, Type::Uint(), Xor},
    {"math.bitNot", false, 1, {kI}, Type::Int(), Not},
    {"math.bitNot", false, 1, {kU}, Type::Uint(), Not},
    {"math.bitShiftLeft", false, 2, {kI, kI}, Type::Int(), Shift<true>},
    {"math.bitShiftLeft", false, 2, {kU, kI}, Type::Uint(), Shift<true>},
    {"math.bitShiftRight", false, 2, {kI, kI}, Type::Int(), Shift<false>},
    {"math.bitShiftRight", false, 2, {kU, kI}, Type::Uint(), Shift<false>},
}};

}  // namespace

std::span<const Overload> MathFunctions() { return kFunctions; }

}  // namespace reeve::cel
