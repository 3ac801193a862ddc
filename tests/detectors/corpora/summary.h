// Where the detectors stand: each figure that they are held to, what is wanted of it, what was
// seen, and whether it holds. Speed is measured in bench/, not here.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/detectors/corpora/tally.h"

namespace reeve::detectors {

// Rows that several measures feed, so that one figure says what many rows do.
inline constexpr std::string_view kSummed = "summed";
inline constexpr std::string_view kPresidioSpans = "presidio_recognizers, exact spans";
inline constexpr std::string_view kPresidioNumbers = "stdnum that Presidio has, valid";
inline constexpr std::string_view kPresidioInvalid = "stdnum that Presidio has, invalid";

// What one line wants: a share or a count, at least or at most.
struct Wanted {
  std::string_view measure;
  double bound;
  bool at_least;
  std::optional<double> (*seen)(const Table& table);  // empty where its set was not measured
};

class Summary {
 public:
  // Counts formats and countries of the numbers into `table`, then reads every line from it.
  explicit Summary(Table* table);

  // One line a figure, tab-separated: measure, wanted, seen, holds.
  std::string Text() const;
  // The lines that do not hold; those that were not measured are no failure.
  std::string Failures() const;

 private:
  struct Line {
    const Wanted* wanted;
    std::optional<double> seen;
  };
  static bool Holds(const Line& line);
  static std::string Text(const Line& line);
  std::vector<Line> lines_;
};

}  // namespace reeve::detectors
