// Attributes of people by the id of the decision about them, as they were uploaded.
// Thread-safety: one thread at a time.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "oversight/bias/table_reader.h"

namespace reeve::oversight::bias {

class AttributeRows {
 public:
  // The cells of `columns` by the cell of `key`, of a CSV. bias.duplicate_decision,
  // bias.too_many_rows, and those of CSV; `at` is "line N"; no error repeats a cell.
  static Result<AttributeRows> Read(const ByteSource& source, const std::string& key,
                                    const std::vector<std::string>& columns, char delimiter);

  // The names of the columns. bias.csv_header, bias.csv_quote, bias.record_too_long
  static Result<std::vector<std::string>> Header(const ByteSource& source, char delimiter);

  // The cells, once: a second call for the same key has nothing. Null where there are none.
  const std::vector<std::string>* Take(const std::string& key);
  size_t untaken() const { return rows_.size() - taken_; }

 private:
  struct Entry {
    std::vector<std::string> cells;
    bool taken = false;
  };
  std::unordered_map<std::string, Entry> rows_;
  size_t taken_ = 0;
};

}  // namespace reeve::oversight::bias
