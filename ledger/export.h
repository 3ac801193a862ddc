// Export: the log as plain files, which verify without Reeve's store and outlive it.
//
//   records.jsonl   one canonical record a line          leaves     its leaf hash, hex, a line
//   checkpoint      the newest signed checkpoint          vkey       the key that signed it
//   blobs/          what records name by digest           README.txt how to verify by hand
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "base/result.h"
#include "ledger/blob_store.h"
#include "ledger/store.h"

namespace reeve::ledger {

struct ExportOptions {
  std::function<void(uint64_t done, uint64_t total)> progress = {};
};

struct Exported {
  uint64_t records = 0;
  uint64_t blobs = 0;
};

// Writes everything under the newest checkpoint of the store. `out` must not exist, or be empty.
// Appends may go on meanwhile. Files are durable on return.
// file.exists, file.io, ledger.damaged, ledger.blob_damaged
Result<Exported> ExportStore(const Store& store, const BlobStore& blobs,
                             const std::filesystem::path& out, const ExportOptions& options = {});

// From a data folder, opened read-only.
Result<Exported> ExportFolder(const std::filesystem::path& data, const std::filesystem::path& out,
                              const ExportOptions& options = {});

}  // namespace reeve::ledger
