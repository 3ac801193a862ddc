#include "detectors/text_masks.h"

#include <algorithm>

#include "detectors/bytes.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

constexpr size_t kBlockBytes = ByteMasks::kBytes;

uint64_t LowBits(size_t count) {
  return count >= kBlockBytes ? ~uint64_t{0} : (uint64_t{1} << count) - 1;
}

uint64_t Bit(bool set) { return set ? 1 : 0; }

// Places of a block at `base` where a word may begin.
uint64_t Places(std::string_view text, size_t base, const ByteMasks& masks) {
  const char before = base > 0 ? text[base - 1] : ' ';
  const uint64_t word = masks.letter | masks.digit;
  const uint64_t small = masks.letter & ~masks.upper;
  return (masks.letter & ~(word << 1 | Bit(IsAlnum(before)))) |
         (masks.upper & (small << 1 | Bit(Has(before, kLower)))) | masks.high;
}

}  // namespace

WordPlaces WordPlacesBefore(std::string_view text, size_t begin) {
  static_assert(kContextBefore == kBlockBytes);
  const size_t base = begin > kContextBefore ? begin - kContextBefore : 0;
  const ByteMasks masks = ReadMasks(text, base);
  uint64_t places = Places(text, base, masks) & LowBits(begin - base);
  // What stands before an empty line is of another paragraph.
  const bool line_before = base > 0 && text[base - 1] == '\n';
  const uint64_t breaks = masks.line & (masks.line << 1 | Bit(line_before)) & LowBits(begin - base);
  if (breaks != 0) {
    places &= ~LowBits(kBlockBytes - static_cast<size_t>(std::countl_zero(breaks)));
  }
  return {base, places};
}

WordPlaces WordPlacesBehind(std::string_view text, size_t end) {
  static_assert(kContextAfter <= kBlockBytes);
  if (end >= text.size()) return {};
  const ByteMasks masks = ReadMasks(text, end);
  const size_t line = static_cast<size_t>(std::countr_zero(masks.line));
  const size_t size = std::min({kContextAfter, text.size() - end, line});
  return {end, Places(text, end, masks) & LowBits(size)};
}

TextMasks::TextMasks(std::string_view text) : text_(text) {
  ReadWindow(0);
  events_ = blocks_[0].events;
}

// Each block needs the last bits of the one before it.
void TextMasks::ReadWindow(size_t first) {
  first_ = first;
  current_ = 0;
  const size_t base = first * kBlockBytes;
  const char before = base > 0 && base <= text_.size() ? text_[base - 1] : ' ';
  uint64_t run_before = Bit(IsAlnum(before));
  uint64_t small_before = Bit(Has(before, kLower));
  const auto byte = static_cast<uint8_t>(before);
  uint64_t lead_before = Bit(byte >= kFirstAlphabetLead && byte <= kLastAlphabetLead);
  for (size_t i = 0; i < kBlocks; ++i) {
    const size_t pos = base + i * kBlockBytes;
    Block& block = blocks_[i];
    if (pos >= text_.size()) {
      block = {};
      break;
    }
    const ByteMasks masks = ReadMasks(text_, pos);
    const uint64_t small = masks.letter & ~masks.upper;
    block.run = masks.letter | masks.digit;
    block.digit = masks.digit;
    block.odd = masks.digit | masks.upper;
    block.high = masks.high != 0;
    block.word =
        block.run | masks.lead | ((masks.lead << 1 | lead_before) & masks.high & ~masks.lead);
    block.humps = masks.upper & (small << 1 | small_before);
    block.events = (block.run & ~(block.run << 1 | run_before)) | masks.mark | masks.begins;
    run_before = block.run >> 63;
    small_before = small >> 63;
    lead_before = masks.lead >> 63;
  }
}

bool TextMasks::NextBlock() {
  while (events_ == 0) {
    if ((first_ + current_ + 1) * kBlockBytes >= text_.size()) return false;
    if (++current_ == kWindow) ReadWindow(first_ + kWindow);
    events_ = blocks_[current_].events;
  }
  return true;
}

TextMasks::Run TextMasks::ReadRun(size_t pos) const {
  Run run{pos, false, false};
  for (; run.end < text_.size() && IsAlnum(text_[run.end]); ++run.end) {
    const char c = text_[run.end];
    run.digit = run.digit || IsDigit(c);
    run.hump = run.hump || (run.end > pos && Has(c, kUpper) && Has(text_[run.end - 1], kLower));
  }
  return run;
}

}  // namespace reeve::detectors
