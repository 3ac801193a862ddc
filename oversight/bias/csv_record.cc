#include "oversight/bias/csv_record.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace reeve::oversight::bias {
namespace {

constexpr uint64_t kOnes = 0x0101010101010101U;
constexpr uint64_t kHighs = 0x8080808080808080U;

// The lowest high bit that is set is that of the first zero byte (Mycroft 1987).
uint64_t ZeroBytes(uint64_t word) { return (word - kOnes) & ~word & kHighs; }

// The first delimiter or newline, or `end`. Eight bytes at once: fields are short and of many
// lengths, so a loop over bytes guesses wrong at the end of nearly each.
const char* FieldEnd(const char* at, const char* end, char delimiter) {
  if constexpr (std::endian::native == std::endian::little) {
    const uint64_t delimiters = kOnes * static_cast<uint8_t>(delimiter);
    const uint64_t newlines = kOnes * static_cast<uint8_t>('\n');
    for (; end - at >= 8; at += 8) {
      uint64_t word = 0;
      std::memcpy(&word, at, sizeof(word));
      const uint64_t found = ZeroBytes(word ^ delimiters) | ZeroBytes(word ^ newlines);
      if (found != 0) return at + std::countr_zero(found) / 8;
    }
  }
  while (at != end && *at != delimiter && *at != '\n') ++at;
  return at;
}

}  // namespace

// `place` stands on the opening quote; afterwards behind the closing one.
CsvOutcome CsvRecord::ReadQuoted(std::string_view text, bool last, size_t* place) {
  const size_t begin = *place + 1;
  size_t end = begin;
  bool doubled = false;
  while (true) {
    end = text.find('"', end);
    if (end == std::string_view::npos) {
      return last ? CsvOutcome::kOpenQuote : CsvOutcome::kIncomplete;
    }
    if (end + 1 == text.size() && !last) return CsvOutcome::kIncomplete;
    if (end + 1 == text.size() || text[end + 1] != '"') break;
    doubled = true;
    end += 2;
  }
  *place = end + 1;
  const std::string_view raw = text.substr(begin, end - begin);
  if (!doubled) {
    fields_.push_back(raw);
    return CsvOutcome::kRecord;
  }
  if (unescaped_count_ == unescaped_.size()) unescaped_.emplace_back();
  std::string& field = unescaped_[unescaped_count_++];
  field.clear();
  for (size_t i = 0; i < raw.size(); ++i) {
    field.push_back(raw[i]);
    if (raw[i] == '"') ++i;
  }
  fields_.emplace_back();  // set at the end: unescaped_ may grow and move its strings
  return CsvOutcome::kRecord;
}

CsvOutcome CsvRecord::Read(std::string_view text, bool last) {
  fields_.clear();
  unescaped_count_ = 0;
  size_t place = 0;
  std::vector<size_t> rewritten;
  while (true) {
    if (place < text.size() && text[place] == '"') {
      const size_t before = unescaped_count_;
      const CsvOutcome quoted = ReadQuoted(text, last, &place);
      if (quoted != CsvOutcome::kRecord) return quoted;
      if (unescaped_count_ > before) rewritten.push_back(fields_.size() - 1);
      if (place < text.size() && text[place] == '\r') {
        if (place + 1 == text.size() && !last) return CsvOutcome::kIncomplete;
        if (place + 1 == text.size() || text[place + 1] == '\n') ++place;
      }
    } else {
      const size_t begin = place;
      place = static_cast<size_t>(
          FieldEnd(text.data() + place, text.data() + text.size(), delimiter_) - text.data());
      size_t end = place;
      const bool line_ends = place == text.size() || text[place] == '\n';
      if (line_ends && end > begin && text[end - 1] == '\r') --end;
      fields_.push_back(text.substr(begin, end - begin));
    }
    if (place == text.size()) {
      if (!last) return CsvOutcome::kIncomplete;
      break;
    }
    const char stop = text[place++];
    if (stop == '\n') break;
    if (stop != delimiter_) return CsvOutcome::kStrayQuote;
  }
  length_ = place;
  for (size_t i = 0; i < rewritten.size(); ++i) fields_[rewritten[i]] = unescaped_[i];
  return fields_.size() == 1 && fields_[0].empty() ? CsvOutcome::kEmptyLine : CsvOutcome::kRecord;
}

}  // namespace reeve::oversight::bias
