// A set of literals that is asked, at the start of a word, which of them stands there.
//
// A table of 32,768 bits over the first three bytes (folded to five bits each) turns nearly all
// words of ordinary prose away with one load; the few that pass are compared with a short bucket.
//
// Thread-safety: immutable once made.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reeve::detectors {

struct DictionaryWord {
  // At least three bytes. A blank stands for one blank, tab, line end, `_` or `-`.
  std::string_view literal;
  uint32_t value = 0;
  bool exact_case = false;  // else ASCII letters match in either case; the literal is lower case
  bool whole = true;        // no letter or digit may follow but a plural `s`
};

class Dictionary {
 public:
  // Entries with equal literals keep both: the first one given is found.
  explicit Dictionary(std::span<const DictionaryWord> words);

  // The longest entry that stands at text[pos], or null. Says nothing of what stands before.
  const DictionaryWord* Find(std::string_view text, size_t pos) const {
    if (pos + 3 > text.size()) return nullptr;
    const uint32_t key = Fold(text[pos]) << 10 | Fold(text[pos + 1]) << 5 | Fold(text[pos + 2]);
    const uint32_t block = present_[key >> 5];
    if ((block >> (key & 31) & 1) == 0) return nullptr;
    // The bucket's number is the number of set bits before this one.
    const uint32_t before = block & ((uint32_t{1} << (key & 31)) - 1);
    return Compare(text, pos, rank_[key >> 5] + static_cast<uint32_t>(std::popcount(before)));
  }

 private:
  static uint32_t Fold(char c) { return static_cast<uint8_t>(c) & 31; }
  const DictionaryWord* Compare(std::string_view text, size_t pos, uint32_t bucket) const;

  std::array<uint32_t, 1024> present_{};
  std::array<uint32_t, 1024> rank_{};    // set bits in the blocks before
  std::vector<uint32_t> bucket_begin_;   // into entries_, with the end of the last behind
  std::vector<DictionaryWord> entries_;  // by key, then longest first
};

}  // namespace reeve::detectors
