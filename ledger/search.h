// Finding records: by fields, kind, id, time and index, all at once, in pages that stay the same
// while the log grows.
//
// A search reads the log as of one size, that of a checkpoint: pages of one search that name the
// same size never overlap and leave nothing out. What the index gives is compared with the records
// themselves, so an index that is wrong may hide a record (verify --deep finds that) but never
// shows one that does not match.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "ledger/search_fields.h"
#include "ledger/store.h"

namespace reeve::ledger {

inline constexpr size_t kMaxPage = 1'000;
inline constexpr size_t kMaxFilters = 32;
inline constexpr size_t kMaxFilterValues = 100;
inline constexpr size_t kMaxTimeBuckets = 10'000;

// Records that have any of the values in the field.
struct SearchFilter {
  std::string field;
  std::vector<std::string> values;
};

// Records that fulfil all that is there.
struct SearchQuery {
  std::vector<SearchFilter> filters = {};
  std::optional<std::string> id = {};
  uint64_t first = 0;
  std::optional<uint64_t> end = {};     // behind the last
  std::optional<Timestamp> from = {};   // of the record
  std::optional<Timestamp> until = {};  // before it
  bool newest_first = false;
  size_t limit = 100;  // of a page; 1 to kMaxPage
};

struct SearchPage {
  std::vector<uint64_t> indexes;  // in order
  // Where the next page begins, as `first` (or, newest first, `end`); nothing at the end.
  std::optional<uint64_t> next;
};

// Of the log's first `size` records. search.field (unknown), search.limit, search.range;
// ledger.damaged, ledger.store
Result<SearchPage> Search(const Store& store, const SearchFields& fields, const SearchQuery& query,
                          uint64_t size);

struct TimeCount {
  Timestamp start;  // of the bucket
  uint64_t records = 0;
  std::map<std::string, uint64_t> by;  // for each value of the field that was asked for
};

// How many records fulfil the query in each stretch of time of that length, which begin at whole
// multiples of it since 1970; from the first record that there is to the last, empty ones too. With
// `by`, which must be a filter of the query, each value of it is counted by itself as well.
// As Search; search.buckets: more than kMaxTimeBuckets
Result<std::vector<TimeCount>> CountByTime(const Store& store, const SearchFields& fields,
                                           const SearchQuery& query, std::chrono::seconds length,
                                           const std::optional<std::string>& by, uint64_t size);

// A page for a program, as JSON on one line: `checkpoint` (the signed note of that size), `size`,
// `records`, each with `leaf_hash`, the canonical bytes of the `record`, and with `proofs` its
// `receipt` (receipt.h), and `next` where there is more. As Search; search.size: no checkpoint of
// that size is kept
struct PageOptions {
  uint64_t size = 0;
  bool proofs = false;
};
Result<std::string> SearchPageJson(const Store& store, const SearchFields& fields,
                                   const SearchQuery& query, const PageOptions& options);

// The first record of [low, high) that is not before `time`; `high` where all are.
Result<uint64_t> FirstRecordFrom(const Store& store, uint64_t low, uint64_t high, Timestamp time);

}  // namespace reeve::ledger
