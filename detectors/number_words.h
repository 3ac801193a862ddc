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
#include "detectors/text_masks.h"

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

class NumberWords {
 public:
  // `words` of each row, as NumberFormat::words has them.
  explicit NumberWords(std::span<const std::string_view> words);

  // Looks kContextBefore bytes before `begin` in the same paragraph. A word against counts within
  // kAgainstBefore bytes, when none for stands nearer.
  NumberContext Before(const TextMasks& masks, size_t begin) const;
  // Adds what stands kContextAfter bytes behind `end` on the same line.
  void AddBehind(const TextMasks& masks, size_t end, NumberContext* context) const;

 private:
  struct Meaning {
    std::vector<uint32_t> specific;
    std::vector<uint32_t> generic;
  };
  const DictionaryWord* WordAtPlace(const TextMasks& masks, size_t pos) const;

  std::vector<std::string> literals_;  // what words_ refers to
  std::vector<Meaning> meanings_;      // by DictionaryWord::value
  Dictionary words_;
};

}  // namespace reeve::detectors
