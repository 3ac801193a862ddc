#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

#include "base/text.h"
#include "oversight/bias/csv_record.h"
#include "oversight/bias/table_reader.h"

namespace reeve::oversight::bias {
namespace {

constexpr size_t kIgnored = SIZE_MAX;
constexpr size_t kRowsBetweenLooks = 8192;  // at the stop token

// Which field of a record is which cell of a row.
struct Fields {
  size_t count = 0;
  std::vector<size_t> attributes;
  size_t outcome = kIgnored;
  size_t label = kIgnored;
  size_t score = kIgnored;
  size_t stratum = kIgnored;
};

Result<size_t> FieldOf(const std::vector<std::string>& header, const std::string& name) {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end()) {
    return Error{"bias.no_such_column",
                 "the file has no column `" + name + "`" + DidYouMeanSuffix(name, header)};
  }
  if (std::find(found + 1, header.end(), name) != header.end()) {
    return Error{"bias.csv_header", "the file has two columns `" + name + "`: rename one"};
  }
  return static_cast<size_t>(found - header.begin());
}

Result<Fields> FieldsOf(const std::vector<std::string>& header, const RowLayout& layout) {
  Fields fields;
  fields.count = header.size();
  for (const std::string& name : layout.attributes) {
    REEVE_ASSIGN_OR_RETURN(const size_t field, FieldOf(header, name));
    fields.attributes.push_back(field);
  }
  for (const auto& [name, field] :
       {std::pair(&layout.outcome, &fields.outcome), std::pair(&layout.label, &fields.label),
        std::pair(&layout.score, &fields.score), std::pair(&layout.stratum, &fields.stratum)}) {
    if (!*name) continue;
    REEVE_ASSIGN_OR_RETURN(*field, FieldOf(header, **name));
  }
  return fields;
}

Error CsvError(CsvOutcome outcome) {
  if (outcome == CsvOutcome::kOpenQuote) {
    return {"bias.csv_quote", "a quoted field begins here and never ends: close it with \""};
  }
  return {"bias.csv_quote",
          "behind a closing quote stands something else than a delimiter: double the quotes within "
          "a field"};
}

// A stretch of the file: the records that begin in [begin, end).
class Part {
 public:
  Part(const ByteSource& source, const RowLayout& layout, const Fields& fields,
       const ReadOptions& options)
      : source_(source), fields_(fields), options_(options), builder_(layout) {}

  void Read(uint64_t begin, uint64_t end, std::atomic<uint64_t>* done, bool reports);

  const Status& status() const { return status_; }
  uint64_t stopped_at() const { return stopped_at_; }  // the record that was not read, or failed
  PopulationBuilder& builder() { return builder_; }

 private:
  Status AddRecord(const std::vector<std::string_view>& cells);
  void Look(uint64_t place, std::atomic<uint64_t>* done, bool reports);

  const ByteSource& source_;
  const Fields& fields_;
  const ReadOptions& options_;
  PopulationBuilder builder_;
  std::array<std::string_view, kMaxAttributes> attributes_;
  Status status_;
  uint64_t stopped_at_ = 0;
  uint64_t told_ = 0;
};

Status Part::AddRecord(const std::vector<std::string_view>& cells) {
  if (cells.size() != fields_.count) {
    return Error{"bias.csv_fields", "a record of " + std::to_string(cells.size()) +
                                        " fields where the header has " +
                                        std::to_string(fields_.count)};
  }
  for (size_t i = 0; i < fields_.attributes.size(); ++i) {
    attributes_[i] = cells[fields_.attributes[i]];
  }
  const auto cell = [&](size_t field) {
    return field == kIgnored ? std::string_view() : cells[field];
  };
  return builder_.Add({{attributes_.data(), fields_.attributes.size()},
                       cell(fields_.outcome),
                       cell(fields_.label),
                       cell(fields_.score),
                       cell(fields_.stratum)});
}

void Part::Look(uint64_t place, std::atomic<uint64_t>* done, bool reports) {
  if (options_.stop.stop_requested()) {
    status_ = Error{"bias.cancelled", "the audit was cancelled"};
    return;
  }
  *done += place - told_;
  told_ = place;
  if (reports && options_.progress) options_.progress(*done, source_.size());
}

void Part::Read(uint64_t begin, uint64_t end, std::atomic<uint64_t>* done, bool reports) {
  told_ = begin;
  ByteWindow window(source_, begin, options_.block);
  CsvRecord record(options_.delimiter);
  for (size_t rows = 0; status_.ok(); ++rows) {
    stopped_at_ = window.offset();
    if (stopped_at_ >= end) break;
    if (rows % kRowsBetweenLooks == 0) Look(stopped_at_, done, reports);
    if (!status_.ok()) break;
    const CsvOutcome outcome = record.Read(window.text(), window.at_end());
    if (outcome == CsvOutcome::kIncomplete) {
      if (window.text().size() > kMaxRecordBytes) {
        status_ = Error{"bias.record_too_long", "a record has more than " +
                                                    std::to_string(kMaxRecordBytes) +
                                                    " bytes: is a quote missing?"};
      } else {
        status_ = window.Grow();
      }
    } else if (outcome == CsvOutcome::kRecord) {
      status_ = AddRecord(record.fields());
      if (status_.ok()) window.Consume(record.length());
    } else if (outcome == CsvOutcome::kEmptyLine) {
      window.Consume(record.length());
    } else {
      status_ = CsvError(outcome);
    }
  }
}

// Behind the first newline at or after `offset`.
Result<uint64_t> NextLine(const ByteSource& source, uint64_t offset) {
  ByteWindow window(source, offset, size_t{64} << 10);
  while (true) {
    const size_t end = window.text().find('\n');
    if (end != std::string_view::npos) return window.offset() + end + 1;
    if (window.at_end()) return source.size();
    window.Consume(window.text().size());
    REEVE_RETURN_IF_ERROR(window.Grow());
  }
}

Result<uint64_t> LineAt(const ByteSource& source, uint64_t offset) {
  uint64_t line = 1;
  ByteWindow window(source, 0, size_t{1} << 20);
  while (window.offset() < offset) {
    const std::string_view text = window.text().substr(0, offset - window.offset());
    line += static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n'));
    window.Consume(text.size());
    if (window.text().empty()) REEVE_RETURN_IF_ERROR(window.Grow());
  }
  return line;
}

class CsvReading {
 public:
  CsvReading(const ByteSource& source, const RowLayout& layout, const ReadOptions& options)
      : source_(source), layout_(layout), options_(options) {}

  Result<Population> Read() {
    REEVE_RETURN_IF_ERROR(ReadHeader());
    REEVE_RETURN_IF_ERROR(Divide());
    ReadParts();
    PopulationBuilder all(layout_);
    uint64_t at = starts_.front();
    for (size_t i = 0; i < parts_.size(); ++i) {
      if (starts_[i] != at) {
        if (at >= starts_[i + 1]) continue;  // the part before went on through all of this one
        ReadPart(i, at);
      }
      if (!parts_[i]->status().ok()) return Located(*parts_[i]);
      at = parts_[i]->stopped_at();
      REEVE_RETURN_IF_ERROR(all.Append(std::move(parts_[i]->builder())));
      parts_[i].reset();
    }
    return std::move(all).Build();
  }

 private:
  Status ReadHeader();
  Status Divide();
  void ReadParts();
  void ReadPart(size_t i, uint64_t begin) {
    parts_[i] = std::make_unique<Part>(source_, layout_, fields_, options_);
    parts_[i]->Read(begin, starts_[i + 1], &done_, i == 0);
  }
  Error Located(const Part& part) const {
    Error error = part.status().error();
    if (error.code == "bias.cancelled" || error.code == "file.io") return error;
    const Result<uint64_t> line = LineAt(source_, part.stopped_at());
    if (!line.ok()) return line.error();
    error.at = "line " + std::to_string(*line);
    error.message = error.at + ": " + error.message;
    return error;
  }

  const ByteSource& source_;
  const RowLayout& layout_;
  const ReadOptions& options_;
  Fields fields_;
  std::vector<uint64_t> starts_;  // of the parts, and the end of the last
  std::vector<std::unique_ptr<Part>> parts_;
  std::atomic<uint64_t> done_{0};
};

Status CsvReading::ReadHeader() {
  ByteWindow window(source_, 0, size_t{64} << 10);
  REEVE_RETURN_IF_ERROR(window.Grow());
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (window.text().starts_with(kByteOrderMark)) window.Consume(kByteOrderMark.size());
  CsvRecord record(options_.delimiter);
  CsvOutcome outcome = record.Read(window.text(), window.at_end());
  while (outcome == CsvOutcome::kIncomplete && window.text().size() <= kMaxRecordBytes) {
    REEVE_RETURN_IF_ERROR(window.Grow());
    outcome = record.Read(window.text(), window.at_end());
  }
  if (outcome != CsvOutcome::kRecord || record.fields().size() > kMaxCsvColumns) {
    return Error{"bias.csv_header", "the first line must name the columns, at most " +
                                        std::to_string(kMaxCsvColumns) + " of them"};
  }
  const std::vector<std::string> header(record.fields().begin(), record.fields().end());
  starts_.push_back(window.offset() + record.length());
  REEVE_ASSIGN_OR_RETURN(fields_, FieldsOf(header, layout_));
  return {};
}

Status CsvReading::Divide() {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const unsigned wanted =
      std::clamp(options_.threads == 0 ? cores : options_.threads, 1U, kMaxReadThreads);
  const uint64_t first = starts_.front();
  const uint64_t size = source_.size() - first;
  for (unsigned i = 1; i < wanted; ++i) {
    REEVE_ASSIGN_OR_RETURN(const uint64_t start, NextLine(source_, first + size * i / wanted));
    if (start > starts_.back() && start < source_.size()) starts_.push_back(start);
  }
  starts_.push_back(source_.size());
  parts_.resize(starts_.size() - 1);
  return {};
}

void CsvReading::ReadParts() {
  std::vector<std::jthread> threads;
  for (size_t i = 1; i < parts_.size(); ++i) {
    threads.emplace_back([this, i] { ReadPart(i, starts_[i]); });
  }
  ReadPart(0, starts_[0]);
}

}  // namespace

Result<Population> ReadCsv(const ByteSource& source, const RowLayout& layout,
                           const ReadOptions& options) {
  return CsvReading(source, layout, options).Read();
}

}  // namespace reeve::oversight::bias
