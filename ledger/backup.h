// Backup: the log as it grows, in segments that never change once they are written, with the blobs
// and the content vault beside. Hot and incremental: it reads a snapshot beside a running server,
// and each run adds what is new. docs/backup.md, docs/adr/0021.
//
//   BACKUP/manifest.json   what there is (backup_manifest.h); written last
//   BACKUP/segments/       records, one a line, and the checkpoints over them
//   BACKUP/blobs/          what records name by digest
//   BACKUP/vault/          sealed content and wrapped keys, as the vault has them now
//
// What holds: a run adds nothing that does not lead to a root that the log's key signed, and
// nothing to the backup of another log. No secret key is in a backup.
//
// Thread-safety: one process at a time on one backup; the caller sees to it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/vault_mirror.h"
#include "ledger/verify.h"

namespace reeve::ledger {

// Records of one segment end where their bytes pass this.
inline constexpr size_t kSegmentBytes = size_t{32} << 20;

using BackupProgress = std::function<void(uint64_t done, uint64_t total)>;

struct BackedUp {
  uint64_t size = 0;      // records in the backup now
  uint64_t added = 0;     // by this run
  uint64_t segments = 0;  // by this run
  uint64_t blobs = 0;     // in the backup now
  Mirrored vault;
};

// Brings the backup up to what the data folder holds; makes it where there is none.
//   backup.other_log   the backup is of another log
//   backup.forked      the log has other records than the backup
//   backup.empty       there is nothing to back up yet
//   backup.ahead       the backup has records that the log has not: the store has lost them
//   backup.manifest, ledger.*, vault.*, file.*
Result<BackedUp> CreateBackup(const std::filesystem::path& data,
                              const std::filesystem::path& backup,
                              const BackupProgress& progress = {});

// Reads everything again, believing nothing but the key. What is wrong is a fault in the report:
// backup.segment (a file is not the one that was written), load.*, blob.damaged, earlier.*.
Result<Report> VerifyBackup(const std::filesystem::path& backup, const VerifyOptions& options);

struct RestoreOptions {
  std::optional<VerifierKey> vkey = {};  // the log's key, obtained from elsewhere
  // A checkpoint kept from earlier: a backup that ends before it, or is of other records, is
  // refused, for a log that goes on from there would be a fork.
  std::optional<std::string> earlier_checkpoint = {};
  BackupProgress progress = {};
};
struct Restored {
  Checkpoint head;
  bool key_pinned = false;
  uint64_t blobs = 0;
  Mirrored vault;
};
// Makes a data folder of a backup; `data` must not exist, or be empty. Everything is verified on
// the way. The state of the projections is computed when a server opens it. Secret keys are the
// caller's to put beside it. file.exists, restore.behind, restore.forked, backup.*, load.*
Result<Restored> RestoreBackup(const std::filesystem::path& backup,
                               const std::filesystem::path& data, const RestoreOptions& options);

}  // namespace reeve::ledger
