#include "detectors/word_key.h"

#include <algorithm>
#include <bit>

#include "detectors/bytes.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace reeve::detectors {
namespace {

WordKey Foreign(std::string_view text, size_t pos) {
  WordKey key;
  key.foreign = true;
  key.size = static_cast<uint32_t>(std::min(WordKey::kHead, text.size() - pos));
  key.head = WordKey::HeadOf(WordKey::BytesAt(text, pos), key.size);
  return key;
}

bool BeginsForeign(std::string_view text, size_t pos) {
  return (static_cast<uint8_t>(text[pos]) & 0x80) != 0 && !LeadsAlphabet(text[pos]);
}

}  // namespace

size_t EndOfWord(std::string_view text, size_t pos) {
  while (pos < text.size()) {
    const WordKey key = ReadWordKey(text, pos);
    if (key.foreign || key.size == 0) break;
    pos += key.size;
  }
  return pos;
}

WordKey ReadWordKeySlowly(std::string_view text, size_t pos) {
  if (pos >= text.size()) return {};
  if (BeginsForeign(text, pos)) return Foreign(text, pos);
  WordKey key;
  for (size_t at = pos; at < text.size() && key.size < WordKey::kHead; ++at) {
    const bool follows = at > pos && (static_cast<uint8_t>(text[at]) & 0x80) != 0 &&
                         LeadsAlphabet(text[at - 1]) && !LeadsAlphabet(text[at]);
    if (!IsAlnum(text[at]) && !LeadsAlphabet(text[at]) && !follows) break;
    if (at > pos && Has(text[at], kUpper) && Has(text[at - 1], kLower)) key.humps |= 1U << key.size;
    ++key.size;
  }
  key.head = WordKey::HeadOf(WordKey::BytesAt(text, pos), key.size);
  return key;
}

#ifdef __SSE2__
WordKey ReadWordKey(std::string_view text, size_t pos) {
  if (pos >= text.size()) return {};
  if (BeginsForeign(text, pos)) return Foreign(text, pos);
  const uint64_t bytes = WordKey::BytesAt(text, pos);
  const __m128i x = _mm_cvtsi64_si128(static_cast<int64_t>(bytes));
  // Signed comparisons: bytes from 0x80 on are negative.
  const auto within = [](__m128i value, int first, int last) {
    return _mm_and_si128(_mm_cmpgt_epi8(value, _mm_set1_epi8(static_cast<char>(first - 1))),
                         _mm_cmplt_epi8(value, _mm_set1_epi8(static_cast<char>(last + 1))));
  };
  const auto bits = [](__m128i value) { return static_cast<uint32_t>(_mm_movemask_epi8(value)); };
  const __m128i small = _mm_or_si128(x, _mm_set1_epi8(0x20));
  const uint32_t letter = bits(within(small, 'a', 'z'));
  const uint32_t digit = bits(within(x, '0', '9'));
  const uint32_t lower = bits(_mm_slli_epi16(x, 2));  // its bit 0x20, of letters
  const uint32_t high = bits(x);
  uint32_t word = letter | digit;
  if (high != 0) {
    const uint32_t leads = bits(within(x, kFirstAlphabetLead - 256, kLastAlphabetLead - 256));
    word |= leads | ((leads << 1) & high & ~leads);
  }
  WordKey key;
  key.size = static_cast<uint32_t>(std::countr_one(word & 0xFF));
  key.head = WordKey::HeadOf(bytes, key.size);
  key.humps = letter & ~lower & ((letter & lower) << 1) & ((1U << key.size) - 1);
  return key;
}
#else
WordKey ReadWordKey(std::string_view text, size_t pos) { return ReadWordKeySlowly(text, pos); }
#endif

}  // namespace reeve::detectors
