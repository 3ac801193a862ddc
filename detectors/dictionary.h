// A set of literals that is asked, at the start of a word, which of them stands there.
//
// A table over the first three bytes (folded to five bits each) turns many words of
// ordinary prose away with one load. Those that pass are looked up in a hash table by their first
// eight, six, four or three bytes (folded to small letters and blanks), whichever the entries with
// these first three have; a Bloom filter (B. H. Bloom, 1970) before the table answers for most that
// are not in it. So few entries are compared, however many there are.
//
// Thread-safety: immutable once made.
#pragma once

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
    const uint8_t heads = heads_[key];
    return heads == 0 ? nullptr : LookUp(text, pos, heads);
  }

 private:
  static uint32_t Fold(char c) { return static_cast<uint8_t>(c) & 31; }
  // Entries that begin alike, in entries_; nothing where `count` is 0.
  struct Slot {
    uint64_t head = 0;
    uint32_t begin = 0;
    uint32_t count = 0;
  };
  const DictionaryWord* LookUp(std::string_view text, size_t pos, uint8_t heads) const;
  size_t SlotOf(uint64_t head, uint64_t hash) const;
  bool MayHave(uint64_t hash) const {
    return (known_[hash >> 38 & (known_.size() - 1)] >> (hash >> 32 & 63) & 1) != 0;
  }
  void MarkHeads(std::span<const DictionaryWord> words);
  void MakeSlots();

  // By the first three bytes: bit i says that some entry has a head of kHeads[i] bytes.
  std::vector<uint8_t> heads_;
  std::vector<DictionaryWord> entries_;  // by head, then longest first
  std::vector<uint64_t> known_;          // bits by hash: some head has it
  std::vector<Slot> slots_;              // open addressing, a power of two of them
};

}  // namespace reeve::detectors
