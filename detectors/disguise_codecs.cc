// Encoded runs: Base64, Base64url, Base32, hex, binary (RFC 4648). A run is taken for encoded only
// when it decodes to text: valid UTF-8, printable, mostly letters, digits and blanks. So hashes,
// identifiers, keys and pictures stay what they are: by chance one byte in three is printable.
#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "detectors/bytes.h"
#include "detectors/disguise_chars.h"
#include "detectors/disguise_editor.h"
#include "detectors/disguise_passes.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

constexpr std::array<int8_t, 256> MakeValues(std::string_view alphabet, bool fold) {
  std::array<int8_t, 256> values{};
  for (int8_t& value : values) value = -1;
  for (size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<uint8_t>(alphabet[i])] = static_cast<int8_t>(i);
    const bool upper = alphabet[i] >= 'A' && alphabet[i] <= 'Z';
    if (fold && upper) values[static_cast<uint8_t>(alphabet[i] | 0x20)] = static_cast<int8_t>(i);
  }
  return values;
}
constexpr auto kBase64Values =
    MakeValues("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", false);
constexpr auto kBase64UrlValues =
    MakeValues("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", false);
constexpr auto kBase32Values = MakeValues("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", true);
constexpr auto kHexValues = MakeValues("0123456789ABCDEF", true);

struct Codec {
  Disguise disguise;
  const std::array<int8_t, 256>& values;
  unsigned bits;
};
constexpr Codec kBase64Codec{Disguise::kBase64, kBase64Values, 6};
constexpr Codec kBase64UrlCodec{Disguise::kBase64Url, kBase64UrlValues, 6};
constexpr Codec kBase32Codec{Disguise::kBase32, kBase32Values, 5};
constexpr Codec kHexCodec{Disguise::kHexadecimal, kHexValues, 4};

// Counts what bytes come out; a control character ends the hope.
class Plausible {
 public:
  bool Add(char c) {
    const auto byte = static_cast<uint8_t>(c);
    if ((byte < 0x20 && !Has(c, kSpace)) || byte == 0x7F) return false;
    ++size_;
    usual_ += IsAlnum(c) || c == ' ' || byte >= 0x80 ? 1 : 0;
    return true;
  }
  // Four fifths of letters, digits and blanks; text has more, and JSON about that.
  bool Enough() const { return size_ >= kMinDecodedBytes && usual_ * 5 >= size_ * 3; }

 private:
  size_t size_ = 0;
  size_t usual_ = 0;
};

// "" when the letters say no text. Line ends and what stands between pairs of hex are passed over.
std::string Decode(std::string_view run, const Codec& codec) {
  std::string out;
  Plausible plausible;
  uint32_t buffer = 0;
  unsigned bits = 0;
  for (const char c : run) {
    const int8_t value = codec.values[static_cast<uint8_t>(c)];
    if (value < 0) continue;
    buffer = (buffer << codec.bits) | static_cast<uint32_t>(value);
    bits += codec.bits;
    if (bits < 8) continue;
    bits -= 8;
    const char byte = static_cast<char>((buffer >> bits) & 0xFF);
    if (!plausible.Add(byte)) return {};
    out += byte;
  }
  if (bits >= codec.bits || !plausible.Enough() || !IsValidUtf8(out)) return {};
  return out;
}

// One pass over the runs of a text.
class EncodedRuns {
 public:
  explicit EncodedRuns(const View& in) : text_(in.text()), editor_(in) {}
  std::optional<View> Run();

 private:
  size_t RunEnd(size_t pos) const;
  bool Try(size_t begin, size_t end);
  bool TryCodec(size_t begin, size_t end, std::string_view letters, const Codec& codec);
  size_t TryPairs(size_t pos);
  size_t TryBinary(size_t pos);

  const std::string_view text_;
  ViewEditor editor_;
};

bool InRun(char c) { return IsAlnum(c) || c == '+' || c == '/' || c == '-' || c == '_'; }

// The end of the run that begins at `pos`, over line ends where lines have the length of RFC 2045
// (76), RFC 7468 (64) or some other multiple of four past 56.
size_t EncodedRuns::RunEnd(size_t pos) const {
  size_t end = pos;
  size_t line = pos;
  while (end < text_.size()) {
    while (end < text_.size() && InRun(text_[end])) ++end;
    const size_t length = end - line;
    size_t next = end;
    if (At(text_, next, '\r')) ++next;
    if (!At(text_, next, '\n') || length < 56 || length % 4 != 0) break;
    if (next + 1 >= text_.size() || !InRun(text_[next + 1])) break;
    end = line = next + 1;
  }
  return end;
}

bool EncodedRuns::TryCodec(size_t begin, size_t end, std::string_view letters, const Codec& codec) {
  const std::string decoded = Decode(letters, codec);
  if (decoded.empty()) return false;
  editor_.Replace(begin, end, decoded, codec.disguise);
  return true;
}

// What a run is, by the letters in it: the narrowest alphabet first.
bool EncodedRuns::Try(size_t begin, size_t end) {
  const std::string_view run = text_.substr(begin, end - begin);
  size_t upper = 0, lower = 0, digit = 0, hex = 0, base32 = 0, url = 0, standard = 0;
  for (const char c : run) {
    upper += Has(c, kUpper) ? 1 : 0;
    lower += Has(c, kLower) ? 1 : 0;
    digit += IsDigit(c) ? 1 : 0;
    hex += Has(c, kHex) ? 1 : 0;
    base32 += kBase32Values[static_cast<uint8_t>(c)] >= 0 ? 1 : 0;
    url += c == '-' || c == '_' ? 1 : 0;
    standard += c == '+' || c == '/' ? 1 : 0;
  }
  const size_t letters = upper + lower + digit + url + standard;
  size_t padded = end;
  while (padded < text_.size() && padded < end + 6 && text_[padded] == '=') ++padded;
  if (hex == letters && digit > 0 && letters % 2 == 0 && TryCodec(begin, end, run, kHexCodec)) {
    return true;
  }
  if (base32 == letters && (upper == 0 || lower == 0) &&
      TryCodec(begin, padded, run, kBase32Codec)) {
    return true;
  }
  // Words of prose have one case, or a capital in front.
  if (upper == 0 || lower + digit == 0 || letters % 4 == 1) return false;
  if (url > 0 && standard > 0) return false;
  return TryCodec(begin, padded, run, url > 0 ? kBase64UrlCodec : kBase64Codec);
}

// 49 67 6e, 0x49,0x67, 49:67:6e: pairs of hex digits with one kind of sign between. Gives the end
// of what was looked at.
size_t EncodedRuns::TryPairs(size_t pos) {
  constexpr size_t kFewestPairs = 6;
  std::string letters;
  size_t end = pos;
  size_t at = pos;
  char sign = 0;
  while (true) {
    if (At(text_, at, '0') && (At(text_, at + 1, 'x') || At(text_, at + 1, 'X'))) at += 2;
    if (!AtClass(text_, at, kHex) || !AtClass(text_, at + 1, kHex)) break;
    if (AtClass(text_, at + 2, kDigit | kUpper | kLower)) break;
    letters += text_.substr(at, 2);
    end = at += 2;
    if (at >= text_.size() || (sign != 0 && text_[at] != sign)) break;
    sign = text_[at];
    if (sign != ' ' && sign != ',' && sign != ':' && sign != '-' && sign != '\n') break;
    ++at;
    while (sign != ' ' && At(text_, at, ' ')) ++at;
  }
  if (letters.size() >= 2 * kFewestPairs) TryCodec(pos, end, letters, kHexCodec);
  return end;
}

// 01001001 01100111: bytes as bits, with or without blanks between.
size_t EncodedRuns::TryBinary(size_t pos) {
  std::string out;
  Plausible plausible;
  unsigned byte = 0;
  size_t bits = 0;
  size_t end = pos;
  bool text = true;
  for (size_t at = pos; at < text_.size(); ++at) {
    if (text_[at] == ' ' && bits % 8 == 0 && At(text_, at - 1, ' ') == false) continue;
    if (text_[at] != '0' && text_[at] != '1') break;
    byte = (byte << 1) | static_cast<unsigned>(text_[at] - '0');
    if (++bits % 8 != 0) continue;
    end = at + 1;
    text = text && plausible.Add(static_cast<char>(byte & 0xFF));
    if (text) out += static_cast<char>(byte & 0xFF);
  }
  const bool whole = end >= text_.size() || !IsAlnum(text_[end]);
  if (text && whole && out.size() >= kMinDecodedBytes && plausible.Enough() && IsValidUtf8(out)) {
    editor_.Replace(pos, end, out, Disguise::kBinary);
  }
  return end;
}

std::optional<View> EncodedRuns::Run() {
  for (size_t pos = 0; pos < text_.size();) {
    if (!InRun(text_[pos])) {
      ++pos;
      continue;
    }
    const size_t end = RunEnd(pos);
    if (end - pos >= kMinEncodedRun) {
      if (Try(pos, end)) {
        pos = end;
        while (At(text_, pos, '=')) ++pos;
        continue;
      }
    }
    size_t looked = pos;
    if (text_[pos] == '0' || text_[pos] == '1') looked = TryBinary(pos);
    if (looked < end && AtClass(text_, pos, kHex) && end - pos <= 4) {
      looked = std::max(looked, TryPairs(pos));
    }
    pos = std::max(looked, end);
  }
  if (!editor_.changed()) return std::nullopt;
  return editor_.Finish();
}

}  // namespace

std::optional<View> UndoEncodedRuns(const View& in) { return EncodedRuns(in).Run(); }

}  // namespace reeve::detectors
