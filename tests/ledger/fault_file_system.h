// A file system under RocksDB that forgets what was not synced, as a power cut does, and fails
// chosen calls.
//
// What holds after a cut, as POSIX promises it and no more: the bytes of a file up to its last sync
// are there; of those behind it none, some, all, or something else in their place; names that were
// made, removed or changed since their folder's last sync are as after any of these changes, in
// their order (journalling file systems keep the order of names, so tests ask for no less).
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "base/mutex.h"

namespace reeve::ledger::testing {

enum class Call { kOpen, kAppend, kSync, kRename, kRead };

// The calls that fail: those of a kind, on files whose name contains `name`, after `skip` others.
struct Fault {
  Call call;
  std::string name;
  int skip = 0;
  rocksdb::IOStatus status;
  bool short_write = false;  // of an append: half of the bytes arrive
};

// Thread-safety: every method, from any thread; Settle when no file is open.
class FaultFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  // Removed names are kept in `grave`, a folder of the same disk, until their removal is synced.
  explicit FaultFileSystem(std::filesystem::path grave);
  const char* Name() const override { return "FaultFileSystem"; }

  // After that many more changes (appends, syncs, changes of names) the power is gone: no call has
  // an effect any more.
  void CutAfter(int changes) REEVE_EXCLUDES(mutex_);
  bool cut() const REEVE_EXCLUDES(mutex_);
  // What the disk then holds.
  void Settle(std::mt19937_64& random) REEVE_EXCLUDES(mutex_);

  // From now on; an earlier fault ends.
  void Inject(Fault fault) REEVE_EXCLUDES(mutex_);
  void Heal() REEVE_EXCLUDES(mutex_);
  // How many calls have failed by Inject.
  int failed_calls() const REEVE_EXCLUDES(mutex_);

  rocksdb::IOStatus NewSequentialFile(const std::string& path, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomAccessFile(const std::string& path,
                                        const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                        rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* folder,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

  // For the files of this file system: success if a change may be made.
  rocksdb::IOStatus Change(Call call, const std::string& path, bool* short_write = nullptr)
      REEVE_EXCLUDES(mutex_);
  void Grown(const std::string& path, uint64_t size) REEVE_EXCLUDES(mutex_);
  void Synced(const std::string& path) REEVE_EXCLUDES(mutex_);
  void FolderSynced(const std::string& folder) REEVE_EXCLUDES(mutex_);

 private:
  struct File {
    uint64_t size = 0;
    uint64_t synced = 0;
  };
  // A change of a name that its folder's sync has not yet made lasting.
  struct NameChange {
    std::string from;      // empty: made anew
    std::string to;        // empty: removed
    std::string replaced;  // where what had the name `to` (or was removed) is kept; may be empty
    File replaced_file;
  };

  rocksdb::IOStatus Check(Call call, const std::string& path, bool* short_write)
      REEVE_REQUIRES(mutex_);
  // Moves what has that name to the grave and returns where, or nothing if there is none.
  std::string Bury(const std::string& path, File* file) REEVE_REQUIRES(mutex_);
  void Undo(const NameChange& change) REEVE_REQUIRES(mutex_);

  const std::filesystem::path grave_;
  mutable Mutex mutex_;
  std::map<std::string, File> files_ REEVE_GUARDED_BY(mutex_);
  std::vector<NameChange> changes_ REEVE_GUARDED_BY(mutex_);
  std::unique_ptr<Fault> fault_ REEVE_GUARDED_BY(mutex_);
  int failed_calls_ REEVE_GUARDED_BY(mutex_) = 0;
  int changes_left_ REEVE_GUARDED_BY(mutex_) = -1;  // negative: the power stays
  bool cut_ REEVE_GUARDED_BY(mutex_) = false;
  int buried_ REEVE_GUARDED_BY(mutex_) = 0;
};

// A fault file system, and the environment that hands it to RocksDB.
struct FaultDisk {
  explicit FaultDisk(const std::filesystem::path& grave)
      : files(std::make_shared<FaultFileSystem>(grave)), env(rocksdb::NewCompositeEnv(files)) {}
  std::shared_ptr<FaultFileSystem> files;
  std::unique_ptr<rocksdb::Env> env;
};

}  // namespace reeve::ledger::testing
