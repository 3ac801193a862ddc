// What a backup holds: the file manifest.json, canonical JSON, written last of each run.
//
//   {"format":"reeve-backup-1","origin":"...","root":"<64 hex>","segments":[{"checkpoints":"<64
//    hex>","end":n,"first":n,"records":"<64 hex>"}, ...],"size":n,"vkey":"..."}
//
// Segments follow each other without a gap and end at `size`; the digests are of their two files.
// docs/backup.md. Thread-safety: all functions are pure.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"
#include "ledger/note.h"

namespace reeve::ledger {

struct BackupSegment {
  uint64_t first = 0;
  uint64_t end = 0;  // not included
  Hash records{};
  Hash checkpoints{};

  // "segments/<20 digits of first>.records", and ".checkpoints".
  std::filesystem::path RecordsName() const;
  std::filesystem::path CheckpointsName() const;
};

struct BackupManifest {
  VerifierKey key;
  uint64_t size = 0;
  Hash root{};
  std::vector<BackupSegment> segments;

  Result<std::string> Text() const;
  // backup.manifest: not of that form, a gap, or segments that do not end at the size.
  static Result<BackupManifest> Parse(std::string_view text);
};

// One line a signed checkpoint: its size, a blank, base64 of the note.
struct CheckpointLine {
  uint64_t size = 0;
  std::string note;

  std::string Text() const;  // with its newline
  // Without its newline. backup.checkpoints
  static Result<CheckpointLine> Parse(std::string_view line);
};

}  // namespace reeve::ledger
