// Sixty-four bytes of a text as bits, one for each of them.
// Thread-safety: plain values and pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace reeve::detectors {

struct ByteMasks {
  static constexpr size_t kBytes = 64;

  uint64_t letter, upper, digit;
  uint64_t high;    // outside ASCII
  uint64_t begins;  // first bytes of code points outside ASCII, but for U+0080 to U+00BF
  uint64_t lead;    // those of the letters that WordBefore counts
  uint64_t line;    // line feeds
  uint64_t mark;    // @ : = > | , ~ ( - . ! ? and line feeds
  friend bool operator==(const ByteMasks&, const ByteMasks&) = default;
};
ByteMasks ReadMasks(const char* bytes);
// The same byte by byte: what ReadMasks does where the machine has no vectors, and what it is
// tested against.
ByteMasks ReadMasksSlowly(const char* bytes);
// The block of a text at `pos`; behind the text's end stand blanks.
ByteMasks ReadMasks(std::string_view text, size_t pos);

}  // namespace reeve::detectors
