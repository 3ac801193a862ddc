#include "detectors/disguise_cues.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "detectors/byte_masks.h"
#include "detectors/bytes.h"
#include "detectors/disguise_words.h"
#include "detectors/limits.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace reeve::detectors {
namespace {

constexpr std::string_view kSpecial = "%&\\=/<.[(\n";

// One bit for each of 64 bytes: those of kSpecial.
uint64_t SpecialBytes(const char* bytes) {
  uint64_t special = 0;
#ifdef __SSE2__
  for (size_t at = 0; at < 64; at += 16) {
    const __m128i x = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + at));
    __m128i found = _mm_cmpeq_epi8(x, _mm_set1_epi8(kSpecial[0]));
    for (size_t i = 1; i < kSpecial.size(); ++i) {
      found = _mm_or_si128(found, _mm_cmpeq_epi8(x, _mm_set1_epi8(kSpecial[i])));
    }
    special |= static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(found))) << at;
  }
#else
  for (size_t i = 0; i < 64; ++i) {
    if (kSpecial.find(bytes[i]) != std::string_view::npos) special |= uint64_t{1} << i;
  }
#endif
  return special;
}

// Reads a text block by block. Masks look back only, so a block needs the one before it and nothing
// of the one behind.
class CueScan {
 public:
  explicit CueScan(std::string_view text) : text_(text) {}
  Cues Run();

 private:
  void Block(size_t base, const char* bytes);
  void Words(size_t base, uint64_t letters);
  void Word(size_t pos);
  void Special(size_t pos);
  bool InBrackets(size_t pos) const;
  uint64_t EightDigits(uint64_t digits);
  void Binary(size_t pos);
  void Chain(size_t pos);
  void Encoded(size_t pos);
  void Mixed(size_t pos);
  void Line(size_t pos);
  void Groups(size_t pos);
  bool Hex2(size_t pos) const { return AtClass(text_, pos, kHex) && AtClass(text_, pos + 1, kHex); }

  const std::string_view text_;
  const WordCueFilter filter_;
  Cues cues_;
  ByteMasks last_{};
  uint64_t high_ = 0;
  uint64_t last_singles_ = 0;
  uint64_t last_pairs_ = 0;
  uint64_t last_digits_[2] = {0, 0};
  uint64_t last_runs_[3] = {0, 0, 0};
  size_t line_begin_ = 0;
  size_t lines_of_a_word_ = 0;
  size_t encoded_done_ = 0;
  size_t mixed_done_ = 0;
};

// `mask` moved `by` bits to later bytes, with the last bits of the block before.
uint64_t Behind(uint64_t mask, uint64_t before, unsigned by) {
  return (mask << by) | (before >> (64 - by));
}

Cues CueScan::Run() {
  size_t base = 0;
  for (; base + 64 <= text_.size(); base += 64) Block(base, text_.data() + base);
  // Blanks behind the end close what is open there.
  std::array<char, 128> rest;
  rest.fill(' ');
  std::copy(text_.begin() + static_cast<std::ptrdiff_t>(base), text_.end(), rest.begin());
  Block(base, rest.data());
  cues_.characters = high_ != 0 && MayHideCharacters(text_);
  return cues_;
}

void CueScan::Block(size_t base, const char* bytes) {
  const ByteMasks masks = ReadMasks(bytes);
  const uint64_t word = masks.letter | masks.digit;
  const uint64_t last_word = last_.letter | last_.digit;
  high_ |= masks.high;

  // A single: a letter or digit with none beside it. The bit stands one byte behind it.
  const uint64_t single = Behind(word, last_word, 1) & ~word & ~Behind(word, last_word, 2);
  uint64_t chain = single & Behind(single, last_singles_, 2) & Behind(single, last_singles_, 4);
  for (; chain != 0 && !cues_.chain; chain &= chain - 1) {
    Chain(base + static_cast<size_t>(std::countr_zero(chain)));
  }

  // Four pairs in a row, 49 67 6e 6f, the last with a digit, the bit as before; and eight digits,
  // which may be bits.
  const uint64_t pair =
      ~word & Behind(word, last_word, 1) & Behind(word, last_word, 2) & ~Behind(word, last_word, 3);
  const uint64_t pairs = pair & Behind(pair, last_pairs_, 3) & Behind(pair, last_pairs_, 6) &
                         Behind(pair, last_pairs_, 9);
  const uint64_t digit = Behind(masks.digit, last_.digit, 1) | Behind(masks.digit, last_.digit, 2);
  cues_.encoded = cues_.encoded || (pairs & digit) != 0;
  for (uint64_t bits = EightDigits(masks.digit); bits != 0 && !cues_.encoded; bits &= bits - 1) {
    Binary(base + static_cast<size_t>(std::countr_zero(bits)));
  }

  // Runs: a bit where 2, 4, 8, and at last kMinEncodedRun bytes of words end.
  static_assert(kMinEncodedRun == 12);
  const uint64_t two = word & Behind(word, last_word, 1);
  const uint64_t four = two & Behind(two, last_runs_[0], 2);
  const uint64_t eight = four & Behind(four, last_runs_[1], 4);
  uint64_t twelve = eight & Behind(four, last_runs_[1], 8);
  for (; twelve != 0 && !cues_.encoded; twelve &= twelve - 1) {
    Encoded(base + static_cast<size_t>(std::countr_zero(twelve)));
  }
  // A digit beside a letter.
  uint64_t mixed = (masks.digit & Behind(masks.letter, last_.letter, 1)) |
                   (masks.letter & Behind(masks.digit, last_.digit, 1));
  for (; mixed != 0; mixed &= mixed - 1) Mixed(base + static_cast<size_t>(std::countr_zero(mixed)));
  for (uint64_t bits = SpecialBytes(bytes); bits != 0; bits &= bits - 1) {
    Special(base + static_cast<size_t>(std::countr_zero(bits)));
  }
  Words(base, masks.letter);
  last_ = masks;
  last_singles_ = single;
  last_pairs_ = pair;
  last_runs_[0] = two;
  last_runs_[1] = four;
  last_runs_[2] = eight;
}

uint64_t CueScan::EightDigits(uint64_t digits) {
  const uint64_t two = digits & Behind(digits, last_.digit, 1);
  const uint64_t four = two & Behind(two, last_digits_[0], 2);
  const uint64_t eight = four & Behind(four, last_digits_[1], 4);
  last_digits_[0] = two;
  last_digits_[1] = four;
  return eight;
}

// Three singles end before `pos`. With those around them that have the same sign between, four are
// a chain; numbers between full stops are a version.
void CueScan::Chain(size_t pos) {
  if (pos < 5 || pos > text_.size()) return;
  const char sign = text_[pos - 2];
  if (text_[pos - 4] != sign || sign == ',' || sign == '\n') return;
  size_t elements = 3;
  bool letters = !IsDigit(text_[pos - 1]) || !IsDigit(text_[pos - 3]) || !IsDigit(text_[pos - 5]);
  constexpr size_t kEnoughElements = 16;
  for (size_t at = pos; elements < kEnoughElements && At(text_, at, sign); at += 2) {
    if (at + 1 >= text_.size() || Has(text_[at + 1], kSpace)) break;
    if (AtClass(text_, at + 1, kDigit | kUpper | kLower)) {
      if (AtClass(text_, at + 2, kDigit | kUpper | kLower)) break;
      letters = letters || IsLetter(text_[at + 1]);
    }
    ++elements;
  }
  for (size_t at = pos - 5; elements < kEnoughElements && at >= 2 && text_[at - 1] == sign;
       at -= 2) {
    if (Has(text_[at - 2], kSpace)) break;
    ++elements;
  }
  cues_.chain = elements >= 4 && (sign != '.' || letters || elements > 11);
}

void CueScan::Binary(size_t pos) {
  const std::string_view digits = text_.substr(pos - 7, 8);
  cues_.encoded = digits.find_first_not_of("01") == std::string_view::npos;
}

void CueScan::Words(size_t base, uint64_t letters) {
  // Words of three letters and more; what the block's end cuts is looked at.
  constexpr uint64_t kCut = uint64_t{3} << 62;
  uint64_t starts =
      letters & ~Behind(letters, last_.letter, 1) & (((letters >> 1) & (letters >> 2)) | kCut);
  for (; starts != 0; starts &= starts - 1) {
    const auto bit = static_cast<unsigned>(std::countr_zero(starts));
    size_t size = static_cast<size_t>(std::countr_one(letters >> bit));
    const size_t pos = base + bit;
    if (bit + size == 64) {
      while (size < kMaxDisguisedWord && AtClass(text_, pos + size, kUpper | kLower)) ++size;
    }
    if (size < 3 || size > kMaxDisguisedWord) continue;
    uint32_t head = 0;
    if (pos + 4 <= text_.size()) {
      std::memcpy(&head, text_.data() + pos, 4);
      if constexpr (std::endian::native == std::endian::big) head = __builtin_bswap32(head);
    } else {
      for (size_t i = 0; pos + i < text_.size(); ++i) {
        head |= static_cast<uint32_t>(static_cast<uint8_t>(text_[pos + i])) << (8 * i);
      }
    }
    const uint32_t mask = size >= 4 ? 0xFFFFFFFFU : (1U << (8 * size)) - 1;
    if (filter_.MayHold((head | 0x20202020U) & mask, size)) {
      const std::string_view word = text_.substr(pos, size);
      const WordCue cue = FindWordCue(word);
      cues_.rot13 += cue.rot13;
      cues_.reversed += cue.reversed;
      if (cue.spelled) Word(pos);
    }
  }
}

void CueScan::Word(size_t pos) {
  cues_.spelled =
      cues_.spelled || (pos > 0 && (Has(text_[pos - 1], kSpace) || text_[pos - 1] == '[' ||
                                    text_[pos - 1] == '(' || text_[pos - 1] == '{'));
}

// at], dot), point}
bool CueScan::InBrackets(size_t pos) const {
  constexpr std::string_view kWords[] = {"at", "dot", "point"};
  return std::any_of(std::begin(kWords), std::end(kWords), [&](std::string_view word) {
    const std::string_view here = text_.substr(pos, word.size());
    return here.size() == word.size() && !AtClass(text_, pos + word.size(), kUpper | kLower) &&
           std::equal(here.begin(), here.end(), word.begin(),
                      [](char a, char b) { return ToLower(a) == b; });
  });
}

void CueScan::Special(size_t pos) {
  const auto at = [&](size_t behind) {
    return pos + behind < text_.size() ? text_[pos + behind] : ' ';
  };
  const char next = at(1);
  switch (text_[pos]) {
    case '%':
      cues_.escape = cues_.escape || Hex2(pos + 1);
      break;
    case '=':
      cues_.escape = cues_.escape || (Hex2(pos + 1) && at(3) == '=');
      break;
    case '&':
      cues_.escape = cues_.escape || next == '#' ||
                     (IsLetter(next) && text_.substr(pos, 12).find(';') != std::string_view::npos);
      break;
    case '\\':
      cues_.escape = cues_.escape || next == 'u' || next == 'x' || next == 'U';
      break;
    case '/':
      cues_.comment = cues_.comment || next == '*';
      break;
    case '<':
      cues_.comment = cues_.comment || (next == '!' && at(2) == '-');
      break;
    case '.':
      if (IsAlnum(next)) Groups(pos);
      break;
    case '\n':
      if (!cues_.line) Line(pos);
      break;
    default:  // [ or (
      cues_.spelled = cues_.spelled || InBrackets(pos + 1);
  }
}

// A line end with a digit, or one part of an address, on both sides; or the third line in a row
// that is one word.
void CueScan::Line(size_t pos) {
  lines_of_a_word_ = IsLineOfAWord(text_, line_begin_, pos) ? lines_of_a_word_ + 1 : 0;
  line_begin_ = pos + 1;
  size_t before = pos > 0 && text_[pos - 1] == '\r' ? pos - 1 : pos;
  if (before > 0 && text_[before - 1] == ' ') --before;
  size_t next = pos + 1;
  if (At(text_, next, ' ')) ++next;
  cues_.line = lines_of_a_word_ >= kLinesOfAWord;
  if (cues_.line || before == 0 || next >= text_.size()) return;
  const char one = text_[before - 1];
  const char other = text_[next];
  const auto part = [](char c) {
    return IsAlnum(c) || c == '@' || c == '.' || c == '+' || c == '-' || c == '_';
  };
  const auto number = [](char c) { return IsDigit(c) || Has(c, kUpper) || c == '.' || c == '-'; };
  if (!part(one) || !part(other)) return;
  constexpr size_t kNear = 40;
  const size_t from = before > kNear ? before - kNear : 0;
  const bool word =
      one == '-' && before > 1 && Has(text_[before - 2], kLower) && Has(other, kLower);
  cues_.line = word || (number(one) && number(other)) ||
               text_.substr(from, before + kNear - from).find('@') != std::string_view::npos;
}

// Two capitals begin the token, and each full stop stands between capitals or digits.
void CueScan::Groups(size_t pos) {
  const auto number = [&](size_t at) { return AtClass(text_, at, kDigit | kUpper); };
  if (pos < 2 || !number(pos - 1) || !number(pos + 1)) return;
  cues_.groups =
      cues_.groups ||
      (pos >= 4 && Has(text_[pos - 4], kUpper) && Has(text_[pos - 3], kUpper) &&
       IsDigit(text_[pos - 2])) ||
      (Has(text_[pos - 2], kUpper) && Has(text_[pos - 1], kUpper) && IsDigit(text_[pos + 1]));
}

// Prose has long words too; what is encoded changes between capitals, small letters and digits.
void CueScan::Encoded(size_t pos) {
  if (pos < encoded_done_) return;
  size_t begin = pos + 1 - kMinEncodedRun;
  size_t end = pos + 1;
  while (end < text_.size() && end < pos + 64 && IsAlnum(text_[end])) ++end;
  encoded_done_ = end;
  size_t digits = IsDigit(text_[begin]) ? 1 : 0;
  size_t turns = 0;
  for (size_t i = begin + 1; i < end; ++i) {
    const char a = text_[i - 1];
    const char b = text_[i];
    digits += IsDigit(b) ? 1 : 0;
    turns += (Has(a, kLower) && Has(b, kUpper)) || (IsDigit(a) != IsDigit(b)) ? 1 : 0;
  }
  cues_.encoded = turns >= 2 || digits >= 16;
}

void CueScan::Mixed(size_t pos) {
  if (pos < mixed_done_ || pos >= text_.size()) return;
  size_t begin = pos;
  size_t end = pos;
  while (begin > 0 && pos - begin < kMaxDisguisedWord && IsLeetByte(text_[begin - 1])) --begin;
  while (end < text_.size() && end - begin <= kMaxDisguisedWord && IsLeetByte(text_[end])) ++end;
  mixed_done_ = end;
  if (end - begin > kMaxDisguisedWord) return;
  const LeetWord word = ReadLeet(text_, begin, end);
  if (word.changed && IsPlainWord(word.view())) ++cues_.leet;
}

}  // namespace

bool IsLineOfAWord(std::string_view text, size_t begin, size_t end) {
  constexpr size_t kLongestLine = 24;
  if (end > begin && text[end - 1] == '\r') --end;
  if (begin >= end || end - begin > kLongestLine) return false;
  const std::string_view line = text.substr(begin, end - begin);
  return line.find_first_of(" \t0123456789") == std::string_view::npos &&
         std::any_of(line.begin(), line.end(), IsLetter);
}

bool IsLeetByte(char c) {
  return IsAlnum(c) || c == '@' || c == '$' || c == '!' || c == '|' || c == '+';
}

char LeetLetter(char c) {
  switch (c) {
    case '0':
      return 'o';
    case '1':
    case '!':
    case '|':
      return 'i';
    case '2':
      return 'z';
    case '3':
      return 'e';
    case '4':
    case '@':
      return 'a';
    case '5':
    case '$':
      return 's';
    case '6':
    case '9':
      return 'g';
    case '7':
    case '+':
      return 't';
    case '8':
      return 'b';
    default:
      return c;
  }
}

LeetWord ReadLeet(std::string_view text, size_t begin, size_t end) {
  LeetWord word;
  for (size_t i = begin; i < end && word.size < word.letters.size(); ++i) {
    // A mark behind a word is a mark.
    if (i + 1 == end && (text[i] == '!' || text[i] == '+' || text[i] == '|')) break;
    const char letter = LeetLetter(text[i]);
    word.changed = word.changed || letter != text[i];
    word.letters[word.size++] = ToLower(letter);
  }
  return word;
}

Cues FindCues(std::string_view text) { return CueScan(text).Run(); }

}  // namespace reeve::detectors
