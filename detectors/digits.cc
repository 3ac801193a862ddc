#include "detectors/digits.h"

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

}  // namespace reeve::detectors
