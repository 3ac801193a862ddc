// Classes of bytes and what stands beside a candidate. ASCII only, by design: every format here is
// made of ASCII, and bytes of other scripts are neighbours.
// Thread-safety: constant data and pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace reeve::detectors {

inline constexpr uint8_t kDigit = 1;
inline constexpr uint8_t kUpper = 2;
inline constexpr uint8_t kLower = 4;
inline constexpr uint8_t kHex = 8;       // 0-9 A-F a-f
inline constexpr uint8_t kAtom = 16;     // what an e-mail's local part may hold beside letters and
                                         // digits (RFC 5322 atext and the dot)
inline constexpr uint8_t kSpace = 32;    // blank, tab, line ends
inline constexpr uint8_t kUrlSafe = 64;  // letters, digits, `-`, `_` (RFC 4648 section 5)
inline constexpr uint8_t kWordByte = 128;  // letters, digits, `_`

// Lead bytes of U+00C0 to U+052F: Latin with accents, Greek, Cyrillic.
inline constexpr uint8_t kFirstAlphabetLead = 0xC3;
inline constexpr uint8_t kLastAlphabetLead = 0xD4;
inline bool LeadsAlphabet(char c) {
  return static_cast<uint8_t>(c) >= kFirstAlphabetLead &&
         static_cast<uint8_t>(c) <= kLastAlphabetLead;
}

namespace internal {
constexpr std::array<uint8_t, 256> MakeByteClasses() {
  std::array<uint8_t, 256> classes{};
  const auto add = [&](std::string_view bytes, uint8_t bits) {
    for (const char c : bytes) classes[static_cast<uint8_t>(c)] |= bits;
  };
  add("0123456789", kDigit | kHex | kUrlSafe);
  add("ABCDEFGHIJKLMNOPQRSTUVWXYZ", kUpper | kUrlSafe);
  add("abcdefghijklmnopqrstuvwxyz", kLower | kUrlSafe);
  add("ABCDEFabcdef", kHex);
  add("-_", kUrlSafe);
  add("_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", kWordByte);
  add("!#$%&'*+-/=?^_`{|}~.", kAtom);
  add(" \t\r\n\f\v", kSpace);
  return classes;
}
inline constexpr std::array<uint8_t, 256> kByteClasses = MakeByteClasses();
}  // namespace internal

inline bool Has(char c, uint8_t bits) {
  return (internal::kByteClasses[static_cast<uint8_t>(c)] & bits) != 0;
}
inline bool IsDigit(char c) { return Has(c, kDigit); }
inline bool IsLetter(char c) { return Has(c, kUpper | kLower); }
inline bool IsAlnum(char c) { return Has(c, kDigit | kUpper | kLower); }
inline char ToLower(char c) { return Has(c, kUpper) ? static_cast<char>(c | 0x20) : c; }
inline bool IsContinuationByte(char c) { return (static_cast<uint8_t>(c) & 0xC0) == 0x80; }

// Is text[pos] there, and is it `c`?
inline bool At(std::string_view text, size_t pos, char c) {
  return pos < text.size() && text[pos] == c;
}
inline bool AtClass(std::string_view text, size_t pos, uint8_t bits) {
  return pos < text.size() && Has(text[pos], bits);
}
inline bool DigitBefore(std::string_view text, size_t pos) {
  return pos > 0 && IsDigit(text[pos - 1]);
}

// True when a letter, a digit or `_` stands right before `pos`: whatever starts at `pos` is the
// middle of a longer word. Of other scripts those count that are written with blanks between words
// and share two-byte UTF-8 (Latin with accents, Greek, Cyrillic); a Chinese or Japanese character
// is a boundary, since these scripts put numbers right behind words.
inline bool WordBefore(std::string_view text, size_t pos) {
  if (pos == 0) return false;
  const char c = text[pos - 1];
  if (Has(c, kWordByte)) return true;
  return IsContinuationByte(c) && pos >= 2 && LeadsAlphabet(text[pos - 2]);
}
// The same for what starts at `pos`.
inline bool WordAt(std::string_view text, size_t pos) {
  return pos < text.size() && (Has(text[pos], kWordByte) || LeadsAlphabet(text[pos]));
}

// All that its text says, but for blanks, quotation marks and brackets, at most so many on either
// side: a form field, a cell, a JSON leaf.
inline constexpr size_t kMaxAroundAlone = 64;
bool Alone(std::string_view text, size_t begin, size_t end);

// The Latin capital that a Greek or Cyrillic one at `pos` looks like, as plates and numbers of such
// countries are made of these only; 0 where none stands. Two bytes of text.
char LatinLookalike(std::string_view text, size_t pos);

// Ends of the sentence around `pos`, at most `before` and `after` bytes away: a full stop, question
// or exclamation mark before a blank, or two line ends, bounds a sentence. One line end does not,
// for mails and chats wrap their lines.
size_t SentenceBegin(std::string_view text, size_t pos, size_t before);
size_t SentenceEnd(std::string_view text, size_t pos, size_t after);

}  // namespace reeve::detectors
