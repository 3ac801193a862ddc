#include "policy/cel/number.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <system_error>

namespace reeve::cel {
namespace {

template <typename T, typename... Options>
std::optional<T> Parse(std::string_view text, Options... options) {
  T value{};
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value, options...);
  if (error != std::errc() || rest != end) return std::nullopt;
  return value;
}

// from_chars says of a number too small for a double only that it is out of range; it is then 0.
std::optional<double> Underflow(std::string_view text) {
  const auto value = Parse<long double>(text);
  if (!value || std::abs(*value) >= 1) return std::nullopt;
  return static_cast<double>(*value);
}

}  // namespace

std::optional<int64_t> ParseInt(std::string_view text, int base) {
  return Parse<int64_t>(text, base);
}

std::optional<uint64_t> ParseUint(std::string_view text, int base) {
  return Parse<uint64_t>(text, base);
}

std::optional<double> ParseDouble(std::string_view text) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  // from_chars reads more spellings of the above than we want to promise.
  if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return std::nullopt;
  const auto value = Parse<double>(text);
  return value ? value : Underflow(text);
}

std::string FormatDouble(double value, int exponent_from) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  char buffer[64];
  char* const limit = buffer + sizeof buffer;
  std::string scientific{buffer,
                         std::to_chars(buffer, limit, value, std::chars_format::scientific).ptr};
  size_t digits = scientific.find('e') + 1;
  if (scientific[digits] == '+') ++digits;  // which from_chars does not take
  int exponent = 0;
  std::from_chars(scientific.data() + digits, scientific.data() + scientific.size(), exponent);
  if (exponent < -4 || exponent >= exponent_from) return scientific;
  return {buffer, std::to_chars(buffer, limit, value, std::chars_format::fixed).ptr};
}

}  // namespace reeve::cel
