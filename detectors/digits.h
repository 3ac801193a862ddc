// Groups of digits: the candidates of cards, social security numbers and IPv4 addresses, read
// forward from the first digit of a group, a bounded number of bytes.
// Thread-safety: pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "detectors/limits.h"

namespace reeve::detectors {

struct DigitGroup {
  size_t begin = 0;
  size_t end = 0;
  size_t size() const { return end - begin; }
};

// Groups of digits with one and the same separator byte between all of them.
struct DigitGroups {
  std::array<DigitGroup, kMaxDigitGroups> groups{};
  size_t count = 0;
  char separator = 0;  // 0 when there is one group only
};

// Reads from text[pos], a digit with no digit before it. A group longer than kMaxCardDigits ends
// the reading: it is no identifier that we know, and `count` is then 0 if it was the first.
DigitGroups ReadDigitGroups(std::string_view text, size_t pos);

// The digits of the first `count` groups, without separators.
std::string JoinDigits(std::string_view text, const DigitGroups& groups, size_t count);

}  // namespace reeve::detectors
