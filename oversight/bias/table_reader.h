// Files of rows to a Population: CSV (RFC 4180, any delimiter) and JSON lines.
//
// A CSV is read on several threads: each begins behind a newline in its part, and that this was the
// beginning of a record is confirmed when the thread before it stops exactly there; otherwise (the
// newline stood within quotes) the part is read again from the right place. So the result never
// depends on the number of threads.
//
// No error repeats a cell: a cell may be an attribute of a person.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>

#include "oversight/bias/byte_source.h"
#include "oversight/bias/population.h"

namespace reeve::oversight::bias {

inline constexpr size_t kMaxRecordBytes = size_t{1} << 20;  // of a CSV record, a JSON line
inline constexpr size_t kMaxCsvColumns = 1024;
inline constexpr unsigned kMaxReadThreads = 16;

struct ReadOptions {
  char delimiter = ',';
  unsigned threads = 0;  // 0: as many as there are cores
  size_t block = size_t{4} << 20;
  std::stop_token stop = {};
  // Bytes done and all; from one thread, now and then.
  std::function<void(uint64_t done, uint64_t total)> progress = {};
};

// The first record names the columns; a byte order mark and empty lines are passed over. `at` of an
// error is "line N". Codes beside PopulationBuilder's: bias.csv_header, bias.csv_fields,
// bias.csv_quote, bias.record_too_long, bias.no_such_column, bias.cancelled, file.io.
Result<Population> ReadCsv(const ByteSource& source, const RowLayout& layout,
                           const ReadOptions& options = {});

// One object a line; members that the layout does not name are passed over, a missing one and null
// are unknown; numbers, booleans and strings are taken as they are written in canonical JSON.
Result<Population> ReadJsonLines(const ByteSource& source, const RowLayout& layout,
                                 const ReadOptions& options = {});

}  // namespace reeve::oversight::bias
