#include "oversight/bias/ledger_rows.h"

#include <unordered_map>

#include "ledger/record.h"
#include "oversight/bias/attribute_rows.h"
#include "oversight/outcome.h"

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
    if (!*name || **name == kOutcomeColumn) continue;
    *place = columns.names.size();
    columns.names.push_back(**name);
  }
  return columns;
}

class RecordsReading {
 public:
  RecordsReading(const RecordsQuery& query, const RowLayout& layout, AttributeRows attributes)
      : query_(query),
        columns_(ColumnsOf(layout)),
        outcome_is_effect_(layout.outcome == kEffectColumn),
        label_is_recorded_(layout.label == kOutcomeColumn),
        attribute_count_(layout.attributes.size()),
        attributes_(std::move(attributes)),
        builder_(layout) {}

  Status Take(const ledger::Record& record);
  RecordsSource& source() { return source_; }

  Result<RecordsPopulation> Done() && {
    for (const Decided& decided : decisions_) REEVE_RETURN_IF_ERROR(AddRow(decided));
    source_.attributes_unused = attributes_.untaken();
    REEVE_ASSIGN_OR_RETURN(Population population, std::move(builder_).Build());
    return RecordsPopulation{std::move(population), std::move(source_)};
  }

 private:
  struct Decided {
    std::string id;
    std::string effect;
  };
  Status TakeDecision(const ledger::Record& record);
  Status AddRow(const Decided& decided);

  const RecordsQuery& query_;
  const JoinedColumns columns_;
  const bool outcome_is_effect_;
  const bool label_is_recorded_;
  std::vector<Decided> decisions_;  // kept until all outcomes are known
  std::unordered_map<std::string, std::string> outcomes_;
  const size_t attribute_count_;
  AttributeRows attributes_;
  PopulationBuilder builder_;
  RecordsSource source_;
};

Status RecordsReading::Take(const ledger::Record& record) {
  if (record.tenant() != query_.tenant) return {};
  if (record.kind() == "decision") return TakeDecision(record);
  if (record.kind() != kOutcomeRecorded) return {};
  REEVE_ASSIGN_OR_RETURN(Outcome outcome, OutcomeOf(record));
  ++source_.outcomes;
  outcomes_[std::move(outcome.decision)] = std::move(outcome.value);
  return {};
}

Status RecordsReading::TakeDecision(const ledger::Record& record) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* const body, record.Body());
  const json::Value* system = json::Resolve(*body, "/facts/system/id");
  const json::Value* effect = body->Find("effect");
  if (system == nullptr || system->as_string() == nullptr || effect == nullptr ||
      effect->as_string() == nullptr) {
    ++source_.unread;
    return {};
  }
  if (*system->as_string() != query_.system) return {};
  if (decisions_.size() == kMaxJoinedRows) {
    return Error{"bias.too_many_rows", "there are more than " + std::to_string(kMaxJoinedRows) +
                                           " decisions: audit a shorter range"};
  }
  ++source_.decisions;
  decisions_.push_back({std::string(record.id()), *effect->as_string()});
  return {};
}

Status RecordsReading::AddRow(const Decided& decided) {
  const std::vector<std::string>* cells = attributes_.Take(decided.id);
  if (cells == nullptr) ++source_.without_attributes;
  std::vector<std::string_view> views(columns_.names.size());
  if (cells != nullptr) views.assign(cells->begin(), cells->end());
  const auto cell = [&](const std::optional<size_t>& place) {
    return place ? views[*place] : std::string_view();
  };
  const auto recorded = outcomes_.find(decided.id);
  const std::string_view outcome =
      recorded == outcomes_.end() ? std::string_view() : std::string_view(recorded->second);
  const std::span<const std::string_view> attributes(views.data(), attribute_count_);
  return builder_.Add({attributes, outcome_is_effect_ ? std::string_view(decided.effect) : outcome,
                       label_is_recorded_ ? outcome : cell(columns_.label), cell(columns_.score),
                       cell(columns_.stratum)});
}

}  // namespace

Status CheckRecordsLayout(const RowLayout& layout) {
  if (layout.outcome == kEffectColumn || layout.outcome == kOutcomeColumn) return {};
  return Error{"bias.conventions",
               "the outcome of records is `effect` (what was decided) or `outcome` (what callers "
               "reported)"};
}

Result<RecordsPopulation> ReadRecords(SignedRecords& records, const RecordsQuery& query,
                                      const ByteSource& attributes, const RowLayout& layout,
                                      const ReadOptions& options) {
  REEVE_RETURN_IF_ERROR(CheckRecordsLayout(layout));
  const RecordsPin& pin = records.pin();
  const uint64_t end = query.end.value_or(pin.size);
  if (query.first >= end || end > pin.size) {
    return Error{"bias.range", "the checkpoint covers records 0 to " + std::to_string(pin.size) +
                                   ", the last not included; the range must lie within"};
  }
  REEVE_ASSIGN_OR_RETURN(
      AttributeRows rows,
      AttributeRows::Read(attributes, kDecisionColumn, ColumnsOf(layout).names, options.delimiter));
  RecordsReading reading(query, layout, std::move(rows));
  for (uint64_t index = 0; index < end; ++index) {
    REEVE_ASSIGN_OR_RETURN(const std::string_view bytes, records.Next());
    if (index % kRecordsBetweenLooks == 0) {
      if (options.stop.stop_requested()) return Error{"bias.cancelled", "the audit was cancelled"};
      if (options.progress) options.progress(index, end);
    }
    if (index < query.first) continue;
    REEVE_ASSIGN_OR_RETURN(const ledger::Record record, ledger::Record::Parse(std::string(bytes)));
    REEVE_RETURN_IF_ERROR(reading.Take(record));
  }
  if (options.progress) options.progress(end, end);
  REEVE_RETURN_IF_ERROR(records.Finish());
  RecordsSource& source = reading.source();
  source.origin = pin.origin;
  source.checkpoint = pin.checkpoint;
  source.first = query.first;
  source.end = end;
  return std::move(reading).Done();
}

}  // namespace reeve::oversight::bias
