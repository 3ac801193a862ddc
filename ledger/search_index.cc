#include "ledger/search_index.h"

#include <algorithm>

#include "ledger/layout.h"

namespace reeve::ledger {
namespace {

constexpr std::string_view kVersion = "1 ";
constexpr std::string_view kMetaKey = "search";
constexpr size_t kHeavy = 57;  // from here on a bitmap is the shorter form
constexpr size_t kRestBytes = 7;
constexpr size_t kPostingBytes = kRestBytes + 2;
constexpr size_t kBitmapBytes = kSegmentRecords / 8;
constexpr uint64_t kSegmentsPerWrite = 16;

std::string TermBytes(Term term) { return BigEndianKey(term); }

std::string BucketKey(Term term, uint64_t segment) {
  return ProjectionPrefix(kSearchSpace) + "b" + TermBytes(term).substr(0, 1) +
         BigEndianKey(segment);
}

std::string HeavyKey(Term term, uint64_t segment) {
  return ProjectionPrefix(kSearchSpace) + "h" + TermBytes(term) + BigEndianKey(segment);
}

std::string Bitmap(const SegmentSet& set) {
  std::string bytes(kBitmapBytes, '\0');
  for (size_t i = 0; i < kSegmentRecords; ++i) {
    if (set[i]) bytes[i / 8] = static_cast<char>(bytes[i / 8] | 1 << (i % 8));
  }
  return bytes;
}

std::string StampOf(const SearchFields& fields) { return std::string(kVersion) + fields.digest(); }

// Calls for every record of the segment, which must be there.
template <typename Visit>
Status ForEachOf(const Store& store, uint64_t first, uint64_t end, const Visit& visit) {
  RecordScan scan(store, first);
  for (uint64_t index = first; index < end; ++index) {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string_view> bytes, scan.Next());
    if (!bytes) {
      return Error{"ledger.damaged", "there is no record `" + std::to_string(index) + "`"};
    }
    REEVE_ASSIGN_OR_RETURN(const Record record, Record::View(*bytes, Hash{}));
    visit(index, record);
  }
  return {};
}

// Deletes all entries, some at a time.
Status Forget(Store& store, const Head& head) {
  constexpr size_t kMostDeletes = 10'000;
  const std::string prefix = ProjectionPrefix(kSearchSpace);
  Batch batch;
  do {
    batch.Clear();
    batch.SetHead(head.size, head.root);
    const std::unique_ptr<Cursor> cursor = store.NewCursor(Space::kProjections);
    for (cursor->Seek(prefix);
         cursor->Valid() && cursor->key().starts_with(prefix) && batch.count() < kMostDeletes;
         cursor->Next()) {
      batch.Delete(Space::kProjections, cursor->key());
    }
    REEVE_RETURN_IF_ERROR(cursor->status());
    if (batch.count() == 0) return {};
    REEVE_RETURN_IF_ERROR(store.Append({head.epoch, head.size, head.root}, batch));
  } while (true);
}

}  // namespace

Result<SearchIndexWriter> SearchIndexWriter::Load(const Store& store, const SearchFields& fields,
                                                  uint64_t size) {
  SearchIndexWriter writer;
  writer.segment_ = size / kSegmentRecords;
  REEVE_RETURN_IF_ERROR(ForEachOf(
      store, writer.segment_ * kSegmentRecords, size, [&](uint64_t index, const Record& record) {
        writer.Add(index, fields.TermsOf(record.kind(), record.tenant(), record.body_text()));
      }));
  return writer;
}

void SearchIndexWriter::Add(uint64_t index, std::span<const Term> terms) {
  for (Term term : terms) postings_.push_back({term, index});
}

void SearchIndexWriter::Finish(uint64_t size, Batch* batch) {
  for (; (segment_ + 1) * kSegmentRecords <= size; ++segment_) {
    const uint64_t first = segment_ * kSegmentRecords;
    const auto end = std::find_if(postings_.begin(), postings_.end(), [&](const Posting& posting) {
      return posting.index >= first + kSegmentRecords;
    });
    std::sort(postings_.begin(), end);
    std::string bucket;
    for (auto at = postings_.begin(); at != end;) {
      const Term term = at->term;
      const auto next =
          std::find_if(at, end, [&](const Posting& posting) { return posting.term != term; });
      if (static_cast<size_t>(next - at) >= kHeavy) {
        SegmentSet set;
        for (auto it = at; it != next; ++it) set.set(it->index - first);
        batch->Put(Space::kProjections, HeavyKey(term, segment_), Bitmap(set));
      } else {
        const std::string rest = TermBytes(term).substr(1);
        for (auto it = at; it != next; ++it) {
          const uint64_t offset = it->index - first;
          bucket += rest;
          bucket += static_cast<char>(offset >> 8);
          bucket += static_cast<char>(offset & 0xFF);
        }
      }
      const bool bucket_ends = next == end || next->term >> 56 != term >> 56;
      if (bucket_ends && !bucket.empty()) {
        batch->Put(Space::kProjections, BucketKey(term, segment_), bucket);
        bucket.clear();
      }
      at = next;
    }
    postings_.erase(postings_.begin(), end);
  }
}

Result<SegmentSet> SearchIndexReader::Find(Term term, uint64_t segment) const {
  SegmentSet set;
  const Error damaged{"ledger.damaged", "the search index of segment `" + std::to_string(segment) +
                                            "` does not read: reeve ledger rebuild"};
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> bitmap,
                         store_.Get(Space::kProjections, HeavyKey(term, segment)));
  if (bitmap) {
    if (bitmap->size() != kBitmapBytes) return damaged;
    for (size_t i = 0; i < kSegmentRecords; ++i) {
      if ((static_cast<unsigned char>((*bitmap)[i / 8]) >> (i % 8) & 1) != 0) set.set(i);
    }
    return set;
  }
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> bucket,
                         store_.Get(Space::kProjections, BucketKey(term, segment)));
  if (!bucket) return set;
  if (bucket->size() % kPostingBytes != 0) return damaged;
  const std::string_view postings(*bucket);
  const std::string rest = TermBytes(term).substr(1);
  size_t low = 0;
  for (size_t high = postings.size() / kPostingBytes; low < high;) {
    const size_t middle = low + (high - low) / 2;
    const bool before = postings.substr(middle * kPostingBytes, kRestBytes) < rest;
    (before ? low : high) = before ? middle + 1 : middle;
  }
  for (size_t at = low * kPostingBytes; postings.substr(at, kRestBytes) == rest;
       at += kPostingBytes) {
    const size_t offset = static_cast<size_t>(static_cast<unsigned char>(postings[at + 7])) << 8 |
                          static_cast<unsigned char>(postings[at + 8]);
    if (offset >= kSegmentRecords) return damaged;
    set.set(offset);
  }
  return set;
}

Result<bool> InstallSearchIndex(Store& store, const Head& head, const SearchFields& fields) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> stamp, store.Get(Space::kMeta, kMetaKey));
  if (stamp == StampOf(fields)) return false;
  REEVE_RETURN_IF_ERROR(Forget(store, head));
  SearchIndexWriter writer;
  const uint64_t whole = head.size / kSegmentRecords * kSegmentRecords;
  Batch batch;
  for (uint64_t first = 0; first < whole;) {
    const uint64_t end = std::min(whole, first + kSegmentsPerWrite * kSegmentRecords);
    batch.Clear();
    batch.SetHead(head.size, head.root);
    REEVE_RETURN_IF_ERROR(ForEachOf(store, first, end, [&](uint64_t index, const Record& record) {
      writer.Add(index, fields.TermsOf(record.kind(), record.tenant(), record.body_text()));
      if ((index + 1) % kSegmentRecords == 0) writer.Finish(index + 1, &batch);
    }));
    REEVE_RETURN_IF_ERROR(store.Append({head.epoch, head.size, head.root}, batch));
    first = end;
  }
  batch.Clear();
  batch.SetHead(head.size, head.root);
  batch.Put(Space::kMeta, kMetaKey, StampOf(fields));
  REEVE_RETURN_IF_ERROR(store.Append({head.epoch, head.size, head.root}, batch));
  return true;
}

Status RebuildSearchIndex(Store& store, const SearchFields& fields) {
  REEVE_RETURN_IF_ERROR([&]() -> Status {
    const Result<uint64_t> epoch = store.ClaimEpoch();
    return epoch.ok() ? Status() : Status(epoch.error());
  }());
  REEVE_ASSIGN_OR_RETURN(const Head head, store.ReadHead());
  Batch batch;
  batch.SetHead(head.size, head.root);
  batch.Delete(Space::kMeta, kMetaKey);
  REEVE_RETURN_IF_ERROR(store.Append({head.epoch, head.size, head.root}, batch));
  const Result<bool> installed = InstallSearchIndex(store, head, fields);
  return installed.ok() ? Status() : Status(installed.error());
}

Result<uint64_t> CountSearchDifferences(const Store& store, const SearchFields& fields,
                                        uint64_t size) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> stamp, store.Get(Space::kMeta, kMetaKey));
  if (stamp != StampOf(fields)) return uint64_t{0};
  SearchIndexWriter writer;
  uint64_t differences = 0;
  uint64_t expected = 0;
  Batch batch;
  Status status;
  REEVE_RETURN_IF_ERROR(ForEachOf(store, 0, size / kSegmentRecords * kSegmentRecords,
                                  [&](uint64_t index, const Record& record) {
                                    writer.Add(index, fields.TermsOf(record.kind(), record.tenant(),
                                                                     record.body_text()));
                                    if ((index + 1) % kSegmentRecords != 0 || !status.ok()) return;
                                    batch.Clear();
                                    writer.Finish(index + 1, &batch);
                                    for (size_t i = 0; i < batch.count(); ++i) {
                                      const Batch::Operation entry = batch.operation(i);
                                      const auto stored = store.Get(entry.space, entry.key);
                                      if (!stored.ok()) status = stored.error();
                                      if (stored.ok() && *stored != entry.value) ++differences;
                                    }
                                    expected += batch.count();
                                  }));
  REEVE_RETURN_IF_ERROR(status);
  const std::string prefix = ProjectionPrefix(kSearchSpace);
  const std::unique_ptr<Cursor> cursor = store.NewCursor(Space::kProjections);
  uint64_t entries = 0;
  for (cursor->Seek(prefix); cursor->Valid() && cursor->key().starts_with(prefix); cursor->Next()) {
    ++entries;
  }
  REEVE_RETURN_IF_ERROR(cursor->status());
  return differences + (entries > expected ? entries - expected : 0);
}

}  // namespace reeve::ledger
