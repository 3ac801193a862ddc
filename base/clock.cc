#include "base/clock.h"

#include "base/text.h"

namespace reeve {
namespace {

class SystemClock final : public Clock {
 public:
  Timestamp Now() const override {
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
  }
};

// Reads exactly `count` digits at `pos`; -1 when there are fewer.
int Digits(std::string_view text, size_t pos, size_t count) {
  if (pos + count > text.size()) return -1;
  int value = 0;
  for (char c : text.substr(pos, count)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

const Clock& Clock::System() {
  static const SystemClock kClock;
  return kClock;
}

std::string FormatTimestamp(Timestamp time) {
  namespace chr = std::chrono;
  const auto day = chr::floor<chr::days>(time);
  const chr::year_month_day date(day);
  const chr::hh_mm_ss clock(time - day);
  // Written digit by digit: this stands in every record, and snprintf costs more than hashing it.
  std::string out = "0000-00-00T00:00:00.000000Z";
  const auto put = [&out](size_t end, int64_t value, size_t width) {
    for (size_t i = 0; i < width; ++i, value /= 10) {
      out[end - i] = static_cast<char>('0' + value % 10);
    }
  };
  put(3, static_cast<int>(date.year()), 4);
  put(6, static_cast<unsigned>(date.month()), 2);
  put(9, static_cast<unsigned>(date.day()), 2);
  put(12, clock.hours().count(), 2);
  put(15, clock.minutes().count(), 2);
  put(18, clock.seconds().count(), 2);
  put(25, clock.subseconds().count(), 6);
  return out;
}

Result<Timestamp> ParseTimestamp(std::string_view text) {
  namespace chr = std::chrono;
  const Error error{"time.syntax", "`" + std::string(Clip(text, 40)) +
                                       "` is not a time like `2026-11-20T09:30:00.000000Z`"};
  const int year = Digits(text, 0, 4), month = Digits(text, 5, 2), day = Digits(text, 8, 2);
  const int hour = Digits(text, 11, 2), minute = Digits(text, 14, 2), second = Digits(text, 17, 2);
  if (year < 1 || month < 1 || day < 1 || hour < 0 || minute < 0 || second < 0) return error;
  if (hour > 23 || minute > 59 || second > 59) return error;
  if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':') {
    return error;
  }
  const chr::year_month_day date(chr::year(year), chr::month(static_cast<unsigned>(month)),
                                 chr::day(static_cast<unsigned>(day)));
  if (!date.ok()) return error;

  std::string_view rest = text.substr(19);
  int64_t micros = 0;
  if (!rest.empty() && rest.front() == '.') {
    const size_t end = rest.find_first_not_of("0123456789", 1);
    if (end == std::string_view::npos || end < 2 || end > 7) return error;
    std::string fraction(rest.substr(1, end - 1));
    fraction.resize(6, '0');
    micros = Digits(fraction, 0, 6);
    rest.remove_prefix(end);
  }
  if (rest != "Z") return error;
  return Timestamp(chr::sys_days(date).time_since_epoch() + chr::hours(hour) +
                   chr::minutes(minute) + chr::seconds(second) + chr::microseconds(micros));
}

}  // namespace reeve
