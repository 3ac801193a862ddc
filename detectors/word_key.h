// The word that stands at a place of a text, as dictionaries ask for it: read once, asked of
// several.
//
// A word is made of ASCII letters and digits and of the letters that WordBefore counts (Latin with
// accents, Greek, Cyrillic). Other scripts have no blanks between words, or none that this reads;
// there a key is the bytes as they stand.
//
// Thread-safety: plain values and pure functions.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace reeve::detectors {

struct WordKey {
  static constexpr size_t kHead = 8;

  // Its first kHead bytes, letters of ASCII in lower case; zeros behind its end.
  uint64_t head = 0;
  uint32_t size = 0;     // bytes of the word in `head`
  uint32_t humps = 0;    // bit i > 0: a capital stands at i behind a small letter: "phoneNumber"
  bool foreign = false;  // of a script without blanks

  // The key of the first `bytes` of it.
  uint64_t First(size_t bytes) const { return Cut(head, bytes); }

  // Words that are filed under their first bytes are told apart by three of them, five bits of
  // each.
  static constexpr size_t kStems = size_t{1} << 15;
  size_t Stem() const { return (head & 31) << 10 | (head >> 8 & 31) << 5 | (head >> 16 & 31); }

  // Two words are filed under the first and so many bytes of the second; all, where it has fewer.
  static constexpr size_t kSecond = 4;
  uint64_t With(const WordKey& second, size_t bytes) const {
    return (std::rotl(head, 29) + bytes) * 0xD6E8FEB86659FD93 ^ second.First(bytes);
  }
  uint64_t With(const WordKey& second) const {
    return With(second, std::min<size_t>(second.size, kSecond));
  }
  // Calls `ask` with all that a literal may be filed under whose second word begins with this one:
  // as it is, and before a hump ("phoneNumber"); until it answers true.
  template <typename Ask>
  bool AnyWith(const WordKey& second, const Ask& ask) const {
    if (ask(With(second))) return true;
    for (size_t hump = 1; second.humps != 0 && hump < kSecond; ++hump) {
      if ((second.humps >> hump & 1) != 0 && ask(With(second, hump))) return true;
    }
    return false;
  }

  static uint64_t HashOf(uint64_t head) {
    constexpr uint64_t kMultiplier = 0x9E3779B97F4A7C15;  // 2^64 over the golden ratio (Knuth)
    return (head ^ head >> 32) * kMultiplier;
  }
  static uint64_t Cut(uint64_t bytes, size_t size) {
    return size == 0 ? 0 : bytes & ~uint64_t{0} >> 8 * (kHead - std::min(size, kHead));
  }
  // The head made of the first `size` of eight bytes of a text. Lower case for letters; digits
  // stay, and what it makes of other bytes is the same for all.
  static uint64_t HeadOf(uint64_t bytes, size_t size) {
    return Cut(bytes | 0x2020202020202020, size);
  }
  // Eight bytes of the text in the order of little-endian machines; zeros behind its end.
  static uint64_t BytesAt(std::string_view text, size_t pos) {
    uint64_t bytes = 0;
    if (std::endian::native == std::endian::little && pos + kHead <= text.size()) {
      std::memcpy(&bytes, text.data() + pos, kHead);
      return bytes;
    }
    for (size_t i = 0; i < kHead && pos + i < text.size(); ++i) {
      bytes |= uint64_t{static_cast<uint8_t>(text[pos + i])} << (8 * i);
    }
    return bytes;
  }
};

WordKey ReadWordKey(std::string_view text, size_t pos);
// The end of the word that begins at `pos`, however long it is.
size_t EndOfWord(std::string_view text, size_t pos);
// The same byte by byte: what it does where the machine has no vectors, and what it is tested
// against.
WordKey ReadWordKeySlowly(std::string_view text, size_t pos);

}  // namespace reeve::detectors
