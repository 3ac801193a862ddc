// A date of three numbers, or with the name of a month, as people write it: where its year stands,
// and its other numbers. Which of two small numbers is the month is not decided here.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace reeve::detectors {

struct WrittenDate {
  struct Number {
    size_t begin;
    size_t end;
  };
  Number year;  // of four digits, 1800 to 2199
  std::vector<Number> others;
};

// Nothing where no year of four digits stands, or more than one.
std::optional<WrittenDate> ReadWrittenDate(std::string_view text);

}  // namespace reeve::detectors
