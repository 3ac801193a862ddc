#include "oversight/bias/attribute_rows.h"

#include <algorithm>

#include "base/text.h"
#include "oversight/bias/csv_record.h"
#include "oversight/bias/ledger_rows.h"

namespace reeve::oversight::bias {
namespace {

// Records of a whole source, one after the other.
class CsvRecords {
 public:
  CsvRecords(const ByteSource& source, char delimiter)
      : window_(source, 0, size_t{4} << 20), record_(delimiter) {}

  // False at the end.
  Result<bool> Next() {
    line_ += lines_of_last_;
    lines_of_last_ = 0;
    window_.Consume(length_);
    length_ = 0;
    while (true) {
      if (window_.text().empty() && window_.at_end()) return false;
      const CsvOutcome outcome = record_.Read(window_.text(), window_.at_end());
      if (outcome == CsvOutcome::kIncomplete) {
        if (window_.text().size() > kMaxRecordBytes)
          return Wrong("bias.record_too_long", "a record is too long: is a quote missing?");
        REEVE_RETURN_IF_ERROR(window_.Grow());
        continue;
      }
      if (outcome == CsvOutcome::kOpenQuote || outcome == CsvOutcome::kStrayQuote) {
        return Wrong("bias.csv_quote", "a quoted field is not closed as it should be");
      }
      const std::string_view taken = window_.text().substr(0, record_.length());
      lines_of_last_ = static_cast<uint64_t>(std::count(taken.begin(), taken.end(), '\n'));
      length_ = record_.length();
      if (outcome == CsvOutcome::kRecord) return true;
      line_ += lines_of_last_;
      lines_of_last_ = 0;
      window_.Consume(length_);
      length_ = 0;
    }
  }
  const std::vector<std::string_view>& fields() const { return record_.fields(); }
  Error Wrong(std::string_view code, const std::string& what) const {
    const std::string at = "line " + std::to_string(line_);
    return {code, at + ": " + what, at};
  }

 private:
  ByteWindow window_;
  CsvRecord record_;
  size_t length_ = 0;
  uint64_t line_ = 1;
  uint64_t lines_of_last_ = 0;
};

Result<size_t> PlaceOf(const std::vector<std::string>& header, const std::string& name) {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end()) {
    return Error{"bias.no_such_column",
                 "the attributes have no column `" + name + "`" + DidYouMeanSuffix(name, header)};
  }
  return static_cast<size_t>(found - header.begin());
}

Result<std::vector<std::string>> HeaderOf(CsvRecords& records) {
  REEVE_ASSIGN_OR_RETURN(const bool any, records.Next());
  if (!any) return Error{"bias.csv_header", "the first line must name the columns"};
  return std::vector<std::string>(records.fields().begin(), records.fields().end());
}

}  // namespace

Result<std::vector<std::string>> AttributeRows::Header(const ByteSource& source, char delimiter) {
  CsvRecords records(source, delimiter);
  return HeaderOf(records);
}

Result<AttributeRows> AttributeRows::Read(const ByteSource& source, const std::string& key,
                                          const std::vector<std::string>& columns, char delimiter) {
  CsvRecords records(source, delimiter);
  REEVE_ASSIGN_OR_RETURN(const std::vector<std::string> header, HeaderOf(records));
  REEVE_ASSIGN_OR_RETURN(const size_t key_place, PlaceOf(header, key));
  std::vector<size_t> places;
  for (const std::string& column : columns) {
    REEVE_ASSIGN_OR_RETURN(places.emplace_back(), PlaceOf(header, column));
  }
  AttributeRows rows;
  while (true) {
    REEVE_ASSIGN_OR_RETURN(const bool more, records.Next());
    if (!more) return rows;
    if (records.fields().size() != header.size()) {
      return records.Wrong("bias.csv_fields",
                           "a record of " + std::to_string(records.fields().size()) +
                               " fields where the header has " + std::to_string(header.size()));
    }
    Entry entry;
    for (const size_t place : places) entry.cells.emplace_back(records.fields()[place]);
    if (!rows.rows_.emplace(records.fields()[key_place], std::move(entry)).second) {
      return records.Wrong("bias.duplicate_decision",
                           "a second row for one `" + key + "`: leave one of them");
    }
    if (rows.rows_.size() > kMaxJoinedRows) {
      return records.Wrong("bias.too_many_rows", "there are more than " +
                                                     std::to_string(kMaxJoinedRows) +
                                                     " rows of attributes: audit a shorter range");
    }
  }
}

const std::vector<std::string>* AttributeRows::Take(const std::string& key) {
  const auto found = rows_.find(key);
  if (found == rows_.end() || found->second.taken) return nullptr;
  found->second.taken = true;
  ++taken_;
  return &found->second.cells;
}

}  // namespace reeve::oversight::bias
