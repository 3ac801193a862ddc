// One record of a CSV (RFC 4180) out of a text that may end within it.
// Thread-safety: one object on one thread at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace reeve::oversight::bias {

enum class CsvOutcome : uint8_t {
  kRecord,
  kEmptyLine,
  kIncomplete,  // the record may go on behind the text
  kOpenQuote,   // a quoted field does not end before the text does, which is the last one
  kStrayQuote,  // something but a delimiter or a line's end behind a closing quote
};

class CsvRecord {
 public:
  explicit CsvRecord(char delimiter) : delimiter_(delimiter) {}

  // Reads from the beginning of `text`; `last`: nothing comes behind it. After kRecord and
  // kEmptyLine, length() bytes were taken.
  CsvOutcome Read(std::string_view text, bool last);

  // Views into the text last read, or into this record; valid until the next Read.
  const std::vector<std::string_view>& fields() const { return fields_; }
  size_t length() const { return length_; }

 private:
  // Whether the whole record was read; else `place` is where the next field begins.
  bool ReadPlain(std::string_view text, size_t* place);
  CsvOutcome ReadRest(std::string_view text, bool last, size_t place);
  CsvOutcome ReadQuoted(std::string_view text, bool last, size_t* place);

  char delimiter_;
  std::vector<std::string_view> fields_;
  std::vector<std::string> unescaped_;  // fields that have doubled quotes
  size_t unescaped_count_ = 0;
  size_t length_ = 0;
};

}  // namespace reeve::oversight::bias
