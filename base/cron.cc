#include "base/cron.h"

#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace reeve {
namespace {

constexpr int64_t kMinutesOfDay = 24 * 60;
// A leap day on a given day of the week comes back after 40 years at most (2100 has none).
constexpr int64_t kFarthestDays = 41 * 366;

std::vector<std::string_view> Split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t place = text.find(at);
    parts.push_back(text.substr(0, place));
    if (place == std::string_view::npos) return parts;
    text.remove_prefix(place + 1);
  }
}

std::optional<size_t> Number(std::string_view text) {
  size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.size() > 2) {
    return std::nullopt;
  }
  return number;
}

// Sets what one part of a field names: `*`, `a`, `a-b`, with or without `/n`.
template <size_t kSize>
bool AddPart(std::string_view part, size_t low, size_t high, std::bitset<kSize>* field) {
  const size_t slash = part.find('/');
  const std::string_view range = part.substr(0, slash);
  const auto step = slash == std::string_view::npos ? 1 : Number(part.substr(slash + 1));
  size_t first = low;
  size_t last = high;
  if (range != "*") {
    const size_t dash = range.find('-');
    const auto from = Number(range.substr(0, dash));
    const auto to = dash == std::string_view::npos ? from : Number(range.substr(dash + 1));
    if (!from || !to) return false;
    first = *from;
    // A lone number with a step goes on to the end.
    last = dash == std::string_view::npos && slash != std::string_view::npos ? high : *to;
  }
  if (!step || *step == 0 || first < low || last > high || first > last) return false;
  for (size_t value = first; value <= last; value += *step) field->set(value % kSize);
  return true;
}

template <size_t kSize>
bool ReadField(std::string_view text, size_t low, size_t high, std::bitset<kSize>* field) {
  for (const std::string_view part : Split(text, ',')) {
    if (!AddPart(part, low, high, field)) return false;
  }
  return true;
}

Error Wrong(std::string_view text) {
  return {"cron.syntax", "`" + std::string(text.substr(0, 100)) +
                             "` is no schedule: write minute, hour, day of the month, month and "
                             "day of the week, in UTC, like `0 6 * * 1` for Mondays at 06:00"};
}

}  // namespace

Result<Cron> Cron::Parse(std::string_view text) {
  std::vector<std::string_view> fields;
  for (const std::string_view field : Split(text, ' ')) {
    if (!field.empty()) fields.push_back(field);
  }
  Cron cron;
  std::bitset<7>& weekdays = cron.weekdays_;  // 7 is 0
  if (fields.size() != 5 || !ReadField(fields[0], 0, 59, &cron.minutes_) ||
      !ReadField(fields[1], 0, 23, &cron.hours_) || !ReadField(fields[2], 1, 31, &cron.days_) ||
      !ReadField(fields[3], 1, 12, &cron.months_) || !ReadField(fields[4], 0, 7, &weekdays)) {
    return Wrong(text);
  }
  cron.either_day_ = !fields[2].starts_with('*') && !fields[4].starts_with('*');
  for (int64_t day = 0; day < kFarthestDays; ++day) {
    if (cron.IsDay(day)) return cron;
  }
  return Error{"cron.syntax",
               "`" + std::string(text) + "` never comes: no month of these has that day"};
}

bool Cron::IsDay(int64_t day) const {
  const std::chrono::sys_days days{std::chrono::days{day}};
  const std::chrono::year_month_day date{days};
  if (!months_[static_cast<unsigned>(date.month())]) return false;
  const bool of_month = days_[static_cast<unsigned>(date.day())];
  const bool of_week = weekdays_[std::chrono::weekday{days}.c_encoding()];
  return either_day_ ? of_month || of_week : of_month && of_week;
}

Timestamp Cron::NextAfter(Timestamp time) const {
  int64_t minute = std::chrono::floor<std::chrono::minutes>(time).time_since_epoch().count() + 1;
  while (true) {
    const int64_t day =
        std::chrono::floor<std::chrono::days>(
            std::chrono::sys_time<std::chrono::minutes>(std::chrono::minutes(minute)))
            .time_since_epoch()
            .count();
    const int64_t of_day = minute - day * kMinutesOfDay;
    if (!IsDay(day)) {
      minute = (day + 1) * kMinutesOfDay;
    } else if (!hours_[static_cast<size_t>(of_day / 60)]) {
      minute += 60 - of_day % 60;
    } else if (!minutes_[static_cast<size_t>(of_day % 60)]) {
      ++minute;
    } else {
      return Timestamp(std::chrono::minutes(minute));
    }
  }
}

}  // namespace reeve
