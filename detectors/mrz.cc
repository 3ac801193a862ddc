#include "detectors/mrz.h"

#include <algorithm>
#include <array>
#include <string>

#include "detectors/bytes.h"
#include "detectors/check_digits.h"
#include "detectors/entities.h"

namespace reeve::detectors {
namespace {

constexpr size_t kTd1 = 30;
constexpr size_t kTd2 = 36;
constexpr size_t kTd3 = 44;
// Between two lines: a line end, also as JSON and C write it, with blanks around.
constexpr size_t kMaxBetweenLines = 8;

bool InZone(char c) { return IsDigit(c) || Has(c, kUpper) || c == '<'; }

struct Line {
  size_t begin = 0;
  std::string_view text;
};

// The run of the zone's characters at `pos`, when it has the length of a line.
std::optional<Line> ReadLine(std::string_view text, size_t pos) {
  size_t end = pos;
  while (end < text.size() && InZone(text[end]) && end - pos <= kTd3) ++end;
  const size_t size = end - pos;
  if (size != kTd1 && size != kTd2 && size != kTd3) return std::nullopt;
  if (WordAt(text, end)) return std::nullopt;
  return Line{pos, text.substr(pos, size)};
}

// The next line, of the same length.
std::optional<Line> NextLine(std::string_view text, const Line& line) {
  size_t pos = line.begin + line.text.size();
  const size_t highest = std::min(text.size(), pos + kMaxBetweenLines);
  for (const size_t begin = pos; pos < highest; ++pos) {
    if (Has(text[pos], kSpace)) continue;
    // "\n" and "\r" in two characters.
    if (text[pos] == '\\' && (At(text, pos + 1, 'n') || At(text, pos + 1, 'r'))) {
      ++pos;
      continue;
    }
    if (pos == begin) return std::nullopt;
    const std::optional<Line> next = ReadLine(text, pos);
    if (!next || next->text.size() != line.text.size()) return std::nullopt;
    return next;
  }
  return std::nullopt;
}

bool Letters(std::string_view part) {
  return std::all_of(part.begin(), part.end(), [](char c) { return Has(c, kUpper) || c == '<'; });
}

// A day of birth may be unknown in part.
bool DatePart(std::string_view part) {
  return std::all_of(part.begin(), part.end(), [](char c) { return IsDigit(c) || c == '<'; });
}

// The number's digit may stand at the end of the optional data when the number is a long one.
bool NumberChecks(std::string_view number_and_check) {
  return number_and_check.back() == '<' || Icao731Valid(number_and_check);
}

bool DatesCheck(std::string_view birth, char sex, std::string_view expiry) {
  return DatePart(birth) && DatePart(expiry) && Icao731Valid(birth) && Icao731Valid(expiry) &&
         std::string_view("MFX<").find(sex) != std::string_view::npos;
}

// The second line of TD2, TD3 and visas.
bool LowerLine(std::string_view line) {
  return line[9] != '<' && Icao731Valid(line.substr(0, 10)) && Letters(line.substr(10, 3)) &&
         DatesCheck(line.substr(13, 7), line[20], line.substr(21, 7));
}

bool CompositeOfLower(std::string_view line) {
  std::string all(line.substr(0, 10));
  all.append(line.substr(13, 7)).append(line.substr(21));
  return Icao731Valid(all);
}

// The first line: kind of document, issuing state, and names with `<<` behind the first.
bool UpperLine(std::string_view line, std::string_view kinds) {
  return kinds.find(line[0]) != std::string_view::npos && Letters(line.substr(0, 5)) &&
         line[2] != '<';
}

bool IsTwoLines(std::string_view upper, std::string_view lower) {
  if (!UpperLine(upper, "PVIAC") || !Letters(upper) || !LowerLine(lower)) return false;
  return upper[0] == 'V' || CompositeOfLower(lower);
}

bool IsTd1(std::string_view first, std::string_view second, std::string_view third) {
  if (!UpperLine(first, "IAC") || !Letters(third) || !Letters(second.substr(15, 3))) return false;
  std::string all(first.substr(5));
  all.append(second.substr(0, 7)).append(second.substr(8, 7)).append(second.substr(18));
  return NumberChecks(first.substr(5, 10)) &&
         DatesCheck(second.substr(0, 7), second[7], second.substr(8, 7)) && Icao731Valid(all);
}

Hit Zone(const Line& first, const Line& last) {
  return Hit{
      &kMrz, first.begin, last.begin + last.text.size(), {.format = 0.5, .check = 0.5}, true};
}

}  // namespace

std::optional<Hit> MatchMrz(std::string_view text, size_t pos) {
  if (WordBefore(text, pos) && !(pos > 1 && text[pos - 2] == '\\')) return std::nullopt;
  if (pos > 0 && text[pos - 1] == '<') return std::nullopt;
  const std::optional<Line> first = ReadLine(text, pos);
  if (!first) return std::nullopt;
  const std::optional<Line> second = NextLine(text, *first);
  if (first->text.size() == kTd1) {
    const std::optional<Line> third = second ? NextLine(text, *second) : std::nullopt;
    if (third && IsTd1(first->text, second->text, third->text)) return Zone(*first, *third);
    return std::nullopt;
  }
  if (second && IsTwoLines(first->text, second->text)) return Zone(*first, *second);
  if (LowerLine(first->text) && CompositeOfLower(first->text)) return Zone(*first, *first);
  return std::nullopt;
}

}  // namespace reeve::detectors
