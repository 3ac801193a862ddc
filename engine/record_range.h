// A range of records as a person writes it, and the indexes that it comes to in a log.
//
//   100..200   100..   ..200                     indexes; the second is not included
//   2026-11-20..2026-11-27                       days in UTC; the second is not included
//   2026-11-20T09:00:00Z..2026-11-20T17:30:00Z   times (RFC 3339, UTC); likewise
//   last 7d                                      up to now; s, m, h, d or w
//
// One end of a range of days or times may be left out too. The time of a record is that of its
// commit group, which never goes back in a log.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "ledger/store.h"

namespace reeve::engine {

// All records that fulfil what is there.
struct RecordRange {
  uint64_t first = 0;
  std::optional<uint64_t> end;     // behind the last
  std::optional<Timestamp> from;   // of the record
  std::optional<Timestamp> until;  // before it
};

// Longer ones than 366 days back are refused. range.syntax
Result<RecordRange> ParseRecordRange(std::string_view text, Timestamp now);

struct RecordIndexes {
  uint64_t first = 0;
  uint64_t end = 0;  // behind the last
};

// replay.range: indexes that the log does not have; errors of the store.
Result<RecordIndexes> FindRecords(const ledger::Store& store, const RecordRange& range);

}  // namespace reeve::engine
