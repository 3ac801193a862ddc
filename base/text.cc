#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "base/result.h"

namespace reeve {
namespace {

bool IsContinuation(unsigned char c) { return (c & 0xC0) == 0x80; }

// The length of the sequence that starts at text[pos], or 0 when it is no valid one (RFC 3629:
// no overlong form, no surrogate, nothing above U+10FFFF).
size_t SequenceLength(std::string_view text, size_t pos) {
  const auto at = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = at(pos);
  if (lead < 0x80) return 1;
  const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || pos + length > text.size()) return 0;
  for (size_t i = 1; i < length; ++i) {
    if (!IsContinuation(at(pos + i))) return 0;
  }
  const unsigned char second = at(pos + 1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second >= 0xA0;
  const bool beyond = lead == 0xF4 && second >= 0x90;
  return overlong || surrogate || beyond ? 0 : length;
}

// Eight bytes at once, for most text is ASCII.
bool IsAsciiWord(std::string_view text, size_t pos) {
  uint64_t word = 0;
  if (text.size() - pos < sizeof word) return false;
  std::memcpy(&word, text.data() + pos, sizeof word);
  return (word & 0x8080808080808080) == 0;
}

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

bool IsValidUtf8(std::string_view text) {
  for (size_t pos = 0; pos < text.size();) {
    if (IsAsciiWord(text, pos)) {
      pos += sizeof(uint64_t);
      continue;
    }
    const size_t length = SequenceLength(text, pos);
    if (length == 0) return false;
    pos += length;
  }
  return true;
}

size_t CodePointCount(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return !IsContinuation(static_cast<unsigned char>(c));
  }));
}

std::string_view Clip(std::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  while (max_bytes > 0 && IsContinuation(static_cast<unsigned char>(text[max_bytes]))) --max_bytes;
  return text.substr(0, max_bytes);
}

TextOffset OffsetCounter::At(size_t byte_offset) {
  if (byte_offset < here_.bytes || byte_offset > text_.size()) {
    Panic("text offsets are asked for in ascending order, inside the text");
  }
  constexpr uint64_t kLowBits = 0x0101010101010101;
  // Eight bytes at a time: those that begin a code point, and those that begin one of two units.
  for (; byte_offset - here_.bytes >= 8; here_.bytes += 8) {
    uint64_t bytes = 0;
    std::memcpy(&bytes, text_.data() + here_.bytes, sizeof(bytes));
    const uint64_t continued = bytes >> 7 & ~(bytes >> 6) & kLowBits;
    const uint64_t doubled = bytes >> 7 & bytes >> 6 & bytes >> 5 & bytes >> 4 & kLowBits;
    const size_t begun = 8 - (continued * kLowBits >> 56);
    here_.code_points += begun;
    here_.utf16 += begun + (doubled * kLowBits >> 56);
  }
  for (; here_.bytes < byte_offset; ++here_.bytes) {
    const auto c = static_cast<unsigned char>(text_[here_.bytes]);
    if (IsContinuation(c)) continue;
    ++here_.code_points;
    here_.utf16 += c >= 0xF0 ? 2 : 1;
  }
  return here_;
}

std::optional<std::string> DidYouMean(std::string_view word,
                                      std::span<const std::string> candidates) {
  constexpr size_t kLongestWord = 64;  // the distance is quadratic, and nobody mistypes an essay
  if (word.size() > kLongestWord) return std::nullopt;
  size_t nearest = std::min<size_t>(3, word.size() / 3) + 1;
  const std::string* found = nullptr;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kLongestWord) continue;
    const size_t distance = EditDistance(word, candidate);
    if (distance >= nearest) continue;
    nearest = distance;
    found = &candidate;
  }
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::string DidYouMeanSuffix(std::string_view word, std::span<const std::string> candidates) {
  const std::optional<std::string> found = DidYouMean(word, candidates);
  return found ? "; did you mean `" + *found + "`?" : "";
}

std::string SourceExcerpt(std::string_view source, size_t line, size_t column, size_t length) {
  size_t start = 0;
  for (size_t i = 1; i < line; ++i) {
    const size_t end = source.find('\n', start);
    if (end == std::string_view::npos) return "";
    start = end + 1;
  }
  std::string text(source.substr(start, std::min(source.find('\n', start), source.size()) - start));
  std::replace(text.begin(), text.end(), '\t', ' ');
  std::erase(text, '\r');

  const std::string number = std::to_string(line);
  const std::string margin(std::max<size_t>(number.size(), 6), ' ');
  const size_t width = CodePointCount(text);
  const size_t room = column <= width ? width - column + 1 : 1;
  const size_t under = std::clamp<size_t>(length, 1, room);
  return margin.substr(number.size()) + number + " | " + text + "\n" + margin + " | " +
         std::string(column > 0 ? column - 1 : 0, ' ') + "^" + std::string(under - 1, '~');
}

}  // namespace reeve
