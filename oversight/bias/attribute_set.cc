#include "oversight/bias/attribute_set.h"

#include <algorithm>

#include "base/json_reader.h"
#include "base/text.h"
#include "oversight/bundle_register.h"
#include "oversight/read_time.h"

namespace reeve::oversight::bias {
namespace {

using json::Need;
using json::ObjectReader;

constexpr size_t kMaxDigestBytes = 80;

Error Wrong(std::string message, std::string at) {
  return {"bias.attribute_terms", std::move(message), std::move(at)};
}

Error NotFound(std::string_view id) {
  return {"bias.attributes_not_found", "no attributes were uploaded as `" + std::string(id) +
                                           "`: `reeve bias attributes list` shows those that were"};
}

json::Object BodyOf(const AttributeSet& set) {
  return {{"attributes", set.id},
          {"system", set.system},
          {"purpose", set.purpose},
          {"legal_basis", set.legal_basis},
          {"delete_at", FormatTimestamp(set.delete_at)},
          {"rows", set.rows},
          {"bytes", set.bytes},
          {"columns", json::Array(set.columns.begin(), set.columns.end())},
          {"digest", set.digest},
          {"by", set.by},
          {"principal", set.principal}};
}

void ReadBody(ObjectReader& reader, AttributeSet* set) {
  set->id = reader.String("attributes", Need::kRequired, ledger::kMaxIdBytes);
  set->system = reader.String("system", Need::kRequired, ledger::kMaxIdBytes);
  set->purpose = reader.String("purpose", Need::kRequired, kMaxPurposeBytes);
  set->legal_basis = reader.String("legal_basis", Need::kRequired, kMaxLegalBasisBytes);
  set->delete_at = ReadTime(reader, "delete_at");
  set->rows = reader.Unsigned("rows").value_or(0);
  set->bytes = reader.Unsigned("bytes").value_or(0);
  set->columns = reader.Strings("columns", kMaxAttributeColumns, kMaxColumnNameBytes);
  set->digest = reader.String("digest", Need::kRequired, kMaxDigestBytes);
  set->by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  set->principal = reader.String("principal", Need::kOptional, kMaxReasonBytes);
}

json::Object DeletionJson(const AttributeDeletion& deletion) {
  return {
      {"by", deletion.by}, {"reason", deletion.reason}, {"time", FormatTimestamp(deletion.time)}};
}

Status Put(const AttributeSet& set, ledger::ProjectionWriter& state) {
  json::Object value = BodyOf(set);
  value.Add("tenant", set.tenant).Add("uploaded", FormatTimestamp(set.uploaded));
  if (set.deleted) value.Add("deleted", DeletionJson(*set.deleted));
  REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(std::move(value)));
  state.Put(set.id, text);
  return {};
}

Result<AttributeSet> ParseSet(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  AttributeSet set;
  ObjectReader reader(value, "");
  ReadBody(reader, &set);
  set.tenant = reader.String("tenant", Need::kOptional, ledger::kMaxIdBytes);
  set.uploaded = ReadTime(reader, "uploaded");
  if (const json::Value* deleted = reader.ObjectMember("deleted", Need::kOptional)) {
    ObjectReader inner(*deleted, "/deleted");
    AttributeDeletion deletion;
    deletion.by = inner.String("by", Need::kRequired, kMaxPersonBytes);
    deletion.reason = inner.String("reason", Need::kRequired, kMaxReasonBytes);
    deletion.time = ReadTime(inner, "time");
    reader.Absorb(inner.Finish());
    set.deleted = std::move(deletion);
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return set;
}

Status CheckTime(const AttributeSet& set) {
  if (set.delete_at <= set.uploaded) {
    return Wrong("the attributes are to be deleted at `" + FormatTimestamp(set.delete_at) +
                     "`, which is past: name a later time",
                 "/delete_at");
  }
  if (set.delete_at - set.uploaded > kMaxAttributeTime) {
    return Wrong("attributes are kept for 366 days at most: name an earlier time of deletion",
                 "/delete_at");
  }
  return {};
}

Status FoldUpload(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  AttributeSet set;
  ObjectReader reader(*body, "/body");
  ReadBody(reader, &set);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  set.tenant = record.tenant();
  set.uploaded = record.time();
  REEVE_RETURN_IF_ERROR(CheckTerms(set));
  REEVE_RETURN_IF_ERROR(CheckTime(set));
  return Put(set, state);
}

Status FoldDeletion(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  ObjectReader reader(*body, "/body");
  const std::string id = reader.String("attributes", Need::kRequired, ledger::kMaxIdBytes);
  AttributeDeletion deletion;
  deletion.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  deletion.reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  reader.String("principal", Need::kOptional, kMaxReasonBytes);
  deletion.time = record.time();
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> known, state.Get(id));
  if (!known) return NotFound(id);
  REEVE_ASSIGN_OR_RETURN(AttributeSet set, ParseSet(*known));
  if (set.tenant != record.tenant()) return NotFound(id);
  if (set.deleted) {
    return Error{"bias.attributes_deleted",
                 "the attributes `" + id + "` were deleted already, by `" + set.deleted->by + "`"};
  }
  set.deleted = std::move(deletion);
  return Put(set, state);
}

bool IsReference(std::string_view text) {
  return !text.empty() && text.size() <= kMaxLegalBasisBytes &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

bool IsColumnName(const std::string& name) {
  return !name.empty() && name.size() <= kMaxColumnNameBytes && IsValidUtf8(name);
}

}  // namespace

json::Object ToJson(const AttributeSet& set, Timestamp now) {
  json::Object out = BodyOf(set);
  out.Add("uploaded", FormatTimestamp(set.uploaded));
  out.Add("state", set.deleted ? "deleted" : (set.IsKept(now) ? "kept" : "due"));
  if (set.deleted) out.Add("deleted", DeletionJson(*set.deleted));
  return out;
}

Status AttributeSetProjection::Fold(const ledger::Record& record,
                                    ledger::ProjectionWriter& state) const {
  if (record.kind() == kAttributesUploaded) return FoldUpload(record, state);
  if (record.kind() == kAttributesDeleted) return FoldDeletion(record, state);
  return {};
}

Status CheckTerms(const AttributeSet& set) {
  if (set.purpose.empty() || set.purpose.size() > kMaxPurposeBytes || !IsValidUtf8(set.purpose)) {
    return Wrong("say in `purpose` what these attributes are for, in 1 to " +
                     std::to_string(kMaxPurposeBytes) + " bytes",
                 "/purpose");
  }
  if (!IsReference(set.legal_basis)) {
    return Wrong(
        "`legal_basis` is the id of the record that says why these attributes may be processed: 1 "
        "to 128 visible characters",
        "/legal_basis");
  }
  if (set.columns.empty() || set.columns.size() > kMaxAttributeColumns ||
      !std::all_of(set.columns.begin(), set.columns.end(), IsColumnName)) {
    return Wrong("beside `decision` there are 1 to 64 columns, whose names have 1 to 64 bytes",
                 "/columns");
  }
  return {};
}

Result<AttributeSet> FindAttributeSet(const ledger::Ledger& ledger, std::string_view tenant,
                                      std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const auto text, ledger.State("bias_attributes").Get(id));
  if (!text) return NotFound(id);
  REEVE_ASSIGN_OR_RETURN(AttributeSet set, ParseSet(*text));
  if (set.tenant != tenant) return NotFound(id);
  return set;
}

Result<std::vector<AttributeSet>> AllAttributeSets(const ledger::Ledger& ledger) {
  std::vector<AttributeSet> sets;
  Status parsed;
  REEVE_RETURN_IF_ERROR(
      ledger.State("bias_attributes").Scan("", [&](std::string_view, std::string_view value) {
        Result<AttributeSet> set = ParseSet(value);
        if (!set.ok()) {
          parsed = set.error();
          return false;
        }
        sets.push_back(*std::move(set));
        return true;
      }));
  REEVE_RETURN_IF_ERROR(parsed);
  return sets;
}

Result<ledger::NewRecord> UploadRecord(const AttributeSet& set) {
  REEVE_ASSIGN_OR_RETURN(std::string body, json::Canonical(BodyOf(set)));
  return ledger::NewRecord{.kind = std::string(kAttributesUploaded),
                           .log = ledger::LogRole::kControl,
                           .tenant = set.tenant,
                           .id = set.id,
                           .body = std::move(body)};
}

Result<ledger::NewRecord> DeletionRecord(const AttributeSet& set, std::string_view reason,
                                         const ActingPerson& by, std::string record_id) {
  REEVE_ASSIGN_OR_RETURN(std::string body,
                         json::Canonical(json::Object{{"attributes", set.id},
                                                      {"reason", reason},
                                                      {"by", by.name},
                                                      {"principal", by.principal}}));
  return ledger::NewRecord{.kind = std::string(kAttributesDeleted),
                           .log = ledger::LogRole::kControl,
                           .tenant = set.tenant,
                           .id = std::move(record_id),
                           .body = std::move(body)};
}

}  // namespace reeve::oversight::bias
