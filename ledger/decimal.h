// Unsigned integers in plain decimal, as the C2SP formats write sizes and indexes.
#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

namespace reeve::ledger {

// Digits only, no leading zero, within 63 bits. False otherwise.
inline bool ParseDecimal(std::string_view text, uint64_t* out) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return false;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, *out);
  return error == std::errc() && stop == end && *out <= uint64_t{INT64_MAX};
}

}  // namespace reeve::ledger
