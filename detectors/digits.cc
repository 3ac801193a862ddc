#include "detectors/digits.h"

#include <algorithm>

#include "detectors/bytes.h"

namespace reeve::detectors {
namespace {

bool Separates(char c) { return c == ' ' || c == '-' || c == '.'; }

}  // namespace

DigitGroups ReadDigitGroups(std::string_view text, size_t pos) {
  DigitGroups read;
  while (read.count < kMaxDigitGroups) {
    size_t end = pos;
    while (end < text.size() && end - pos <= kMaxCardDigits && IsDigit(text[end])) ++end;
    if (end - pos > kMaxCardDigits) break;
    read.groups[read.count++] = {pos, end};
    if (end >= text.size() || !AtClass(text, end + 1, kDigit) || !Separates(text[end])) break;
    if (read.separator != 0 && read.separator != text[end]) break;
    read.separator = text[end];
    pos = end + 1;
  }
  return read;
}

std::string JoinDigits(std::string_view text, const DigitGroups& groups, size_t count) {
  std::string digits;
  for (size_t i = 0; i < count; ++i) {
    digits += text.substr(groups.groups[i].begin, groups.groups[i].size());
  }
  return digits;
}

bool LuhnValid(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (size_t i = digits.size(); i-- > 0; twice = !twice) {
    const int digit = digits[i] - '0';
    sum += !twice ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
  }
  return sum % 10 == 0;
}

bool AllSame(std::string_view digits) {
  return digits.find_first_not_of(digits.front()) == std::string_view::npos;
}

}  // namespace reeve::detectors
