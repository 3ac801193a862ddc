#include "detectors/mac.h"

#include <algorithm>
#include <string>

#include "detectors/bytes.h"
#include "detectors/entities.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

// Where the address ends whose groups have `least` to `most` digits each, or 0; its digits, filled
// up with zeros, become `*digits`.
size_t ReadGroups(std::string_view text, size_t pos, char separator, size_t groups, size_t least,
                  size_t most, std::string* digits) {
  for (size_t group = 0; group < groups; ++group) {
    size_t end = pos;
    while (AtClass(text, end, kHex) && end - pos <= most) ++end;
    if (end - pos < least || end - pos > most) return 0;
    digits->append(most - (end - pos), '0');
    for (size_t i = pos; i < end; ++i) digits->push_back(ToLower(text[i]));
    pos = end;
    if (group + 1 == groups) break;
    if (!At(text, pos, separator)) return 0;
    ++pos;
  }
  return pos;
}

// "mac" or "ethernet" as a word shortly before.
bool NamedBefore(std::string_view text, size_t pos) {
  const size_t begin = pos > kAgainstBefore ? pos - kAgainstBefore : 0;
  std::string before(text.substr(begin, pos - begin));
  for (char& c : before) c = ToLower(c);
  for (const std::string_view word : {"mac", "macs", "ethernet", "hardware", "bssid", "hwaddr"}) {
    const size_t at = before.find(word);
    if (at == std::string::npos || WordBefore(before, at)) continue;
    if (!WordAt(before, at + word.size())) return true;
  }
  return false;
}

bool GoesOn(std::string_view text, size_t pos, size_t end, char separator) {
  if (WordAt(text, end)) return true;
  if (pos > 1 && text[pos - 1] == separator && IsAlnum(text[pos - 2])) return true;
  return At(text, end, separator) && end + 1 < text.size() && IsAlnum(text[end + 1]);
}

}  // namespace

std::optional<Hit> MatchMac(std::string_view text, size_t pos, size_t end) {
  if (end >= text.size() || WordBefore(text, pos)) return std::nullopt;
  const char separator = text[end];
  const size_t size = end - pos;
  std::string digits;
  size_t last = 0;
  // Some systems leave leading zeros out between colons.
  const auto read = [&](size_t groups, size_t least, size_t most) {
    digits.clear();
    last = ReadGroups(text, pos, separator, groups, least, most, &digits);
    return last != 0 && !GoesOn(text, pos, last, separator);
  };
  bool is_address = false;
  if (separator == '.' && size == 4) {
    is_address = read(3, 4, 4) || read(4, 4, 4);
  } else if ((separator == ':' || separator == '-') && size <= 2) {
    is_address = read(6, separator == ':' ? 1 : 2, 2) || read(8, 2, 2);  // EUI-64 has eight
  }
  if (!is_address) return std::nullopt;
  // Everybody's address, and nobody's.
  if (digits.find_first_not_of(digits[0]) == std::string::npos &&
      (digits[0] == 'f' || digits[0] == '0')) {
    return std::nullopt;
  }
  const bool named = NamedBefore(text, pos);
  const bool letters = std::any_of(digits.begin(), digits.end(), IsLetter);
  // "20-11-26-10-30-00" is a time, and "1:2:3:4:5:6" a ratio; "fe:4:0:76:7:a" is neither.
  const bool full = last - pos == 17;
  const bool eight = last - pos == 23;  // an IPv6 address has no eight pairs
  const double format = eight && letters                        ? 0.9
                        : letters && (full || separator == '.') ? 0.6
                        : separator == ':' && (full || letters) ? 0.4
                                                                : 0.1;
  return Hit{.entity = &kMacAddress,
             .begin = pos,
             .end = last,
             .parts = {.format = format, .context = named ? 0.3 : 0},
             .validated = false};
}

}  // namespace reeve::detectors
