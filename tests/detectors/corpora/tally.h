// Counts of one measure, and the table that they make.
//
// A row is a set of cases and what is measured of it (an entity, a rule, a category). `found` and
// `missed` are cases that hold something, `wrong` and `clean` those that hold nothing (or what was
// told beside what is there). A row has recall where there is something to find, precision where
// something could be told wrongly, and F2 (recall counts four times as much) where it has both.
//
// Where a row is made of cases that hold nothing only, `precision` is the share that stayed clean.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace reeve::detectors {

struct Tally {
  size_t found = 0;
  size_t missed = 0;
  size_t wrong = 0;
  size_t clean = 0;
  bool judged = false;  // what is told wrongly is counted, even if there is none

  std::optional<double> Recall() const;
  std::optional<double> Precision() const;
  std::optional<double> F2() const;
};

class Table {
 public:
  // `miss` is told of each case that goes wrong: the set, the row, what is wrong, the text.
  using Miss = std::function<void(const std::string& set, const std::string& row,
                                  std::string_view what, std::string_view text)>;
  explicit Table(Miss miss) : miss_(std::move(miss)) {}

  void Holds(const std::string& set, const std::string& row, bool found, std::string_view text);
  void HoldsNothing(const std::string& set, const std::string& row, bool clean,
                    std::string_view text);
  // What is told wrongly of that row is counted, so its precision means something.
  void Judges(const std::string& set, const std::string& row);
  // Told, where something else or nothing is.
  void Wrong(const std::string& set, const std::string& row, std::string_view text);

  const std::map<std::string, std::map<std::string, Tally>>& sets() const { return sets_; }

  // One line a row, tab-separated: set, row, cases, precision, recall, F2.
  std::string Text() const;
  // The rows of `committed` (as Text writes them, up to an empty line) whose figures fell below
  // theirs, one a line.
  Result<std::string> Drops(std::string_view committed) const;

 private:
  Miss miss_;
  std::map<std::string, std::map<std::string, Tally>> sets_;
};

}  // namespace reeve::detectors
