#include "detectors/dictionary.h"

#include <algorithm>

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

}  // namespace

Dictionary::Dictionary(std::span<const DictionaryWord> words) {
  // A blank in the first three bytes may be any of the bytes that Blank accepts.
  constexpr std::string_view kBlanks = " \t\r\n\f\v_-";
  std::vector<std::pair<uint32_t, DictionaryWord>> entries;
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
      present_[key >> 5] |= uint32_t{1} << (key & 31);
      entries.emplace_back(key, word);
    }
  }
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    return a.second.literal.size() > b.second.literal.size();
  });
  for (size_t i = 0; i < entries.size(); ++i) {
    if (i == 0 || entries[i].first != entries[i - 1].first) {
      bucket_begin_.push_back(static_cast<uint32_t>(i));
    }
    entries_.push_back(entries[i].second);
  }
  bucket_begin_.push_back(static_cast<uint32_t>(entries_.size()));
  for (size_t i = 1; i < rank_.size(); ++i) {
    rank_[i] = rank_[i - 1] + static_cast<uint32_t>(std::popcount(present_[i - 1]));
  }
}

const DictionaryWord* Dictionary::Compare(std::string_view text, size_t pos,
                                          uint32_t bucket) const {
  for (uint32_t i = bucket_begin_[bucket]; i < bucket_begin_[bucket + 1]; ++i) {
    if (Stands(entries_[i], text, pos)) return &entries_[i];
  }
  return nullptr;
}

}  // namespace reeve::detectors
