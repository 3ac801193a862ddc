// Words by which a reader knows that a text is readable: frequent ones, and those of instructions.
// A text whose words become these when they are rotated, turned round or read as leet was
// disguised. Thread-safety: constant data and pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace reeve::detectors {

// How much a word of the text speaks for a disguise; 0 for words that are none of ours.
struct WordCue {
  uint8_t rot13 = 0;
  uint8_t reversed = 0;
  bool spelled = false;  // "dot" and its like
};

// Turns away nearly all words of prose, by a table of bits: `head` is the word's first four letters
// in lower case (the first in the lowest byte, 0 behind the end), `size` its length.
class WordCueFilter {
 public:
  WordCueFilter();
  bool MayHold(uint32_t head, size_t size) const {
    const size_t bit = BitOf(head, size);
    return ((bits_[bit / 64] >> (bit % 64)) & 1) != 0;
  }
  static size_t BitOf(uint32_t head, size_t size) {
    return ((head ^ static_cast<uint32_t>(size << 27)) * 0x9E3779B1U) >> 16;
  }

 private:
  const uint64_t* bits_;  // constant, for the life of the process
};

// The cue of a word of letters, in any case.
WordCue FindWordCue(std::string_view word);

// Is this one of the words themselves, and at least four letters long? `word` is in lower case.
bool IsPlainWord(std::string_view word);

}  // namespace reeve::detectors
