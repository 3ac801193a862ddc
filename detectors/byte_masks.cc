#include "detectors/byte_masks.h"

#include <algorithm>
#include <array>

#include "detectors/bytes.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace reeve::detectors {
namespace {

constexpr std::string_view kMarks = "@:=>|,~(-.!?\n";

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

#ifdef __x86_64__
namespace {

// The classes of ASCII, as bits that a low and a high half of a byte have in common (G. Langdale
// and D. Lemire, "Parsing gigabytes of JSON per second", 2019, section 3.1.2): one look at each
// half instead of one comparison for each mark.
constexpr uint8_t kMarks2 = 1;   // ! ( , - .
constexpr uint8_t kMarks3 = 2;   // : = > ?
constexpr uint8_t kMarks4 = 4;   // @
constexpr uint8_t kMarks7 = 8;   // | ~
constexpr uint8_t kMarks0 = 16;  // line feed

constexpr std::array<uint8_t, 16> MarksByLowHalf() {
  std::array<uint8_t, 16> table{};
  for (const char c : kMarks) {
    const auto byte = static_cast<uint8_t>(c);
    const size_t high = byte >> 4;
    table[byte & 15] |= high == 2   ? kMarks2
                        : high == 3 ? kMarks3
                        : high == 4 ? kMarks4
                        : high == 7 ? kMarks7
                                    : kMarks0;
  }
  return table;
}
constexpr std::array<uint8_t, 16> kLowHalf = MarksByLowHalf();
constexpr std::array<uint8_t, 16> kHighHalf = {kMarks0, 0, kMarks2, kMarks3,
                                               kMarks4, 0, 0,       kMarks7};

#define REEVE_AVX2 __attribute__((target("avx2")))

// Signed comparison: bytes from 0x80 on are negative.
REEVE_AVX2 inline __m256i Within(__m256i bytes, int first, int last) {
  return _mm256_and_si256(_mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(static_cast<char>(first - 1))),
                          _mm256_cmpgt_epi8(_mm256_set1_epi8(static_cast<char>(last + 1)), bytes));
}

REEVE_AVX2 inline uint64_t Bits(__m256i bytes) {
  return static_cast<uint32_t>(_mm256_movemask_epi8(bytes));
}

REEVE_AVX2 inline __m256i Table(const std::array<uint8_t, 16>& entries) {
  const __m128i half = _mm_loadu_si128(reinterpret_cast<const __m128i*>(entries.data()));
  return _mm256_broadcastsi128_si256(half);
}

REEVE_AVX2 ByteMasks ReadMasksByVectors(const char* bytes) {
  ByteMasks masks{};
  const __m256i low_half = Table(kLowHalf);
  const __m256i high_half = Table(kHighHalf);
  for (size_t at = 0; at < ByteMasks::kBytes; at += 32) {
    const __m256i x = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + at));
    const uint64_t letter = Bits(Within(_mm256_or_si256(x, _mm256_set1_epi8(0x20)), 'a', 'z'));
    const uint64_t small = Bits(_mm256_slli_epi16(x, 2));  // the bit 0x20, which capitals lack
    const uint64_t high = Bits(x);
    const __m256i upper_half = _mm256_and_si256(_mm256_srli_epi16(x, 4), _mm256_set1_epi8(15));
    const __m256i mark = _mm256_and_si256(_mm256_shuffle_epi8(low_half, x),
                                          _mm256_shuffle_epi8(high_half, upper_half));
    const uint64_t none = Bits(_mm256_cmpeq_epi8(mark, _mm256_setzero_si256()));
    masks.letter |= letter << at;
    masks.upper |= (letter & ~small) << at;
    masks.digit |= Bits(Within(x, '0', '9')) << at;
    masks.high |= high << at;
    masks.line |= Bits(_mm256_cmpeq_epi8(x, _mm256_set1_epi8('\n'))) << at;
    masks.mark |= (~none & 0xFFFFFFFF) << at;
    if (high == 0) continue;
    masks.begins |= Bits(Within(x, kFirstAlphabetLead - 256, -1)) << at;
    masks.lead |= Bits(Within(x, kFirstAlphabetLead - 256, kLastAlphabetLead - 256)) << at;
  }
  return masks;
}

}  // namespace

ByteMasks ReadMasks(const char* bytes) {
  static const bool kVectors = __builtin_cpu_supports("avx2") != 0;
  return kVectors ? ReadMasksByVectors(bytes) : ReadMasksSlowly(bytes);
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
