// Where a phrase may stand: the words without which no rule is fulfilled, told at a glance.
//
// The two steps of a rule that are rarest in prose are its keys. The rarer one is looked up at
// once, wherever it stands. Where one stood in a sentence, the frequent ones are asked for: each
// literal of such a key is filed under the two words of it that stand together most seldom, or
// under the one that it has, so a look at each word tells whether both keys of a rule may be there.
// Most sentences of prose have no such rule, whatever frequent cues they are full of.
//
// Thread-safety: immutable once made.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "detectors/text_masks.h"
#include "detectors/word_key.h"

namespace reeve::detectors {

// Classes of rules: those whose more frequent key is the same are of one, as far as there are
// classes.
struct KeyClasses {
  static constexpr size_t kCount = 192;

  std::array<uint64_t, kCount / 64> bits{};

  void Set(size_t number) { bits[number % kCount / 64] |= uint64_t{1} << number % 64; }
  bool empty() const { return (bits[0] | bits[1] | bits[2]) == 0; }
  bool Meets(const KeyClasses& other) const {
    return ((bits[0] & other.bits[0]) | (bits[1] & other.bits[1]) | (bits[2] & other.bits[2])) != 0;
  }
  void Add(const KeyClasses& other) {
    for (size_t i = 0; i < bits.size(); ++i) bits[i] |= other.bits[i];
  }
  friend bool operator==(const KeyClasses&, const KeyClasses&) = default;
};

// The classes of which a word is the rarer key of a rule, and those of which it is the other.
struct KeySigns {
  KeyClasses rare;
  KeyClasses frequent;

  bool empty() const { return rare.empty() && frequent.empty(); }
  void Add(const KeySigns& other) {
    rare.Add(other.rare);
    frequent.Add(other.frequent);
  }
};

class PhraseKeys {
 public:
  // `literal` as a dictionary has it, whole or a stem. One that begins in a script without blanks
  // has no words, and no effect.
  void Add(std::string_view literal, bool whole, const KeyClasses& classes);
  // To be called once, after the last Add.
  void Finish();

  // A word of a text.
  struct Place {
    size_t pos;
    WordKey key;
  };
  // Does the word at `place` tell of a literal of one of these classes? `after` is the next word
  // that begins behind it, wherever that is.
  bool Tells(const TextMasks& text, const Place& place, const Place& after,
             const KeyClasses& classes) const {
    const WordKey& key = place.key;
    if (key.foreign) return false;
    const Slot slot = Find(key.head);
    return Of(slot, classes) || (slot.seconds && SecondTells(text, place, after, classes)) ||
           ((key.humps | stems_[key.Stem()]) != 0 && BeginningTells(key, classes));
  }

 private:
  struct Slot {
    uint64_t head = 0;     // 0: nothing is here
    uint32_t classes = 0;  // index
    bool seconds = false;  // more are filed under the beginning of the next word too
  };
  // The one of `head`, or an empty one.
  Slot Find(uint64_t head) const {
    const uint64_t hash = WordKey::HashOf(head);
    const bool known = (known_[hash >> 32 & known_mask_] >> (hash >> 58) & 1) != 0;
    return known ? slots_[SlotOf(head)] : Slot{};
  }
  bool Of(const Slot& slot, const KeyClasses& classes) const {
    return classes_[slot.classes].Meets(classes);
  }
  bool BeginningTells(const WordKey& key, const KeyClasses& classes) const;
  bool SecondTells(const TextMasks& text, const Place& place, const Place& after,
                   const KeyClasses& classes) const;
  size_t SlotOf(uint64_t head) const;
  void FilePair(std::string_view first, std::string_view second, bool last,
                const KeyClasses& classes);
  void FileStem(std::string_view stem, const KeyClasses& classes);

  struct Drawer {
    KeyClasses classes;
    bool seconds = false;
  };
  std::unordered_map<uint64_t, Drawer> heads_;                          // before Finish
  std::vector<uint8_t> stems_ = std::vector<uint8_t>(WordKey::kStems);  // bits of kStemBytes
  std::vector<uint64_t> known_;  // bits by hash: some head has it
  uint64_t known_mask_ = 0;
  std::vector<Slot> slots_;  // open addressing, a power of two of them
  std::vector<KeyClasses> classes_;
};

}  // namespace reeve::detectors
