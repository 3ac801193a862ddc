#include "ledger/anchors.h"

#include "base/encoding.h"
#include "base/json_reader.h"
#include "ledger/layout.h"

namespace reeve::ledger {
namespace {

using json::Need;

constexpr size_t kMaxAuthorityBytes = 2048;
constexpr size_t kMaxWitnesses = 256;
constexpr size_t kMaxNameBytes = 256;
constexpr std::string_view kTenant = "default";

Error Bad(const Record& record, std::string_view why) {
  return {"ledger.anchor", "record `" + std::to_string(record.index()) +
                               "` is no anchor as it should be: " + std::string(why)};
}

}  // namespace

bool IsAnchorKind(std::string_view kind) {
  return kind == kCosignedKind || kind == kTimestampedKind;
}

NewRecord Anchor::ToRecord(std::string id) const {
  json::Object body{{"checkpoint", checkpoint}, {"size", size}};
  if (is_time()) {
    body.Add("authority", authority)
        .Add("time", FormatTimestamp(time))
        .Add("token", Base64Encode(token));
  } else {
    body.Add("witnesses", json::Array(witnesses.begin(), witnesses.end()));
  }
  return {.kind = std::string(is_time() ? kTimestampedKind : kCosignedKind),
          .log = LogRole::kControl,
          .tenant = std::string(kTenant),
          .id = std::move(id),
          .body = *json::Canonical(std::move(body))};
}

Result<Anchor> Anchor::FromRecord(const Record& record) {
  if (!IsAnchorKind(record.kind())) return Bad(record, "another kind");
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  json::ObjectReader reader(*body, "");
  Anchor anchor;
  anchor.size = reader.Unsigned("size").value_or(0);
  anchor.checkpoint = reader.String("checkpoint", Need::kRequired, kMaxRecordBytes);
  std::string time, token;
  const bool is_time = record.kind() == kTimestampedKind;
  if (is_time) {
    anchor.authority = reader.String("authority", Need::kRequired, kMaxAuthorityBytes);
    time = reader.String("time", Need::kRequired, kMaxNameBytes);
    token = reader.String("token", Need::kRequired, kMaxRecordBytes);
  } else {
    anchor.witnesses = reader.Strings("witnesses", kMaxWitnesses, kMaxNameBytes);
  }
  if (const Status read = reader.Finish(); !read.ok()) return Bad(record, read.error().message);
  if (anchor.size > record.index()) return Bad(record, "its checkpoint is of records after it");
  if (!is_time) return anchor;
  REEVE_ASSIGN_OR_RETURN(anchor.time, ParseTimestamp(time));
  REEVE_ASSIGN_OR_RETURN(anchor.token, Base64Decode(token));
  return anchor;
}

Status AnchorProjection::Fold(const Record& record, ProjectionWriter& state) const {
  if (!IsAnchorKind(record.kind())) return {};
  REEVE_ASSIGN_OR_RETURN(const Anchor anchor, Anchor::FromRecord(record));
  const auto micros = static_cast<uint64_t>(record.time().time_since_epoch().count());
  state.Put(record.kind(),
            BigEndianKey(anchor.size) + BigEndianKey(record.index()) + BigEndianKey(micros));
  return {};
}

Result<std::optional<LastAnchor>> FindLastAnchor(const Store& store, std::string_view kind) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> value,
                         ProjectionReader(store, AnchorProjection::kName).Get(kind));
  if (!value) return std::optional<LastAnchor>();
  const std::string_view bytes = *value;
  if (bytes.size() != 24) return Error{"ledger.damaged", "the last anchor does not read: rebuild"};
  const auto micros = static_cast<int64_t>(*ParseBigEndianKey(bytes.substr(16)));
  return std::optional<LastAnchor>({*ParseBigEndianKey(bytes.substr(0, 8)),
                                    *ParseBigEndianKey(bytes.substr(8, 8)),
                                    Timestamp(std::chrono::microseconds(micros))});
}

Result<Anchor> ReadAnchor(const Store& store, const LastAnchor& last) {
  REEVE_ASSIGN_OR_RETURN(std::string bytes, ReadRecordBytes(store, last.record));
  REEVE_ASSIGN_OR_RETURN(const Record record, Record::Parse(std::move(bytes)));
  return Anchor::FromRecord(record);
}

Result<bool> HasNews(const Store& store, uint64_t from, uint64_t size) {
  RecordScan scan(store, from);
  while (scan.index() < size) {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string_view> bytes, scan.Next());
    if (!bytes) return false;
    REEVE_ASSIGN_OR_RETURN(const Record record, Record::Parse(std::string(*bytes)));
    if (!IsAnchorKind(record.kind())) return true;
  }
  return false;
}

}  // namespace reeve::ledger
