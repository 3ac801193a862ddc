#include "ledger/memory_store.h"

#include "ledger/merkle.h"

namespace reeve::ledger {
namespace {

class MemoryCursor final : public Cursor {
 public:
  using Entries = std::map<std::string, std::string, std::less<>>;
  explicit MemoryCursor(Entries entries) : entries_(std::move(entries)), at_(entries_.end()) {}

  void Seek(std::string_view key) override { at_ = entries_.lower_bound(key); }
  void SeekForPrev(std::string_view key) override {
    at_ = entries_.upper_bound(key);
    at_ = at_ == entries_.begin() ? entries_.end() : std::prev(at_);
  }
  void Next() override { ++at_; }
  bool Valid() const override { return at_ != entries_.end(); }
  std::string_view key() const override { return at_->first; }
  std::string_view value() const override { return at_->second; }
  Status status() const override { return {}; }

 private:
  const Entries entries_;
  Entries::const_iterator at_;
};

}  // namespace

MemoryStore::MemoryStore() { head_.root = EmptyRoot(); }

Result<Head> MemoryStore::ReadHead() const {
  const MutexLock lock(mutex_);
  return head_;
}

Result<uint64_t> MemoryStore::ClaimEpoch() {
  const MutexLock lock(mutex_);
  return ++head_.epoch;
}

Status MemoryStore::Append(const Fence& fence, const Batch& batch) {
  const MutexLock lock(mutex_);
  REEVE_RETURN_IF_ERROR(CheckFence(fence, head_));
  for (size_t i = 0; i < batch.count(); ++i) {
    const Batch::Operation op = batch.operation(i);
    Entries& entries = spaces_[static_cast<size_t>(op.space)];
    if (op.is_delete) {
      const auto found = entries.find(op.key);
      if (found != entries.end()) entries.erase(found);
    } else {
      entries.insert_or_assign(std::string(op.key), std::string(op.value));
    }
  }
  head_.size = batch.size();
  head_.root = batch.root();
  return {};
}

Result<std::optional<std::string>> MemoryStore::Get(Space space, std::string_view key) const {
  const MutexLock lock(mutex_);
  const Entries& entries = spaces_[static_cast<size_t>(space)];
  const auto found = entries.find(key);
  if (found == entries.end()) return std::optional<std::string>();
  return std::optional<std::string>(found->second);
}

std::unique_ptr<Cursor> MemoryStore::NewCursor(Space space) const {
  const MutexLock lock(mutex_);
  return std::make_unique<MemoryCursor>(spaces_[static_cast<size_t>(space)]);
}

}  // namespace reeve::ledger
