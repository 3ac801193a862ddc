#include "ledger/search.h"

#include <algorithm>

#include "ledger/layout.h"
#include "ledger/search_index.h"

namespace reeve::ledger {
namespace {

struct Bounds {
  uint64_t first = 0;
  uint64_t end = 0;
};

Status Check(const SearchFields& fields, const SearchQuery& query) {
  if (query.limit == 0 || query.limit > kMaxPage) {
    return Error{"search.limit", "a page has 1 to " + std::to_string(kMaxPage) + " records"};
  }
  if (query.filters.size() > kMaxFilters) {
    return Error{"search.field", "at most " + std::to_string(kMaxFilters) + " fields at once"};
  }
  for (const SearchFilter& filter : query.filters) {
    if (!fields.Has(filter.field)) {
      std::string known;
      for (const std::string& name : fields.names()) known += (known.empty() ? "" : ", ") + name;
      return Error{"search.field",
                   "`" + filter.field + "` is no field of records; there are " + known};
    }
    if (filter.values.empty() || filter.values.size() > kMaxFilterValues) {
      return Error{"search.field", "the field `" + filter.field + "` takes 1 to " +
                                       std::to_string(kMaxFilterValues) + " values"};
    }
  }
  return {};
}

// The indexes that id, index and time leave.
Result<Bounds> BoundsOf(const Store& store, const SearchQuery& query, uint64_t size) {
  Bounds bounds{query.first, std::min(size, query.end.value_or(size))};
  if (query.from) {
    REEVE_ASSIGN_OR_RETURN(const uint64_t first, FirstRecordFrom(store, 0, size, *query.from));
    bounds.first = std::max(bounds.first, first);
  }
  if (query.until) {
    REEVE_ASSIGN_OR_RETURN(const uint64_t end, FirstRecordFrom(store, 0, size, *query.until));
    bounds.end = std::min(bounds.end, end);
  }
  if (query.id) {
    const Result<uint64_t> index = FindIndex(store, *query.id);
    if (!index.ok() && index.error().code != "ledger.not_found") return index.error();
    const uint64_t at = index.ok() ? *index : size;
    bounds.first = std::max(bounds.first, at);
    bounds.end = std::min(bounds.end, at + 1);
  }
  bounds.first = std::min(bounds.first, bounds.end);
  return bounds;
}

class Matcher {
 public:
  Matcher(const Store& store, const SearchFields& fields, const std::vector<SearchFilter>& filters,
          uint64_t size)
      : store_(store), fields_(fields), filters_(filters), index_(store), size_(size) {}

  bool IsWhole(uint64_t segment) const { return (segment + 1) * kSegmentRecords <= size_; }

  // The records of a segment that the index says match; all, where the segment has none.
  Result<SegmentSet> Candidates(uint64_t segment) const {
    SegmentSet set;
    set.set();
    if (!IsWhole(segment)) return set;
    for (const SearchFilter& filter : filters_) {
      SegmentSet any;
      for (const std::string& value : filter.values) {
        REEVE_ASSIGN_OR_RETURN(const SegmentSet one,
                               index_.Find(TermOf(filter.field, value), segment));
        any |= one;
      }
      set &= any;
      if (set.none()) return set;
    }
    return set;
  }

  bool Matches(const Record& record) const {
    std::vector<bool> fulfilled(filters_.size());
    fields_.ForEachValue(record, [&](std::string_view field, std::string_view value) {
      for (size_t i = 0; i < filters_.size(); ++i) {
        if (filters_[i].field != field || fulfilled[i]) continue;
        const auto& values = filters_[i].values;
        fulfilled[i] = std::find(values.begin(), values.end(), value) != values.end();
      }
    });
    return std::find(fulfilled.begin(), fulfilled.end(), false) == fulfilled.end();
  }

  // Whether the record at that index matches for sure.
  Result<bool> MatchesAt(uint64_t index) const {
    RecordScan scan(store_, index);
    return MatchesNext(&scan);
  }

  // Of a segment without an index, those of [first, end) that match for sure.
  Result<SegmentSet> ReadTail(uint64_t segment, const Bounds& within) const {
    SegmentSet set;
    const uint64_t base = segment * kSegmentRecords;
    const uint64_t first = std::max(base, within.first);
    const uint64_t end = std::min(base + kSegmentRecords, within.end);
    RecordScan scan(store_, first);
    for (uint64_t index = first; index < end; ++index) {
      REEVE_ASSIGN_OR_RETURN(const bool matches, MatchesNext(&scan));
      set[index - base] = matches;
    }
    return set;
  }

 private:
  Result<bool> MatchesNext(RecordScan* scan) const {
    const uint64_t index = scan->index();
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string_view> bytes, scan->Next());
    if (!bytes) {
      return Error{"ledger.damaged", "there is no record `" + std::to_string(index) + "`"};
    }
    REEVE_ASSIGN_OR_RETURN(const Record record, Record::View(*bytes, Hash{}));
    return Matches(record);
  }

  const Store& store_;
  const SearchFields& fields_;
  const std::vector<SearchFilter>& filters_;
  const SearchIndexReader index_;
  const uint64_t size_;
};

// Takes from one segment, from its near end on, until the page is full.
Status Take(const Matcher& matcher, uint64_t segment, const Bounds& bounds,
            const SearchQuery& query, SearchPage* page) {
  const bool whole = matcher.IsWhole(segment);
  REEVE_ASSIGN_OR_RETURN(const SegmentSet set,
                         whole ? matcher.Candidates(segment) : matcher.ReadTail(segment, bounds));
  if (set.none()) return {};
  const uint64_t base = segment * kSegmentRecords;
  for (size_t step = 0; step < kSegmentRecords; ++step) {
    const size_t i = query.newest_first ? kSegmentRecords - 1 - step : step;
    const uint64_t index = base + i;
    if (!set[i] || index < bounds.first || index >= bounds.end) continue;
    if (whole && !query.filters.empty()) {
      REEVE_ASSIGN_OR_RETURN(const bool matches, matcher.MatchesAt(index));
      if (!matches) continue;
    }
    if (page->indexes.size() == query.limit) {
      page->next = query.newest_first ? page->indexes.back() : page->indexes.back() + 1;
      return {};
    }
    page->indexes.push_back(index);
  }
  return {};
}

// The records of a segment within one stretch of time.
uint64_t CountWithin(const SegmentSet& set, uint64_t base, const Bounds& bounds) {
  if (bounds.first <= base && bounds.end >= base + kSegmentRecords) return set.count();
  uint64_t count = 0;
  const uint64_t first = std::max(bounds.first, base) - base;
  const uint64_t end = std::min(bounds.end, base + kSegmentRecords) - base;
  for (uint64_t i = first; i < end; ++i) count += set[i] ? 1 : 0;
  return count;
}

Result<Timestamp> TimeOf(const Store& store, uint64_t index) {
  RecordScan scan(store, index);
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string_view> bytes, scan.Next());
  if (!bytes) return Error{"ledger.damaged", "there is no record `" + std::to_string(index) + "`"};
  REEVE_ASSIGN_OR_RETURN(const Record record, Record::View(*bytes, Hash{}));
  return record.time();
}

Timestamp StartOf(Timestamp time, std::chrono::microseconds length) {
  const std::chrono::microseconds since = time.time_since_epoch();
  return Timestamp(since - since % length);
}

// The stretches of time from the first record of the bounds to the last, and where each begins and
// ends in the log.
struct Stretch {
  Timestamp start;
  Bounds bounds;
};
Result<std::vector<Stretch>> Stretches(const Store& store, const Bounds& bounds,
                                       std::chrono::microseconds length) {
  std::vector<Stretch> out;
  if (bounds.first == bounds.end) return out;
  REEVE_ASSIGN_OR_RETURN(const Timestamp first, TimeOf(store, bounds.first));
  REEVE_ASSIGN_OR_RETURN(const Timestamp last, TimeOf(store, bounds.end - 1));
  const int64_t count = (StartOf(last, length) - StartOf(first, length)) / length + 1;
  if (count > static_cast<int64_t>(kMaxTimeBuckets)) {
    return Error{"search.buckets",
                 "that gives `" + std::to_string(count) + "` stretches of time; at most " +
                     std::to_string(kMaxTimeBuckets) + ": take longer ones, or a shorter range"};
  }
  uint64_t begin = bounds.first;
  for (Timestamp start = StartOf(first, length); start <= last; start += length) {
    REEVE_ASSIGN_OR_RETURN(const uint64_t end,
                           FirstRecordFrom(store, begin, bounds.end, start + length));
    out.push_back({start, {begin, end}});
    begin = end;
  }
  return out;
}

Result<std::vector<uint64_t>> CountEach(const Matcher& matcher,
                                        const std::vector<Stretch>& stretches,
                                        const Bounds& bounds) {
  std::vector<uint64_t> counts(stretches.size());
  size_t at = 0;
  for (uint64_t base = bounds.first / kSegmentRecords * kSegmentRecords; base < bounds.end;
       base += kSegmentRecords) {
    const uint64_t segment = base / kSegmentRecords;
    // Of whole segments the index is believed: a term is 64 bits of a hash.
    Result<SegmentSet> set =
        matcher.IsWhole(segment) ? matcher.Candidates(segment) : matcher.ReadTail(segment, bounds);
    if (!set.ok()) return set.error();
    while (at < stretches.size() && stretches[at].bounds.end <= base) ++at;
    for (size_t i = at; i < stretches.size(); ++i) {
      if (stretches[i].bounds.first >= base + kSegmentRecords) break;
      counts[i] += CountWithin(*set, base, stretches[i].bounds);
    }
  }
  return counts;
}

}  // namespace

Result<uint64_t> FirstRecordFrom(const Store& store, uint64_t low, uint64_t high, Timestamp time) {
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    REEVE_ASSIGN_OR_RETURN(const Timestamp there, TimeOf(store, middle));
    (there < time ? low : high) = there < time ? middle + 1 : middle;
  }
  return low;
}

Result<SearchPage> Search(const Store& store, const SearchFields& fields, const SearchQuery& query,
                          uint64_t size) {
  REEVE_RETURN_IF_ERROR(Check(fields, query));
  REEVE_ASSIGN_OR_RETURN(const Bounds bounds, BoundsOf(store, query, size));
  SearchPage page;
  if (bounds.first == bounds.end) return page;
  const Matcher matcher(store, fields, query.filters, size);
  const uint64_t low = bounds.first / kSegmentRecords;
  const uint64_t high = (bounds.end - 1) / kSegmentRecords;
  for (uint64_t step = 0; step <= high - low && !page.next; ++step) {
    const uint64_t segment = query.newest_first ? high - step : low + step;
    REEVE_RETURN_IF_ERROR(Take(matcher, segment, bounds, query, &page));
  }
  return page;
}

Result<std::vector<TimeCount>> CountByTime(const Store& store, const SearchFields& fields,
                                           const SearchQuery& query, std::chrono::seconds length,
                                           const std::optional<std::string>& by, uint64_t size) {
  REEVE_RETURN_IF_ERROR(Check(fields, query));
  if (length.count() < 1) return Error{"search.buckets", "a stretch of time has a second at least"};
  REEVE_ASSIGN_OR_RETURN(const Bounds bounds, BoundsOf(store, query, size));
  REEVE_ASSIGN_OR_RETURN(const std::vector<Stretch> stretches, Stretches(store, bounds, length));
  std::vector<TimeCount> out;
  out.reserve(stretches.size());
  for (const Stretch& stretch : stretches) out.push_back({stretch.start, 0, {}});
  const auto count = [&](const std::vector<SearchFilter>& filters, auto add) -> Status {
    const Matcher matcher(store, fields, filters, size);
    REEVE_ASSIGN_OR_RETURN(const std::vector<uint64_t> counts,
                           CountEach(matcher, stretches, bounds));
    for (size_t i = 0; i < counts.size(); ++i) add(&out[i], counts[i]);
    return {};
  };
  REEVE_RETURN_IF_ERROR(
      count(query.filters, [](TimeCount* bucket, uint64_t n) { bucket->records = n; }));
  if (!by) return out;
  const auto split = std::find_if(query.filters.begin(), query.filters.end(),
                                  [&](const SearchFilter& filter) { return filter.field == *by; });
  if (split == query.filters.end()) {
    return Error{"search.field", "counts are split by a field whose values are asked for: give `" +
                                     *by + "` as well"};
  }
  std::vector<SearchFilter> filters = query.filters;
  SearchFilter& narrowed = filters[static_cast<size_t>(split - query.filters.begin())];
  for (const std::string& value : split->values) {
    narrowed.values = {value};
    REEVE_RETURN_IF_ERROR(
        count(filters, [&](TimeCount* bucket, uint64_t n) { bucket->by[value] = n; }));
  }
  return out;
}

}  // namespace reeve::ledger
