#include "oversight/bias/ledger_rows.h"

#include <fstream>

#include "base/file.h"
#include "ledger/line_reader.h"
#include "ledger/record.h"
#include "ledger/verify.h"
#include "oversight/bias/attribute_rows.h"

namespace reeve::oversight::bias {
namespace {

constexpr uint64_t kRecordsBetweenLooks = 4096;

// Which of the joined cells is which of a row's.
struct JoinedColumns {
  std::vector<std::string> names;
  std::optional<size_t> label;
  std::optional<size_t> score;
  std::optional<size_t> stratum;
};

JoinedColumns ColumnsOf(const RowLayout& layout) {
  JoinedColumns columns;
  columns.names = layout.attributes;
  for (const auto& [name, place] :
       {std::pair(&layout.label, &columns.label), std::pair(&layout.score, &columns.score),
        std::pair(&layout.stratum, &columns.stratum)}) {
    if (!*name) continue;
    *place = columns.names.size();
    columns.names.push_back(**name);
  }
  return columns;
}

Result<ledger::Report> Verified(const RecordsQuery& query) {
  ledger::VerifyOptions options;
  if (query.vkey) {
    REEVE_ASSIGN_OR_RETURN(options.vkey, ledger::VerifierKey::Parse(*query.vkey));
  }
  options.earlier_checkpoint = query.checkpoint;
  REEVE_ASSIGN_OR_RETURN(ledger::Report report, ledger::VerifyFolder(query.folder, options));
  if (report.ok()) return report;
  const ledger::Fault& first = report.faults.front();
  std::string message = "the export does not verify, so nothing was computed: ";
  if (first.index) message += "record " + std::to_string(*first.index) + ": ";
  message.append(first.code).append(": ").append(first.message);
  return Error{"bias.not_verified", std::move(message)};
}

class RecordsReading {
 public:
  RecordsReading(const RecordsQuery& query, const RowLayout& layout, AttributeRows attributes)
      : query_(query),
        columns_(ColumnsOf(layout)),
        attribute_count_(layout.attributes.size()),
        attributes_(std::move(attributes)),
        builder_(layout) {}

  Status Take(const ledger::Record& record);
  RecordsSource& source() { return source_; }

  Result<RecordsPopulation> Done() && {
    source_.attributes_unused = attributes_.untaken();
    REEVE_ASSIGN_OR_RETURN(Population population, std::move(builder_).Build());
    return RecordsPopulation{std::move(population), std::move(source_)};
  }

 private:
  const RecordsQuery& query_;
  const JoinedColumns columns_;
  const size_t attribute_count_;
  AttributeRows attributes_;
  PopulationBuilder builder_;
  RecordsSource source_;
};

Status RecordsReading::Take(const ledger::Record& record) {
  if (record.kind() != "decision") return {};
  REEVE_ASSIGN_OR_RETURN(const json::Value* const body, record.Body());
  const json::Value* system = json::Resolve(*body, "/facts/system/id");
  const json::Value* effect = body->Find("effect");
  if (system == nullptr || system->as_string() == nullptr || effect == nullptr ||
      effect->as_string() == nullptr) {
    ++source_.unread;
    return {};
  }
  if (*system->as_string() != query_.system) return {};
  ++source_.decisions;
  const std::vector<std::string>* cells = attributes_.Take(std::string(record.id()));
  if (cells == nullptr) ++source_.without_attributes;
  std::vector<std::string_view> views(columns_.names.size());
  if (cells != nullptr) views.assign(cells->begin(), cells->end());
  const auto cell = [&](const std::optional<size_t>& place) {
    return place ? views[*place] : std::string_view();
  };
  const std::span<const std::string_view> attributes(views.data(), attribute_count_);
  return builder_.Add({attributes, *effect->as_string(), cell(columns_.label), cell(columns_.score),
                       cell(columns_.stratum)});
}

}  // namespace

Result<RecordsPopulation> ReadRecords(const RecordsQuery& query, const ByteSource& attributes,
                                      const RowLayout& layout, const ReadOptions& options) {
  if (!std::filesystem::exists(query.folder / "records.jsonl")) {
    return Error{"file.not_found",
                 "`" + query.folder.string() +
                     "` is no export of a ledger: write one with reeve ledger export DATA OUT"};
  }
  REEVE_ASSIGN_OR_RETURN(const ledger::Report verified, Verified(query));
  const uint64_t end = query.end.value_or(verified.size);
  if (query.first >= end || end > verified.size) {
    return Error{"bias.range", "the checkpoint covers records 0 to " +
                                   std::to_string(verified.size) +
                                   ", the last not included; the range must lie within"};
  }
  REEVE_ASSIGN_OR_RETURN(
      AttributeRows rows,
      AttributeRows::Read(attributes, kDecisionColumn, ColumnsOf(layout).names, options.delimiter));
  RecordsReading reading(query, layout, std::move(rows));
  std::ifstream in(query.folder / "records.jsonl", std::ios::binary);
  ledger::LineReader lines(in, ledger::kMaxRecordBytes);
  for (uint64_t index = 0; index < end; ++index) {
    REEVE_ASSIGN_OR_RETURN(const auto line, lines.Next());
    if (!line) return Error{"bias.not_verified", "the export became shorter while it was read"};
    if (index < query.first) continue;
    REEVE_ASSIGN_OR_RETURN(const ledger::Record record, ledger::Record::Parse(std::string(*line)));
    REEVE_RETURN_IF_ERROR(reading.Take(record));
    if (index % kRecordsBetweenLooks != 0) continue;
    if (options.stop.stop_requested()) return Error{"bias.cancelled", "the audit was cancelled"};
    if (options.progress) options.progress(index, end);
  }
  RecordsSource& source = reading.source();
  source.origin = verified.origin;
  source.first = query.first;
  source.end = end;
  REEVE_ASSIGN_OR_RETURN(source.checkpoint, ReadFile(query.folder / "checkpoint"));
  if (query.checkpoint) source.checkpoint = *query.checkpoint;
  return std::move(reading).Done();
}

}  // namespace reeve::oversight::bias
