// US social security numbers: area 001-899 without 666, group 01-99, serial 0001-9999 (SSA, POMS RM
// 10201.030; numbers given out since 2011 carry no geography, so no more can be checked).
#include <algorithm>
#include <array>

#include "detectors/bytes.h"
#include "detectors/check_digits.h"
#include "detectors/entities.h"
#include "detectors/formats.h"

namespace reeve::detectors {
namespace {

// Printed on specimen cards and in advertisements, never anybody's (SSA, "Misused SSNs").
constexpr std::array<std::string_view, 3> kSpecimens = {"078051120", "219099999", "123456789"};

bool SsnValid(std::string_view digits) {
  const std::string_view area = digits.substr(0, 3);
  if (area == "000" || area == "666" || area[0] == '9') return false;
  if (digits.substr(3, 2) == "00" || digits.substr(5) == "0000" || AllSame(digits)) return false;
  return std::find(kSpecimens.begin(), kSpecimens.end(), digits) == kSpecimens.end();
}

// Groups of a written form: "536-22-8745", and "536-228745", "53622-8745" with one hyphen lost;
// 0 when it is none.
size_t Grouped(const DigitGroups& groups) {
  const auto size = [&](size_t i) { return groups.groups[i].size(); };
  if (groups.count >= 3 && size(0) == 3 && size(1) == 2 && size(2) == 4) return 3;
  if (groups.count != 2 || groups.separator != '-') return 0;
  return (size(0) == 3 && size(1) == 6) || (size(0) == 5 && size(1) == 4) ? 2 : 0;
}

bool StandsAlone(std::string_view text, size_t begin, size_t end) {
  const auto joins = [](char c) { return c == '-' || c == '.' || c == '/' || c == '+'; };
  if (WordAt(text, end)) return false;
  if (begin >= 1 && (text[begin - 1] == '+' || text[begin - 1] == '-')) return false;
  if (begin >= 2 && joins(text[begin - 1]) && IsDigit(text[begin - 2])) return false;
  return !(end < text.size() && joins(text[end]) && AtClass(text, end + 1, kDigit));
}

}  // namespace

std::optional<Hit> MatchSsn(std::string_view text, const DigitGroups& groups,
                            const ContextWords& words) {
  const bool bare = groups.count >= 1 && groups.groups[0].size() == 9;
  const size_t count = bare ? 1 : Grouped(groups);
  if (count == 0) return std::nullopt;
  const size_t begin = groups.groups[0].begin;
  const size_t end = groups.groups[count - 1].end;
  if (!StandsAlone(text, begin, end) || !SsnValid(JoinDigits(text, groups, count))) {
    return std::nullopt;
  }
  const Support support =
      words.Of(text, begin, end, kTopicSsn, kTopicOther | kTopicVersion | kTopicPhone);
  const double format = count < 3 ? 0.1 : groups.separator == '-' ? 0.5 : 0.3;
  ScoreParts parts{.format = format};
  AddContext(support, 0.4, -0.3, &parts);
  if (support == Support::kNone && Alone(text, begin, end)) parts.context = 0.25;
  return Hit{&kUsSsn, begin, end, parts, false};
}

}  // namespace reeve::detectors
