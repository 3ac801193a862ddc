// Parts of timestamps, in UTC, and of durations. Months and days count from 0 where CEL says so.
#include "policy/cel/functions.h"
#include "policy/cel/time.h"

namespace reeve::cel {
namespace {

template <int64_t CivilTime::*kPart, int64_t kLess = 0>
Value Part(Frame&, const Value* a) {
  return Value::Int(ToCivil(a[0].as_timestamp()).*kPart - kLess);
}

Value Milliseconds(Frame&, const Value* a) {
  return Value::Int(a[0].as_timestamp().nanos / 1000000);
}

template <int64_t kUnit>
Value Whole(Frame&, const Value* a) {
  return Value::Int(a[0].as_duration() / kUnit);
}

Value MillisecondsOfSecond(Frame&, const Value* a) {
  return Value::Int(a[0].as_duration() % kNanosPerSecond / 1000000);
}

constexpr Kind kT = Kind::kTimestamp;
constexpr Kind kD = Kind::kDuration;
constexpr std::array<Overload, 14> kFunctions = {{
    {"getFullYear", true, 1, {kT}, Type::Int(), Part<&CivilTime::year>},
    {"getMonth", true, 1, {kT}, Type::Int(), Part<&CivilTime::month, 1>},
    {"getDate", true, 1, {kT}, Type::Int(), Part<&CivilTime::day>},
    {"getDayOfMonth", true, 1, {kT}, Type::Int(), Part<&CivilTime::day, 1>},
    {"getDayOfWeek", true, 1, {kT}, Type::Int(), Part<&CivilTime::day_of_week>},
    {"getDayOfYear", true, 1, {kT}, Type::Int(), Part<&CivilTime::day_of_year>},
    {"getHours", true, 1, {kT}, Type::Int(), Part<&CivilTime::hour>},
    {"getMinutes", true, 1, {kT}, Type::Int(), Part<&CivilTime::minute>},
    {"getSeconds", true, 1, {kT}, Type::Int(), Part<&CivilTime::second>},
    {"getMilliseconds", true, 1, {kT}, Type::Int(), Milliseconds},
    {"getHours", true, 1, {kD}, Type::Int(), Whole<3600 * kNanosPerSecond>},
    {"getMinutes", true, 1, {kD}, Type::Int(), Whole<60 * kNanosPerSecond>},
    {"getSeconds", true, 1, {kD}, Type::Int(), Whole<kNanosPerSecond>},
    {"getMilliseconds", true, 1, {kD}, Type::Int(), MillisecondsOfSecond},
}};

}  // namespace

std::span<const Overload> TimeFunctions() { return kFunctions; }

}  // namespace reeve::cel
