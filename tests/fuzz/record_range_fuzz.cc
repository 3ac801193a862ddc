// room: engine
// A range of records that is read names what can be: an end behind its beginning is for the log to
// refuse, and a time is one that prints and reads back.
#include <cstdint>
#include <string_view>

#include "engine/record_range.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const reeve::Timestamp now{std::chrono::microseconds{1'795'000'000'000'000}};
  const auto range = reeve::engine::ParseRecordRange(text, now);
  if (!range.ok()) {
    if (range.error().code != "range.syntax") __builtin_trap();
    return 0;
  }
  if (text.starts_with("last ") && (!range->from || range->until != now)) __builtin_trap();
  for (const auto& time : {range->from, range->until}) {
    if (!time) continue;
    const auto again = reeve::ParseTimestamp(reeve::FormatTimestamp(*time));
    if (!again.ok() || *again != *time) __builtin_trap();
  }
  return 0;
}
