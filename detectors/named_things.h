// What prose names: people, addresses, births and ages, places, nations, organisations, positions.
//
// Two things begin a candidate: a cue, a word or words of a dictionary ("my name is", "born",
// "Street"), and a word with a capital letter, which costs one look into the gazetteer. A cue says
// what the words beside it are; the gazetteer alone makes mentions only.
//
// Thread-safety: immutable once made.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "detectors/dictionary.h"
#include "detectors/hit.h"
#include "detectors/wanted.h"

namespace reeve::detectors {

enum class Cue : uint32_t {
  kSelfName,     // "my name is": a name follows, whatever it is
  kIntroduce,    // "this is", "hi": a name may follow
  kSalutation,   // "dear": a name follows, or a title
  kHonorific,    // "Mr.", "Frau"
  kNameField,    // "first name", "patient": a name follows a colon
  kNameKey,      // "name": a name of the gazetteer may follow a colon
  kSignature,    // "regards": a name follows on a line of its own
  kBirth,        // "born", "date of birth"
  kAgeBefore,    // "aged": a number follows
  kAgeBehind,    // "years old": a number stands before
  kStreet,       // "Street", "Ave": words and a number stand before
  kStreetLower,  // the same, and unmistakable in small letters: "boulevard"
  kStreetBoth,   // "avenue": either
  kStreetFirst,  // "rue", "via": words and a number follow
  kStreetWord,   // "Straße", "Str.": a word stands before, a number follows
  kPostBox,      // "PO Box": a number follows
  kPostcode,     // "ZIP code": a postcode follows
  kMonth,        // "March": a date may begin here
  kWeekday       // "Friday"
};

class NamedThings {
 public:
  explicit NamedThings(const Wanted& wanted);

  // The words that OnCue wants.
  const std::vector<DictionaryWord>& words() const { return cues_; }

  // `word` stands at text[pos], at the start of a word. `done` is where the last name ended.
  void OnCue(std::string_view text, size_t pos, const DictionaryWord& word, size_t* done,
             std::vector<Hit>* hits) const;
  // text[pos] begins a word with a capital letter or outside ASCII; no letter stands before it.
  void OnCapital(std::string_view text, size_t pos, size_t* done, std::vector<Hit>* hits) const {
    if (capitals_ && pos >= *done) OnName(text, pos, done, hits);
  }

 private:
  void OnName(std::string_view text, size_t pos, size_t* done, std::vector<Hit>* hits) const;
  void Add(const std::optional<Hit>& hit, std::vector<Hit>* hits) const;
  void OnPersonCue(std::string_view text, size_t pos, size_t end, Cue cue, size_t* done,
                   std::vector<Hit>* hits) const;

  Wanted wanted_;
  bool capitals_ = false;  // some wanted entity begins at a word with a capital letter
  std::vector<DictionaryWord> cues_;
};

// One matcher a file; `begin` and `end` are those of the cue. Each looks a bounded number of bytes
// around it.

// person.cc: the name that a cue announces.
std::optional<Hit> MatchPerson(std::string_view text, size_t begin, size_t end, Cue cue);
// A name of the gazetteer that begins at text[pos], as a mention.
std::optional<Hit> MatchPersonName(std::string_view text, size_t pos);

// birth.cc
std::optional<Hit> MatchBirth(std::string_view text, size_t begin, size_t end);
std::optional<Hit> MatchAge(std::string_view text, size_t begin, size_t end, Cue cue);

// address.cc
std::optional<Hit> MatchAddress(std::string_view text, size_t begin, size_t end, Cue cue);
// "Lindenstraße 7": a word that ends as streets do, before a number.
std::optional<Hit> MatchStreetSuffix(std::string_view text, size_t begin, size_t end);
std::optional<Hit> MatchPostcode(std::string_view text, size_t end);

// place.cc: a country, a large city, a nation, or a company by its legal form, at a word with a
// capital letter.
std::optional<Hit> MatchPlace(std::string_view text, size_t pos);
std::optional<Hit> MatchOrganization(std::string_view text, size_t pos);

// coordinates.cc: text[pos] is a digit.
std::optional<Hit> MatchCoordinates(std::string_view text, size_t pos);

}  // namespace reeve::detectors
