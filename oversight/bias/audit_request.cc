#include "oversight/bias/audit_request.h"

#include "base/json_reader.h"
#include "base/sha256.h"
#include "ledger/record.h"
#include "oversight/bias/presets.h"

namespace reeve::oversight::bias {
namespace {

using json::Need;
using json::ObjectReader;

constexpr size_t kMaxColumnBytes = 64;
constexpr size_t kMaxValues = 64;
constexpr size_t kMaxDigestBytes = 80;
constexpr size_t kMaxItemBytes = 1'000;

std::optional<std::string> Column(ObjectReader& reader, std::string_view key) {
  std::string name = reader.String(key, Need::kOptional, kMaxColumnBytes);
  if (name.empty()) return std::nullopt;
  return name;
}

void ReadLayout(ObjectReader& reader, RowLayout* layout) {
  layout->attributes = reader.Strings("group", kMaxAttributes, kMaxColumnBytes);
  layout->outcome = Column(reader, "outcome").value_or(kEffectColumn);
  layout->label = Column(reader, "label");
  layout->score = Column(reader, "score");
  layout->stratum = Column(reader, "stratum");
  layout->favourable = reader.Strings("favourable", kMaxOutcomeValues, kMaxCategoryBytes);
  for (std::string& one : reader.Strings("unknown", kMaxValues, kMaxCategoryBytes)) {
    layout->unknown.push_back(std::move(one));
  }
}

SummaryItems ReadSummary(ObjectReader& reader) {
  SummaryItems items;
  items.tool = reader.String("tool", Need::kRequired, kMaxItemBytes);
  items.auditor = reader.String("auditor", Need::kRequired, kMaxItemBytes);
  items.audit_date = reader.String("audit_date", Need::kRequired, kMaxItemBytes);
  items.distribution_date = reader.String("used_from", Need::kRequired, kMaxItemBytes);
  items.data = reader.String("data_source", Need::kRequired, kMaxItemBytes);
  return items;
}

json::Object ColumnsJson(const RowLayout& layout) {
  json::Object columns{{"group", json::Array(layout.attributes.begin(), layout.attributes.end())}};
  for (const auto& [key, name] :
       {std::pair("outcome", &layout.outcome), std::pair("label", &layout.label),
        std::pair("score", &layout.score), std::pair("stratum", &layout.stratum)}) {
    if (*name) columns.Add(key, **name);
  }
  return columns;
}

}  // namespace

Result<AuditRequest> ReadAuditRequest(const json::Value& value) {
  AuditRequest request;
  ObjectReader reader(value, "");
  request.records.system = reader.String("system", Need::kRequired, ledger::kMaxIdBytes);
  request.records.first = reader.Unsigned("first").value_or(0);
  request.records.end = reader.Unsigned("end");
  request.attributes = reader.String("attributes", Need::kOptional, ledger::kMaxIdBytes);
  ReadLayout(reader, &request.layout);
  const std::string preset = reader.String("preset", Need::kOptional, kMaxColumnBytes);
  const json::Value* conventions = reader.ObjectMember("conventions", Need::kOptional);
  request.earlier = reader.String("earlier", Need::kOptional, kMaxDigestBytes);
  if (const json::Value* summary = reader.ObjectMember("summary", Need::kOptional)) {
    ObjectReader inner(*summary, "/summary");
    request.summary = ReadSummary(inner);
    reader.Absorb(inner.Finish());
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  if (!preset.empty()) {
    REEVE_ASSIGN_OR_RETURN(const Preset found, FindPreset(preset));
    request.conventions = found.conventions;
  }
  if (conventions != nullptr) {
    ObjectReader inner(*conventions, "/conventions");
    ReadConventions(inner, &request.conventions);
    REEVE_RETURN_IF_ERROR(inner.Finish());
  }
  REEVE_RETURN_IF_ERROR(CheckConventions(request.conventions, request.layout));
  REEVE_RETURN_IF_ERROR(CheckRecordsLayout(request.layout));
  if (request.summary) REEVE_RETURN_IF_ERROR(CheckSummaryItems(*request.summary));
  return request;
}

Result<json::Object> RecordedRequest(const AuditRequest& request) {
  REEVE_ASSIGN_OR_RETURN(const std::string conventions,
                         json::Canonical(ConventionsJson(request.conventions)));
  json::Object out{{"system", request.records.system},
                   {"attributes", request.attributes},
                   {"columns", ColumnsJson(request.layout)},
                   {"conventions", DigestName(Sha256(conventions))},
                   {"first", request.records.first}};
  if (request.records.end) out.Add("end", *request.records.end);
  if (!request.conventions.preset.empty()) out.Add("preset", request.conventions.preset);
  if (!request.earlier.empty()) out.Add("earlier", request.earlier);
  return out;
}

std::vector<std::string> AttributeColumns(const RowLayout& layout) {
  std::vector<std::string> columns = layout.attributes;
  for (const auto* name : {&layout.label, &layout.score, &layout.stratum}) {
    if (*name && **name != kOutcomeColumn) columns.push_back(**name);
  }
  return columns;
}

}  // namespace reeve::oversight::bias
