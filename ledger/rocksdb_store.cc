#include "ledger/rocksdb_store.h"

#include <rocksdb/db.h>

#include <array>
#include <chrono>
#include <system_error>
#include <thread>

#include "base/file.h"
#include "base/log.h"
#include "base/mutex.h"
#include "ledger/layout.h"
#include "ledger/rocksdb_options.h"
#include "ledger/torn_log.h"

namespace reeve::ledger {
namespace {

// In the order of Space. The first is RocksDB's own default, which must exist.
constexpr std::array<const char*, kSpaceCount> kFamilies = {
    "default", "records", "hashes", "checkpoints", "ids", "projections"};
constexpr std::string_view kHeadKey = "head";
constexpr size_t kHeadBytes = 8 + 8 + 32;
// Bytes beside each entry of a batch that tell a flipped bit in memory from what was put.
constexpr size_t kProtectionBytes = 8;
constexpr int kReadOnlyRetries = 8;
constexpr std::chrono::milliseconds kReadOnlyPause{25};

rocksdb::Slice AsSlice(std::string_view text) { return {text.data(), text.size()}; }
std::string_view AsView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

// What a person does about a failing disk, by what the system says of it.
std::string DiskRemedy(const rocksdb::Status& status) {
  const std::string text = status.ToString();
  const auto says = [&](const char* words) { return text.find(words) != std::string::npos; };
  if (status.IsNoSpace() || says("No space left") || says("Disk quota")) {
    return "; make room on the disk and start again";
  }
  if (says("Read-only file system") || says("Permission denied")) {
    return "; give the folder to this user and mount its disk for writing";
  }
  if (says("Too many open files")) {
    return "; raise the limit of open files (`ulimit -n`, LimitNOFILE) to 1,024 at least";
  }
  if (says("File too large")) return "; raise the limit of file sizes (`ulimit -f`, LimitFSIZE)";
  return status.IsIOError() ? "; look after the disk before starting again" : "";
}

Error AsError(const rocksdb::Status& status, std::string_view doing) {
  const std::string text = "cannot " + std::string(doing) + ": " + status.ToString();
  return {status.IsCorruption() ? "ledger.damaged" : "ledger.store", text};
}

Status AsStatus(const rocksdb::Status& status, std::string_view doing) {
  return status.ok() ? Status() : AsError(status, doing);
}

Error OpenError(const rocksdb::Status& status, const std::filesystem::path& folder) {
  const std::string text = status.ToString();
  const std::string where = "`" + folder.string() + "`";
  if (status.IsIOError() && text.find("lock ") != std::string::npos) {
    return {"ledger.locked", "another process has " + where + " open: " + text, folder.string()};
  }
  if (status.IsCorruption()) {
    return {"ledger.damaged",
            where + " is damaged; keep a copy, then restore from a backup: " + text,
            folder.string()};
  }
  return {"ledger.store", "cannot open " + where + ": " + text + DiskRemedy(status),
          folder.string()};
}

std::string EncodeHead(const Head& head) {
  return BigEndianKey(head.epoch) + BigEndianKey(head.size) + std::string(AsBytes(head.root));
}

Result<Head> DecodeHead(std::string_view bytes) {
  if (bytes.size() != kHeadBytes)
    return Error{"ledger.damaged", "the store's head has no 48 bytes"};
  return Head{*ParseBigEndianKey(bytes.substr(0, 8)), *ParseBigEndianKey(bytes.substr(8, 8)),
              HashFromBytes(bytes.substr(16))};
}

class RocksDbCursor final : public Cursor {
 public:
  explicit RocksDbCursor(rocksdb::Iterator* iterator) : iterator_(iterator) {}
  void Seek(std::string_view key) override { iterator_->Seek(AsSlice(key)); }
  void SeekForPrev(std::string_view key) override { iterator_->SeekForPrev(AsSlice(key)); }
  void Next() override { iterator_->Next(); }
  bool Valid() const override { return iterator_->Valid(); }
  std::string_view key() const override { return AsView(iterator_->key()); }
  std::string_view value() const override { return AsView(iterator_->value()); }
  Status status() const override { return AsStatus(iterator_->status(), "read the store"); }

 private:
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

class RocksDbStore final : public Store {
 public:
  // Takes over the database and its families.
  RocksDbStore(rocksdb::DB* db, std::vector<rocksdb::ColumnFamilyHandle*> families)
      : db_(db), families_(std::move(families)) {}

  ~RocksDbStore() override {
    FlushForNextOpen();
    for (rocksdb::ColumnFamilyHandle* family : families_) {
      db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
    }
    db_->Close().PermitUncheckedError();
  }

  Status LoadHead() {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> bytes, Get(Space::kMeta, kHeadKey));
    const MutexLock lock(mutex_);
    head_.root = EmptyRoot();
    if (bytes) {
      REEVE_ASSIGN_OR_RETURN(head_, DecodeHead(*bytes));
    }
    return {};
  }

  Result<Head> ReadHead() const override {
    const MutexLock lock(mutex_);
    return head_;
  }

  Result<uint64_t> ClaimEpoch() override {
    const MutexLock lock(mutex_);
    Head head = head_;
    ++head.epoch;
    rocksdb::WriteBatch batch;
    REEVE_RETURN_IF_ERROR(Write(&batch, head));
    return head.epoch;
  }

  Status Append(const Fence& fence, const Batch& batch) override {
    const MutexLock lock(mutex_);
    REEVE_RETURN_IF_ERROR(CheckFence(fence, head_));
    write_.Clear();
    for (size_t i = 0; i < batch.count(); ++i) {
      const Batch::Operation op = batch.operation(i);
      rocksdb::ColumnFamilyHandle* family = families_[static_cast<size_t>(op.space)];
      const rocksdb::Status added = op.is_delete
                                        ? write_.Delete(family, AsSlice(op.key))
                                        : write_.Put(family, AsSlice(op.key), AsSlice(op.value));
      REEVE_RETURN_IF_ERROR(AsStatus(added, "build a write"));
    }
    return Write(&write_, {head_.epoch, batch.size(), batch.root()});
  }

  Result<std::optional<std::string>> Get(Space space, std::string_view key) const override {
    std::string value;
    const rocksdb::Status status = db_->Get(
        rocksdb::ReadOptions(), families_[static_cast<size_t>(space)], AsSlice(key), &value);
    if (status.IsNotFound()) return std::optional<std::string>();
    if (!status.ok()) return AsError(status, "read the store");
    return std::optional<std::string>(std::move(value));
  }

  Status CheckFiles() const override {
    return AsStatus(db_->VerifyFileChecksums(rocksdb::ReadOptions()), "read the store");
  }

  std::unique_ptr<Cursor> NewCursor(Space space) const override {
    return std::make_unique<RocksDbCursor>(
        db_->NewIterator(rocksdb::ReadOptions(), families_[static_cast<size_t>(space)]));
  }

 private:
  // What was written is durable; flushed, it need not be replayed when the store is opened again.
  void FlushForNextOpen() {
    const MutexLock lock(mutex_);
    if (!written_ || failed_) return;
    db_->Flush(rocksdb::FlushOptions(), families_).PermitUncheckedError();
  }

  // Writes the batch with the head, synced. After one failure no write is tried again: the kernel
  // may have dropped the pages of a failed fsync, and would report the next one as a success.
  Status Write(rocksdb::WriteBatch* batch, const Head& head) REEVE_REQUIRES(mutex_) {
    if (failed_) return Error{"ledger.store", "the store has stopped after a failed write"};
    written_ = true;
    const std::string bytes = EncodeHead(head);
    rocksdb::Status status = batch->Put(families_[0], AsSlice(kHeadKey), AsSlice(bytes));
    if (status.ok()) status = db_->Write(StoreWriteOptions(), batch);
    if (!status.ok()) {
      failed_ = true;
      return Error{"ledger.store",
                   "cannot write the store: " + status.ToString() + DiskRemedy(status)};
    }
    head_ = head;
    return {};
  }

  const std::unique_ptr<rocksdb::DB> db_;
  const std::vector<rocksdb::ColumnFamilyHandle*> families_;
  mutable Mutex mutex_;
  // Keeps its memory from one append to the next, as the batch that it is filled from does.
  rocksdb::WriteBatch write_ REEVE_GUARDED_BY(mutex_){0, 0, kProtectionBytes, 0};
  Head head_ REEVE_GUARDED_BY(mutex_);
  bool written_ REEVE_GUARDED_BY(mutex_) = false;
  bool failed_ REEVE_GUARDED_BY(mutex_) = false;
};

// What RocksDB hands out on opening.
struct Opened {
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  rocksdb::DB* db = nullptr;
};

// `torn`: the tail of the write-ahead log is known to be torn, and is dropped. `beside_writer`:
// every file of a snapshot is held open, for a writer may delete its name.
rocksdb::Status OpenOnce(const std::filesystem::path& folder, OpenMode mode, rocksdb::Env* env,
                         bool torn, bool beside_writer, Opened* opened) {
  rocksdb::DBOptions options = StoreDbOptions();
  if (env != nullptr) options.env = env;
  if (torn) options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  std::vector<rocksdb::ColumnFamilyDescriptor> wanted;
  wanted.reserve(kFamilies.size());
  for (const char* family : kFamilies) wanted.emplace_back(family, StoreFamilyOptions());
  if (mode == OpenMode::kReadOnly) {
    if (beside_writer) options.max_open_files = -1;
    return rocksdb::DB::OpenForReadOnly(options, folder.string(), wanted, &opened->families,
                                        &opened->db);
  }
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  return rocksdb::DB::Open(options, folder.string(), wanted, &opened->families, &opened->db);
}

Result<std::unique_ptr<RocksDbStore>> AsStore(Opened opened) {
  auto store = std::make_unique<RocksDbStore>(opened.db, std::move(opened.families));
  REEVE_RETURN_IF_ERROR(store->LoadHead());
  return store;
}

// A writer beside may replace a file between the list of the files and their opening. The next
// list is whole, so only what fails every time is a fault.
Result<std::unique_ptr<RocksDbStore>> OpenReadOnly(const std::filesystem::path& folder,
                                                   rocksdb::Env* env) {
  rocksdb::Status status;
  for (int tries = 0; tries <= kReadOnlyRetries; ++tries) {
    if (tries != 0) std::this_thread::sleep_for(kReadOnlyPause);
    Opened opened;
    status = OpenOnce(folder, OpenMode::kReadOnly, env, false, true, &opened);
    if (status.ok()) return AsStore(std::move(opened));
    if (status.IsCorruption() && status.ToString().find("No such file") == std::string::npos) break;
  }
  return OpenError(status, folder);
}

// Whether a store that reads holds what was published. One that does not read is for the open
// proper to judge.
Status CheckPublished(const std::filesystem::path& folder, const StoreOpening& opening, bool torn) {
  if (opening.published_size == 0 || !std::filesystem::exists(folder / "CURRENT")) return {};
  Opened opened;
  if (!OpenOnce(folder, OpenMode::kReadOnly, opening.env, torn, false, &opened).ok()) return {};
  REEVE_ASSIGN_OR_RETURN(const auto store, AsStore(std::move(opened)));
  REEVE_ASSIGN_OR_RETURN(const Head head, store->ReadHead());
  if (head.size >= opening.published_size) return {};
  return Error{"ledger.behind",
               "`" + folder.string() + "` ends at size `" + std::to_string(head.size) +
                   "`, but a checkpoint of size `" + std::to_string(opening.published_size) +
                   "` has been published: records are lost. Keep a copy of the folder; `reeve "
                   "ledger doctor` says what can be restored. If nothing can, begin a new log with "
                   "a new key, and tell those who hold receipts",
               folder.string()};
}

// Cuts a manifest to its whole part, and puts it back if the store then lacks what was published.
Status CutManifest(const std::filesystem::path& folder, const StoreOpening& opening,
                   const Tear& tear) {
  REEVE_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(tear.manifest));
  const std::string_view whole = std::string_view(bytes).substr(0, *tear.manifest_end);
  REEVE_RETURN_IF_ERROR(WriteFileDurably(tear.manifest, whole, FileMode::kPublic));
  Status published = CheckPublished(folder, opening, tear.write_ahead_log);
  if (published.ok()) return {};
  REEVE_RETURN_IF_ERROR(WriteFileDurably(tear.manifest, bytes, FileMode::kPublic));
  return published;
}

Result<std::unique_ptr<RocksDbStore>> OpenReadWrite(const std::filesystem::path& folder,
                                                    const StoreOpening& opening) {
  REEVE_RETURN_IF_ERROR(CheckPublished(folder, opening, false));
  Opened opened;
  rocksdb::Status status =
      OpenOnce(folder, OpenMode::kReadWrite, opening.env, false, false, &opened);
  if (status.ok()) return AsStore(std::move(opened));
  if (!status.IsCorruption()) return OpenError(status, folder);
  REEVE_ASSIGN_OR_RETURN(const Tear tear, FindTear(folder));
  if (!tear.write_ahead_log && !tear.manifest_end) return OpenError(status, folder);
  Log(LogLevel::kWarning, "ledger.torn_write_dropped", {{"folder", folder.string()}});
  if (tear.manifest_end) REEVE_RETURN_IF_ERROR(CutManifest(folder, opening, tear));
  REEVE_RETURN_IF_ERROR(CheckPublished(folder, opening, tear.write_ahead_log));
  opened = {};
  status =
      OpenOnce(folder, OpenMode::kReadWrite, opening.env, tear.write_ahead_log, false, &opened);
  if (!status.ok()) return OpenError(status, folder);
  return AsStore(std::move(opened));
}

}  // namespace

Result<std::unique_ptr<Store>> OpenRocksDbStore(const std::filesystem::path& folder, OpenMode mode,
                                                const StoreOpening& opening) {
  std::error_code error;
  if (mode == OpenMode::kReadOnly) {
    if (!std::filesystem::is_directory(folder, error)) {
      return Error{"ledger.not_found", "there is no store in `" + folder.string() + "`",
                   folder.string()};
    }
    REEVE_ASSIGN_OR_RETURN(auto store, OpenReadOnly(folder, opening.env));
    return std::unique_ptr<Store>(std::move(store));
  }
  std::filesystem::create_directories(folder, error);
  if (error) {
    return Error{"ledger.store", "cannot make `" + folder.string() + "`: " + error.message(),
                 folder.string()};
  }
  REEVE_ASSIGN_OR_RETURN(auto store, OpenReadWrite(folder, opening));
  return std::unique_ptr<Store>(std::move(store));
}

}  // namespace reeve::ledger
