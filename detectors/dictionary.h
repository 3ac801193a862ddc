// A set of literals that is asked, at the start of a word, which of them stands there.
//
// An entry is filed under its first word (WordKey), so one hash of a text's word, and one look into
// a Bloom filter (B. H. Bloom, 1970; blocked, with two bits in one number), turn nearly all words
// of ordinary prose away, however many entries there are. Entries of several words are filed under
// the beginning of the second too, for hundreds begin with "the". Some entries are for later: what
// goes over a text first need not meet them, and asks for the others at once. Entries that are
// beginnings of words ("ghp_", Chinese) are filed under their first eight, six, four or three
// bytes; a table over the first three bytes says which of these lengths to ask for.
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
  bool later = false;       // MayStandAtOnce need not tell it
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
    return Find(text, pos, text.KeyAt(pos), found);
  }
  // The same, where `key` is that of the word.
  bool Find(const TextMasks& text, size_t pos, const WordKey& key, Found* found) const {
    uint8_t lengths = 0;
    return MayStand(key, &lengths) && LookUp(text, pos, key, {lengths, false}, found);
  }
  // The same of the entries that are not for later.
  bool FindAtOnce(const TextMasks& text, size_t pos, const WordKey& key, Found* found) const {
    return LookUp(text, pos, key, {LengthsOf(key), true}, found);
  }
  // False where nothing stands, or nothing but entries for later: much faster than Find, for the
  // frequent words of prose are such.
  bool MayStandAtOnce(const TextMasks& text, size_t pos, const WordKey& key) const {
    if (key.humps != 0) return true;
    if (stems_[key.Stem()] >> 4 != 0 && StemAtOnce(key)) return true;
    if (key.foreign) return false;
    const uint64_t hash = WordKey::HashOf(key.head);
    const Known& known = KnownAt(hash);
    const uint64_t bits = BitsOf(hash);
    if ((known.at_once & bits) == bits) return true;
    return (known.second_at_once & bits) == bits && SecondAtOnce(text, pos, key);
  }
  // False where no entry that is a stem has the three bytes at `pos`, letters or digits in lower
  // case.
  bool MayBeginStem(std::string_view text, size_t pos) const {
    WordKey key;
    key.head = WordKey::HeadOf(WordKey::BytesAt(text, pos), 3);
    return stems_[key.Stem()] != 0;
  }
  // Of the first family.
  const DictionaryWord* Find(std::string_view text, size_t pos) const;

 private:
  // An entry, and a byte of it that tells it from most others that begin alike: in lower case.
  struct Filed {
    uint32_t entry = 0;
    uint8_t at = 0;  // 0: none
    char byte = 0;
    bool later = false;
  };
  // What LookUp looks for.
  struct Asked {
    uint8_t lengths;  // of stems, as LengthsOf
    bool at_once;     // nothing that is for later
  };
  // A Bloom filter in three: of what is filed under a hash, of that those for at once, and whether
  // such are filed under the beginning of a second word too.
  struct Known {
    uint64_t all = 0;
    uint64_t at_once = 0;
    uint64_t second_at_once = 0;
  };
  bool MayStand(const WordKey& key, uint8_t* lengths) const {
    *lengths = LengthsOf(key);
    return *lengths != 0 || key.humps != 0 || (!key.foreign && MayHave(WordKey::HashOf(key.head)));
  }
  // Entries that begin alike, in filed_.
  struct Slot {
    uint64_t head = 0;  // 0: nothing is here
    uint32_t begin = 0;
    uint16_t count = 0;
    bool seconds = false;  // more are filed under this and the word behind it
  };
  static uint64_t BitsOf(uint64_t hash) {
    return uint64_t{1} << (hash >> 58) | uint64_t{1} << (hash >> 52 & 63);
  }
  // Of stems that begin so: bit i for a head of kHeads[i] bytes.
  uint8_t LengthsOf(const WordKey& key) const { return stems_[key.Stem()] & 15; }
  const Known& KnownAt(uint64_t hash) const { return known_[hash >> 32 & known_mask_]; }
  bool MayHave(uint64_t hash) const {
    const uint64_t bits = BitsOf(hash);
    return (KnownAt(hash).all & bits) == bits;
  }
  bool MayHaveAtOnce(uint64_t head) const {
    const uint64_t bits = BitsOf(WordKey::HashOf(head));
    return (KnownAt(WordKey::HashOf(head)).at_once & bits) == bits;
  }
  bool StemAtOnce(const WordKey& key) const;
  bool SecondAtOnce(const TextMasks& text, size_t pos, const WordKey& key) const;
  const Slot* SlotFor(uint64_t head, bool at_once) const {
    const bool may = at_once ? MayHaveAtOnce(head) : MayHave(WordKey::HashOf(head));
    return may ? &slots_[SlotOf(head)] : nullptr;
  }
  // `Text` gives a text and its keys.
  template <typename Text>
  bool LookUp(const Text& text, size_t pos, const WordKey& key, Asked asked, Found* found) const;
  void Among(std::string_view text, size_t pos, const Slot& slot, bool at_once, Found* found) const;
  template <typename Text>
  void WithSecond(const Text& text, size_t pos, const WordKey& key, bool at_once,
                  Found* found) const;
  size_t SlotOf(uint64_t head) const;
  struct Drawer {
    std::vector<Filed> filed;
    bool seconds = false;
    bool at_once = false;         // one of `filed` is not for later
    bool second_at_once = false;  // one of those under the second word too is not
  };
  using Heads = std::unordered_map<uint64_t, Drawer>;
  void File(uint32_t entry, Heads* heads);
  void Put(uint64_t head, Filed filed, Heads* heads) const;
  void MakeSlots(const Heads& heads);

  std::vector<DictionaryWord> entries_;
  std::vector<uint8_t> stems_;  // by Stem: LengthsOf, and in the upper half those for at once
  std::vector<Known> known_;    // by hash
  uint64_t known_mask_ = 0;
  std::vector<Slot> slots_;   // open addressing, a power of two of them
  std::vector<Filed> filed_;  // longest first within a slot
};

}  // namespace reeve::detectors
