#include "detectors/byte_masks.h"

#include <algorithm>
#include <array>

#include "detectors/bytes.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace reeve::detectors {
namespace {

constexpr std::string_view kMarks = "@:=>|,~(-";

}  // namespace

ByteMasks ReadMasksSlowly(const char* bytes) {
  ByteMasks masks{};
  for (size_t i = 0; i < ByteMasks::kBytes; ++i) {
    const char c = bytes[i];
    const auto byte = static_cast<uint8_t>(c);
    const uint64_t bit = uint64_t{1} << i;
    if (IsLetter(c)) masks.letter |= bit;
    if (Has(c, kUpper)) masks.upper |= bit;
    if (IsDigit(c)) masks.digit |= bit;
    if (byte >= 0x80) masks.high |= bit;
    if (byte >= kFirstAlphabetLead) masks.begins |= bit;
    if (byte >= kFirstAlphabetLead && byte <= kLastAlphabetLead) masks.lead |= bit;
    if (c == '\n') masks.line |= bit;
    if (kMarks.find(c) != std::string_view::npos) masks.mark |= bit;
  }
  return masks;
}

#ifdef __SSE2__
ByteMasks ReadMasks(const char* bytes) {
  ByteMasks masks{};
  // Signed comparisons: bytes from 0x80 on are negative.
  const auto within = [](__m128i x, int first, int last) {
    return _mm_and_si128(_mm_cmpgt_epi8(x, _mm_set1_epi8(static_cast<char>(first - 1))),
                         _mm_cmplt_epi8(x, _mm_set1_epi8(static_cast<char>(last + 1))));
  };
  const auto bits = [](__m128i x) {
    return static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(x)));
  };
  for (size_t at = 0; at < ByteMasks::kBytes; at += 16) {
    const __m128i x = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + at));
    const uint64_t letter = bits(within(_mm_or_si128(x, _mm_set1_epi8(0x20)), 'a', 'z'));
    const uint64_t small = bits(_mm_slli_epi16(x, 2));  // the bit 0x20, which capitals lack
    const uint64_t high = bits(x);
    __m128i mark = _mm_cmpeq_epi8(x, _mm_set1_epi8(kMarks[0]));
    for (size_t i = 1; i < kMarks.size(); ++i) {
      mark = _mm_or_si128(mark, _mm_cmpeq_epi8(x, _mm_set1_epi8(kMarks[i])));
    }
    masks.letter |= letter << at;
    masks.upper |= (letter & ~small) << at;
    masks.digit |= bits(within(x, '0', '9')) << at;
    masks.high |= high << at;
    if (high != 0) {
      masks.begins |= bits(within(x, kFirstAlphabetLead - 256, -1)) << at;
      masks.lead |= bits(within(x, kFirstAlphabetLead - 256, kLastAlphabetLead - 256)) << at;
    }
    masks.line |= bits(_mm_cmpeq_epi8(x, _mm_set1_epi8('\n'))) << at;
    masks.mark |= bits(mark) << at;
  }
  return masks;
}
#else
ByteMasks ReadMasks(const char* bytes) { return ReadMasksSlowly(bytes); }
#endif

ByteMasks ReadMasks(std::string_view text, size_t pos) {
  if (pos + ByteMasks::kBytes <= text.size()) return ReadMasks(text.data() + pos);
  std::array<char, ByteMasks::kBytes> rest;
  rest.fill(' ');
  if (pos < text.size()) {
    std::copy(text.begin() + static_cast<std::ptrdiff_t>(pos), text.end(), rest.begin());
  }
  return ReadMasks(rest.data());
}

}  // namespace reeve::detectors
