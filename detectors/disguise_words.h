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
  bool spelled = false;  // "dot", "at" and their like
};

// The cue of a word of letters, in any case. Words of prose are turned away by a table of bits:
// `head` is the word's first four letters in lower case (the first in the lowest byte, 0 behind
// the end), `size` its length.
bool MayBeWordCue(uint32_t head, size_t size);
WordCue FindWordCue(std::string_view word);

// Is this one of the words themselves, and at least four letters long? `word` is in lower case.
bool IsPlainWord(std::string_view word);

}  // namespace reeve::detectors
