// IP addresses: dotted quads (RFC 791; no leading zeros, which readers disagree on) and the textual
// forms of IPv6 (RFC 4291 section 2.2) with an optional zone (RFC 4007). A prefix length ("/24")
// makes a network of it and belongs to the span.
#include <algorithm>

#include "detectors/bytes.h"
#include "detectors/entities.h"
#include "detectors/formats.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

bool OctetValid(std::string_view digits) {
  if (digits.empty() || digits.size() > 3 || (digits.size() > 1 && digits[0] == '0')) return false;
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value <= 255;
}

bool DottedQuad(std::string_view text) {
  for (int i = 0; i < 4; ++i) {
    const size_t dot = i < 3 ? text.find('.') : text.size();
    if (dot == std::string_view::npos || !std::all_of(text.begin(), text.begin() + dot, IsDigit) ||
        !OctetValid(text.substr(0, dot))) {
      return false;
    }
    text.remove_prefix(std::min(dot + 1, text.size()));
  }
  return text.empty();
}

// "v1.2.3.4", "1.2.3.4.5", "x-1.2.3.4-beta": a version, not an address.
bool QuadStandsAlone(std::string_view text, size_t begin, size_t end) {
  if (WordAt(text, end) || (At(text, end, '.') && AtClass(text, end + 1, kDigit))) return false;
  if (At(text, end, '-') && end + 1 < text.size() && IsLetter(text[end + 1])) return false;
  if (begin == 0) return true;
  const char before = text[begin - 1];
  return before != '.' && before != '-' && before != '+';
}

// How many 16-bit pieces `text` has, hex groups between colons; -1 when one is malformed. A dotted
// quad may be the last and counts two.
int CountPieces(std::string_view text) {
  int pieces = 0;
  while (!text.empty()) {
    const size_t colon = text.find(':');
    const std::string_view piece = text.substr(0, colon);
    const bool last = colon == std::string_view::npos;
    if (last && DottedQuad(piece)) return pieces + 2;
    if (piece.empty() || piece.size() > 4) return -1;
    if (!std::all_of(piece.begin(), piece.end(), [](char c) { return Has(c, kHex); })) return -1;
    ++pieces;
    if (last) return pieces;
    text.remove_prefix(colon + 1);
    if (text.empty()) return -1;
  }
  return pieces;
}

bool Ipv6Valid(std::string_view text, bool prefixed) {
  const size_t gap = text.find("::");
  if (gap == std::string_view::npos) return CountPieces(text) == 8;
  const std::string_view tail = text.substr(gap + 2);
  const std::string_view head = text.substr(0, gap);
  if (tail.find("::") != std::string_view::npos || head.find('.') != std::string_view::npos) {
    return false;
  }
  const int before = CountPieces(head);
  const int after = CountPieces(tail);
  return before >= 0 && after >= 0 && before + after >= (prefixed ? 0 : 1) && before + after <= 7;
}

// The end of "/24" at `pos`, or `pos`.
size_t PrefixEnd(std::string_view text, size_t pos, int longest) {
  if (!At(text, pos, '/')) return pos;
  int bits = 0;
  size_t end = pos + 1;
  while (end < text.size() && end < pos + 4 && IsDigit(text[end])) {
    bits = bits * 10 + (text[end++] - '0');
  }
  const bool goes_on = WordAt(text, end) || At(text, end, '/');
  return end > pos + 1 && bits <= longest && !goes_on ? end : pos;
}

// The end of "%eth0" at `pos`, or `pos`.
size_t ZoneEnd(std::string_view text, size_t pos) {
  constexpr size_t kMaxZone = 16;
  if (!At(text, pos, '%')) return pos;
  size_t end = pos + 1;
  while (end < text.size() && end - pos <= kMaxZone && IsAlnum(text[end])) ++end;
  return end > pos + 1 && end - pos <= kMaxZone ? end : pos;
}

bool Ipv6Byte(char c) { return Has(c, kHex) || c == ':' || c == '.'; }

// "dead::beef" may be an address, but so may a name of C++ or Perl; a digit must speak for it.
bool HasDigit(std::string_view text) { return std::any_of(text.begin(), text.end(), IsDigit); }

// "listen on ::", "src=:: dst=::1": the unspecified address, two colons that are much else too.
bool BlankAround(std::string_view text, size_t begin, size_t end) {
  constexpr std::string_view kBefore = " =,[(\"'";
  constexpr std::string_view kBehind = " ,])\"'\n";
  return (begin == 0 || kBefore.find(text[begin - 1]) != std::string_view::npos) &&
         (end == text.size() || kBehind.find(text[end]) != std::string_view::npos);
}

}  // namespace

std::optional<Hit> MatchIpv4(std::string_view text, const DigitGroups& groups,
                             const ContextWords& words) {
  if (groups.count != 4 || groups.separator != '.') return std::nullopt;
  const size_t begin = groups.groups[0].begin;
  const size_t end = groups.groups[3].end;
  for (size_t i = 0; i < 4; ++i) {
    if (!OctetValid(text.substr(groups.groups[i].begin, groups.groups[i].size()))) {
      return std::nullopt;
    }
  }
  if (!QuadStandsAlone(text, begin, end)) return std::nullopt;
  const Support support = words.Of(text, begin, end, kTopicIp, kTopicVersion | kTopicOther);
  ScoreParts parts{.format = 0.6};
  AddContext(support, 0.3, -0.4, &parts);
  return Hit{&kIpAddress, begin, PrefixEnd(text, end, 32), parts, false};
}

std::optional<Hit> MatchIpv6(std::string_view text, size_t pos, const ContextWords& words) {
  size_t begin = pos;
  const size_t lowest = pos > kMaxIpv6Bytes ? pos - kMaxIpv6Bytes : 0;
  while (begin > lowest && (Has(text[begin - 1], kHex) || text[begin - 1] == ':')) --begin;
  if (WordBefore(text, begin)) return std::nullopt;
  size_t end = pos;
  while (end < text.size() && end - begin <= kMaxIpv6Bytes && Ipv6Byte(text[end])) ++end;
  if (end - begin > kMaxIpv6Bytes || WordAt(text, end)) return std::nullopt;
  while (end > begin && text[end - 1] == '.') --end;
  // The colon of "address 2001:db8::1: unreachable", not the one of "fe80::".
  if (end - begin >= 2 && text[end - 1] == ':' && text[end - 2] != ':') --end;
  const std::string_view address = text.substr(begin, end - begin);
  const size_t zone = ZoneEnd(text, end);
  const size_t whole = PrefixEnd(text, zone, 128);
  const bool unspecified = address == "::" && whole == end;
  const bool digit = HasDigit(text.substr(begin, whole - begin));
  if (!unspecified && (!digit || !Ipv6Valid(address, whole > zone))) return std::nullopt;
  const bool hint = words.Of(text, begin, whole, kTopicIp, 0) == Support::kFor;
  if (unspecified && (!hint || !BlankAround(text, begin, end))) return std::nullopt;
  const double format = address.size() >= 8 ? 0.7 : 0.5;
  return Hit{&kIpAddress, begin, whole, {.format = format, .context = hint ? 0.3 : 0}, false};
}

}  // namespace reeve::detectors
