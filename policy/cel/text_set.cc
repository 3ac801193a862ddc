#include "policy/cel/text_set.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <tuple>

#include "base/result.h"

namespace reeve::cel {
namespace {

uint64_t HashOf(std::string_view text) { return std::hash<std::string_view>{}(text); }
// The bucket takes the low bits of the hash.
uint16_t TagOf(uint64_t hash) { return static_cast<uint16_t>(hash >> 48); }

}  // namespace

TextSet::TextSet(std::span<const std::string_view> texts) {
  size_t bytes = 0;
  for (const std::string_view text : texts) {
    if (text.size() > kMaxTextBytes) Panic("a text of a set is too long");
    bytes += text.size();
  }
  if (bytes > UINT32_MAX) Panic("the texts of a set are too long");
  texts_.reserve(bytes);
  // BucketOf wants two buckets at least.
  buckets_.assign(std::bit_ceil(std::max<size_t>(texts.size(), 2)) + 1, 0);
  File(texts);
  SortBuckets();
}

bool TextSet::Less(const Entry& a, const Entry& b) const {
  return std::tuple(a.tag, TextOf(a)) < std::tuple(b.tag, TextOf(b));
}

// Into their buckets, by counting.
void TextSet::File(std::span<const std::string_view> texts) {
  for (const std::string_view text : texts) ++buckets_[BucketOf(HashOf(text)) + 1];
  for (size_t i = 1; i < buckets_.size(); ++i) buckets_[i] += buckets_[i - 1];
  std::vector<uint32_t> next(buckets_.begin(), buckets_.end() - 1);
  entries_.resize(texts.size());
  for (const std::string_view text : texts) {
    const uint64_t hash = HashOf(text);
    entries_[next[BucketOf(hash)]++] = {static_cast<uint32_t>(texts_.size()),
                                        static_cast<uint16_t>(text.size()), TagOf(hash)};
    texts_ += text;
  }
}

// Sorts each bucket, and drops what is there twice.
void TextSet::SortBuckets() {
  const auto less = [this](const Entry& a, const Entry& b) { return Less(a, b); };
  const auto same = [this](const Entry& a, const Entry& b) { return TextOf(a) == TextOf(b); };
  size_t kept = 0;
  uint32_t begin = 0;
  for (size_t i = 0; i + 1 < buckets_.size(); ++i) {
    const uint32_t end = buckets_[i + 1];
    const auto first = entries_.begin() + begin;
    std::sort(first, entries_.begin() + end, less);
    const auto last = std::unique(first, entries_.begin() + end, same);
    std::move(first, last, entries_.begin() + static_cast<ptrdiff_t>(kept));
    kept += static_cast<size_t>(last - first);
    begin = end;
    buckets_[i + 1] = static_cast<uint32_t>(kept);
  }
  entries_.resize(kept);
}

bool TextSet::Contains(std::string_view text) const {
  const uint64_t hash = HashOf(text);
  const size_t bucket = BucketOf(hash);
  const auto begin = entries_.begin() + buckets_[bucket];
  const auto end = entries_.begin() + buckets_[bucket + 1];
  const auto key = std::tuple(TagOf(hash), text);
  const auto found = std::lower_bound(begin, end, key, [this](const Entry& entry, const auto& k) {
    const uint16_t tag = std::get<0>(k);
    return entry.tag != tag ? entry.tag < tag : TextOf(entry) < std::get<1>(k);
  });
  return found != end && found->tag == std::get<0>(key) && TextOf(*found) == text;
}

}  // namespace reeve::cel
