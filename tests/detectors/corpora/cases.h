// The external cases of the detectors: JSON lines, a file a set.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "detectors/scanner.h"

namespace reeve::detectors {

struct ExpectedSpan {
  size_t begin = 0;  // code points
  size_t end = 0;
  std::string entity;
  std::string origin;  // "pattern", "ner", "mixed", where the set says
};

// One line. Members that a line does not have are empty.
class Case {
 public:
  explicit Case(json::Value line) : line_(std::move(line)) {}
  std::string Text(std::string_view member = "text") const;
  bool True(std::string_view member) const;
  bool IsNull(std::string_view member) const;
  std::vector<ExpectedSpan> Spans() const;
  const json::Value& line() const { return line_; }

 private:
  json::Value line_;
};

// Error corpora.unreadable with the file and the line.
Status ForEachCase(const std::string& path, const std::function<void(const Case&)>& each);

// What a finding says of a text, in the unit of the cases.
bool Covers(const Finding& finding, size_t begin, size_t end);
bool Exactly(const Finding& finding, size_t begin, size_t end);
bool Touches(const Finding& finding, size_t begin, size_t end);

}  // namespace reeve::detectors
