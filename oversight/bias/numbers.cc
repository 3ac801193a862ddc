#include "oversight/bias/numbers.h"

#include <array>
#include <charconv>

namespace reeve::oversight::bias {

std::string Decimals(double value, int places) {
  std::array<char, 400> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                 std::chars_format::fixed, places);
  return {text.data(), end.ptr};
}

std::string Decimals(std::optional<double> value, int places) {
  return value ? Decimals(*value, places) : "n/a";
}

std::string Percent(double share, int places) { return Decimals(share * 100, places) + " %"; }

std::string Shortest(double value) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

std::string PWords(double p) { return (p < 0.001 ? "p " : "p = ") + PValue(p); }

std::string PValue(double p) { return p < 0.001 ? "< 0.001" : Decimals(p, 3); }

std::string Thousands(uint64_t count) {
  std::string text = std::to_string(count);
  for (size_t i = text.size(); i > 3;) {
    i -= 3;
    text.insert(i, ",");
  }
  return text;
}

std::string People(uint64_t count) {
  return count == 1 ? "1 person" : Thousands(count) + " people";
}

}  // namespace reeve::oversight::bias
