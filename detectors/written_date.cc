#include "detectors/written_date.h"

#include "detectors/bytes.h"

namespace reeve::detectors {
namespace {

constexpr std::string_view kFirstYear = "1800";
constexpr std::string_view kLastYear = "2199";

bool IsYear(std::string_view digits) {
  return digits.size() == 4 && digits >= kFirstYear && digits <= kLastYear;
}

}  // namespace

std::optional<WrittenDate> ReadWrittenDate(std::string_view text) {
  WrittenDate date{};
  bool has_year = false;
  for (size_t begin = 0; begin < text.size();) {
    if (!IsDigit(text[begin])) {
      ++begin;
      continue;
    }
    size_t end = begin;
    while (AtClass(text, end, kDigit)) ++end;
    if (IsYear(text.substr(begin, end - begin))) {
      if (has_year) return std::nullopt;
      date.year = {begin, end};
      has_year = true;
    } else {
      date.others.push_back({begin, end});
    }
    begin = end;
  }
  if (!has_year) return std::nullopt;
  return date;
}

}  // namespace reeve::detectors
