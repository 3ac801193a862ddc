#include "detectors/bytes.h"

#include <algorithm>

namespace reeve::detectors {
namespace {

bool EndsSentence(std::string_view text, size_t pos) {
  const char c = text[pos];
  if (c == '.' || c == '!' || c == '?') return pos + 1 == text.size() || Has(text[pos + 1], kSpace);
  return c == '\n' && At(text, pos + 1, '\n');
}

}  // namespace

bool Alone(std::string_view text, size_t begin, size_t end) {
  constexpr std::string_view kAround = " \t\r\n\"'()";
  // Without a bound many numbers behind a long blank would cost its square.
  if (begin > kMaxAroundAlone || text.size() - end > kMaxAroundAlone) return false;
  return text.find_first_not_of(kAround) >= begin && text.find_last_not_of(kAround) + 1 <= end;
}

char LatinLookalike(std::string_view text, size_t pos) {
  if (pos + 1 >= text.size()) return 0;
  const auto lead = static_cast<uint8_t>(text[pos]);
  if (lead != 0xCE && lead != 0xD0) return 0;
  constexpr std::string_view kGreek = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";
  constexpr std::string_view kGreekLatin = "ABEZHIKMNOPTYX";
  constexpr std::string_view kCyrillic = "АВЕКМНОРСТУХІ";
  constexpr std::string_view kCyrillicLatin = "ABEKMHOPCTYXI";
  const std::string_view letters = lead == 0xCE ? kGreek : kCyrillic;
  for (size_t i = 0; i < letters.size(); i += 2) {
    if (letters[i + 1] == text[pos + 1])
      return (lead == 0xCE ? kGreekLatin : kCyrillicLatin)[i / 2];
  }
  return 0;
}

size_t SentenceBegin(std::string_view text, size_t pos, size_t before) {
  const size_t lowest = pos > before ? pos - before : 0;
  while (pos > lowest && !EndsSentence(text, pos - 1)) --pos;
  while (pos < text.size() && IsContinuationByte(text[pos])) ++pos;
  return pos;
}

size_t SentenceEnd(std::string_view text, size_t pos, size_t after) {
  const size_t highest = std::min(text.size(), pos + after);
  while (pos < highest && !EndsSentence(text, pos)) ++pos;
  while (pos > 0 && pos < text.size() && IsContinuationByte(text[pos])) --pos;
  return pos;
}

}  // namespace reeve::detectors
