// The keys and values in each key space of a store. docs/ledger-format.md gives the bytes.
//
//   kMeta         "format" | "vkey"          text
//   kRecords      first index, 8 bytes BE    a run of records: (2 bytes BE length, record) ...
//   kHashes       first stored index, BE     a run of stored hashes (merkle.h), 32 bytes each
//   kCheckpoints  size, 8 bytes BE           the signed note of that size
//   kIds          id                         index of the last record of that id, 8 bytes BE
//   kProjections  name 0x00 key              the projection's value
//
// A run holds what is consecutive in one value, so that a group of small records costs the store a
// few entries, not hundreds. Runs never overlap and leave no gap; a reader finds the run of an
// index as the last key that is not above it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/merkle.h"
#include "ledger/store.h"

namespace reeve::ledger {

// What lies in a data folder, beside the head guard (head_guard.h).
inline std::filesystem::path StoreFolder(const std::filesystem::path& data) {
  return data / "ledger";
}
inline std::filesystem::path BlobFolder(const std::filesystem::path& data) {
  return data / "blobs";
}

inline constexpr std::string_view kFormatKey = "format";
inline constexpr std::string_view kFormatValue = "reeve-ledger-1";
inline constexpr std::string_view kVkeyKey = "vkey";

// A run is closed when it has reached this size: reading one record reads its run.
inline constexpr size_t kRunBytes = 16'384;

std::string BigEndianKey(uint64_t v);
// Nothing unless the key has exactly eight bytes.
std::optional<uint64_t> ParseBigEndianKey(std::string_view key);

std::string ProjectionPrefix(std::string_view projection);
// Where a projection's version is kept, in kMeta.
std::string ProjectionVersionKey(std::string_view projection);

void AppendToRun(std::string_view record, std::string* run);
// Takes the next record off a run; nothing at a run that is cut off.
std::optional<std::string_view> TakeFromRun(std::string_view* run);

// Records of a store in order. Next yields a view that lives until the next call.
class RecordScan {
 public:
  // Begins at `first`.
  RecordScan(const Store& store, uint64_t first);
  // Nothing behind the last record. ledger.damaged: a gap or a run that does not read, and the
  // index at which that is so; ledger.store: the store itself cannot be read.
  Result<std::optional<std::string_view>> Next();
  // Of the record that Next yields next.
  uint64_t index() const { return index_; }

 private:
  Status Position();

  std::unique_ptr<Cursor> cursor_;
  uint64_t index_;
  bool started_ = false;
  std::string_view run_;
};

// Stored hashes of a store in order, the same way.
class HashScan {
 public:
  explicit HashScan(const Store& store);
  Result<std::optional<Hash>> Next();
  uint64_t index() const { return index_; }

 private:
  std::unique_ptr<Cursor> cursor_;
  uint64_t index_ = 0;
  std::string_view run_;
};

// ledger.not_found, ledger.damaged, ledger.store
Result<std::string> ReadRecordBytes(const Store& store, uint64_t index);

// The index that the id index gives. ledger.not_found, ledger.store
Result<uint64_t> FindIndex(const Store& store, std::string_view id);

// The signed note kept for exactly that size, if there is one.
Result<std::optional<std::string>> ReadCheckpoint(const Store& store, uint64_t size);

// ledger.damaged where a hash is not there.
class StoreHashReader final : public HashReader {
 public:
  explicit StoreHashReader(const Store& store) : store_(store) {}
  Result<std::vector<Hash>> ReadHashes(std::span<const uint64_t> indexes) const override;

 private:
  const Store& store_;
};

}  // namespace reeve::ledger
