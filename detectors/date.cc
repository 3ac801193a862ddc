// Dates: the forms of ISO 8601 and RFC 3339, and those of Europe and North America in digits and
// with a month by name.
#include "detectors/date.h"

#include <array>

#include "detectors/bytes.h"
#include "detectors/entities.h"
#include "detectors/formats.h"
#include "detectors/gazetteer.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

struct Number {
  int value = 0;
  size_t end = 0;
  size_t digits = 0;
};

// At most four digits; `digits` is 0 when there are none or more.
Number ReadNumber(std::string_view text, size_t pos) {
  Number number{0, pos, 0};
  while (number.end < text.size() && IsDigit(text[number.end])) {
    if (number.end - pos == 4) return {0, pos, 0};
    number.value = number.value * 10 + (text[number.end++] - '0');
  }
  number.digits = number.end - pos;
  return number;
}

bool Day(const Number& n) {
  return n.digits >= 1 && n.digits <= 2 && n.value >= 1 && n.value <= 31;
}
bool Month(const Number& n) {
  return n.digits >= 1 && n.digits <= 2 && n.value >= 1 && n.value <= 12;
}
bool LongYear(const Number& n) { return n.digits == 4 && n.value >= 1800 && n.value <= 2199; }
bool Year(const Number& n) { return LongYear(n) || n.digits == 2; }

// No letter, digit or further piece of a number behind.
bool EndsHere(std::string_view text, size_t end) {
  if (WordAt(text, end) || At(text, end, '%')) return false;
  const bool joins = At(text, end, '-') || At(text, end, '/') || At(text, end, '.') ||
                     At(text, end, ',') || At(text, end, ':');
  return !(joins && AtClass(text, end + 1, kDigit)) &&
         !(At(text, end, '-') && WordAt(text, end + 1));
}

// "T14:30", "T14:30:00.123-07:00", " 07:51:21": the end, or `pos`.
size_t TimeEnd(std::string_view text, size_t pos) {
  if (!At(text, pos, 'T') && !At(text, pos, ' ')) return pos;
  const Number hour = ReadNumber(text, pos + 1);
  if (hour.digits != 2 || hour.value > 24 || !At(text, hour.end, ':')) return pos;
  const Number minute = ReadNumber(text, hour.end + 1);
  if (minute.digits != 2 || minute.value > 59) return pos;
  size_t end = minute.end;
  if (At(text, end, ':')) {
    const Number second = ReadNumber(text, end + 1);
    if (second.digits != 2 || second.value > 60) return pos;
    end = second.end;
    if (At(text, end, '.') && AtClass(text, end + 1, kDigit)) {
      for (++end; end < text.size() && IsDigit(text[end]) && end - second.end <= 9;) ++end;
    }
  }
  if (At(text, end, 'Z')) return end + 1;
  if (At(text, end, '+') || At(text, end, '-')) {
    const Number zone = ReadNumber(text, end + 1);
    if (zone.digits == 4) return zone.end;
    if (zone.digits == 2 && At(text, zone.end, ':')) {
      const Number minutes = ReadNumber(text, zone.end + 1);
      if (minutes.digits == 2) return minutes.end;
    }
  }
  return end;
}

DateRead Full(std::string_view text, size_t end) {
  const size_t time = TimeEnd(text, end);
  if (time > end && EndsHere(text, time)) return {DateForm::kTime, time};
  return EndsHere(text, end) ? DateRead{DateForm::kFull, end} : DateRead{};
}

// ", 1984", " 1984", "-1984", " de 1984", ". 1984" behind a month or a day.
Number YearBehind(std::string_view text, size_t pos) {
  size_t at = pos;
  for (const std::string_view words : {", ", " de ", " del ", ". ", " ", "-", "/", "."}) {
    if (text.substr(at).starts_with(words)) {
      at += words.size();
      break;
    }
  }
  if (at == pos) return {};
  const Number year = ReadNumber(text, at);
  const bool two = year.digits == 2 && text[pos] == '-';
  return LongYear(year) || two ? year : Number{};
}

// From the month on: "-MAY-2021", " March 1984", ". März 1984", "th of May", " de mayo de 1984".
DateRead MonthBehindDay(std::string_view text, size_t pos) {
  size_t at = pos;
  for (const std::string_view suffix : {"st", "nd", "rd", "th", "er", "º"}) {
    if (text.substr(at).starts_with(suffix)) {
      at += suffix.size();
      break;
    }
  }
  const size_t joined = at;
  for (const std::string_view words : {". ", " of ", " de ", " ", "-", "/"}) {
    if (text.substr(at).starts_with(words)) {
      at += words.size();
      break;
    }
  }
  if (at == joined) return {};
  const size_t month = MonthEnd(text, at);
  if (month == at) return {};
  if (const Number year = YearBehind(text, month); year.digits != 0) {
    if (const DateRead full = Full(text, year.end); full.form != DateForm::kNone) return full;
  }
  return EndsHere(text, month) ? DateRead{DateForm::kMonth, month} : DateRead{};
}

// "21.5.2021", "5/20/21", "2021-05-21", "20210521" is none.
DateRead ThreeNumbers(std::string_view text, const Number& a, const Number& b, const Number& c,
                      char separator) {
  if (LongYear(a)) {
    return Month(b) && Day(c) && b.digits == 2 && c.digits == 2 ? Full(text, c.end) : DateRead{};
  }
  if (a.digits > 2 || b.digits > 2 || !Year(c)) return {};
  // "1.2.10" is a version as often as a date: two-digit years with dots want a day over 12.
  if (c.digits == 2 && separator == '.' && a.value <= 12) return {};
  if (c.digits == 2 && separator == '-' && (a.digits != 2 || b.digits != 2)) return {};
  const bool fits = (Day(a) && Month(b)) || (Month(a) && Day(b));
  return fits ? Full(text, c.end) : DateRead{};
}

DateRead FromDigits(std::string_view text, size_t pos) {
  const Number first = ReadNumber(text, pos);
  if (first.digits == 0) return {};
  if (Day(first)) {
    if (const DateRead read = MonthBehindDay(text, first.end); read.form != DateForm::kNone) {
      return read;
    }
  }
  if (first.end >= text.size()) return {};
  const char separator = text[first.end];
  if (separator != '/' && separator != '-' && separator != '.') return {};
  const Number second = ReadNumber(text, first.end + 1);
  if (second.digits == 0) return {};
  if (At(text, second.end, separator)) {
    const Number third = ReadNumber(text, second.end + 1);
    if (third.digits != 0) return ThreeNumbers(text, first, second, third, separator);
  }
  if (separator != '/' || !EndsHere(text, second.end)) return {};
  const bool day = (Month(first) && Day(second)) || (Day(first) && Month(second));
  const bool year = Month(first) && LongYear(second);
  return day || year ? DateRead{DateForm::kPartial, second.end} : DateRead{};
}

// "May 21, 1984", "March 3rd", "May-2021", "May 2021".
DateRead FromMonth(std::string_view text, size_t pos, size_t month) {
  if (const Number year = YearBehind(text, month); year.digits == 4) {
    return EndsHere(text, year.end) ? DateRead{DateForm::kMonth, year.end} : DateRead{};
  }
  const size_t dot = At(text, month, '.') ? month + 1 : month;
  if (!At(text, dot, ' ') || pos == month) return {};
  const Number day = ReadNumber(text, dot + 1);
  if (!Day(day)) return {};
  size_t end = day.end;
  for (const std::string_view suffix : {"st", "nd", "rd", "th"}) {
    if (text.substr(end).starts_with(suffix)) end += suffix.size();
  }
  if (const Number year = YearBehind(text, end); year.digits == 4) {
    if (const DateRead full = Full(text, year.end); full.form != DateForm::kNone) return full;
  }
  return EndsHere(text, end) ? DateRead{DateForm::kMonth, end} : DateRead{};
}

// Words that a partial date needs within reach before it.
constexpr auto kDateWords =
    std::to_array<std::string_view>({"today",  "date", "dated", "on",  "until", "since", "expires",
                                     "expiry", "exp",  "valid", "due", "by",    "heute", "am",
                                     "datum",  "bis",  "le",    "hoy", "fecha", "oggi",  "data"});

// Words of logs and build stamps: their times are a machine's and nobody's.
constexpr auto kLogWords = std::to_array<std::string_view>(
    {"log", "logs", "built", "build", "compiled", "info", "debug", "warn", "warning", "error",
     "trace", "fatal", "notice", "commit"});

template <size_t kSize>
bool WordIn(std::string_view text, size_t begin, const std::array<std::string_view, kSize>& words) {
  for (const std::string_view word : words) {
    size_t i = 0;
    while (i < word.size() && begin + i < text.size() && ToLower(text[begin + i]) == word[i]) ++i;
    if (i == word.size() && !WordAt(text, begin + i)) return true;
  }
  return false;
}

// One of `words` within kDateReach before `begin`.
template <size_t kSize>
bool WordNear(std::string_view text, size_t begin,
              const std::array<std::string_view, kSize>& words) {
  const size_t lowest = begin > kDateReach ? begin - kDateReach : 0;
  for (size_t pos = begin; pos-- > lowest;) {
    if (IsLetter(text[pos]) && !WordBefore(text, pos) && WordIn(text, pos, words)) return true;
  }
  return false;
}

bool Logged(std::string_view text, size_t begin, size_t end) {
  if (WordNear(text, begin, kLogWords)) return true;
  while (end < text.size() && (text[end] == ' ' || text[end] == '[' || text[end] == '|')) ++end;
  return WordIn(text, end, kLogWords);
}

}  // namespace

size_t MonthEnd(std::string_view text, size_t pos) {
  const LetterWord word = ReadLetterWord(text, pos);
  if (word.letters < 3 || (Names().Find(word) & kMonthName) == 0) return pos;
  return WordAt(text, word.end) ? pos : word.end;
}

DateRead ReadDate(std::string_view text, size_t pos) {
  if (AtClass(text, pos, kDigit)) return FromDigits(text, pos);
  const size_t month = MonthEnd(text, pos);
  return month > pos ? FromMonth(text, pos, month) : DateRead{};
}

std::optional<Hit> MatchDate(std::string_view text, size_t pos) {
  constexpr std::string_view kJoins = "-/.:$#%+,";
  if (WordBefore(text, pos)) return std::nullopt;
  if (pos > 1 && kJoins.find(text[pos - 1]) != std::string_view::npos && IsAlnum(text[pos - 2]) &&
      (text[pos - 1] != ',' || IsDigit(text[pos - 2]))) {
    return std::nullopt;
  }
  if (pos > 0 && (text[pos - 1] == '$' || text[pos - 1] == '#')) return std::nullopt;
  const DateRead read = ReadDate(text, pos);
  if (read.form == DateForm::kNone) return std::nullopt;
  Hit hit{&kDateTime, pos, read.end, {.format = 0.6}, false};
  if (read.form == DateForm::kPartial) {
    if (!Alone(text, pos, read.end) && !WordNear(text, pos, kDateWords)) return std::nullopt;
    hit.parts = {.format = 0.1, .context = 0.2};
  }
  if (Logged(text, pos, read.end)) return std::nullopt;
  return hit;
}

}  // namespace reeve::detectors
