// A set of terms, from three to a million, that is asked at the start of a word which of them
// stands there.
//
// A blank of a term (`_` and `-` are blanks too) stands for one to kMaxTermBlanks of them in the
// text. Unless case counts, letters match in either case: ASCII, and the Latin, Greek and Cyrillic
// letters that have two bytes in UTF-8.
//
// The terms lie sorted, in buckets by their first two bytes; in its bucket the last term that is
// not behind the text is looked up by halving. Each term knows the longest other one that it begins
// with, so that from there all terms that stand at the place are found: a question costs the
// logarithm of the terms, whatever they are.
//
// Thread-safety: immutable once made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reeve::detectors {

inline constexpr size_t kMaxTermBlanks = 4;
inline constexpr size_t kMinTermBytes = 2;

struct Term {
  std::string_view text;  // copied
  uint32_t owner = 0;
};

// Whether a term can be one: at least kMinTermBytes long without blanks around it, with a letter or
// a digit.
bool IsTerm(std::string_view text);

class TermSet {
 public:
  // Precondition: IsTerm holds of each, and all together have fewer than 2^32 bytes.
  TermSet(std::span<const Term> terms, bool exact_case);

  // Calls visit(owners, end) for each term that stands at text[pos] as a whole word, the longest
  // first: no letter or digit stands behind it, at `end`. `plural`: but a plural `s`, or a capital
  // as in "customerNumber". Says nothing of what stands before.
  template <typename Visit>
  void VisitAt(std::string_view text, size_t pos, bool plural, Visit&& visit) const {
    for (uint32_t i = LastBefore(text, pos); i != kNone; i = entries_[i].shorter) {
      if (const size_t end = WholeEnd(entries_[i], text, pos, plural)) visit(OwnersOf(i), end);
    }
  }

  bool empty() const { return entries_.empty(); }

 private:
  struct Entry {
    uint32_t offset = 0;  // of its text, in texts_
    uint32_t length = 0;
    uint32_t owners = 0;  // the first of them in owners_; the next entry's ends them
    uint32_t shorter = 0;
  };
  static constexpr uint32_t kNone = UINT32_MAX;

  std::string_view TextOf(const Entry& entry) const {
    return std::string_view(texts_).substr(entry.offset, entry.length);
  }
  std::span<const uint32_t> OwnersOf(uint32_t entry) const;
  // The last entry that is not behind the text at `pos`; kNone where its bucket has none.
  uint32_t LastBefore(std::string_view text, size_t pos) const;
  // -1, 0, 1: the entry is before the text, begins it (`end` is then where), is behind it.
  int Compare(const Entry& entry, std::string_view text, size_t pos, size_t* end) const;
  // The end of the term as a whole word at `pos`, or 0.
  size_t WholeEnd(const Entry& entry, std::string_view text, size_t pos, bool plural) const;
  void Link();

  bool exact_case_;
  std::string texts_;           // normalised
  std::vector<Entry> entries_;  // by text; one more at the end
  std::vector<uint32_t> owners_;
  std::vector<uint32_t> buckets_;  // by the first two bytes; empty where there are no terms
};

}  // namespace reeve::detectors
