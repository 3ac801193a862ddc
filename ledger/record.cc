#include "ledger/record.h"

#include "base/encoding.h"
#include "base/text.h"
#include "ledger/merkle.h"

namespace reeve::ledger {
namespace {

constexpr std::string_view kBodyPrefix = R"({"body":)";
constexpr size_t kWidestIndex = 16;  // digits of 2^53, the largest number RFC 8785 carries
constexpr size_t kHashDigits = 64;
constexpr size_t kTimeLetters = 27;
constexpr size_t kFieldCount = 10;
// Bodies are read with 64 levels at most; the envelope and what wraps a body add a few.
constexpr json::ParseLimits kReadLimits{kMaxRecordBytes, 256};

Error Malformed(std::string why) { return {"ledger.record_malformed", std::move(why)}; }

Error TooLarge(size_t bytes) {
  return {"ledger.record_too_large", "a record of `" + std::to_string(bytes) +
                                         "` bytes; at most 65535 fit an entry of the log"};
}

// Reads the members of an envelope one after the other; the first fault wins.
class Envelope {
 public:
  explicit Envelope(const json::Value& value) : value_(value) {}

  const std::string& String(std::string_view key) {
    static const std::string kEmpty;
    const json::Value* member = value_.Find(key);
    const std::string* text = member == nullptr ? nullptr : member->as_string();
    if (text == nullptr) Fault(key, "a string");
    return text == nullptr ? kEmpty : *text;
  }
  uint64_t Number(std::string_view key) {
    const json::Value* member = value_.Find(key);
    const int64_t* number = member == nullptr ? nullptr : member->as_int();
    if (number == nullptr || *number < 0) return Fault(key, "a whole number"), 0;
    return static_cast<uint64_t>(*number);
  }
  void Fault(std::string_view key, std::string_view wanted) {
    if (!status_.ok()) return;
    status_ = Malformed("the record's `" + std::string(key) + "` is not " + std::string(wanted));
  }
  const Status& status() const { return status_; }

 private:
  const json::Value& value_;
  Status status_;
};

Hash ReadPrev(Envelope* envelope) {
  const Result<std::string> bytes = HexDecode(envelope->String("prev"));
  if (bytes.ok() && bytes->size() == Hash{}.size()) return HashFromBytes(*bytes);
  envelope->Fault("prev", "64 hex digits");
  return {};
}

Timestamp ReadTime(Envelope* envelope) {
  const std::string& text = envelope->String("time");
  const Result<Timestamp> time = ParseTimestamp(text);
  if (time.ok() && text.size() == kTimeLetters) return *time;
  envelope->Fault("time", "a time in UTC with six digits of fraction");
  return {};
}

LogRole ReadRole(Envelope* envelope) {
  const std::string& text = envelope->String("log");
  if (text == LogRoleName(LogRole::kControl)) return LogRole::kControl;
  if (text != LogRoleName(LogRole::kDecision)) envelope->Fault("log", "`decision` or `control`");
  return LogRole::kDecision;
}

Status CheckNames(const NewRecord& record) {
  if (record.kind.empty()) return Malformed("a record without a kind");
  if (record.id.empty()) return Malformed("a record without an id");
  if (record.id.size() > kMaxIdBytes) return Malformed("an id of more than 256 bytes");
  if (!IsValidUtf8(record.kind) || !IsValidUtf8(record.id) || !IsValidUtf8(record.tenant)) {
    return Malformed("the kind, id or tenant of a record is not UTF-8");
  }
  return {};
}

void CheckCanonicalInDebug([[maybe_unused]] std::string_view body) {
#ifndef NDEBUG
  const Result<json::Value> value = json::Parse(body, kReadLimits);
  if (!value.ok()) Panic("the body of a new record is not JSON: " + value.error().message);
  const Result<std::string> canonical = json::Canonical(*value);
  if (!canonical.ok() || *canonical != body) Panic("the body of a new record is not canonical");
#endif
}

// Takes an envelope apart in the order in which canonical form has its members. False where it is
// not of that form, or holds something rare that Parse is there for: a name with an escape.
class EnvelopeReader {
 public:
  EnvelopeReader(std::string_view bytes, const json::PathSet* paths,
                 std::vector<json::FoundValue>* found)
      : bytes_(bytes), reader_(bytes, kReadLimits.max_depth - 1), paths_(paths), found_(found) {}

  bool Read(Record::Fields* fields) {
    std::string_view log;
    std::string_view prev;
    std::string_view time;
    if (!Body(&fields->body) || !Name(R"(,"id":)", &fields->id) || !Index(&fields->index) ||
        !Name(R"(,"kind":)", &fields->kind) || !Name(R"(,"log":)", &log) ||
        !Name(R"(,"origin":)", &fields->origin) || !Name(R"(,"prev":)", &prev) ||
        !Name(R"(,"tenant":)", &fields->tenant) || !Name(R"(,"time":)", &time) ||
        !reader_.Literal(R"(,"v":1})") || !reader_.AtEnd()) {
      return false;
    }
    const Result<std::string> hash = HexDecode(prev);
    const Result<Timestamp> moment = ParseTimestamp(time);
    const bool control = log == LogRoleName(LogRole::kControl);
    if (!hash.ok() || hash->size() != Hash{}.size() || !moment.ok() ||
        time.size() != kTimeLetters || (!control && log != LogRoleName(LogRole::kDecision))) {
      return false;
    }
    fields->prev = HashFromBytes(*hash);
    fields->time = *moment;
    fields->log = control ? LogRole::kControl : LogRole::kDecision;
    fields->bytes = bytes_;
    return !fields->kind.empty() && !fields->id.empty() && fields->id.size() <= kMaxIdBytes;
  }

 private:
  bool Body(std::string_view* body) {
    if (!reader_.Literal(kBodyPrefix)) return false;
    const size_t begin = reader_.position();
    if (!reader_.Value(paths_, found_)) return false;
    *body = bytes_.substr(begin, reader_.position() - begin);
    return body->front() == '{';
  }
  bool Name(std::string_view key, std::string_view* name) {
    bool escaped = false;
    return reader_.Literal(key) && reader_.String(name, &escaped) && !escaped;
  }
  bool Index(uint64_t* index) {
    if (!reader_.Literal(R"(,"index":)")) return false;
    const size_t begin = reader_.position();
    if (!reader_.Number()) return false;
    const auto number = json::NumberOf(bytes_.substr(begin, reader_.position() - begin));
    *index = number.value_or(0);
    return number.has_value();
  }

  std::string_view bytes_;
  json::CanonicalReader reader_;
  const json::PathSet* paths_;
  std::vector<json::FoundValue>* found_;
};

}  // namespace

std::string_view LogRoleName(LogRole role) {
  return role == LogRole::kControl ? "control" : "decision";
}

Result<Record> Record::Parse(std::string bytes) {
  if (bytes.size() > kMaxRecordBytes) return TooLarge(bytes.size());
  const Result<json::Value> parsed = json::Parse(bytes, kReadLimits);
  if (!parsed.ok()) return Malformed("not JSON: " + parsed.error().message);
  const json::Object* object = parsed->as_object();
  if (object == nullptr || object->size() != kFieldCount) {
    return Malformed("a record is an object of ten fields");
  }
  const Result<std::string> canonical = json::Canonical(*parsed);
  if (!canonical.ok() || *canonical != bytes) {
    return Error{"ledger.record_not_canonical", "the record is not in canonical form (RFC 8785)"};
  }
  auto owned = std::make_unique<Owned>();
  owned->bytes = std::move(bytes);
  Envelope envelope(*parsed);
  owned->kind = envelope.String("kind");
  owned->tenant = envelope.String("tenant");
  owned->id = envelope.String("id");
  owned->origin = envelope.String("origin");
  Fields fields;
  fields.index = envelope.Number("index");
  fields.log = ReadRole(&envelope);
  fields.time = ReadTime(&envelope);
  fields.prev = ReadPrev(&envelope);
  if (envelope.Number("v") != 1) envelope.Fault("v", "1, the only version there is");
  const json::Value* body = parsed->Find("body");
  if (body == nullptr || body->as_object() == nullptr) envelope.Fault("body", "an object");
  REEVE_RETURN_IF_ERROR(envelope.status());
  REEVE_RETURN_IF_ERROR(CheckNames({owned->kind, fields.log, owned->tenant, owned->id, ""}));
  fields.kind = owned->kind;
  fields.tenant = owned->tenant;
  fields.id = owned->id;
  fields.origin = owned->origin;
  fields.bytes = owned->bytes;
  // The whole is canonical, so the body stands first and its own canonical form is its text.
  REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(*body));
  fields.body = fields.bytes.substr(kBodyPrefix.size(), text.size());
  fields.leaf = LeafHash(fields.bytes);
  Record record(fields);
  record.owned_ = std::move(owned);
  return record;
}

Result<Record> Record::View(std::string_view bytes, const Hash& leaf, const json::PathSet* paths,
                            std::vector<json::FoundValue>* found) {
  Fields fields;
  const size_t before = found == nullptr ? 0 : found->size();
  if (bytes.size() <= kMaxRecordBytes && EnvelopeReader(bytes, paths, found).Read(&fields)) {
    fields.leaf = leaf;
    return Record(fields);
  }
  if (found != nullptr) found->resize(before);
  REEVE_ASSIGN_OR_RETURN(Record record, Parse(std::string(bytes)));
  json::CanonicalReader reader(record.body_text(), kReadLimits.max_depth - 1);
  if (!reader.Value(paths, found)) Panic("a body that was read is not canonical");
  return record;
}

Result<const json::Value*> Record::Body() const {
  if (parsed_ == nullptr) {
    REEVE_ASSIGN_OR_RETURN(json::Value value, json::Parse(fields_.body, kReadLimits));
    parsed_ = std::make_unique<const json::Value>(std::move(value));
  }
  return parsed_.get();
}

Result<RecordDraft> RecordDraft::Make(const NewRecord& record, std::string_view origin) {
  REEVE_RETURN_IF_ERROR(CheckNames(record));
  if (record.body.size() < 2 || record.body.front() != '{' || record.body.back() != '}') {
    return Malformed("the body of a record is an object");
  }
  RecordDraft draft;
  std::string& text = draft.text_;
  text.reserve(record.body.size() + 384);
  text.append(kBodyPrefix).append(record.body).append(R"(,"id":)");
  json::WriteString(record.id, &text);
  text.append(R"(,"index":)");
  draft.index_at_ = text.size();
  text.append(R"(,"kind":)");
  json::WriteString(record.kind, &text);
  text.append(R"(,"log":")").append(LogRoleName(record.log)).append(R"(","origin":)");
  json::WriteString(origin, &text);
  text.append(R"(,"prev":")");
  draft.prev_at_ = text.size();
  text.append(R"(","tenant":)");
  json::WriteString(record.tenant, &text);
  text.append(R"(,"time":")");
  draft.time_at_ = text.size();
  text.append(R"(","v":1})");
  if (draft.MaxSize() > kMaxRecordBytes) return TooLarge(draft.MaxSize());
  CheckCanonicalInDebug(record.body);
  return draft;
}

size_t RecordDraft::MaxSize() const {
  return text_.size() + kWidestIndex + kHashDigits + kTimeLetters;
}

void RecordDraft::AppendTo(uint64_t index, const Hash& prev, std::string_view time,
                           std::string* out) const {
  constexpr char kDigits[] = "0123456789abcdef";
  char hex[kHashDigits];
  for (size_t i = 0; i < prev.size(); ++i) {
    hex[2 * i] = kDigits[prev[i] >> 4];
    hex[2 * i + 1] = kDigits[prev[i] & 15];
  }
  const std::string_view text = text_;
  out->append(text.substr(0, index_at_)).append(std::to_string(index));
  out->append(text.substr(index_at_, prev_at_ - index_at_)).append(hex, sizeof hex);
  out->append(text.substr(prev_at_, time_at_ - prev_at_)).append(time);
  out->append(text.substr(time_at_));
}

}  // namespace reeve::ledger
