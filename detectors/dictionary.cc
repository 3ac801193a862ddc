#include "detectors/dictionary.h"

#include <algorithm>
#include <array>
#include <bit>

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
// Bytes of a second word: the most that it has.
constexpr std::array<size_t, 2> kSeconds = {5, 2};

// What an entry of two words is filed under: the first one's head, and some bytes of the second.
uint64_t WithNext(uint64_t first, uint64_t second, size_t bytes) {
  return (std::rotl(first, 29) + bytes) * 0xD6E8FEB86659FD93 ^ second;
}

// A text without masks.
struct PlainText {
  std::string_view bytes;
  std::string_view text() const { return bytes; }
  WordKey KeyAt(size_t pos) const { return ReadWordKey(bytes, pos); }
};

// The end of the word that begins at `pos`.
template <typename Text>
size_t EndOfWord(const Text& text, size_t pos) {
  while (pos < text.text().size()) {
    const WordKey key = text.KeyAt(pos);
    if (key.foreign || key.size == 0) break;
    pos += key.size;
  }
  return pos;
}

// Of a literal in another script: what stands before its first byte of ASCII.
size_t ForeignSize(std::string_view literal) {
  const auto ascii = std::find_if(literal.begin(), literal.end(),
                                  [](char c) { return (static_cast<uint8_t>(c) & 0x80) == 0; });
  return static_cast<size_t>(ascii - literal.begin());
}

}  // namespace

Dictionary::Dictionary(std::span<const DictionaryWord> words)
    : entries_(words.begin(), words.end()), stems_(size_t{1} << 15) {
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
  const size_t size = key.foreign ? ForeignSize(literal) : EndOfWord(PlainText{literal}, 0);
  if (key.foreign || (!word.whole && size == literal.size())) {
    size_t head = 0;
    while (size < kHeads[head] && head + 1 < kHeads.size()) ++head;
    (*heads)[key.First(kHeads[head])].filed.push_back({entry, 0, 0});
    uint8_t& lengths = stems_[StemOf(key.head)];
    lengths = static_cast<uint8_t>(lengths | 1U << head);
    return;
  }
  const WordKey next = ReadWordKey(literal, size + 1);
  if (!next.foreign && next.size >= kSeconds.back()) {
    size_t second = 0;
    while (next.size < kSeconds[second]) ++second;
    Drawer& first = (*heads)[key.head];
    first.seconds = static_cast<uint8_t>(first.seconds | 1U << second);
    const size_t bytes = kSeconds[second];
    (*heads)[WithNext(key.head, next.First(bytes), bytes)].filed.push_back({entry, 0, 0});
    return;
  }
  Filed filed{entry, 0, 0};
  if (size + 1 < literal.size() && size < 255 && literal[size + 1] != ' ') {
    filed.at = static_cast<uint8_t>(size + 1);
    filed.byte = ToLower(literal[size + 1]);
  }
  (*heads)[key.head].filed.push_back(filed);
  if (word.whole && size == literal.size() && size < WordKey::kHead) {
    (*heads)[key.head | uint64_t{'s'} << (8 * size)].filed.push_back(filed);
  }
}

void Dictionary::MakeSlots(const Heads& heads) {
  slots_.resize(std::bit_ceil(2 * heads.size() + 1));
  constexpr size_t kBitsAHead = 16;
  known_.resize(std::bit_ceil(kBitsAHead * heads.size() / 64 + 1));
  known_mask_ = known_.size() - 1;
  for (const auto& [head, drawer] : heads) {
    const uint64_t hash = HashOf(head);
    known_[hash >> 32 & known_mask_] |= BitsOf(hash);
    slots_[SlotOf(head)] = {head, static_cast<uint32_t>(filed_.size()),
                            static_cast<uint16_t>(drawer.filed.size()), drawer.seconds};
    filed_.insert(filed_.end(), drawer.filed.begin(), drawer.filed.end());
  }
}

// The head's slot, or the empty one where it would be.
size_t Dictionary::SlotOf(uint64_t head) const {
  uint64_t at = HashOf(head) >> 20;
  while (true) {
    at &= slots_.size() - 1;
    if (slots_[at].head == 0 || slots_[at].head == head) return at;
    ++at;
  }
}

// Takes the entries of the slot that stand and are longer than what was found.
void Dictionary::Among(std::string_view text, size_t pos, const Slot& slot, Found* found) const {
  for (uint32_t i = slot.begin; i < slot.begin + slot.count; ++i) {
    const Filed& filed = filed_[i];
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
void Dictionary::WithSecond(const Text& text, size_t pos, const WordKey& key, uint8_t seconds,
                            Found* found) const {
  const size_t end = key.size < WordKey::kHead ? pos + key.size : EndOfWord(text, pos);
  const WordKey next = text.KeyAt(end + 1);
  if (next.foreign) return;
  for (size_t i = 0; i < kSeconds.size(); ++i) {
    if ((seconds >> i & 1) == 0 || next.size < kSeconds[i]) continue;
    const Slot* slot = Known(WithNext(key.head, next.First(kSeconds[i]), kSeconds[i]));
    if (slot != nullptr) Among(text.text(), pos, *slot, found);
  }
}

template <typename Text>
bool Dictionary::LookUp(const Text& text, size_t pos, const WordKey& key, uint8_t lengths,
                        Found* found) const {
  found->fill(nullptr);
  const std::string_view bytes = text.text();
  if (const Slot* slot = key.foreign ? nullptr : Known(key.head)) {
    if (slot->seconds != 0) WithSecond(text, pos, key, slot->seconds, found);
    if (slot->count != 0) Among(bytes, pos, *slot, found);
  }
  for (uint32_t humps = key.humps; humps != 0; humps &= humps - 1) {
    const Slot* slot = Known(key.First(static_cast<size_t>(std::countr_zero(humps))));
    if (slot != nullptr) Among(bytes, pos, *slot, found);
  }
  for (size_t i = 0; lengths != 0 && i < kHeads.size(); ++i) {
    if ((lengths >> i & 1) == 0 || key.size < kHeads[i]) continue;
    if (const Slot* slot = Known(key.First(kHeads[i]))) Among(bytes, pos, *slot, found);
  }
  return std::any_of(found->begin(), found->end(),
                     [](const DictionaryWord* word) { return word != nullptr; });
}

template bool Dictionary::LookUp(const TextMasks&, size_t, const WordKey&, uint8_t, Found*) const;

const DictionaryWord* Dictionary::Find(std::string_view text, size_t pos) const {
  const WordKey key = ReadWordKey(text, pos);
  uint8_t lengths = 0;
  Found found;
  const bool any = MayStand(key, &lengths) && LookUp(PlainText{text}, pos, key, lengths, &found);
  return any ? found[0] : nullptr;
}

}  // namespace reeve::detectors
