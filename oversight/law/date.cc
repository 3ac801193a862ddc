#include "oversight/law/date.h"

#include <algorithm>
#include <charconv>

namespace reeve::oversight::law {
namespace {

unsigned Digits(std::string_view text) {
  unsigned value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string Padded(unsigned value, size_t width) {
  std::string digits = std::to_string(value);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

}  // namespace

std::optional<Date> ParseDate(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-dd";
  const auto fits = [](char wanted, char c) {
    return wanted == 'd' ? c >= '0' && c <= '9' : c == '-';
  };
  if (text.size() != kForm.size() || !std::equal(kForm.begin(), kForm.end(), text.begin(), fits)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day day{
      std::chrono::year(static_cast<int>(Digits(text.substr(0, 4)))),
      std::chrono::month(Digits(text.substr(5, 2))), std::chrono::day(Digits(text.substr(8, 2)))};
  if (!day.ok()) return std::nullopt;
  return Date(day);
}

std::string FormatDate(Date date) {
  const std::chrono::year_month_day day(date);
  return Padded(static_cast<unsigned>(static_cast<int>(day.year())), 4) + "-" +
         Padded(static_cast<unsigned>(day.month()), 2) + "-" +
         Padded(static_cast<unsigned>(day.day()), 2);
}

}  // namespace reeve::oversight::law
