// Cues: one fast pass over a text that says which disguises are worth a look. On clean prose it is
// all that unmasking costs, so it reads 64 bytes at a time as masks of bits.
// Thread-safety: pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace reeve::detectors {

struct Cues {
  bool characters = false;  // characters that may be more or less than they seem
  bool escape = false;      // %34, &#52; \u0034, =34
  bool encoded = false;     // a run that may be Base64, Base32, hex or binary
  bool chain = false;       // single letters or digits with one sign between: i g n o r e
  bool comment = false;     // /* or <!--
  bool line = false;        // a line end between digits, or beside an address
  bool groups = false;      // an IBAN with full stops
  bool spelled = false;     // "dot", "[at]"
  unsigned rot13 = 0;       // weights of the words found (disguise_words.h)
  unsigned reversed = 0;
  unsigned leet = 0;

  bool Any() const {
    return characters || escape || encoded || chain || comment || line || groups || spelled ||
           rot13 >= kEnough || reversed >= kEnough || leet > 0;
  }
  static constexpr unsigned kEnough = 2;
};

Cues FindCues(std::string_view text);

// Are there characters outside ASCII other than letters, signs of print and emoji in their places?
// Turns away ordinary text of most languages.
bool MayHideCharacters(std::string_view text);

// Is the line [begin, end) one word? As many such lines in a row are a text with a word a line.
bool IsLineOfAWord(std::string_view text, size_t begin, size_t end);
inline constexpr size_t kLinesOfAWord = 3;

// A word that may be leet: letters, digits and signs that stand for letters. Its letters in lower
// case, or "" when no letter changed, `size` bytes read at `pos`.
struct LeetWord {
  std::array<char, 32> letters{};
  size_t size = 0;
  bool changed = false;
  std::string_view view() const { return {letters.data(), size}; }
};
bool IsLeetByte(char c);
char LeetLetter(char c);
LeetWord ReadLeet(std::string_view text, size_t begin, size_t end);

}  // namespace reeve::detectors
