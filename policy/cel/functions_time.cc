// Parts of timestamps, in UTC or in a zone (time_zone.h), and of durations. Months and days count
// from 0 where CEL says so.
#include "policy/cel/errors.h"
#include "policy/cel/functions.h"
#include "policy/cel/time.h"
#include "policy/cel/time_zone.h"

namespace reeve::cel {
namespace {

constexpr ErrorValue kZone = {"cel.conversion", "no time zone has that name"};
// What looking up a zone costs.
constexpr size_t kStepsOfZone = 20;

template <int64_t CivilTime::*kPart, int64_t kLess = 0>
Value Part(Frame&, const Value* a) {
  return Value::Int(ToCivil(a[0].as_timestamp()).*kPart - kLess);
}

template <int64_t CivilTime::*kPart, int64_t kLess = 0>
Value PartIn(Frame& frame, const Value* a) {
  if (!frame.Spend(kStepsOfZone)) return Fail(kBudget);
  Instant instant = a[0].as_timestamp();
  const auto offset = ZoneOffset(a[1].as_text(), instant);
  if (!offset) return Fail(kZone);
  instant.seconds += *offset;  // a day around the years 1 to 9999 still has a calendar
  return Value::Int(ToCivil(instant).*kPart - kLess);
}

Value MillisecondsIn(Frame& frame, const Value* a) {
  if (!frame.Spend(kStepsOfZone)) return Fail(kBudget);
  if (!ZoneOffset(a[1].as_text(), a[0].as_timestamp())) return Fail(kZone);
  return Value::Int(a[0].as_timestamp().nanos / 1000000);
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
constexpr Kind kS = Kind::kString;
constexpr std::array<Overload, 24> kFunctions = {{
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
    {"getFullYear", true, 2, {kT, kS}, Type::Int(), PartIn<&CivilTime::year>},
    {"getMonth", true, 2, {kT, kS}, Type::Int(), PartIn<&CivilTime::month, 1>},
    {"getDate", true, 2, {kT, kS}, Type::Int(), PartIn<&CivilTime::day>},
    {"getDayOfMonth", true, 2, {kT, kS}, Type::Int(), PartIn<&CivilTime::day, 1>},
    {"getDayOfWeek", true, 2, {kT, kS}, Type::Int(), PartIn<&CivilTime::day_of_week>},
    {"getDayOfYear", true, 2, {kT, kS}, Type::Int(), PartIn<&CivilTime::day_of_year>},
    {"getHours", true, 2, {kT, kS}, Type::Int(), PartIn<&CivilTime::hour>},
    {"getMinutes", true, 2, {kT, kS}, Type::Int(), PartIn<&CivilTime::minute>},
    {"getSeconds", true, 2, {kT, kS}, Type::Int(), PartIn<&CivilTime::second>},
    {"getMilliseconds", true, 2, {kT, kS}, Type::Int(), MillisecondsIn},
    {"getHours", true, 1, {kD}, Type::Int(), Whole<3600 * kNanosPerSecond>},
    {"getMinutes", true, 1, {kD}, Type::Int(), Whole<60 * kNanosPerSecond>},
    {"getSeconds", true, 1, {kD}, Type::Int(), Whole<kNanosPerSecond>},
    {"getMilliseconds", true, 1, {kD}, Type::Int(), MillisecondsOfSecond},
}};

}  // namespace

std::span<const Overload> TimeFunctions() { return kFunctions; }

}  // namespace reeve::cel
