// Conversions: int(), uint(), double(), string(), bytes(), bool(), timestamp(), duration(),
// type(), dyn().
#include <cmath>
#include <string>

#include "base/text.h"
#include "policy/cel/errors.h"
#include "policy/cel/functions.h"
#include "policy/cel/number.h"
#include "policy/cel/time.h"

namespace reeve::cel {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;
// The reference writes 100000.0 as "100000" and 1000000.0 as "1e+06".
constexpr int kExponentFrom = 6;

// Numbers may have a sign, also `+`.
std::string_view WithoutPlus(std::string_view text) {
  const bool plus = text.size() > 1 && text[0] == '+' && text[1] >= '0' && text[1] <= '9';
  return plus ? text.substr(1) : text;
}

Value Same(Frame&, const Value* a) { return a[0]; }

Value UintToInt(Frame&, const Value* a) {
  const uint64_t v = a[0].as_uint();
  return v > INT64_MAX ? Fail(kOverflow) : Value::Int(static_cast<int64_t>(v));
}

Value DoubleToInt(Frame&, const Value* a) {
  const double v = a[0].as_double();
  // The ends are refused: they stand for a range of numbers, half of which does not fit.
  if (!(v > -kTwoTo63 && v < kTwoTo63)) return Fail(kOverflow);
  return Value::Int(static_cast<int64_t>(v));
}

Value StringToInt(Frame&, const Value* a) {
  const auto v = ParseInt(WithoutPlus(a[0].as_text()));
  return v ? Value::Int(*v) : Fail(kConversion);
}

Value TimestampToInt(Frame&, const Value* a) { return Value::Int(a[0].as_timestamp().seconds); }

Value IntToUint(Frame&, const Value* a) {
  const int64_t v = a[0].as_int();
  return v < 0 ? Fail(kOverflow) : Value::Uint(static_cast<uint64_t>(v));
}

Value DoubleToUint(Frame&, const Value* a) {
  const double v = a[0].as_double();
  if (!(v >= 0 && v < 2 * kTwoTo63)) return Fail(kOverflow);
  return Value::Uint(static_cast<uint64_t>(v));
}

Value StringToUint(Frame&, const Value* a) {
  const auto v = ParseUint(a[0].as_text());
  return v ? Value::Uint(*v) : Fail(kConversion);
}

Value IntToDouble(Frame&, const Value* a) {
  return Value::Double(static_cast<double>(a[0].as_int()));
}

Value UintToDouble(Frame&, const Value* a) {
  return Value::Double(static_cast<double>(a[0].as_uint()));
}

Value StringToDouble(Frame&, const Value* a) {
  const auto v = ParseDouble(WithoutPlus(a[0].as_text()));
  return v ? Value::Double(*v) : Fail(kConversion);
}

Value NewString(Frame& frame, std::string_view text) {
  if (!frame.SpendMade(text.size())) return Fail(kBudget);
  return Value::String(frame.arena.Copy(text));
}

Value IntToString(Frame& frame, const Value* a) {
  return NewString(frame, std::to_string(a[0].as_int()));
}

Value UintToString(Frame& frame, const Value* a) {
  return NewString(frame, std::to_string(a[0].as_uint()));
}

Value DoubleToString(Frame& frame, const Value* a) {
  return NewString(frame, FormatDouble(a[0].as_double(), kExponentFrom));
}

Value BoolToString(Frame&, const Value* a) {
  return Value::String(a[0].as_bool() ? "true" : "false");
}

Value BytesToString(Frame& frame, const Value* a) {
  if (!frame.SpendScanned(a[0].as_text().size())) return Fail(kBudget);
  return IsValidUtf8(a[0].as_text()) ? Value::String(a[0].as_text()) : Fail(kConversion);
}

Value TimestampToString(Frame& frame, const Value* a) {
  return NewString(frame, FormatTimestamp(a[0].as_timestamp()));
}

Value DurationToString(Frame& frame, const Value* a) {
  return NewString(frame, FormatDuration(a[0].as_duration()));
}

Value StringToBytes(Frame&, const Value* a) { return Value::Bytes(a[0].as_text()); }

Value StringToBool(Frame&, const Value* a) {
  const std::string_view v = a[0].as_text();
  if (v == "1" || v == "t" || v == "T" || v == "true" || v == "TRUE" || v == "True") {
    return Value::Bool(true);
  }
  if (v == "0" || v == "f" || v == "F" || v == "false" || v == "FALSE" || v == "False") {
    return Value::Bool(false);
  }
  return Fail(kConversion);
}

Value StringToTimestamp(Frame&, const Value* a) {
  const auto v = ParseTimestamp(a[0].as_text());
  return v ? Value::Timestamp(*v) : Fail(kConversion);
}

Value IntToTimestamp(Frame&, const Value* a) {
  const Instant v{a[0].as_int(), 0};
  return IsValidTimestamp(v) ? Value::Timestamp(v) : Fail(kOverflow);
}

Value StringToDuration(Frame&, const Value* a) {
  const auto v = ParseDuration(a[0].as_text());
  return v ? Value::Duration(*v) : Fail(kConversion);
}

Value TypeOf(Frame&, const Value* a) { return Value::TypeOf(a[0].TypeName()); }

constexpr std::array<Overload, 32> kFunctions = {{
    {"int", false, 1, {Kind::kInt}, Type::Int(), Same},
    {"int", false, 1, {Kind::kUint}, Type::Int(), UintToInt},
    {"int", false, 1, {Kind::kDouble}, Type::Int(), DoubleToInt},
    {"int", false, 1, {Kind::kString}, Type::Int(), StringToInt},
    {"int", false, 1, {Kind::kTimestamp}, Type::Int(), TimestampToInt},
    {"uint", false, 1, {Kind::kUint}, Type::Uint(), Same},
    {"uint", false, 1, {Kind::kInt}, Type::Uint(), IntToUint},
    {"uint", false, 1, {Kind::kDouble}, Type::Uint(), DoubleToUint},
    {"uint", false, 1, {Kind::kString}, Type::Uint(), StringToUint},
    {"double", false, 1, {Kind::kDouble}, Type::Double(), Same},
    {"double", false, 1, {Kind::kInt}, Type::Double(), IntToDouble},
    {"double", false, 1, {Kind::kUint}, Type::Double(), UintToDouble},
    {"double", false, 1, {Kind::kString}, Type::Double(), StringToDouble},
    {"string", false, 1, {Kind::kString}, Type::String(), Same},
    {"string", false, 1, {Kind::kInt}, Type::String(), IntToString},
    {"string", false, 1, {Kind::kUint}, Type::String(), UintToString},
    {"string", false, 1, {Kind::kDouble}, Type::String(), DoubleToString},
    {"string", false, 1, {Kind::kBool}, Type::String(), BoolToString},
    {"string", false, 1, {Kind::kBytes}, Type::String(), BytesToString},
    {"string", false, 1, {Kind::kTimestamp}, Type::String(), TimestampToString},
    {"string", false, 1, {Kind::kDuration}, Type::String(), DurationToString},
    {"bytes", false, 1, {Kind::kBytes}, Type::Bytes(), Same},
    {"bytes", false, 1, {Kind::kString}, Type::Bytes(), StringToBytes},
    {"bool", false, 1, {Kind::kBool}, Type::Bool(), Same},
    {"bool", false, 1, {Kind::kString}, Type::Bool(), StringToBool},
    {"timestamp", false, 1, {Kind::kTimestamp}, Type::Timestamp(), Same},
    {"timestamp", false, 1, {Kind::kString}, Type::Timestamp(), StringToTimestamp},
    {"timestamp", false, 1, {Kind::kInt}, Type::Timestamp(), IntToTimestamp},
    {"duration", false, 1, {Kind::kDuration}, Type::Duration(), Same},
    {"duration", false, 1, {Kind::kString}, Type::Duration(), StringToDuration},
    {"type", false, 1, {Kind::kDyn}, Type::TypeOf(), TypeOf},
    {"dyn", false, 1, {Kind::kDyn}, Type::Dyn(), Same},
}};

}  // namespace

std::span<const Overload> ConversionFunctions() { return kFunctions; }

}  // namespace reeve::cel
