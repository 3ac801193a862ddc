// The index by which records are found: for every 4,096 of them, a *segment*, what terms they have.
//
// A segment is indexed by the write that completes it, in the same atomic batch; the records behind
// the last whole segment, fewer than 4,096, are looked at one by one. So a record costs the index
// nothing but a place in the committer's memory, and one write in thousands is larger.
//
// Entries lie in the space of projections under the name `search`, which no projection may have:
//
//   'b' bucket segment   postings of terms with fewer than 57 records in the segment, by the first
//                        byte of the term (the bucket): 7 further bytes of the term and the
//                        record's offset in the segment, 2 bytes, sorted
//   'h' term segment     512 bytes: bit i (of byte i / 8, from the lowest) is record i of the
//   segment
//
// Numbers are big-endian. The index is derived: it is rebuilt from the log, and a page of results
// is checked against the records it names. docs/ledger-format.md, ADR 18.
#pragma once

#include <bitset>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/search_fields.h"
#include "ledger/store.h"

namespace reeve::ledger {

inline constexpr uint64_t kSegmentRecords = 4'096;
inline constexpr std::string_view kSearchSpace = "search";

// Which records of one segment.
using SegmentSet = std::bitset<kSegmentRecords>;

// Collects terms in the order of records, and turns whole segments into entries.
// Thread-safety: one thread at a time.
class SearchIndexWriter {
 public:
  // Goes on behind `size` records of the store. ledger.damaged, ledger.store
  static Result<SearchIndexWriter> Load(const Store& store, const SearchFields& fields,
                                        uint64_t size);

  // The record's terms; indexes are given without a gap.
  void Add(uint64_t index, std::span<const Term> terms);
  // Puts the entries of each segment that is whole below `size` into the batch.
  void Finish(uint64_t size, Batch* batch);

 private:
  struct Posting {
    Term term = 0;
    uint64_t index = 0;
    auto operator<=>(const Posting&) const = default;
  };
  uint64_t segment_ = 0;  // the first that has no entries yet
  std::vector<Posting> postings_;
};

// Reads the index. Thread-safety: immutable.
class SearchIndexReader {
 public:
  explicit SearchIndexReader(const Store& store) : store_(store) {}
  // The records of a whole segment that have the term, or none. ledger.damaged, ledger.store
  Result<SegmentSet> Find(Term term, uint64_t segment) const;

 private:
  const Store& store_;
};

// For Ledger::Open, as the writer: an index of another table, or none, is computed from the log.
// Returns whether it was.
Result<bool> InstallSearchIndex(Store& store, const Head& head, const SearchFields& fields);

// The same whatever there is; as the log's writer, so a ledger that has the store open stops.
Status RebuildSearchIndex(Store& store, const SearchFields& fields);

// How many entries of the stored index are not what the records come to; none where it is of
// another table, for then the next Open makes it anew.
Result<uint64_t> CountSearchDifferences(const Store& store, const SearchFields& fields,
                                        uint64_t size);

}  // namespace reeve::ledger
