// A text as masks of bits, read a window at a time: where words, numbers and marks begin, and which
// words stand near a place.
//
// Whatever is asked outside the window is answered from the bytes, so the window decides how fast
// an answer comes, never which.
//
// Thread-safety: one object, one scan.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "detectors/byte_masks.h"
#include "detectors/bytes.h"
#include "detectors/word_key.h"

namespace reeve::detectors {

// Places where a word may begin: bit i stands for the byte `base + i`. A hump ("phoneNumber") and
// each byte outside ASCII may.
struct WordPlaces {
  size_t base = 0;
  uint64_t places = 0;

  bool empty() const { return places == 0; }
  size_t TakeFirst() {
    const auto bit = static_cast<size_t>(std::countr_zero(places));
    places &= places - 1;
    return base + bit;
  }
  size_t TakeLast() {
    const size_t bit = 63 - static_cast<size_t>(std::countl_zero(places));
    places &= ~(uint64_t{1} << bit);
    return base + bit;
  }
};
// At most kContextBefore bytes before `begin`, of the same paragraph.
WordPlaces WordPlacesBefore(std::string_view text, size_t begin);
// At most kContextAfter bytes behind `end`, of the same line.
WordPlaces WordPlacesBehind(std::string_view text, size_t end);

class TextMasks {
 public:
  // `text` must outlive it.
  explicit TextMasks(std::string_view text);

  std::string_view text() const { return text_; }

  // Where something may begin, from the start of the text on: runs of letters and digits, code
  // points outside ASCII, marks. False at the end of the text.
  bool NextEvent(size_t* pos) {
    if (events_ == 0 && !NextBlock()) return false;
    *pos = (first_ + current_) * ByteMasks::kBytes + static_cast<size_t>(std::countr_zero(events_));
    events_ &= events_ - 1;
    return true;
  }

  // The run of ASCII letters and digits that begins at the place that NextEvent came to, and the
  // word there: as RunAt and KeyAt.
  struct Run {
    size_t end;
    bool digit;  // one is in it
    bool hump;   // a capital stands in it behind a small letter
  };
  struct Word {
    Run run;
    WordKey key;
  };
  Word WordHere(size_t pos) const {
    const Block& here = blocks_[current_];
    const Block& next = blocks_[current_ + 1];
    const unsigned bit = pos % ByteMasks::kBytes;
    const auto size = static_cast<unsigned>(std::countr_one(Join(here.run, next.run, bit)));
    if (size == ByteMasks::kBytes || here.high || next.high) return {RunAt(pos), KeyAt(pos)};
    const uint64_t inside = (uint64_t{1} << size) - 1;
    const uint64_t digits = Join(here.digit, next.digit, bit) & inside;
    const uint64_t humps = Join(here.humps, next.humps, bit) & inside & ~uint64_t{1};
    Word word{{pos + size, digits != 0, humps != 0}, {}};
    word.key.size = std::min<unsigned>(size, WordKey::kHead);
    word.key.head = WordKey::HeadOf(WordKey::BytesAt(text_, pos), word.key.size);
    word.key.humps = static_cast<uint32_t>(humps) & 0xFF;
    return word;
  }

  // Nearly all words of prose are small letters with a blank and a small letter behind them. The
  // key of such a word, where one begins at the place that NextEvent came to; else false.
  bool PlainHere(size_t pos, WordKey* key) const {
    const Block& here = blocks_[current_];
    const Block& next = blocks_[current_ + 1];
    const unsigned bit = pos % ByteMasks::kBytes;
    const auto size = static_cast<unsigned>(std::countr_one(Join(here.run, next.run, bit)));
    const size_t end = pos + size;
    if (size > kMaxPlainWord || end + WordKey::kHead > text_.size()) return false;
    const uint64_t inside = (uint64_t{1} << size) - 1;
    if ((Join(here.odd, next.odd, bit) & inside) != 0) return false;
    if (text_[end] != ' ' || !Has(text_[end + 1], kLower)) return false;
    if (pos > 0 && (static_cast<uint8_t>(text_[pos - 1]) & 0x80) != 0) return false;
    key->size = std::min<unsigned>(size, WordKey::kHead);
    key->head = WordKey::HeadOf(WordKey::BytesAt(text_, pos), key->size);
    return true;
  }

  // The word at `pos`; as ReadWordKey.
  WordKey KeyAt(size_t pos) const {
    const size_t block = pos / ByteMasks::kBytes - first_;
    if (block >= kBlocks - 1 || pos >= text_.size()) return ReadWordKey(text_, pos);
    const unsigned bit = pos % ByteMasks::kBytes;
    const uint64_t word = Join(blocks_[block].word, blocks_[block + 1].word, bit);
    if ((word & 1) == 0 || (static_cast<uint8_t>(text_[pos]) & 0x80) != 0) {
      return ReadWordKey(text_, pos);
    }
    WordKey key;
    key.size = static_cast<uint32_t>(std::countr_one(word & 0xFF));
    key.head = WordKey::HeadOf(WordKey::BytesAt(text_, pos), key.size);
    const uint64_t humps = Join(blocks_[block].humps, blocks_[block + 1].humps, bit);
    key.humps = static_cast<uint32_t>(humps) & ((1U << key.size) - 2);
    return key;
  }

  // The run of ASCII letters and digits that begins at `pos`.
  Run RunAt(size_t pos) const {
    const size_t block = pos / ByteMasks::kBytes - first_;
    if (block >= kBlocks - 1) return ReadRun(pos);
    const unsigned bit = pos % ByteMasks::kBytes;
    const Block& here = blocks_[block];
    const Block& next = blocks_[block + 1];
    const auto size = static_cast<unsigned>(std::countr_one(Join(here.run, next.run, bit)));
    if (size == ByteMasks::kBytes) return ReadRun(pos);
    const uint64_t inside = (uint64_t{1} << size) - 1;
    const uint64_t digits = Join(here.digit, next.digit, bit) & inside;
    const uint64_t humps = Join(here.humps, next.humps, bit) & inside & ~uint64_t{1};
    return {pos + size, digits != 0, humps != 0};
  }

 private:
  static constexpr size_t kMaxPlainWord = 23;
  static constexpr size_t kWindow = 64;           // blocks that NextEvent reads at once
  static constexpr size_t kBlocks = kWindow + 2;  // with those behind it that a word may need
  struct Block {
    uint64_t run;  // ASCII letters and digits
    uint64_t digit;
    uint64_t odd;    // those of `run` that are no small letter
    uint64_t word;   // bytes of words, as WordKey counts them
    uint64_t humps;  // capitals behind small letters
    uint64_t events;
    bool high;  // some byte is outside ASCII
  };

  void ReadWindow(size_t first);
  bool NextBlock();  // that has an event
  Run ReadRun(size_t pos) const;
  // The mask from `bit` of a block on.
  static uint64_t Join(uint64_t here, uint64_t next, unsigned bit) {
    return here >> bit | next << 1 << (63 - bit);
  }

  const std::string_view text_;
  size_t first_ = 0;    // block of the text that blocks_[0] is
  size_t current_ = 0;  // of the window, whose events are given out
  uint64_t events_ = 0;
  std::array<Block, kBlocks> blocks_;
};

}  // namespace reeve::detectors
