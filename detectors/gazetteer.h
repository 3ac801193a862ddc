// Words that are names: of people, of places, of nations. A word of the text is read without its
// accents and its case, hashed once, and looked up in one table.
//
// Thread-safety: immutable once made; Names() makes it at its first call, safely from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace reeve::detectors {

// What a word may be; several at once.
enum NameKind : uint32_t {
  kGivenName = 1,
  kSurname = 2,
  kAmbiguousName = 4,  // a word of prose, too ("grace"): alone it names nobody
  kCountryName = 8,
  kCityName = 16,
  kNationality = 32,
  kProseWord = 64,   // begins sentences and stands beside names, but belongs to none
  kLegalForm = 128,  // of a company; its case is checked where it is used
  kMonthName = 512,
  kNameBegins = 256  // the first word of a name of several ("new" of "new york")
};

// A word of Latin letters, with accents or without.
struct LetterWord {
  size_t begin = 0;
  size_t end = 0;         // begin when there is none
  size_t letters = 0;     // code points
  bool capital = false;   // begins with a capital letter
  bool capitals = false;  // has no small letter
  uint64_t hash = 0;      // of its letters without accents, in lower case
  bool empty() const { return end == begin; }
};

// The word that begins at text[pos]. At most kMaxNameLetters are read; a longer word is empty.
LetterWord ReadLetterWord(std::string_view text, size_t pos);
// The word that ends right before text[end].
LetterWord ReadLetterWordBefore(std::string_view text, size_t end);

class Gazetteer {
 public:
  Gazetteer();
  // Bits of NameKind; 0 for a word that is none.
  uint32_t Find(const LetterWord& word) const { return Find(word.hash); }
  // The longest name of up to three words that begins with `word`: its bits, and its end.
  uint32_t FindLongest(std::string_view text, const LetterWord& word, size_t* end) const;

 private:
  struct Slot {
    uint32_t tag = 0;
    uint32_t kinds = 0;
  };
  uint32_t Find(uint64_t hash) const;
  void Add(std::string_view names, uint32_t kinds);
  void AddHash(uint64_t hash, uint32_t kinds);
  std::vector<Slot> slots_;
};

const Gazetteer& Names();

// The tables, in detectors/gazetteer/.
std::string_view GivenNames();
std::string_view Surnames();
std::string_view AmbiguousNames();
std::string_view CommonWords();
std::string_view Countries();
std::string_view Cities();
std::string_view Nationalities();
std::string_view Months();

}  // namespace reeve::detectors
