// Dates of birth and ages, both by a word that says so.
#include "detectors/bytes.h"
#include "detectors/date.h"
#include "detectors/entities.h"
#include "detectors/limits.h"
#include "detectors/named_things.h"

namespace reeve::detectors {
namespace {

// "19840312" right behind the word: eight digits that are a date.
bool CompactDate(std::string_view text, size_t pos) {
  for (size_t i = 0; i < 8; ++i) {
    if (!AtClass(text, pos + i, kDigit)) return false;
  }
  if (WordAt(text, pos + 8)) return false;
  const auto two = [&](size_t at) {
    return (text[pos + at] - '0') * 10 + (text[pos + at + 1] - '0');
  };
  return (two(0) == 19 || two(0) == 20) && two(4) >= 1 && two(4) <= 12 && two(6) >= 1 &&
         two(6) <= 31;
}

// The year of a living person, or one that is written in two digits.
bool YearOfLiving(std::string_view date) {
  for (size_t i = 0; i + 4 <= date.size(); ++i) {
    if (!IsDigit(date[i]) || !IsDigit(date[i + 1]) || !IsDigit(date[i + 2]) ||
        !IsDigit(date[i + 3])) {
      continue;
    }
    return date.substr(i, 2) == "20" || (date.substr(i, 2) == "19" && date[i + 2] >= '0');
  }
  return true;
}

bool AgeAt(std::string_view text, size_t begin, size_t end) {
  if (end == begin || end - begin > 3) return false;
  int value = 0;
  for (size_t i = begin; i < end; ++i) value = value * 10 + (text[i] - '0');
  return value >= 1 && value <= 120;
}

}  // namespace

std::optional<Hit> MatchBirth(std::string_view text, size_t begin, size_t end) {
  const size_t highest = std::min(text.size(), end + kBirthReach);
  for (size_t pos = end; pos < highest; ++pos) {
    if (text[pos] == '\n' && pos > end + 2) break;
    if (WordBefore(text, pos)) continue;
    const bool digit = IsDigit(text[pos]);
    if (!digit && !IsLetter(text[pos])) continue;
    if (digit && CompactDate(text, pos)) {
      return Hit{&kDateOfBirth, pos, pos + 8, {.format = 0.1, .context = 0.5}, false};
    }
    const DateRead date = ReadDate(text, pos);
    if (date.form != DateForm::kFull && date.form != DateForm::kTime) continue;
    if (!YearOfLiving(text.substr(pos, date.end - pos))) return std::nullopt;
    return Hit{&kDateOfBirth, pos, date.end, {.format = 0.3, .context = 0.5}, false};
  }
  // "12.03.1984 (DOB)"
  const size_t lowest = begin > 16 ? begin - 16 : 0;
  for (size_t pos = lowest; pos < begin; ++pos) {
    if (!IsDigit(text[pos]) || WordBefore(text, pos)) continue;
    const DateRead date = ReadDate(text, pos);
    if (date.form != DateForm::kFull || date.end > begin || begin - date.end > 2) continue;
    return Hit{&kDateOfBirth, pos, date.end, {.format = 0.3, .context = 0.3}, false};
  }
  return std::nullopt;
}

std::optional<Hit> MatchAge(std::string_view text, size_t begin, size_t end, Cue cue) {
  if (cue == Cue::kAgeBehind) {
    size_t number = begin;
    if (number > 0 && (text[number - 1] == ' ' || text[number - 1] == '-')) --number;
    size_t first = number;
    while (first > 0 && number - first <= 3 && IsDigit(text[first - 1])) --first;
    const bool goes_on = first > 0 && (text[first - 1] == '.' || text[first - 1] == ',' ||
                                       text[first - 1] == '$' || WordBefore(text, first));
    if (!AgeAt(text, first, number) || goes_on) return std::nullopt;
    return Hit{&kAge, first, number, {.format = 0.1, .context = 0.6}, false};
  }
  constexpr std::string_view kBetween = " \t\"':=";
  size_t at = end;
  while (at < text.size() && at - end < 5 && kBetween.find(text[at]) != std::string_view::npos)
    ++at;
  if (text.substr(at).starts_with("is ")) at += 3;
  if (text.substr(at).starts_with("of ")) at += 3;
  size_t last = at;
  while (last < text.size() && last - at <= 3 && IsDigit(text[last])) ++last;
  if (at == end || !AgeAt(text, at, last) || WordAt(text, last)) return std::nullopt;
  if (At(text, last, '%') || At(text, last, '/') || At(text, last, ':')) return std::nullopt;
  if ((At(text, last, '.') || At(text, last, ',')) && AtClass(text, last + 1, kDigit)) {
    return std::nullopt;
  }
  return Hit{&kAge, at, last, {.format = 0.1, .context = 0.4}, false};
}

}  // namespace reeve::detectors
