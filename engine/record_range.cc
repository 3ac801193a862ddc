#include "engine/record_range.h"

#include <chrono>
#include <string>

#include "ledger/decimal.h"
#include "ledger/search.h"

namespace reeve::engine {
namespace {

constexpr std::string_view kLast = "last ";
constexpr uint64_t kMaxBackSeconds = uint64_t{366} * 86'400;
constexpr size_t kDayLetters = 10;  // "2026-11-20"

Error NoRange(std::string_view text) {
  return {"range.syntax", "`" + std::string(text.substr(0, 80)) +
                              "` is no range of records: write 100..200, 100.., "
                              "2026-11-20..2026-11-27, two times as 2026-11-20T09:30:00Z, or "
                              "`last 7d`"};
}

std::optional<uint64_t> SecondsOf(char unit) {
  switch (unit) {
    case 's':
      return 1;
    case 'm':
      return 60;
    case 'h':
      return 3'600;
    case 'd':
      return 86'400;
    case 'w':
      return 7 * 86'400;
    default:
      return std::nullopt;
  }
}

Result<RecordRange> ParseBack(std::string_view text, Timestamp now) {
  const std::string_view length = text.substr(kLast.size());
  uint64_t number = 0;
  const std::optional<uint64_t> unit = length.empty() ? std::nullopt : SecondsOf(length.back());
  if (!unit || !ledger::ParseDecimal(length.substr(0, length.size() - 1), &number)) {
    return NoRange(text);
  }
  if (number == 0 || number > kMaxBackSeconds / *unit) {
    return Error{"range.syntax", "`" + std::string(text) + "` must be within 366 days"};
  }
  RecordRange range;
  range.from = now - std::chrono::seconds(static_cast<int64_t>(number * *unit));
  range.until = now;
  return range;
}

bool ParseTime(std::string_view text, std::optional<Timestamp>* out) {
  const std::string whole = std::string(text) + (text.size() == kDayLetters ? "T00:00:00Z" : "");
  const Result<Timestamp> time = ParseTimestamp(whole);
  if (time.ok()) *out = *time;
  return time.ok();
}

}  // namespace

Result<RecordRange> ParseRecordRange(std::string_view text, Timestamp now) {
  if (text.starts_with(kLast)) return ParseBack(text, now);
  const size_t dots = text.find("..");
  if (dots == std::string_view::npos) return NoRange(text);
  const std::string_view begin = text.substr(0, dots);
  const std::string_view end = text.substr(dots + 2);
  if (begin.empty() && end.empty()) return NoRange(text);
  RecordRange range;
  uint64_t last = 0;
  if ((begin.empty() || ledger::ParseDecimal(begin, &range.first)) &&
      (end.empty() || ledger::ParseDecimal(end, &last))) {
    if (!end.empty()) range.end = last;
    return range;
  }
  range.first = 0;
  const bool are_times = (begin.empty() || ParseTime(begin, &range.from)) &&
                         (end.empty() || ParseTime(end, &range.until));
  if (are_times) return range;
  return NoRange(text);
}

Result<RecordIndexes> FindRecords(const ledger::Store& store, const RecordRange& range) {
  REEVE_ASSIGN_OR_RETURN(const ledger::Head head, store.ReadHead());
  RecordIndexes out{range.first, range.end.value_or(head.size)};
  if (out.end > head.size || out.first > out.end) {
    return Error{"replay.range", "the log has `" + std::to_string(head.size) +
                                     "` records, so a range lies between 0 and that"};
  }
  if (range.from) {
    REEVE_ASSIGN_OR_RETURN(out.first,
                           ledger::FirstRecordFrom(store, out.first, out.end, *range.from));
  }
  if (range.until) {
    REEVE_ASSIGN_OR_RETURN(out.end,
                           ledger::FirstRecordFrom(store, out.first, out.end, *range.until));
  }
  return out;
}

}  // namespace reeve::engine
