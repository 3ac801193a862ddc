#include "detectors/gazetteer.h"

#include <array>

#include "detectors/bytes.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

constexpr size_t kSlots = size_t{1} << 15;
constexpr uint64_t kHashSeed = 0xcbf29ce484222325;  // FNV-1a, 64 bits
constexpr uint64_t kHashPrime = 0x100000001b3;
constexpr std::string_view kLegalForms =
    "inc incorporated ltd limited llc llp plc corp corporation gmbh ag kg ug se sa sas sarl srl "
    "spa "
    "bv nv ab asa oy oyj aps kft zrt doo pty pte ";

uint64_t Mix(uint64_t hash, char letter) {
  return (hash ^ static_cast<uint8_t>(letter)) * kHashPrime;
}

// U+00C0 to U+00FF and U+0100 to U+017F without their accents; a blank is no letter.
constexpr std::string_view kLatin1 =
    "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty";
constexpr std::string_view kLatinA =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

// One letter: its form without accent, its length in bytes, and whether it is a capital; length 0
// for what is none.
struct Letter {
  char plain = 0;
  size_t bytes = 0;
  bool capital = false;
};

Letter LetterAt(std::string_view text, size_t pos) {
  if (pos >= text.size()) return {};
  if (IsLetter(text[pos])) return {ToLower(text[pos]), 1, Has(text[pos], kUpper)};
  const auto lead = static_cast<uint8_t>(text[pos]);
  if (lead < 0xC3 || lead > 0xC5 || pos + 1 >= text.size()) return {};
  const auto next = static_cast<uint8_t>(text[pos + 1]);
  if ((next & 0xC0) != 0x80) return {};
  const size_t index = next & 0x3F;
  if (lead == 0xC3) {
    const char plain = kLatin1[index];
    return plain == ' ' ? Letter{} : Letter{plain, 2, index < 0x1F};
  }
  const size_t code = (lead - size_t{0xC4}) * 64 + index;
  if (code >= kLatinA.size()) return {};
  const bool odd_capitals = (code >= 0x39 && code <= 0x48) || code >= 0x79;
  return {kLatinA[code], 2, (code % 2 == 1) == odd_capitals};
}

}  // namespace

LetterWord ReadLetterWord(std::string_view text, size_t pos) {
  LetterWord word{pos, pos, 0, false, true, kHashSeed};
  while (true) {
    const Letter letter = LetterAt(text, word.end);
    if (letter.bytes == 0) break;
    if (word.letters == kMaxNameLetters) return {pos, pos, 0, false, false, 0};
    if (word.letters == 0) word.capital = letter.capital;
    word.capitals = word.capitals && letter.capital;
    word.hash = Mix(word.hash, letter.plain);
    word.end += letter.bytes;
    ++word.letters;
  }
  return word;
}

LetterWord ReadLetterWordBefore(std::string_view text, size_t end) {
  size_t begin = end;
  size_t letters = 0;
  while (begin > 0 && letters <= kMaxNameLetters) {
    if (IsLetter(text[begin - 1])) {
      --begin;
    } else if (begin > 1 && LetterAt(text, begin - 2).bytes == 2) {
      begin -= 2;
    } else {
      break;
    }
    ++letters;
  }
  LetterWord word = ReadLetterWord(text.substr(0, end), begin);
  if (word.end != end) word.end = word.begin;
  return word;
}

Gazetteer::Gazetteer() : slots_(kSlots) {
  Add(GivenNames(), kGivenName);
  Add(Surnames(), kSurname);
  Add(AmbiguousNames(), kAmbiguousName);
  Add(Countries(), kCountryName);
  Add(Cities(), kCityName);
  Add(Nationalities(), kNationality);
  Add(CommonWords(), kProseWord);
  Add(Months(), kMonthName);
  Add(kLegalForms, kLegalForm);
}

void Gazetteer::Add(std::string_view names, uint32_t kinds) {
  uint64_t hash = kHashSeed;
  for (const char c : names) {
    if (c == ' ') {
      AddHash(hash, kinds);
      hash = kHashSeed;
      continue;
    }
    if (c == '_') AddHash(hash, kNameBegins);
    hash = Mix(hash, c);
  }
}

void Gazetteer::AddHash(uint64_t hash, uint32_t kinds) {
  const auto tag = static_cast<uint32_t>(hash >> 32) | 1;
  for (size_t i = hash % kSlots;; i = (i + 1) % kSlots) {
    if (slots_[i].tag != 0 && slots_[i].tag != tag) continue;
    slots_[i].tag = tag;
    slots_[i].kinds |= kinds;
    return;
  }
}

uint32_t Gazetteer::Find(uint64_t hash) const {
  const auto tag = static_cast<uint32_t>(hash >> 32) | 1;
  for (size_t i = hash % kSlots; slots_[i].tag != 0; i = (i + 1) % kSlots) {
    if (slots_[i].tag == tag) return slots_[i].kinds;
  }
  return 0;
}

uint32_t Gazetteer::FindLongest(std::string_view text, const LetterWord& word, size_t* end) const {
  uint32_t kinds = Find(word);
  *end = word.end;
  uint64_t hash = word.hash;
  size_t at = word.end;
  uint32_t here = kinds;
  while ((here & kNameBegins) != 0 && At(text, at, ' ')) {
    const LetterWord next = ReadLetterWord(text, at + 1);
    if (next.empty()) break;
    hash = Mix(hash, '_');
    for (size_t i = next.begin; i < next.end;) {
      const Letter letter = LetterAt(text, i);
      hash = Mix(hash, letter.plain);
      i += letter.bytes;
    }
    at = next.end;
    here = Find(hash);
    if ((here & ~uint32_t{kNameBegins}) != 0) {
      kinds = here;
      *end = at;
    }
  }
  return kinds;
}

const Gazetteer& Names() {
  static const Gazetteer kNames;
  return kNames;
}

}  // namespace reeve::detectors
