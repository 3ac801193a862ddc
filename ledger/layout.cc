#include "ledger/layout.h"

namespace reeve::ledger {
namespace {

constexpr size_t kLengthBytes = 2;
constexpr size_t kHashBytes = 32;

Error Damaged(std::string_view what, uint64_t index) {
  return {"ledger.damaged", "the store has no " + std::string(what) + " `" + std::to_string(index) +
                                "`, though later ones should follow or a head counts it"};
}

}  // namespace

std::string BigEndianKey(uint64_t v) {
  std::string key(8, '\0');
  for (size_t i = 8; i-- > 0; v >>= 8) key[i] = static_cast<char>(v & 0xFF);
  return key;
}

std::optional<uint64_t> ParseBigEndianKey(std::string_view key) {
  if (key.size() != 8) return std::nullopt;
  uint64_t v = 0;
  for (char c : key) v = (v << 8) | static_cast<unsigned char>(c);
  return v;
}

std::string ProjectionPrefix(std::string_view projection) {
  std::string prefix(projection);
  prefix.push_back('\0');
  return prefix;
}

std::string ProjectionVersionKey(std::string_view projection) {
  return "projection/" + std::string(projection);
}

void AppendToRun(std::string_view record, std::string* run) {
  run->push_back(static_cast<char>(record.size() >> 8));
  run->push_back(static_cast<char>(record.size() & 0xFF));
  run->append(record);
}

std::optional<std::string_view> TakeFromRun(std::string_view* run) {
  if (run->size() < kLengthBytes) return std::nullopt;
  const size_t size = static_cast<size_t>(static_cast<unsigned char>((*run)[0])) << 8 |
                      static_cast<unsigned char>((*run)[1]);
  if (run->size() - kLengthBytes < size) return std::nullopt;
  const std::string_view record = run->substr(kLengthBytes, size);
  run->remove_prefix(kLengthBytes + size);
  return record;
}

RecordScan::RecordScan(const Store& store, uint64_t first)
    : cursor_(store.NewCursor(Space::kRecords)), index_(first) {}

// To the record within its run, or, where no run reaches it, to the run that ought to begin there.
Status RecordScan::Position() {
  started_ = true;
  cursor_->SeekForPrev(BigEndianKey(index_));
  if (!cursor_->Valid()) {
    REEVE_RETURN_IF_ERROR(cursor_->status());
    cursor_->Seek(BigEndianKey(index_));
    return {};
  }
  const std::optional<uint64_t> first = ParseBigEndianKey(cursor_->key());
  if (!first) return Damaged("record", index_);
  run_ = cursor_->value();
  for (uint64_t i = *first; i < index_ && !run_.empty(); ++i) {
    if (!TakeFromRun(&run_)) return Damaged("record", i);
  }
  if (run_.empty()) cursor_->Next();
  return {};
}

Result<std::optional<std::string_view>> RecordScan::Next() {
  if (!started_) {
    REEVE_RETURN_IF_ERROR(Position());
  } else if (run_.empty() && cursor_->Valid()) {
    cursor_->Next();
  }
  if (run_.empty()) {
    if (!cursor_->Valid()) {
      REEVE_RETURN_IF_ERROR(cursor_->status());
      return std::optional<std::string_view>();
    }
    if (ParseBigEndianKey(cursor_->key()) != index_) return Damaged("record", index_);
    run_ = cursor_->value();
  }
  const std::optional<std::string_view> record = TakeFromRun(&run_);
  if (!record) return Damaged("record", index_);
  ++index_;
  return record;
}

HashScan::HashScan(const Store& store) : cursor_(store.NewCursor(Space::kHashes)) {
  cursor_->Seek("");
  if (cursor_->Valid()) run_ = cursor_->value();
}

Result<std::optional<Hash>> HashScan::Next() {
  if (run_.empty() && index_ != 0 && cursor_->Valid()) {
    cursor_->Next();
    if (cursor_->Valid()) run_ = cursor_->value();
  }
  if (!cursor_->Valid()) {
    REEVE_RETURN_IF_ERROR(cursor_->status());
    return std::optional<Hash>();
  }
  const std::optional<uint64_t> first = ParseBigEndianKey(cursor_->key());
  const uint64_t at = index_ - (cursor_->value().size() - run_.size()) / kHashBytes;
  if (first != at || run_.size() < kHashBytes) return Damaged("tree hash", index_);
  const Hash hash = HashFromBytes(run_.substr(0, kHashBytes));
  run_.remove_prefix(kHashBytes);
  ++index_;
  return std::optional<Hash>(hash);
}

Result<std::string> ReadRecordBytes(const Store& store, uint64_t index) {
  RecordScan scan(store, index);
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string_view> record, scan.Next());
  if (!record) {
    return Error{"ledger.not_found", "there is no record `" + std::to_string(index) + "`"};
  }
  return std::string(*record);
}

Result<uint64_t> FindIndex(const Store& store, std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> value, store.Get(Space::kIds, id));
  const std::optional<uint64_t> index = value ? ParseBigEndianKey(*value) : std::nullopt;
  if (value && !index) {
    return Error{"ledger.damaged", "the id index has no index for `" + std::string(id) + "`"};
  }
  if (!index) return Error{"ledger.not_found", "there is no record `" + std::string(id) + "`"};
  return *index;
}

Result<std::optional<std::string>> ReadCheckpoint(const Store& store, uint64_t size) {
  return store.Get(Space::kCheckpoints, BigEndianKey(size));
}

Result<std::vector<Hash>> StoreHashReader::ReadHashes(std::span<const uint64_t> indexes) const {
  const std::unique_ptr<Cursor> cursor = store_.NewCursor(Space::kHashes);
  std::vector<Hash> hashes;
  hashes.reserve(indexes.size());
  for (uint64_t index : indexes) {
    cursor->SeekForPrev(BigEndianKey(index));
    if (!cursor->Valid()) {
      REEVE_RETURN_IF_ERROR(cursor->status());
      return Damaged("tree hash", index);
    }
    const std::optional<uint64_t> first = ParseBigEndianKey(cursor->key());
    const std::string_view run = cursor->value();
    if (!first || (index - *first) >= run.size() / kHashBytes) return Damaged("tree hash", index);
    hashes.push_back(HashFromBytes(run.substr((index - *first) * kHashBytes, kHashBytes)));
  }
  return hashes;
}

}  // namespace reeve::ledger
