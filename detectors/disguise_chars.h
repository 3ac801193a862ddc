// What a code point is when a reader looks at it: a table made of ICU's data (NFKC of UAX 15,
// confusables of UTS 39, decimal digits, combining marks) and of a few rows of our own.
// Thread-safety: constant once made; made at the first use.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "detectors/disguise.h"

namespace reeve::detectors {

enum class CharClass : uint8_t {
  kOther,         // stands for itself
  kLetter,        // the same, and is a letter of another alphabet than Latin
  kLatin,         // the same, and is a Latin letter
  kStyled,        // a styled form of what `text` says
  kTypography,    // the same, but ordinary in print (ellipsis, ligature of a currency, superscript)
  kNumbered,      // the same, but ordinary when it stands alone or in pairs: circled, raised ones
  kForeignDigit,  // a decimal digit of another script
  kConfusable,    // a letter of another alphabet that looks like the Latin one of `text`
  kLatinAlike,    // a Latin letter that looks like the ASCII one of `text`
  kMark,          // a combining mark that no script of its own uses
  kInvisible,     // nothing to be seen
  kJoiner,        // the same, but emoji, Arabic and Indic text need it
  kSelector,      // a variation selector; `text` has its byte value
  kTag,           // a tag character of what `text` says
  kBlank,
  kDash,
};

struct CharEntry {
  CharClass kind = CharClass::kOther;
  std::string_view text;  // in UTF-8; constant for the life of the process
};

CharEntry LookUpChar(char32_t c);

// A code point read at `pos`: its length in bytes, 1 and U+FFFD for a byte that begins none.
struct CodePoint {
  char32_t value = 0xFFFD;
  size_t size = 1;
};
CodePoint ReadCodePoint(std::string_view text, size_t pos);
void AppendUtf8(char32_t c, std::string* out);

}  // namespace reeve::detectors
