// A store in memory: for recomputing a log's state, and for tests. Nothing is durable.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/mutex.h"
#include "ledger/store.h"

namespace reeve::ledger {

// Thread-safety: as a Store. A cursor works on a copy of its space, taken when it is made.
class MemoryStore final : public Store {
 public:
  MemoryStore();

  Result<Head> ReadHead() const override REEVE_EXCLUDES(mutex_);
  Result<uint64_t> ClaimEpoch() override REEVE_EXCLUDES(mutex_);
  Status Append(const Fence& fence, const Batch& batch) override REEVE_EXCLUDES(mutex_);
  Result<std::optional<std::string>> Get(Space space, std::string_view key) const override
      REEVE_EXCLUDES(mutex_);
  std::unique_ptr<Cursor> NewCursor(Space space) const override REEVE_EXCLUDES(mutex_);

 private:
  using Entries = std::map<std::string, std::string, std::less<>>;
  mutable Mutex mutex_;
  Head head_ REEVE_GUARDED_BY(mutex_);
  std::array<Entries, kSpaceCount> spaces_ REEVE_GUARDED_BY(mutex_);
};

}  // namespace reeve::ledger
