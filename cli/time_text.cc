#include "cli/time_text.h"

#include "base/duration.h"

namespace reeve::cli {
namespace {

constexpr size_t kDateLetters = 10;  // "2026-12-31"

}  // namespace

std::string TypedTime(const std::string& typed) {
  if (const auto duration = ParseDuration(typed)) {
    return FormatTimestamp(Clock::System().Now() + *duration);
  }
  return typed.size() == kDateLetters ? typed + "T00:00:00Z" : typed;
}

std::string MinuteOf(const std::string& time) {
  if (time.size() < 16) return time;
  return time.substr(0, 10) + " " + time.substr(11, 5);
}

std::string TimeLeft(const std::string& until, Timestamp now) {
  const Result<Timestamp> end = ParseTimestamp(until);
  if (!end.ok() || *end <= now) return "";
  constexpr int64_t kHour = 60;
  constexpr int64_t kDay = 24 * kHour;
  const int64_t minutes = std::chrono::duration_cast<std::chrono::minutes>(*end - now).count();
  const auto count = [](int64_t number, const char* unit) {
    return std::to_string(number) + " " + unit + (number == 1 ? "" : "s");
  };
  if (minutes >= 2 * kDay) return count(minutes / kDay, "day");
  if (minutes >= 2 * kHour) return count(minutes / kHour, "hour");
  return count(minutes, "minute");
}

std::string PastTimeOf(const std::string& typed, Timestamp now) {
  if (typed == "now") return FormatTimestamp(now);
  if (const auto ago = ParseDuration(typed)) return FormatTimestamp(now - *ago);
  return typed.size() == kDateLetters ? typed + "T00:00:00Z" : typed;
}

}  // namespace reeve::cli
