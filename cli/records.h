// --records of a command: a range of records (engine/record_range.h).
#pragma once

#include <string>

#include "base/result.h"
#include "engine/record_range.h"

namespace reeve::cli {

inline constexpr char kRecordsForms[] =
    ": 100..200, 2026-11-20..2026-11-27, or 'last 7d'; an end is not included";

// What is wrong with such a text, for a check of Option; nothing where it is a range.
std::string RecordsProblem(const std::string& text);

// Of such a text at this moment; nothing is all records.
Result<engine::RecordRange> ReadRecords(const std::string& text);

}  // namespace reeve::cli
