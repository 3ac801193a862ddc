// The context words of numbers: those of one format, and the groups that formats share.
//
// Thread-safety: immutable once made.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detectors/dictionary.h"

namespace reeve::detectors {

// What the words around a candidate say.
struct NumberContext {
  std::vector<uint32_t> specific;  // rows that a word near by names, nearest first
  std::vector<uint32_t> generic;   // rows that a word of one of their groups speaks for
  bool against = false;            // the nearest word is that of a number of another sort
  bool empty() const { return specific.empty() && generic.empty(); }
  bool Names(uint32_t row) const;
  bool SpeaksFor(uint32_t row) const;
};

// A word of NumberWords that stands in a text.
struct NumberMark {
  size_t pos;
  uint32_t meaning;  // DictionaryWord::value
};

class NumberWords {
 public:
  // `words` of each row, as NumberFormat::words has them.
  explicit NumberWords(std::span<const std::string_view> words);

  // What the marks are made of. They begin where a word does, or at a hump ("taxNumber").
  const std::vector<DictionaryWord>& words() const { return words_; }

  // Looks kContextBefore bytes before `begin` in the same paragraph; `marks` are in the order of
  // the text. A word against counts within kAgainstBefore bytes, when none for stands nearer.
  NumberContext Before(std::string_view text, std::span<const NumberMark> marks,
                       size_t begin) const;
  // Does a word for some format stand near a number that begins at `begin` and does not end behind
  // `end`? A paragraph's or a line's end is no matter.
  bool SpeakNear(std::span<const NumberMark> marks, size_t begin, size_t end) const;
  // Adds what stands kContextAfter bytes behind `end` on the same line.
  void AddBehind(std::string_view text, std::span<const NumberMark> marks, size_t end,
                 NumberContext* context) const;

 private:
  struct Meaning {
    std::vector<uint32_t> specific;
    std::vector<uint32_t> generic;
  };
  std::vector<std::string> literals_;  // what words_ refers to
  std::vector<Meaning> meanings_;      // by DictionaryWord::value
  std::vector<DictionaryWord> words_;
};

}  // namespace reeve::detectors
