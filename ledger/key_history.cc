#include "ledger/key_history.h"

#include <algorithm>

#include "base/json.h"
#include "base/json_reader.h"
#include "ledger/layout.h"

namespace reeve::ledger {
namespace {

constexpr std::string_view kStatementTitle = "reeve key rotation";
constexpr size_t kMaxName = 256;
constexpr size_t kMaxReason = 1'024;
constexpr size_t kMaxVkey = 512;
constexpr size_t kMaxStatement = 4'096;

std::string StatementText(uint64_t number, const VerifierKey& old_key, const VerifierKey& new_key) {
  return new_key.name + "\n" + std::string(kStatementTitle) + "\n" + std::to_string(number) + "\n" +
         old_key.Text() + "\n" + new_key.Text() + "\n";
}

Error BadRecord(const Record& record, std::string_view code, const std::string& why) {
  return {code, "record `" + std::to_string(record.index()) + "` (" + std::string(record.id()) +
                    ") about a key: " + why};
}

Result<NewRecord> KeyRecord(std::string_view kind, uint64_t number, json::Object body) {
  NewRecord record{std::string(kind), LogRole::kControl, "default", KeyRecordId(number), {}};
  REEVE_ASSIGN_OR_RETURN(record.body, json::Canonical(std::move(body)));
  return record;
}

Status CheckChange(const KeyChange& change) {
  if (change.by.empty() || change.by.size() > kMaxName) {
    return Error{"key.by", "name the person who does this, in 1 to 256 bytes"};
  }
  if (change.reason.empty() || change.reason.size() > kMaxReason) {
    return Error{"key.reason", "say why, in 1 to 1024 bytes"};
  }
  return {};
}

Result<CompromiseWindow> ReadWindow(const json::Value& value) {
  json::ObjectReader reader(value, "/compromise");
  const std::string from = reader.String("from", json::Need::kRequired, kMaxName);
  const std::string until = reader.String("until", json::Need::kOptional, kMaxName);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  CompromiseWindow window;
  REEVE_ASSIGN_OR_RETURN(window.from, ParseTimestamp(from));
  if (until.empty()) return window;
  REEVE_ASSIGN_OR_RETURN(const Timestamp end, ParseTimestamp(until));
  window.until = end;
  return window;
}

}  // namespace

std::string KeyRecordId(uint64_t number) { return "key-" + std::to_string(number); }

Status KeyHistory::Apply(const Record& record) {
  if (keys_.empty()) Panic("a history of keys without a first key");
  if (record.id() != KeyRecordId(next_number())) {
    return BadRecord(record, "key.sequence",
                     "the next of them has the id `" + KeyRecordId(next_number()) + "`");
  }
  if (!IsKeyRecord(record)) {
    return BadRecord(record, "key.record", "its kind is `" + std::string(record.kind()) + "`");
  }
  if (records_ == kMaxKeyRecords) return BadRecord(record, "key.sequence", "there are too many");
  REEVE_ASSIGN_OR_RETURN(const json::Value* const body, record.Body());
  REEVE_RETURN_IF_ERROR(record.kind() == kKeyRotatedKind ? ApplyRotation(record, *body)
                                                         : ApplyRevocation(record, *body));
  ++records_;
  return {};
}

Status KeyHistory::ApplyRotation(const Record& record, const json::Value& body) {
  json::ObjectReader reader(body, "");
  reader.String("by", json::Need::kRequired, kMaxName);
  const std::string named_old = reader.String("old", json::Need::kRequired, kMaxVkey);
  const std::string named_new = reader.String("new", json::Need::kRequired, kMaxVkey);
  reader.String("reason", json::Need::kRequired, kMaxReason);
  const std::string statement = reader.String("statement", json::Need::kRequired, kMaxStatement);
  if (const Status read = reader.Finish(); !read.ok()) {
    return BadRecord(record, "key.record", read.error().message);
  }
  const Result<VerifierKey> new_key = VerifierKey::Parse(named_new);
  if (!new_key.ok()) return BadRecord(record, "key.record", new_key.error().message);
  if (named_old != active().Text() || new_key->name != active().name) {
    return BadRecord(record, "key.statement", "it does not replace the log's key");
  }
  if (Find(*new_key) != nullptr) {
    return BadRecord(record, "key.known", "the log had the key `" + named_new + "` already");
  }
  const VerifierKey both[] = {active(), *new_key};
  const Result<OpenedNote> opened = OpenNote(statement, both);
  if (!opened.ok() || opened->verified_by.size() != 2 ||
      opened->note.text != StatementText(next_number(), active(), *new_key)) {
    return BadRecord(record, "key.statement", "its statement is not signed by both keys");
  }
  const uint64_t size = record.index() + 1;
  keys_.back().until_size = size;
  keys_.push_back({.key = *new_key, .from_size = size, .rotated_at = record.index()});
  return {};
}

Status KeyHistory::ApplyRevocation(const Record& record, const json::Value& body) {
  json::ObjectReader reader(body, "");
  reader.String("by", json::Need::kRequired, kMaxName);
  const json::Value* const window = reader.ObjectMember("compromise", json::Need::kOptional);
  const std::string named = reader.String("key", json::Need::kRequired, kMaxVkey);
  std::string reason = reader.String("reason", json::Need::kRequired, kMaxReason);
  if (const Status read = reader.Finish(); !read.ok()) {
    return BadRecord(record, "key.record", read.error().message);
  }
  const auto key = std::find_if(keys_.begin(), keys_.end(),
                                [&](const LogKey& each) { return each.key.Text() == named; });
  if (key == keys_.end()) {
    return BadRecord(record, "key.unknown", "the log never had the key `" + named + "`");
  }
  if (key + 1 == keys_.end()) {
    return BadRecord(record, "key.active", "it revokes the key that signs");
  }
  if (window != nullptr) {
    const Result<CompromiseWindow> read = ReadWindow(*window);
    if (!read.ok()) return BadRecord(record, "key.record", read.error().message);
    key->compromise = *read;
  }
  key->revoked_at = record.index();
  key->reason = std::move(reason);
  return {};
}

const LogKey* KeyHistory::Find(const VerifierKey& key) const {
  const auto found =
      std::find_if(keys_.begin(), keys_.end(), [&](const LogKey& each) { return each.key == key; });
  return found == keys_.end() ? nullptr : &*found;
}

std::vector<VerifierKey> KeyHistory::At(uint64_t size) const {
  std::vector<VerifierKey> out;
  for (const LogKey& each : keys_) {
    const bool ended = each.until_size && *each.until_size < size;
    if (each.from_size <= size && !ended) out.push_back(each.key);
  }
  return out;
}

Status ExtendKeyHistory(const FindRecord& find, KeyHistory* history) {
  while (true) {
    REEVE_ASSIGN_OR_RETURN(const std::optional<Record> record,
                           find(KeyRecordId(history->next_number())));
    if (!record) return {};
    REEVE_RETURN_IF_ERROR(history->Apply(*record));
  }
}

FindRecord StoredKeyRecords(const Store& store) {
  return [&store](std::string_view id) -> Result<std::optional<Record>> {
    const Result<uint64_t> index = FindIndex(store, id);
    if (!index.ok() && index.error().code == "ledger.not_found") return std::optional<Record>();
    if (!index.ok()) return index.error();
    REEVE_ASSIGN_OR_RETURN(std::string bytes, ReadRecordBytes(store, *index));
    REEVE_ASSIGN_OR_RETURN(Record record, Record::Parse(std::move(bytes)));
    return std::optional<Record>(std::move(record));
  };
}

Result<KeyHistory> ReadKeyHistory(const Store& store) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text, store.Get(Space::kMeta, kVkeyKey));
  if (!text) return Error{"ledger.vkey", "the store does not name its key"};
  REEVE_ASSIGN_OR_RETURN(VerifierKey first, VerifierKey::Parse(*text));
  KeyHistory history(std::move(first));
  REEVE_RETURN_IF_ERROR(ExtendKeyHistory(StoredKeyRecords(store), &history));
  return history;
}

Result<NewRecord> MakeRotation(const KeyHistory& history, const SigningKey& old_key,
                               const SigningKey& new_key, const KeyChange& change) {
  REEVE_RETURN_IF_ERROR(CheckChange(change));
  const VerifierKey& old_vkey = history.active();
  const VerifierKey new_vkey = VerifierKey::Ed25519(old_vkey.name, new_key.public_key());
  if (history.Find(new_vkey) != nullptr) {
    return Error{"key.known", "the log had the key `" + new_vkey.Text() + "` already: make a new"};
  }
  const uint64_t number = history.next_number();
  const std::string text = StatementText(number, old_vkey, new_vkey);
  REEVE_ASSIGN_OR_RETURN(const std::string by_old, old_key.Sign(text));
  REEVE_ASSIGN_OR_RETURN(const std::string by_new, new_key.Sign(text));
  const Note statement{
      text, {{old_vkey.name, old_vkey.id, by_old}, {new_vkey.name, new_vkey.id, by_new}}};
  return KeyRecord(kKeyRotatedKind, number,
                   {{"by", change.by},
                    {"new", new_vkey.Text()},
                    {"old", old_vkey.Text()},
                    {"reason", change.reason},
                    {"statement", statement.Format()}});
}

Result<NewRecord> MakeRevocation(const KeyHistory& history, const VerifierKey& key,
                                 const std::optional<CompromiseWindow>& window,
                                 const KeyChange& change) {
  REEVE_RETURN_IF_ERROR(CheckChange(change));
  if (history.Find(key) == nullptr) {
    return Error{"key.unknown", "the log never had the key `" + key.Text() + "`"};
  }
  if (key == history.active()) {
    return Error{"key.active", "`" + key.Text() +
                                   "` is the key that signs: replace it first (reeve key rotate), "
                                   "then revoke it"};
  }
  json::Object body{{"by", change.by}, {"key", key.Text()}, {"reason", change.reason}};
  if (window) {
    if (window->until && *window->until < window->from) {
      return Error{"key.window", "the window of the compromise ends before it begins"};
    }
    json::Object times{{"from", FormatTimestamp(window->from)}};
    if (window->until) times.Add("until", FormatTimestamp(*window->until));
    body.Add("compromise", std::move(times));
  }
  return KeyRecord(kKeyRevokedKind, history.next_number(), std::move(body));
}

std::string KeyText(const LogKey& key) {
  std::string out =
      key.key.Text() + "\nsigns checkpoints from size " + std::to_string(key.from_size);
  if (key.until_size) out += " to " + std::to_string(*key.until_size);
  if (key.rotated_at) out += "; took over by record " + std::to_string(*key.rotated_at);
  out += "\n";
  if (!key.revoked_at) return out;
  out += "REVOKED by record " + std::to_string(*key.revoked_at) + ": " + key.reason + "\n";
  if (!key.compromise) return out;
  out += "perhaps in other hands from " + FormatTimestamp(key.compromise->from);
  if (key.compromise->until) out += " to " + FormatTimestamp(*key.compromise->until);
  return out + "\n";
}

json::Object KeyJson(const LogKey& key) {
  json::Object out{{"vkey", key.key.Text()}, {"from_size", key.from_size}};
  if (key.until_size) out.Add("until_size", *key.until_size);
  if (key.rotated_at) out.Add("rotated_at", *key.rotated_at);
  if (key.revoked_at) out.Add("revoked_at", *key.revoked_at).Add("reason", key.reason);
  if (key.compromise) {
    json::Object window{{"from", FormatTimestamp(key.compromise->from)}};
    if (key.compromise->until) window.Add("until", FormatTimestamp(*key.compromise->until));
    out.Add("compromise", std::move(window));
  }
  return out;
}

Result<Checkpoint> OpenCheckpoint(std::string_view note, const KeyHistory& history) {
  REEVE_ASSIGN_OR_RETURN(const Note parsed, Note::Parse(note));
  REEVE_ASSIGN_OR_RETURN(Checkpoint checkpoint, Checkpoint::ParseText(parsed.text));
  const std::vector<VerifierKey> keys = history.At(checkpoint.size);
  if (keys.empty() || checkpoint.origin != keys.front().name) {
    return Error{"ledger.checkpoint", "the origin `" + checkpoint.origin + "` is not the log's"};
  }
  REEVE_RETURN_IF_ERROR([&]() -> Status {
    const Result<OpenedNote> opened = OpenNote(note, keys);
    return opened.ok() ? Status() : Status(opened.error());
  }());
  return checkpoint;
}

}  // namespace reeve::ledger
