#include "oversight/bias/csv_record.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <bit>
#include <cstdint>

namespace reeve::oversight::bias {
namespace {

constexpr size_t kBlock = 32;

// Bit by bit, which of the kBlock bytes end a field: a delimiter or a newline.
uint32_t FieldEnds(const char* at, char delimiter) {
#ifdef __SSE2__
  const auto of_half = [&](const char* half) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(half));
    return static_cast<uint32_t>(
        _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(delimiter)),
                                       _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')))));
  };
  return of_half(at) | of_half(at + kBlock / 2) << (kBlock / 2);
#else
  uint32_t ends = 0;
  for (size_t i = 0; i < kBlock; ++i) {
    ends |= static_cast<uint32_t>(at[i] == delimiter || at[i] == '\n') << i;
  }
  return ends;
#endif
}

const char* FieldEnd(const char* at, const char* end, char delimiter) {
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

// A look at a block finds the ends of all fields in it, where a search for each would wait for the
// one before. Stops where a field is quoted, or the text is nearly over.
bool CsvRecord::ReadPlain(std::string_view text, size_t* place) {
  size_t begin = 0;
  for (size_t at = 0; text.size() - at > kBlock; at += kBlock) {
    if (at == 0 && text.front() == '"') break;
    uint32_t ends = FieldEnds(text.data() + at, delimiter_);
    for (; ends != 0; ends &= ends - 1) {
      const size_t end = at + static_cast<size_t>(std::countr_zero(ends));
      const bool line_ends = text[end] == '\n';
      const bool returns = line_ends && end > begin && text[end - 1] == '\r';
      fields_.push_back(text.substr(begin, end - begin - (returns ? 1 : 0)));
      begin = *place = end + 1;
      if (line_ends) return true;
      if (text[begin] == '"') return false;
    }
  }
  return false;
}

CsvOutcome CsvRecord::Read(std::string_view text, bool last) {
  fields_.clear();
  unescaped_count_ = 0;
  size_t place = 0;
  if (!ReadPlain(text, &place)) return ReadRest(text, last, place);
  length_ = place;
  return fields_.size() == 1 && fields_[0].empty() ? CsvOutcome::kEmptyLine : CsvOutcome::kRecord;
}

// From the beginning of a field on.
CsvOutcome CsvRecord::ReadRest(std::string_view text, bool last, size_t place) {
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
