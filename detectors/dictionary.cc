#include "detectors/dictionary.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

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
    if (want == ' ' ? !Blank(got) : want != (word.exact_case ? got : ToLower(got))) return false;
  }
  if (!word.whole) return true;
  // "phones" is "phone", and so is the start of "phoneNumber" and of "phone_number".
  const size_t behind = At(text, end, 's') ? end + 1 : end;
  if (behind >= text.size() || text[behind] == '_') return true;
  const bool hump = Has(text[behind], kUpper) && Has(text[end - 1], kLower);
  return hump || !WordAt(text, behind);
}

// Bytes of an entry's head: the most that it has. Longest first, so that longer entries are found
// first.
constexpr std::array<size_t, 4> kHeads = {8, 6, 4, 3};

size_t HeadOf(size_t length) {
  size_t head = 0;
  while (length < kHeads[head]) ++head;
  return head;
}

constexpr std::array<uint8_t, 256> MakeFolded() {
  std::array<uint8_t, 256> folded{};
  for (size_t c = 0; c < folded.size(); ++c) {
    const bool upper = c >= 'A' && c <= 'Z';
    folded[c] = static_cast<uint8_t>(upper ? c | 0x20 : c);
  }
  for (const char c : std::string_view(" \t\r\n\f\v_-")) folded[static_cast<uint8_t>(c)] = ' ';
  return folded;
}
constexpr std::array<uint8_t, 256> kFolded = MakeFolded();

// kFolded of eight bytes at once.
uint64_t FoldEight(uint64_t bytes) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHighs = 0x80 * kOnes;
  const uint64_t low = bytes & ~kHighs;
  const uint64_t ascii = ~bytes & kHighs;
  // The high bit of each byte that lies in [first, last].
  const auto within = [&](uint64_t first, uint64_t last) {
    return (low + (0x80 - first) * kOnes) & ~(low + (0x7F - last) * kOnes) & ascii;
  };
  const uint64_t blank = (within('\t', '\r') | within('-', '-') | within('_', '_')) >> 7;
  bytes |= within('A', 'Z') >> 2;
  return (bytes & ~(blank * 0xFF)) | blank * ' ';
}

// The first bytes at `pos`, at most eight, in one number; zeros where the text has fewer.
uint64_t FoldedHead(std::string_view text, size_t pos) {
  if constexpr (std::endian::native == std::endian::little) {
    if (pos + 8 <= text.size()) {
      uint64_t bytes = 0;
      std::memcpy(&bytes, text.data() + pos, sizeof(bytes));
      return FoldEight(bytes);
    }
  }
  const size_t size = std::min<size_t>(8, text.size() - pos);
  uint64_t head = 0;
  for (size_t i = 0; i < size; ++i) {
    head |= uint64_t{kFolded[static_cast<uint8_t>(text[pos + i])]} << (8 * i);
  }
  return head;
}

uint64_t FirstBytes(uint64_t head, size_t bytes) {
  return bytes == 8 ? head : head & ((uint64_t{1} << (8 * bytes)) - 1);
}

uint64_t HashOf(uint64_t head) {
  constexpr uint64_t kMultiplier = 0x9E3779B97F4A7C15;  // 2^64 over the golden ratio (Knuth)
  return head * kMultiplier;
}

uint64_t HeadOfEntry(const DictionaryWord& word) {
  return FirstBytes(FoldedHead(word.literal, 0), kHeads[HeadOf(word.literal.size())]);
}

}  // namespace

Dictionary::Dictionary(std::span<const DictionaryWord> words)
    : entries_(words.begin(), words.end()) {
  MarkHeads(words);
  std::stable_sort(
      entries_.begin(), entries_.end(), [](const DictionaryWord& a, const DictionaryWord& b) {
        const uint64_t a_head = HeadOfEntry(a);
        const uint64_t b_head = HeadOfEntry(b);
        return a_head != b_head ? a_head < b_head : a.literal.size() > b.literal.size();
      });
  MakeSlots();
}

void Dictionary::MarkHeads(std::span<const DictionaryWord> words) {
  // A blank in the first three bytes may be any of the bytes that Blank accepts.
  constexpr std::string_view kBlanks = " \t\r\n\f\v_-";
  constexpr size_t kKeys = size_t{1} << 15;
  heads_.resize(kKeys);
  for (const DictionaryWord& word : words) {
    std::vector<uint32_t> keys = {0};
    for (size_t i = 0; i < 3; ++i) {
      const std::string_view letters = word.literal[i] == ' ' ? kBlanks : word.literal.substr(i, 1);
      std::vector<uint32_t> longer;
      for (const uint32_t key : keys) {
        for (const char c : letters) longer.push_back(key << 5 | Fold(c));
      }
      keys = std::move(longer);
    }
    for (const uint32_t key : keys) {
      heads_[key] = static_cast<uint8_t>(heads_[key] | 1u << HeadOf(word.literal.size()));
    }
  }
}

void Dictionary::MakeSlots() {
  slots_.resize(std::bit_ceil(2 * entries_.size() + 1));
  constexpr size_t kBitsAnEntry = 8;
  known_.resize(std::bit_ceil(kBitsAnEntry * entries_.size() / 64 + 1));
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    const uint64_t head = HeadOfEntry(entries_[i]);
    const uint64_t hash = HashOf(head);
    known_[hash >> 38 & (known_.size() - 1)] |= uint64_t{1} << (hash >> 32 & 63);
    Slot& slot = slots_[SlotOf(head, hash)];
    if (slot.count++ == 0) slot = {head, i, 1};
  }
}

// The head's slot, or the empty one where it would be.
size_t Dictionary::SlotOf(uint64_t head, uint64_t hash) const {
  uint64_t at = hash >> 32;
  while (true) {
    at &= slots_.size() - 1;
    if (slots_[at].count == 0 || slots_[at].head == head) return at;
    ++at;
  }
}

const DictionaryWord* Dictionary::LookUp(std::string_view text, size_t pos, uint8_t heads) const {
  const uint64_t head = FoldedHead(text, pos);
  for (size_t i = 0; i < kHeads.size(); ++i) {
    if ((heads >> i & 1) == 0) continue;
    const uint64_t first = FirstBytes(head, kHeads[i]);
    const uint64_t hash = HashOf(first);
    if (!MayHave(hash)) continue;
    const Slot& slot = slots_[SlotOf(first, hash)];
    for (uint32_t entry = slot.begin; entry < slot.begin + slot.count; ++entry) {
      if (Stands(entries_[entry], text, pos)) return &entries_[entry];
    }
  }
  return nullptr;
}

}  // namespace reeve::detectors
