#include "base/duration.h"

#include <charconv>

namespace reeve {
namespace {

constexpr size_t kMaxDigits = 9;

int64_t SecondsOf(char unit) {
  switch (unit) {
    case 's':
      return 1;
    case 'm':
      return 60;
    case 'h':
      return 3'600;
    case 'd':
      return 86'400;
    default:
      return 0;
  }
}

}  // namespace

std::optional<std::chrono::seconds> ParseDuration(std::string_view text) {
  if (text.size() < 2 || text.size() > kMaxDigits + 1) return std::nullopt;
  const int64_t unit = SecondsOf(text.back());
  const char* const end = text.data() + text.size() - 1;
  uint32_t count = 0;  // no sign
  const auto [rest, error] = std::from_chars(text.data(), end, count);
  if (unit == 0 || error != std::errc() || rest != end) return std::nullopt;
  return std::chrono::seconds(int64_t{count} * unit);
}

}  // namespace reeve
