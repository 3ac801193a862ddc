#include "detectors/term_set.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "detectors/bytes.h"

namespace reeve::detectors {
namespace {

bool Blank(char c) { return Has(c, kSpace) || c == '_' || c == '-'; }

// The small letter of a code point of two bytes.
uint32_t LowerOf(uint32_t c) {
  const auto within = [c](uint32_t first, uint32_t last) { return first <= c && c <= last; };
  if (within(0xC0, 0xDE)) return c == 0xD7 ? c : c + 0x20;  // × is none
  if (within(0x139, 0x148) || within(0x179, 0x17E)) return c + (c & 1);
  if (c == 0x178) return 0xFF;  // Ÿ
  if (within(0x100, 0x137) || within(0x14A, 0x177)) {
    return c == 0x130 || c == 0x131 ? c : c | 1;  // İ and ı are letters of their own
  }
  if (within(0x391, 0x3A9)) return c + 0x20;
  if (c == 0x386) return 0x3AC;
  if (within(0x388, 0x38A)) return c + 0x25;
  if (c == 0x38C) return 0x3CC;
  if (c == 0x38E || c == 0x38F) return c + 0x3F;
  if (within(0x400, 0x40F)) return c + 0x50;
  return within(0x410, 0x42F) ? c + 0x20 : c;
}

// Reads a text as terms are compared: blanks as one, letters as small ones.
class Cursor {
 public:
  Cursor(std::string_view text, size_t pos, bool exact_case)
      : text_(text), pos_(pos), exact_case_(exact_case) {}

  // The next byte; nothing at the end of the text.
  std::optional<char> Next() {
    if (second_ != 0) return std::exchange(second_, '\0');
    if (pos_ >= text_.size()) return std::nullopt;
    const char c = text_[pos_++];
    if (Blank(c)) {
      const size_t most = pos_ - 1 + kMaxTermBlanks;
      while (pos_ < text_.size() && pos_ < most && Blank(text_[pos_])) ++pos_;
      return ' ';
    }
    if (exact_case_) return c;
    const auto lead = static_cast<uint8_t>(c);
    if (lead < 0xC3 || lead > 0xDF || pos_ >= text_.size() || !IsContinuationByte(text_[pos_])) {
      return ToLower(c);
    }
    const auto trail = static_cast<uint8_t>(text_[pos_++]);
    const uint32_t lower = LowerOf((lead & 0x1Fu) << 6 | (trail & 0x3Fu));
    second_ = static_cast<char>(0x80 | (lower & 0x3F));
    return static_cast<char>(0xC0 | lower >> 6);
  }
  // Where the text goes on.
  size_t pos() const { return pos_; }

 private:
  std::string_view text_;
  size_t pos_;
  bool exact_case_;
  char second_ = '\0';  // of a letter whose first byte was given
};

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && Blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && Blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string Normalised(std::string_view text, bool exact_case) {
  std::string out;
  Cursor cursor(Trimmed(text), 0, exact_case);
  while (const auto byte = cursor.Next()) {
    if (*byte != ' ' || !out.ends_with(' ')) out.push_back(*byte);
  }
  return out;
}

size_t BucketOf(char first, char second) {
  return static_cast<size_t>(static_cast<uint8_t>(first)) << 8 | static_cast<uint8_t>(second);
}

bool EndsWord(std::string_view text, size_t end, bool plural) {
  const bool word = IsAlnum(text[end - 1]) || static_cast<uint8_t>(text[end - 1]) >= 0x80;
  if (!word) return true;
  const auto ends_at = [&](size_t at) { return At(text, at, '_') || !WordAt(text, at); };
  if (ends_at(end)) return true;
  if (!plural) return false;
  if (At(text, end, 's') && ends_at(end + 1)) return true;
  return Has(text[end - 1], kLower) && AtClass(text, end, kUpper);
}

}  // namespace

bool IsTerm(std::string_view text) {
  const std::string_view trimmed = Trimmed(text);
  return trimmed.size() >= kMinTermBytes && std::any_of(trimmed.begin(), trimmed.end(), [](char c) {
           return IsAlnum(c) || static_cast<uint8_t>(c) >= 0x80;
         });
}

TermSet::TermSet(std::span<const Term> terms, bool exact_case) : exact_case_(exact_case) {
  std::vector<std::pair<std::string, uint32_t>> sorted;
  sorted.reserve(terms.size());
  for (const Term& term : terms) sorted.emplace_back(Normalised(term.text, exact_case), term.owner);
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  for (size_t i = 0; i < sorted.size(); ++i) {
    const auto& [text, owner] = sorted[i];
    if (i == 0 || sorted[i - 1].first != text) {
      entries_.push_back({static_cast<uint32_t>(texts_.size()), static_cast<uint32_t>(text.size()),
                          static_cast<uint32_t>(owners_.size()), kNone});
      texts_ += text;
    }
    owners_.push_back(owner);
  }
  if (entries_.empty()) return;
  Link();
}

// Fills `shorter` and the buckets.
void TermSet::Link() {
  constexpr size_t kBuckets = size_t{1} << 16;
  std::vector<uint32_t> open;  // entries that the present one begins with, shortest first
  buckets_.assign(kBuckets + 1, 0);
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    const std::string_view text = TextOf(entries_[i]);
    while (!open.empty() && !text.starts_with(TextOf(entries_[open.back()]))) open.pop_back();
    entries_[i].shorter = open.empty() ? kNone : open.back();
    open.push_back(i);
    ++buckets_[BucketOf(text[0], text[1]) + 1];
  }
  for (size_t i = 1; i <= kBuckets; ++i) buckets_[i] += buckets_[i - 1];
  entries_.push_back(
      {static_cast<uint32_t>(texts_.size()), 0, static_cast<uint32_t>(owners_.size()), kNone});
}

std::span<const uint32_t> TermSet::OwnersOf(uint32_t entry) const {
  const uint32_t first = entries_[entry].owners;
  return std::span(owners_).subspan(first, entries_[entry + 1].owners - first);
}

int TermSet::Compare(const Entry& entry, std::string_view text, size_t pos, size_t* end) const {
  Cursor cursor(text, pos, exact_case_);
  for (const char want : TextOf(entry)) {
    const std::optional<char> got = cursor.Next();
    if (!got) return 1;
    if (*got != want) return static_cast<uint8_t>(want) < static_cast<uint8_t>(*got) ? -1 : 1;
  }
  *end = cursor.pos();
  return 0;
}

uint32_t TermSet::LastBefore(std::string_view text, size_t pos) const {
  if (buckets_.empty()) return kNone;
  Cursor cursor(text, pos, exact_case_);
  const auto first = cursor.Next();
  const auto second = cursor.Next();
  if (!first || !second) return kNone;
  const size_t bucket = BucketOf(*first, *second);
  uint32_t low = buckets_[bucket];
  uint32_t high = buckets_[bucket + 1];
  const uint32_t none = low;
  while (low < high) {  // entries before `low` are not behind the text, those from `high` on are
    const uint32_t middle = low + (high - low) / 2;
    size_t end = 0;
    if (Compare(entries_[middle], text, pos, &end) <= 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low == none ? kNone : low - 1;
}

size_t TermSet::WholeEnd(const Entry& entry, std::string_view text, size_t pos, bool plural) const {
  size_t end = 0;
  return Compare(entry, text, pos, &end) == 0 && EndsWord(text, end, plural) ? end : 0;
}

}  // namespace reeve::detectors
