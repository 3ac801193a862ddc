#include "ledger/group_builder.h"

#include <algorithm>
#include <optional>

#include "ledger/layout.h"

namespace reeve::ledger {
namespace {

constexpr size_t kLengthBytes = 2;
constexpr size_t kHashesPerRun = 256;

bool HasKeyRecord(const Unit& unit) {
  return std::any_of(unit.records->begin(), unit.records->end(), [](const NewRecord& record) {
    return record.kind == kKeyRotatedKind || record.kind == kKeyRevokedKind;
  });
}

Error Damaged(std::string why) { return {"ledger.damaged", std::move(why)}; }

}  // namespace

Result<LogTail> LogTail::Load(const Store& store, const Head& head) {
  LogTail tail;
  const StoreHashReader reader(store);
  REEVE_ASSIGN_OR_RETURN(tail.tree, Frontier::Load(head.size, reader));
  if (tail.tree.Root() != head.root)
    return Damaged("the stored tree does not have the head's root");
  if (head.size == 0) return tail;
  REEVE_ASSIGN_OR_RETURN(std::string bytes, ReadRecordBytes(store, head.size - 1));
  const Result<Record> last = Record::Parse(std::move(bytes));
  const uint64_t leaf_at = StoredHashIndex(0, head.size - 1);
  REEVE_ASSIGN_OR_RETURN(const std::vector<Hash> leaf, reader.ReadHashes({&leaf_at, 1}));
  if (!last.ok() || last->index() != head.size - 1 || last->leaf() != leaf.front()) {
    return Damaged("the last record is not the one that the tree holds");
  }
  tail.last_leaf = last->leaf();
  tail.last_time = last->time();
  return tail;
}

GroupBuilder::GroupBuilder(const Store& store, const Projections& projections,
                           std::string_view origin)
    : origin_(origin), state_(&store, projections) {}

void GroupBuilder::Begin(const LogTail& tail, Timestamp now) {
  tail_ = tail;
  first_index_ = tail.size();
  tail_.last_time = std::max(tail.last_time, now);
  time_ = FormatTimestamp(tail_.last_time);
  batch_.Clear();
  state_.Clear();
  bytes_.clear();
  runs_.clear();
  leaves_.clear();
  ids_.clear();
  stored_.clear();
}

Status GroupBuilder::Add(Unit* unit) {
  if (key_rotated_) {
    return Error{"ledger.key_rotated", "the log has a new key: open it under that one"};
  }
  const std::optional<KeyHistory> keys_before =
      HasKeyRecord(*unit) ? std::optional(keys_) : std::nullopt;
  const size_t bytes_before = bytes_.size();
  const size_t runs_before = runs_.size();
  const size_t leaves_before = leaves_.size();
  const Hash leaf_before = tail_.last_leaf;
  unit->appended.reserve(unit->drafts.size());
  for (size_t i = 0; i < unit->drafts.size(); ++i) {
    Status added = AddRecord((*unit->records)[i], unit->drafts[i], unit);
    if (added.ok()) continue;
    bytes_.resize(bytes_before);
    runs_.resize(runs_before);
    leaves_.resize(leaves_before);
    tail_.last_leaf = leaf_before;
    state_.DropUnit();
    unit->appended.clear();
    if (keys_before) keys_ = *keys_before;
    key_rotated_ = false;
    return added;
  }
  for (size_t i = 0; i < unit->appended.size(); ++i) {
    tail_.tree.Add(unit->appended[i].leaf, &stored_);
    ids_.emplace_back((*unit->records)[i].id, unit->appended[i].index);
    index_.Add(unit->appended[i].index, unit->drafts[i].terms());
  }
  state_.KeepUnit();
  return {};
}

Status GroupBuilder::AddRecord(const NewRecord& record, const RecordDraft& draft, Unit* unit) {
  // The old key signs no checkpoint beyond the record that replaces it, so nothing may follow that.
  if (key_rotated_) {
    return Error{"key.sequence", "a record that replaces the log's key is the last of its unit"};
  }
  const uint64_t index = first_index_ + leaves_.size();
  if (runs_.empty() || bytes_.size() - runs_.back().at >= kRunBytes) {
    runs_.push_back({index, bytes_.size()});
  }
  const size_t at = bytes_.size() + kLengthBytes;
  bytes_.append(kLengthBytes, '\0');
  draft.AppendTo(index, tail_.last_leaf, time_, &bytes_);
  const std::string_view bytes = std::string_view(bytes_).substr(at);
  bytes_[at - 2] = static_cast<char>(bytes.size() >> 8);
  bytes_[at - 1] = static_cast<char>(bytes.size() & 0xFF);
  const Hash leaf = LeafHash(bytes);
  const Record view({index, record.log, tail_.last_time, tail_.last_leaf, leaf, record.kind,
                     record.tenant, record.id, origin_, record.body, bytes});
  if (IsKeyRecord(view)) REEVE_RETURN_IF_ERROR(FollowKeys(view));
  REEVE_RETURN_IF_ERROR(state_.Fold(view));
  leaves_.push_back(leaf);
  tail_.last_leaf = leaf;
  unit->appended.push_back({index, leaf, tail_.last_time});
  return {};
}

Status GroupBuilder::FollowKeys(const Record& record) {
  if (keys_.keys().empty()) return Error{"key.record", "this log has no history of keys"};
  REEVE_RETURN_IF_ERROR(keys_.Apply(record));
  key_rotated_ = record.kind() == kKeyRotatedKind;
  return {};
}

// In the order of keys, where an insert into the store's memory begins at the place of the last.
void GroupBuilder::PutIds() {
  std::sort(ids_.begin(), ids_.end());
  for (const auto& [id, index] : ids_) batch_.Put(Space::kIds, id, BigEndianKey(index));
}

void GroupBuilder::PutHashes() {
  uint64_t first = StoredHashCount(first_index_);
  std::span<const Hash> rest(stored_);
  while (!rest.empty()) {
    const std::span<const Hash> run = rest.first(std::min(rest.size(), kHashesPerRun));
    batch_.Put(Space::kHashes, BigEndianKey(first),
               {reinterpret_cast<const char*>(run.data()), run.size_bytes()});
    first += run.size();
    rest = rest.subspan(run.size());
  }
}

Batch& GroupBuilder::Finish() {
  const std::string_view bytes(bytes_);
  for (size_t i = 0; i < runs_.size(); ++i) {
    const size_t end = i + 1 < runs_.size() ? runs_[i + 1].at : bytes.size();
    batch_.Put(Space::kRecords, BigEndianKey(runs_[i].first),
               bytes.substr(runs_[i].at, end - runs_[i].at));
  }
  PutIds();
  PutHashes();
  for (const auto& [key, value] : state_.kept()) {
    if (value) {
      batch_.Put(Space::kProjections, key, *value);
    } else {
      batch_.Delete(Space::kProjections, key);
    }
  }
  index_.Finish(tail_.size(), &batch_);
  batch_.SetHead(tail_.size(), tail_.tree.Root());
  return batch_;
}

}  // namespace reeve::ledger
