#include "ledger/log_loader.h"

#include <algorithm>
#include <span>

#include "ledger/layout.h"
#include "ledger/record.h"

namespace reeve::ledger {
namespace {

constexpr size_t kHashesPerRun = 256;
constexpr size_t kBatchBytes = size_t{4} << 20;

Error Wrong(uint64_t index, std::string_view why) {
  return {"load.record", "record `" + std::to_string(index) + "` " + std::string(why)};
}

}  // namespace

Result<LogLoader> LogLoader::Begin(Store& store, VerifierKey first) {
  REEVE_ASSIGN_OR_RETURN(const Head head, store.ReadHead());
  REEVE_ASSIGN_OR_RETURN(const auto owner, store.Get(Space::kMeta, kVkeyKey));
  if (head.size != 0 || owner) return Error{"load.not_empty", "there is a log there already"};
  LogLoader loader(&store, std::move(first));
  REEVE_ASSIGN_OR_RETURN(loader.epoch_, store.ClaimEpoch());
  REEVE_ASSIGN_OR_RETURN(loader.written_, store.ReadHead());
  loader.batch_.Put(Space::kMeta, kFormatKey, kFormatValue);
  loader.batch_.Put(Space::kMeta, kVkeyKey, loader.keys_.active().Text());
  return loader;
}

Status LogLoader::Add(std::string_view bytes) {
  const uint64_t index = tail_.size();
  const Result<Record> record = Record::Parse(std::string(bytes));
  if (!record.ok()) return Wrong(index, "has not the form of one: " + record.error().message);
  if (record->index() != index) {
    return Wrong(index, "is missing: `" + std::to_string(record->index()) + "` stands there");
  }
  if (record->prev() != tail_.last_leaf) return Wrong(index, "does not follow the one before it");
  if (record->origin() != keys_.active().name) return Wrong(index, "is of another log");
  if (index != 0 && record->time() < tail_.last_time) return Wrong(index, "is older than the last");
  if (IsKeyRecord(*record)) {
    const Status applied = keys_.Apply(*record);
    if (!applied.ok()) return Wrong(index, "is refused: " + applied.error().message);
  }
  if (run_.empty()) run_first_ = index;
  AppendToRun(bytes, &run_);
  tail_.tree.Add(record->leaf(), &hashes_);
  tail_.last_leaf = record->leaf();
  tail_.last_time = record->time();
  batch_.Put(Space::kIds, record->id(), BigEndianKey(index));
  if (run_.size() >= kRunBytes) {
    batch_.Put(Space::kRecords, BigEndianKey(run_first_), run_);
    run_.clear();
  }
  return batch_.bytes() < kBatchBytes ? Status() : Flush();
}

Status LogLoader::AddCheckpoint(std::string_view note) {
  const Result<Checkpoint> checkpoint = OpenCheckpoint(note, keys_);
  const std::string name = "the checkpoint of size `" + std::to_string(tail_.size()) + "` ";
  if (!checkpoint.ok()) {
    return Error{"load.checkpoint", name + "is not signed: " + checkpoint.error().message};
  }
  if (checkpoint->size != tail_.size() || checkpoint->root != tail_.tree.Root()) {
    return Error{"load.checkpoint", name + "was signed over other records"};
  }
  signed_ = *checkpoint;
  ++checkpoints_;
  batch_.Put(Space::kCheckpoints, BigEndianKey(signed_.size), note);
  return {};
}

Status LogLoader::Flush() {
  if (!run_.empty()) {
    batch_.Put(Space::kRecords, BigEndianKey(run_first_), run_);
    run_.clear();
  }
  std::span<const Hash> rest(hashes_);
  while (!rest.empty()) {
    const std::span<const Hash> run = rest.first(std::min(rest.size(), kHashesPerRun));
    batch_.Put(Space::kHashes, BigEndianKey(hashes_first_),
               {reinterpret_cast<const char*>(run.data()), run.size_bytes()});
    hashes_first_ += run.size();
    rest = rest.subspan(run.size());
  }
  hashes_.clear();
  const Hash root = tail_.tree.Root();
  if (store_ == nullptr) {
    batch_.Clear();
    return {};
  }
  batch_.SetHead(tail_.size(), root);
  REEVE_RETURN_IF_ERROR(store_->Append({epoch_, written_.size, written_.root}, batch_));
  written_.size = tail_.size();
  written_.root = root;
  batch_.Clear();
  return {};
}

Result<Checkpoint> LogLoader::Finish() {
  if (signed_.origin.empty() || signed_.size != tail_.size()) {
    return Error{"load.unsigned", "the last `" + std::to_string(tail_.size() - signed_.size) +
                                      "` records are under no checkpoint"};
  }
  REEVE_RETURN_IF_ERROR(Flush());
  return signed_;
}

}  // namespace reeve::ledger
