#include "detectors/dictionary.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string>

#include "detectors/bytes.h"

namespace reeve::detectors {
namespace {

bool Blank(char c) { return Has(c, kSpace) || c == '_' || c == '-'; }

bool Stands(const DictionaryWord& word, std::string_view text, size_t pos) {
  const size_t end = pos + word.literal.size();
  if (end > text.size()) return false;
  for (size_t i = 0; i < word.literal.size(); ++i) {
    const char want = word.literal[i];
    const char got = text[pos + i];
    if (want == got) continue;
    if (want == ' ' ? !Blank(got) : word.exact_case || want != ToLower(got)) return false;
  }
  if (!word.whole) return true;
  // "phones" is "phone", and so is the start of "phoneNumber" and of "phone_number".
  const size_t behind = At(text, end, 's') ? end + 1 : end;
  if (behind >= text.size() || text[behind] == '_') return true;
  const bool hump = Has(text[behind], kUpper) && Has(text[end - 1], kLower);
  return hump || !WordAt(text, behind);
}

// Bytes of a stem's head: the most that it has.
constexpr std::array<size_t, 4> kHeads = {8, 6, 4, 3};
// A text without masks.
struct PlainText {
  std::string_view bytes;
  std::string_view text() const { return bytes; }
  WordKey KeyAt(size_t pos) const { return ReadWordKey(bytes, pos); }
};

// Of a literal in another script: what stands before its first byte of ASCII.
size_t ForeignSize(std::string_view literal) {
  const auto ascii = std::find_if(literal.begin(), literal.end(),
                                  [](char c) { return (static_cast<uint8_t>(c) & 0x80) == 0; });
  return static_cast<size_t>(ascii - literal.begin());
}

}  // namespace

Dictionary::Dictionary(std::span<const DictionaryWord> words)
    : entries_(words.begin(), words.end()), stems_(WordKey::kStems) {
  Heads heads;
  for (uint32_t i = 0; i < entries_.size(); ++i) File(i, &heads);
  for (auto& [head, drawer] : heads) {
    std::stable_sort(drawer.filed.begin(), drawer.filed.end(), [this](Filed a, Filed b) {
      return entries_[a.entry].literal.size() > entries_[b.entry].literal.size();
    });
  }
  MakeSlots(heads);
}

void Dictionary::File(uint32_t entry, Heads* heads) {
  const DictionaryWord& word = entries_[entry];
  const std::string_view literal = word.literal;
  const WordKey key = ReadWordKey(literal, 0);
  const size_t size = key.foreign ? ForeignSize(literal) : EndOfWord(literal, 0);
  if (key.foreign || (!word.whole && size == literal.size())) {
    size_t head = 0;
    while (size < kHeads[head] && head + 1 < kHeads.size()) ++head;
    Put(key.First(kHeads[head]), {entry, 0, 0, word.later}, heads);
    uint8_t& lengths = stems_[key.Stem()];
    lengths = static_cast<uint8_t>(lengths | (word.later ? 1U : 17U) << head);
    return;
  }
  const WordKey next = ReadWordKey(literal, size + 1);
  const size_t next_size = next.foreign ? 0 : EndOfWord(literal, size + 1) - size - 1;
  const bool last = size + 1 + next_size == literal.size();
  // A short stem goes on in the text.
  if (next_size >= WordKey::kSecond || (next_size > 0 && (!last || word.whole))) {
    Filed filed{entry, 0, 0, word.later};
    if (literal.size() <= 256 && literal.back() != ' ') {
      filed.at = static_cast<uint8_t>(literal.size() - 1);
      filed.byte = ToLower(literal.back());
    }
    Drawer& first = (*heads)[key.head];
    first.seconds = true;
    first.second_at_once = first.second_at_once || !word.later;
    Put(key.With(next), filed, heads);
    if (last && next_size < WordKey::kSecond) {
      const std::string plural = std::string(literal.substr(size + 1)) + 's';
      Put(key.With(ReadWordKey(plural, 0)), filed, heads);
    }
    return;
  }
  Filed filed{entry, 0, 0, word.later};
  if (size + 1 < literal.size() && size < 255 && literal[size + 1] != ' ') {
    filed.at = static_cast<uint8_t>(size + 1);
    filed.byte = ToLower(literal[size + 1]);
  }
  Put(key.head, filed, heads);
  if (word.whole && size == literal.size() && size < WordKey::kHead) {
    Put(key.head | uint64_t{'s'} << (8 * size), filed, heads);
  }
}

void Dictionary::Put(uint64_t head, Filed filed, Heads* heads) const {
  Drawer& drawer = (*heads)[head];
  drawer.filed.push_back(filed);
  drawer.at_once = drawer.at_once || !entries_[filed.entry].later;
}

void Dictionary::MakeSlots(const Heads& heads) {
  slots_.resize(std::bit_ceil(2 * heads.size() + 1));
  constexpr size_t kBitsAHead = 16;
  known_.resize(std::bit_ceil(kBitsAHead * heads.size() / 64 + 1));
  known_mask_ = known_.size() - 1;
  for (const auto& [head, drawer] : heads) {
    const uint64_t hash = WordKey::HashOf(head);
    Known& known = known_[hash >> 32 & known_mask_];
    known.all |= BitsOf(hash);
    if (drawer.at_once) known.at_once |= BitsOf(hash);
    if (drawer.second_at_once) known.second_at_once |= BitsOf(hash);
    slots_[SlotOf(head)] = {head, static_cast<uint32_t>(filed_.size()),
                            static_cast<uint16_t>(drawer.filed.size()), drawer.seconds};
    filed_.insert(filed_.end(), drawer.filed.begin(), drawer.filed.end());
  }
}

// The head's slot, or the empty one where it would be.
size_t Dictionary::SlotOf(uint64_t head) const {
  uint64_t at = WordKey::HashOf(head) >> 20;
  while (true) {
    at &= slots_.size() - 1;
    if (slots_[at].head == 0 || slots_[at].head == head) return at;
    ++at;
  }
}

// Takes the entries of the slot that stand and are longer than what was found.
void Dictionary::Among(std::string_view text, size_t pos, const Slot& slot, bool at_once,
                       Found* found) const {
  for (uint32_t i = slot.begin; i < slot.begin + slot.count; ++i) {
    const Filed& filed = filed_[i];
    if (at_once && filed.later) continue;
    if (filed.at != 0 &&
        (pos + filed.at >= text.size() || ToLower(text[pos + filed.at]) != filed.byte)) {
      continue;
    }
    const DictionaryWord& entry = entries_[filed.entry];
    const DictionaryWord*& best = (*found)[entry.family];
    if (best != nullptr && entry.literal.size() <= best->literal.size()) continue;
    if (Stands(entry, text, pos)) best = &entry;
  }
}

template <typename Text>
void Dictionary::WithSecond(const Text& text, size_t pos, const WordKey& key, bool at_once,
                            Found* found) const {
  const size_t end = key.size < WordKey::kHead ? pos + key.size : EndOfWord(text.text(), pos);
  const WordKey next = text.KeyAt(end + 1);
  if (next.foreign) return;
  key.AnyWith(next, [&](uint64_t head) {
    const Slot* slot = SlotFor(head, at_once);
    if (slot != nullptr) Among(text.text(), pos, *slot, at_once, found);
    return false;
  });
}

bool Dictionary::StemAtOnce(const WordKey& key) const {
  const unsigned lengths = stems_[key.Stem()] >> 4;
  for (size_t i = 0; i < kHeads.size(); ++i) {
    if ((lengths >> i & 1) != 0 && key.size >= kHeads[i] && MayHaveAtOnce(key.First(kHeads[i]))) {
      return true;
    }
  }
  return false;
}

bool Dictionary::SecondAtOnce(const TextMasks& text, size_t pos, const WordKey& key) const {
  const size_t end = key.size < WordKey::kHead ? pos + key.size : EndOfWord(text.text(), pos);
  const WordKey next = text.KeyAt(end + 1);
  if (next.foreign) return false;
  return key.AnyWith(next, [this](uint64_t head) { return MayHaveAtOnce(head); });
}

template <typename Text>
bool Dictionary::LookUp(const Text& text, size_t pos, const WordKey& key, Asked asked,
                        Found* found) const {
  found->fill(nullptr);
  const auto among = [&](const Slot* slot) {
    if (slot != nullptr) Among(text.text(), pos, *slot, asked.at_once, found);
  };
  if (!key.foreign && MayHave(WordKey::HashOf(key.head))) {
    const Slot& slot = slots_[SlotOf(key.head)];
    if (slot.seconds) WithSecond(text, pos, key, asked.at_once, found);
    among(&slot);
  }
  for (uint32_t humps = key.humps; humps != 0; humps &= humps - 1) {
    among(SlotFor(key.First(static_cast<size_t>(std::countr_zero(humps))), asked.at_once));
  }
  for (size_t i = 0; asked.lengths != 0 && i < kHeads.size(); ++i) {
    if ((asked.lengths >> i & 1) == 0 || key.size < kHeads[i]) continue;
    among(SlotFor(key.First(kHeads[i]), asked.at_once));
  }
  return std::any_of(found->begin(), found->end(),
                     [](const DictionaryWord* word) { return word != nullptr; });
}

template bool Dictionary::LookUp(const TextMasks&, size_t, const WordKey&, Asked, Found*) const;

const DictionaryWord* Dictionary::Find(std::string_view text, size_t pos) const {
  const WordKey key = ReadWordKey(text, pos);
  uint8_t lengths = 0;
  Found found;
  const bool any =
      MayStand(key, &lengths) && LookUp(PlainText{text}, pos, key, {lengths, false}, &found);
  return any ? found[0] : nullptr;
}

}  // namespace reeve::detectors
