// The embedded store: RocksDB in one folder, one column family a key space.
//
// Every Append is one write batch with a synced write-ahead log. A write torn by a crash is dropped
// whole at the next open (nobody was told that it had happened); a damage before the log's tail
// refuses to open (torn_log.h tells the two apart). Whether acknowledged records are missing is for
// the caller to tell, who knows the last published head (head_guard.h): RocksDB cannot.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "ledger/store.h"

namespace rocksdb {
class Env;
}

namespace reeve::ledger {

enum class OpenMode { kReadWrite, kReadOnly };

struct StoreOpening {
  // The records that have been published, by the head guard. A store that ends before them is
  // refused before a byte of it is changed, for opening makes it drop files.
  uint64_t published_size = 0;
  // What gives RocksDB its files and threads, where they are not the system's own (tests); must
  // outlive the store.
  rocksdb::Env* env = nullptr;
};

// Read-write makes the folder if it is not there, and excludes every other writer while it lives;
// read-only changes no byte, and sees what had been written when it was opened.
// ledger.locked, ledger.not_found (read-only), ledger.behind, ledger.damaged, ledger.store
Result<std::unique_ptr<Store>> OpenRocksDbStore(const std::filesystem::path& folder, OpenMode mode,
                                                const StoreOpening& opening = {});

}  // namespace reeve::ledger
