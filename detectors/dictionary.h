// A set of literals that is asked, at the start of a word, which of them stands there.
//
// An entry is filed under its first word (WordKey), so one hash of a text's word, and one look into
// a Bloom filter (B. H. Bloom, 1970; blocked, with two bits in one number), turn nearly all words
// of ordinary prose away, however many entries there are. Entries of several words are filed under
// the beginning of the second too, for hundreds begin with "the". Entries that are beginnings of
// words ("ghp_", Chinese) are filed under their first eight, six, four or three bytes; a table over
// the first three bytes says which of these lengths to ask for.
//
// Thread-safety: immutable once made.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "detectors/text_masks.h"
#include "detectors/word_key.h"

namespace reeve::detectors {

struct DictionaryWord {
  // At least three bytes. A blank stands for one blank, tab, line end, `_` or `-`.
  std::string_view literal;
  uint32_t value = 0;
  bool exact_case = false;  // else ASCII letters match in either case; the literal is lower case
  bool whole = true;        // no letter or digit may follow but a plural `s`
  uint8_t family = 0;       // below kFamilies; the longest entry of each is found
};

class Dictionary {
 public:
  static constexpr size_t kFamilies = 4;
  using Found = std::array<const DictionaryWord*, kFamilies>;

  // Entries with equal literals keep both: the first one given is found.
  explicit Dictionary(std::span<const DictionaryWord> words);

  const std::vector<DictionaryWord>& entries() const { return entries_; }

  // The longest entry of each family that stands at `pos` of the text, or null; false when there is
  // none. Says nothing of what stands before.
  bool Find(const TextMasks& text, size_t pos, Found* found) const {
    const WordKey key = text.KeyAt(pos);
    uint8_t lengths = 0;
    return MayStand(key, &lengths) && LookUp(text, pos, key, lengths, found);
  }
  // Of the first family.
  const DictionaryWord* Find(std::string_view text, size_t pos) const;

 private:
  // An entry, and a byte of it that tells it from most others that begin alike: in lower case.
  struct Filed {
    uint32_t entry = 0;
    uint8_t at = 0;  // 0: none
    char byte = 0;
  };
  bool MayStand(const WordKey& key, uint8_t* lengths) const {
    *lengths = stems_[StemOf(key.head)];
    return *lengths != 0 || key.humps != 0 || (!key.foreign && MayHave(HashOf(key.head)));
  }
  // Entries that begin alike, in filed_.
  struct Slot {
    uint64_t head = 0;  // 0: nothing is here
    uint32_t begin = 0;
    uint16_t count = 0;
    uint8_t seconds = 0;  // bit i: more are filed under kSeconds[i] bytes of the next word too
  };
  // By the first three bytes, five bits of each.
  static size_t StemOf(uint64_t head) {
    return (head & 31) << 10 | (head >> 8 & 31) << 5 | (head >> 16 & 31);
  }
  static uint64_t HashOf(uint64_t head) {
    constexpr uint64_t kMultiplier = 0x9E3779B97F4A7C15;  // 2^64 over the golden ratio (Knuth)
    return (head ^ head >> 32) * kMultiplier;
  }
  static uint64_t BitsOf(uint64_t hash) {
    return uint64_t{1} << (hash >> 58) | uint64_t{1} << (hash >> 52 & 63);
  }
  bool MayHave(uint64_t hash) const {
    const uint64_t bits = BitsOf(hash);
    return (known_[hash >> 32 & known_mask_] & bits) == bits;
  }
  const Slot* Known(uint64_t head) const {
    return MayHave(HashOf(head)) ? &slots_[SlotOf(head)] : nullptr;
  }
  // `Text` gives a text and its keys.
  template <typename Text>
  bool LookUp(const Text& text, size_t pos, const WordKey& key, uint8_t lengths,
              Found* found) const;
  void Among(std::string_view text, size_t pos, const Slot& slot, Found* found) const;
  template <typename Text>
  void WithSecond(const Text& text, size_t pos, const WordKey& key, uint8_t seconds,
                  Found* found) const;
  size_t SlotOf(uint64_t head) const;
  struct Drawer {
    std::vector<Filed> filed;
    uint8_t seconds = 0;
  };
  using Heads = std::unordered_map<uint64_t, Drawer>;
  void File(uint32_t entry, Heads* heads);
  void MakeSlots(const Heads& heads);

  std::vector<DictionaryWord> entries_;
  std::vector<uint8_t> stems_;   // by StemOf: bit i: some stem has a head of kHeads[i] bytes
  std::vector<uint64_t> known_;  // bits by hash: some head has it
  uint64_t known_mask_ = 0;
  std::vector<Slot> slots_;   // open addressing, a power of two of them
  std::vector<Filed> filed_;  // longest first within a slot
};

}  // namespace reeve::detectors
