// Timestamps (RFC 3339, years 1 to 9999) and durations of the language, as text and as numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/cel/value.h"

namespace reeve::cel {

inline constexpr int64_t kNanosPerSecond = 1'000'000'000;

// Whether it lies in the years 1 to 9999.
bool IsValidTimestamp(Instant instant);

// "2009-02-13T23:31:30Z", "…30.5+02:00"; up to nine digits of fraction. nullopt: malformed, no day
// of the calendar, or out of range.
std::optional<Instant> ParseTimestamp(std::string_view text);
// In UTC, with as many digits of fraction as are needed.
std::string FormatTimestamp(Instant instant);

// "1h30m", "-1.5s", "200ms", "3us", "0": decimal numbers with a unit of h, m, s, ms, us, ns.
// Nanoseconds; nullopt when malformed or beyond 64 bits of them.
std::optional<int64_t> ParseDuration(std::string_view text);
// In seconds: "5400s", "-1.5s".
std::string FormatDuration(int64_t nanos);

// Nullopt out of range.
std::optional<Instant> Add(Instant instant, int64_t nanos);
std::optional<int64_t> Difference(Instant later, Instant earlier);

// A timestamp by the calendar, in UTC.
struct CivilTime {
  int64_t year;
  int64_t month;        // 1 to 12
  int64_t day;          // of the month, 1 to 31
  int64_t day_of_week;  // 0 is Sunday
  int64_t day_of_year;  // 0 to 365
  int64_t hour;
  int64_t minute;
  int64_t second;
};
CivilTime ToCivil(Instant instant);

}  // namespace reeve::cel
