// Export: the log as plain files, which verify without Reeve's store and outlive it.
//
//   records.jsonl   one canonical record a line          leaves     its leaf hash, hex, a line
//   checkpoint      the newest signed checkpoint          vkey       the key that signed it
//   checkpoints     all that were signed over these       blobs/     what records name by digest
//   README.txt      how to verify by hand                 and documents that the caller gives
//
// Of a range of the log also
//   first.tlog-proof, last.tlog-proof    receipts of its first and last record
// By the chain of `prev` the last receipt proves every record before it in the range; the first
// says where the range begins. Receipts of all records are a matter of size: ExportOptions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/blob_store.h"
#include "ledger/store.h"

namespace reeve::ledger {

// A file that goes along: a format's document, a verifier.
struct ExportDocument {
  std::string name;  // a path within the export
  std::string_view text;
};

struct ExportRange {
  uint64_t first = 0;
  uint64_t end = 0;  // not included
};

struct ExportOptions {
  std::optional<ExportRange> range = {};  // all records, where there is none
  // A receipt of each record, as receipts/<index>.tlog-proof.
  bool receipts = false;
  std::vector<ExportDocument> documents = {};
  std::function<void(uint64_t done, uint64_t total)> progress = {};
};

struct Exported {
  uint64_t records = 0;
  uint64_t blobs = 0;
};

// Writes everything under the newest checkpoint of the store. `out` must not exist, or be empty.
// Appends may go on meanwhile. Files are durable on return.
// file.exists, file.io, export.range (empty, or past the end), ledger.damaged, ledger.blob_damaged
Result<Exported> ExportStore(const Store& store, const BlobStore& blobs,
                             const std::filesystem::path& out, const ExportOptions& options = {});

// From a data folder, opened read-only.
Result<Exported> ExportFolder(const std::filesystem::path& data, const std::filesystem::path& out,
                              const ExportOptions& options = {});

}  // namespace reeve::ledger
