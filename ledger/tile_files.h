// The log as static files (tiles.h), for a web server, a mirror, or a foreign verifier.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "base/result.h"
#include "ledger/store.h"

namespace reeve::ledger {

struct TilesWritten {
  uint64_t size = 0;  // of the checkpoint
  uint64_t files = 0;
};

struct TileFilesOptions {
  // Called now and then with records done and records in all.
  std::function<void(uint64_t done, uint64_t total)> progress = {};
};

// Writes the tiles, the bundles, `vkey` and last, when all of them are on the disk, `checkpoint`.
// A folder that has an earlier checkpoint of the same log is continued: only what came since is
// written. So after a crash the folder is a whole log, of the old size or the new.
// ledger.tiles_of_another: the folder has a checkpoint that this log does not continue; nothing is
// written. file.exists: it holds something else. ledger.damaged: a record is not what its leaf
// says. file.io, ledger.store
Result<TilesWritten> WriteTileFiles(const Store& store, const std::filesystem::path& out,
                                    const TileFilesOptions& options);

// The same for a data folder, opened read-only.
Result<TilesWritten> WriteTileFilesOf(const std::filesystem::path& data,
                                      const std::filesystem::path& out,
                                      const TileFilesOptions& options);

}  // namespace reeve::ledger
