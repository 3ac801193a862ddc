// TextSet: a constant set of texts that the host hands in, of a million entries as of three.
//
// The language asks it with `in` and with nothing else: it has no order, and a macro over it would
// have no bound. All programs view the one set, which outlives them, so it costs its memory once.
//
// A text is found by its hash in a table of buckets, about one entry each, whose entries are
// sorted: one or two looks for honest entries, and a binary search for entries that someone chose
// to share one bucket. Nothing is allocated to ask.
//
// Thread-safety: immutable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reeve::cel {

class TextSet {
 public:
  static constexpr size_t kMaxTextBytes = UINT16_MAX;  // of one text

  // Copies the texts; the same text twice is one. Precondition: none is longer than kMaxTextBytes,
  // and all together have fewer than 2^32 bytes.
  explicit TextSet(std::span<const std::string_view> texts);
  TextSet(const TextSet&) = delete;
  TextSet& operator=(const TextSet&) = delete;

  bool Contains(std::string_view text) const;
  // Different texts.
  size_t size() const { return entries_.size(); }
  // Each of them once, in no order. Precondition: i < size().
  std::string_view text(size_t i) const { return TextOf(entries_[i]); }

 private:
  struct Entry {
    uint32_t offset;  // in texts_
    uint16_t length;
    uint16_t tag;  // other bits of the hash: most texts that are not in the set stop here
  };

  std::string_view TextOf(const Entry& entry) const {
    return std::string_view(texts_).substr(entry.offset, entry.length);
  }
  bool Less(const Entry& a, const Entry& b) const;
  size_t BucketOf(uint64_t hash) const { return hash & (buckets_.size() - 2); }
  void File(std::span<const std::string_view> texts);
  void SortBuckets();

  std::string texts_;
  // buckets_[i] to buckets_[i + 1] are the entries of bucket i. Of a power of two, and one.
  std::vector<uint32_t> buckets_;
  std::vector<Entry> entries_;
};

}  // namespace reeve::cel
