#include "policy/cel/time.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace reeve::cel {
namespace {

constexpr int64_t kFirstSecond = -62135596800;  // 0001-01-01T00:00:00Z
constexpr int64_t kLastSecond = 253402300799;   // 9999-12-31T23:59:59Z
constexpr int64_t kSecondsPerDay = 86400;

// Reads from the front of a text; a failed read leaves `ok` false for good.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}
  bool ok() const { return ok_; }
  bool AtEnd() const { return text_.empty(); }

  bool TakeIf(char a, char b) {
    if (text_.empty() || (text_[0] != a && text_[0] != b)) return false;
    text_.remove_prefix(1);
    return true;
  }
  void Expect(char a, char b) { ok_ = TakeIf(a, b) && ok_; }
  void Expect(char a) { Expect(a, a); }
  bool AtDigit() const { return !text_.empty() && text_[0] >= '0' && text_[0] <= '9'; }
  int TakeDigit() {
    const int digit = text_[0] - '0';
    text_.remove_prefix(1);
    return digit;
  }
  // Exactly `count` digits, at least `low` and at most `high`.
  int Number(int count, int low, int high) {
    int value = 0;
    for (int i = 0; i < count; ++i) {
      if (!AtDigit()) return ok_ = false, low;
      value = value * 10 + TakeDigit();
    }
    ok_ = ok_ && value >= low && value <= high;
    return value;
  }
  // The unit of a duration in nanoseconds, or 0.
  int64_t Unit() {
    struct Named {
      std::string_view name;
      int64_t nanos;
    };
    static constexpr std::array<Named, 7> kUnits = {{{"ns", 1},
                                                     {"us", 1000},
                                                     {"\u00b5s", 1000},
                                                     {"ms", 1000000},
                                                     {"s", kNanosPerSecond},
                                                     {"m", 60 * kNanosPerSecond},
                                                     {"h", 3600 * kNanosPerSecond}}};
    for (const Named& unit : kUnits) {
      if (!text_.starts_with(unit.name)) continue;
      text_.remove_prefix(unit.name.size());
      return unit.nanos;
    }
    return 0;
  }

 private:
  std::string_view text_;
  bool ok_ = true;
};

uint32_t ReadFraction(Reader& in) {
  if (!in.TakeIf('.', '.')) return 0;
  uint32_t nanos = static_cast<uint32_t>(in.Number(1, 0, 9));
  for (int digits = 1; digits < 9; ++digits) {
    nanos = nanos * 10 + (in.AtDigit() ? static_cast<uint32_t>(in.TakeDigit()) : 0);
  }
  return nanos;
}

// Seconds east of UTC.
int64_t ReadOffset(Reader& in) {
  if (in.TakeIf('Z', 'z')) return 0;
  const bool west = in.TakeIf('-', '-');
  if (!west) in.Expect('+');
  const int64_t hours = in.Number(2, 0, 23);
  in.Expect(':');
  const int64_t seconds = hours * 3600 + int64_t{in.Number(2, 0, 59)} * 60;
  return west ? -seconds : seconds;
}

// One "1.5h" of a duration, added to `total`, which is negative or 0: the most negative value has
// no positive counterpart.
bool SubtractPart(Reader& in, int64_t* total) {
  int64_t whole = 0;
  bool digits = false;
  for (; in.AtDigit(); digits = true) {
    if (__builtin_mul_overflow(whole, 10, &whole)) return false;
    if (__builtin_add_overflow(whole, in.TakeDigit(), &whole)) return false;
  }
  int64_t fraction = 0;
  int64_t scale = 1;
  if (in.TakeIf('.', '.')) {
    for (; in.AtDigit(); digits = true) {
      const int digit = in.TakeDigit();
      // Digits beyond these are less than a nanosecond of an hour.
      if (scale >= 1'000'000'000'000'000) continue;
      fraction = fraction * 10 + digit;
      scale *= 10;
    }
  }
  const int64_t unit = in.Unit();
  if (!digits || unit == 0) return false;
  if (__builtin_mul_overflow(whole, unit, &whole)) return false;
  const auto part = static_cast<long double>(fraction) / static_cast<long double>(scale) *
                    static_cast<long double>(unit);
  return !__builtin_sub_overflow(*total, whole, total) &&
         !__builtin_sub_overflow(*total, static_cast<int64_t>(part), total);
}

// ".5", ".000000001" or "".
std::string FractionText(uint32_t nanos) {
  if (nanos == 0) return "";
  char digits[16];
  std::snprintf(digits, sizeof digits, ".%09u", nanos);
  std::string text = digits;
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

int64_t FloorDiv(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace

bool IsValidTimestamp(Instant instant) {
  return instant.seconds >= kFirstSecond && instant.seconds <= kLastSecond;
}

std::optional<Instant> ParseTimestamp(std::string_view text) {
  using std::chrono::year_month_day;
  Reader in(text);
  const int year = in.Number(4, 0, 9999);
  in.Expect('-');
  const int month = in.Number(2, 1, 12);
  in.Expect('-');
  const int day = in.Number(2, 1, 31);
  in.Expect('T', 't');
  int64_t seconds = int64_t{in.Number(2, 0, 23)} * 3600;
  in.Expect(':');
  seconds += int64_t{in.Number(2, 0, 59)} * 60;
  in.Expect(':');
  seconds += in.Number(2, 0, 59);
  const uint32_t nanos = ReadFraction(in);
  seconds -= ReadOffset(in);
  const year_month_day date{std::chrono::year(year),
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (!in.ok() || !in.AtEnd() || !date.ok()) return std::nullopt;
  seconds += std::chrono::sys_days(date).time_since_epoch().count() * kSecondsPerDay;
  const Instant instant{seconds, nanos};
  return IsValidTimestamp(instant) ? std::optional(instant) : std::nullopt;
}

std::string FormatTimestamp(Instant instant) {
  const CivilTime t = ToCivil(instant);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", static_cast<int>(t.year),
                static_cast<int>(t.month), static_cast<int>(t.day), static_cast<int>(t.hour),
                static_cast<int>(t.minute), static_cast<int>(t.second));
  return text + FractionText(instant.nanos) + "Z";
}

std::optional<int64_t> ParseDuration(std::string_view text) {
  if (text == "0" || text == "-0" || text == "+0") return 0;
  Reader in(text);
  const bool negative = in.TakeIf('-', '-');
  if (!negative) in.TakeIf('+', '+');
  if (in.AtEnd()) return std::nullopt;
  int64_t total = 0;
  while (!in.AtEnd()) {
    if (!SubtractPart(in, &total)) return std::nullopt;
  }
  if (negative) return total;
  return total == INT64_MIN ? std::nullopt : std::optional(-total);
}

std::string FormatDuration(int64_t nanos) {
  const int64_t seconds = nanos / kNanosPerSecond;
  const int64_t rest = nanos % kNanosPerSecond;
  const std::string sign = seconds == 0 && rest < 0 ? "-" : "";
  const auto fraction = static_cast<uint32_t>(rest < 0 ? -rest : rest);
  return sign + std::to_string(seconds) + FractionText(fraction) + "s";
}

std::optional<Instant> Add(Instant instant, int64_t nanos) {
  const int64_t sum = int64_t{instant.nanos} + nanos % kNanosPerSecond;
  const int64_t carry = FloorDiv(sum, kNanosPerSecond);
  const Instant result{instant.seconds + nanos / kNanosPerSecond + carry,
                       static_cast<uint32_t>(sum - carry * kNanosPerSecond)};
  return IsValidTimestamp(result) ? std::optional(result) : std::nullopt;
}

std::optional<int64_t> Difference(Instant later, Instant earlier) {
  int64_t nanos = 0;
  if (__builtin_mul_overflow(later.seconds - earlier.seconds, kNanosPerSecond, &nanos) ||
      __builtin_add_overflow(nanos, int64_t{later.nanos} - int64_t{earlier.nanos}, &nanos)) {
    return std::nullopt;
  }
  return nanos;
}

CivilTime ToCivil(Instant instant) {
  const int64_t days = FloorDiv(instant.seconds, kSecondsPerDay);
  const int64_t second = instant.seconds - days * kSecondsPerDay;
  const std::chrono::sys_days day{std::chrono::days(days)};
  const std::chrono::year_month_day date(day);
  const std::chrono::sys_days new_year = date.year() / 1 / 1;
  CivilTime civil{};
  civil.year = static_cast<int>(date.year());
  civil.month = static_cast<unsigned>(date.month());
  civil.day = static_cast<unsigned>(date.day());
  civil.day_of_week = std::chrono::weekday(day).c_encoding();
  civil.day_of_year = (day - new_year).count();
  civil.hour = second / 3600;
  civil.minute = second / 60 % 60;
  civil.second = second % 60;
  return civil;
}

}  // namespace reeve::cel
