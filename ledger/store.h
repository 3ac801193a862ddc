// Where a log lies: ordered key spaces, and one atomic, durable, fenced write.
//
// A store holds one log's head (size, root) and the epoch of its writer. A write states what it
// was computed from; it takes effect whole, or not at all, and only if that is still the head and
// the writer's epoch is still the newest. So two writers can never both extend a log, whether they
// are two threads or two machines. Nothing above this interface knows which store it has.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"

namespace reeve::ledger {

// Key spaces; the keys and values of each are given in layout.h.
enum class Space : uint8_t { kMeta, kRecords, kHashes, kCheckpoints, kIds, kProjections };
inline constexpr size_t kSpaceCount = 6;

struct Head {
  uint64_t epoch = 0;  // of the newest writer; 0: never claimed
  uint64_t size = 0;
  Hash root{};  // of the Merkle tree; SHA256("") when empty
  friend bool operator==(const Head&, const Head&) = default;
};

// What a write was computed from.
struct Fence {
  uint64_t epoch = 0;
  uint64_t expected_size = 0;
  Hash expected_head{};  // the root at expected_size
};

// What every store asks before a write: ledger.stale_epoch, ledger.fence.
Status CheckFence(const Fence& fence, const Head& head);

// Puts and deletes, and the head after them. Copies what it is given; Clear keeps the memory, so
// that a committer fills one batch again and again without allocating.
// Thread-safety: one thread at a time.
class Batch {
 public:
  struct Operation {
    bool is_delete = false;
    Space space = Space::kMeta;
    std::string_view key;
    std::string_view value;
  };

  void Put(Space space, std::string_view key, std::string_view value);
  void Delete(Space space, std::string_view key);
  void SetHead(uint64_t size, const Hash& root) { size_ = size, root_ = root; }
  void Clear();

  uint64_t size() const { return size_; }
  const Hash& root() const { return root_; }
  size_t count() const { return entries_.size(); }
  size_t bytes() const { return buffer_.size(); }
  // Valid until the next change.
  Operation operation(size_t i) const;

 private:
  struct Entry {
    bool is_delete;
    Space space;
    size_t key_at, key_size, value_size;  // the value lies behind the key
  };
  uint64_t size_ = 0;
  Hash root_{};
  std::string buffer_;
  std::vector<Entry> entries_;
};

// A position in one space, over the state at the cursor's making. Not thread-safe.
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual void Seek(std::string_view key) = 0;         // to the first key >= key
  virtual void SeekForPrev(std::string_view key) = 0;  // to the last key <= key
  virtual void Next() = 0;                             // precondition: Valid()
  virtual bool Valid() const = 0;
  virtual std::string_view key() const = 0;  // precondition: Valid(); until the next move
  virtual std::string_view value() const = 0;
  // Why the cursor is not Valid: success at an end, ledger.store at a damage.
  virtual Status status() const = 0;
};

// Thread-safety: reads from any thread, beside one writer.
class Store {
 public:
  virtual ~Store() = default;

  virtual Result<Head> ReadHead() const = 0;

  // Makes the caller the writer: returns an epoch above every earlier one, durably, so that every
  // earlier writer's Append fails from now on. ledger.store
  virtual Result<uint64_t> ClaimEpoch() = 0;

  // Success: everything is durable. Failure with ledger.stale_epoch or ledger.fence: nothing
  // happened. ledger.store: what happened is unknown; the store takes no write any more, and the
  // caller must stop (a failed fsync must not be tried again, for the kernel may have dropped the
  // pages and will report success).
  virtual Status Append(const Fence& fence, const Batch& batch) = 0;

  virtual Result<std::optional<std::string>> Get(Space space, std::string_view key) const = 0;
  virtual std::unique_ptr<Cursor> NewCursor(Space space) const = 0;

  // Reads the store's files whole and compares them with the checksums that it keeps of them, so
  // that a damage is found also where no entry lies. ledger.damaged names the file.
  virtual Status CheckFiles() const { return {}; }
};

}  // namespace reeve::ledger
