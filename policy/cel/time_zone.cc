#include "policy/cel/time_zone.h"

#include <unicode/timezone.h>

#include <memory>

namespace reeve::cel {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "+hh:mm", "-hh:mm", "hh:mm"
std::optional<int64_t> FixedOffset(std::string_view zone) {
  const bool west = zone.starts_with('-');
  if (west || zone.starts_with('+')) zone.remove_prefix(1);
  if (zone.size() != 5 || zone[2] != ':') return std::nullopt;
  for (const size_t i : {0u, 1u, 3u, 4u}) {
    if (!IsDigit(zone[i])) return std::nullopt;
  }
  const int64_t hours = (zone[0] - '0') * 10 + (zone[1] - '0');
  const int64_t minutes = (zone[3] - '0') * 10 + (zone[4] - '0');
  if (hours > 23 || minutes > 59) return std::nullopt;
  const int64_t seconds = hours * 3600 + minutes * 60;
  return west ? -seconds : seconds;
}

}  // namespace

std::optional<int64_t> ZoneOffset(std::string_view zone, Instant instant) {
  if (zone == "UTC") return 0;
  if (const auto fixed = FixedOffset(zone)) return fixed;
  // No name is longer than this; and ICU would read `GMT+3` in its own way.
  if (zone.size() > 64 || (zone.starts_with("GMT") && zone.size() > 3)) return std::nullopt;
  const auto name = icu::UnicodeString::fromUTF8({zone.data(), static_cast<int32_t>(zone.size())});
  const std::unique_ptr<icu::TimeZone> found(icu::TimeZone::createTimeZone(name));
  if (!found || *found == icu::TimeZone::getUnknown()) return std::nullopt;
  int32_t raw = 0;
  int32_t saving = 0;
  UErrorCode error = U_ZERO_ERROR;
  const auto milliseconds = static_cast<double>(instant.seconds) * 1000.0;
  found->getOffset(milliseconds, /*local=*/false, raw, saving, error);
  if (U_FAILURE(error)) return std::nullopt;
  return (int64_t{raw} + saving) / 1000;
}

}  // namespace reeve::cel
