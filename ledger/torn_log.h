// Tells a write that a power cut tore from a damage, in the log files of RocksDB: write-ahead logs
// and manifests.
//
// RocksDB accepts a log that simply ends too early. But a power cut may also leave the pages of the
// last write out of order: a later page has arrived, an earlier one holds other bytes. RocksDB
// calls that a corruption, as it calls a damage of what was synced. Here they are told apart: a
// store syncs each write before the next begins, so a tear can only lie in the last one. If any
// later write has an intact beginning, what is broken is something that was durable.
//
// The format (RocksDB wiki, "Write Ahead Log File Format"): blocks of 32 KiB with fragments: masked
// CRC-32C, 4 bytes; length, 2; type, 1 (whole 1, first 2, middle 3, last 4; with a log number of 4
// bytes behind it 5 to 8); payload. Numbers are little-endian.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace reeve::ledger {

enum class LogEnd { kWhole, kTorn, kDamaged };

struct LogVerdict {
  LogEnd end = LogEnd::kWhole;
  uint64_t offset = 0;  // where the write begins that is torn or damaged
};

LogVerdict JudgeLog(std::string_view bytes);

// What has to be dropped before a store opens.
struct Tear {
  bool write_ahead_log = false;  // the tail of one
  std::filesystem::path manifest;
  std::optional<uint64_t> manifest_end;  // its whole part
};

// Reads the manifest in use and the write-ahead logs of the store in `folder`.
// ledger.damaged: one is damaged, with its name and the place; file.io
Result<Tear> FindTear(const std::filesystem::path& folder);

}  // namespace reeve::ledger
