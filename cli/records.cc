#include "cli/records.h"

namespace reeve::cli {

Result<engine::RecordRange> ReadRecords(const std::string& text) {
  if (text.empty()) return engine::RecordRange{};
  return engine::ParseRecordRange(text, Clock::System().Now());
}

std::string RecordsProblem(const std::string& text) {
  const Result<engine::RecordRange> range = ReadRecords(text);
  return range.ok() ? std::string() : range.error().message;
}

}  // namespace reeve::cli
