#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

constexpr size_t kMaxTimeBytes = 64;

}  // namespace

Timestamp ReadTime(json::ObjectReader& reader, std::string_view key, json::Need need) {
  const std::string text = reader.String(key, need, kMaxTimeBytes);
  if (text.empty() && need == json::Need::kOptional) return {};
  const Result<Timestamp> time = ParseTimestamp(text);
  if (time.ok()) return *time;
  reader.Fail(time.error().code, key, time.error().message);
  return {};
}

}  // namespace reeve::oversight
