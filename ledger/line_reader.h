// Lines of a file, one at a time, each with its newline required and its length bounded.
#pragma once

#include <istream>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace reeve::ledger {

// Thread-safety: one thread at a time.
class LineReader {
 public:
  // The stream must outlive the reader.
  LineReader(std::istream& in, size_t max_line) : in_(in), max_line_(max_line) {}

  // Without its newline; lives until the next call; nothing at the end. ledger.line: over the
  // limit, or the last line has no newline (the file was cut).
  Result<std::optional<std::string_view>> Next();

 private:
  bool Fill();

  std::istream& in_;
  const size_t max_line_;
  std::string buffer_;
  size_t at_ = 0;  // of the first byte that is not yet given out
};

}  // namespace reeve::ledger
