#include "ledger/import.h"

#include <fstream>
#include <system_error>

#include "base/file.h"
#include "ledger/backup_manifest.h"
#include "ledger/blob_copy.h"
#include "ledger/head_guard.h"
#include "ledger/key_history.h"
#include "ledger/layout.h"
#include "ledger/line_reader.h"
#include "ledger/log_loader.h"
#include "ledger/rocksdb_store.h"
#include "ledger/verify_export.h"
#include "ledger/verify_range.h"

namespace reeve::ledger {
namespace {

constexpr size_t kMaxCheckpointLine = kMaxNoteBytes / 3 * 4 + 64;
constexpr uint64_t kProgressStep = 4'096;

Status CheckPlaces(const std::filesystem::path& folder, const std::filesystem::path& data) {
  std::error_code error;
  if (!std::filesystem::exists(folder / "records.jsonl", error)) {
    return Error{"file.not_found",
                 "`" + folder.string() + "` is no export: it has no `records.jsonl`",
                 folder.string()};
  }
  if (std::filesystem::exists(folder / kLastReceipt, error)) {
    return Error{
        "import.range",
        "`" + folder.string() +
            "` holds a range of a log: it is verified as it is, and imported is a whole one"};
  }
  if (!std::filesystem::exists(data, error) || std::filesystem::is_empty(data, error)) return {};
  return Error{"file.exists", "`" + data.string() + "` is there already and is not empty",
               data.string()};
}

// The keys of the log, the first of which the export names.
Result<KeyHistory> KeysOf(const std::filesystem::path& folder, const VerifyOptions& options) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(folder / "vkey"));
  REEVE_ASSIGN_OR_RETURN(VerifierKey own, VerifierKey::Parse(text));
  KeyHistory keys(std::move(own));
  REEVE_RETURN_IF_ERROR(ExtendKeyHistory(ExportedKeyRecords(folder), &keys));
  if (!options.vkey || keys.Find(*options.vkey) != nullptr) return keys;
  return Error{"import.key", "the export is of the log `" + keys.active().Text() + "`, not of `" +
                                 options.vkey->Text() + "`"};
}

// The checkpoints of an export, as the records come to their sizes. Exports of earlier versions
// have no such file.
class CheckpointFile {
 public:
  explicit CheckpointFile(const std::filesystem::path& path)
      : in_(path, std::ios::binary), lines_(in_, kMaxCheckpointLine) {}

  Status Feed(LogLoader* loader) {
    while (true) {
      if (!ahead_) REEVE_RETURN_IF_ERROR(Take());
      if (!ahead_ || ahead_->size > loader->size()) return {};
      REEVE_RETURN_IF_ERROR(loader->AddCheckpoint(ahead_->note));
      ahead_.reset();
    }
  }

 private:
  Status Take() {
    REEVE_ASSIGN_OR_RETURN(const auto line, lines_.Next());
    if (!line) return {};
    REEVE_ASSIGN_OR_RETURN(ahead_, CheckpointLine::Parse(*line));
    return {};
  }

  std::ifstream in_;
  LineReader lines_;
  std::optional<CheckpointLine> ahead_;
};

Status FeedRecords(const std::filesystem::path& folder, uint64_t total,
                   const VerifyOptions& options, LogLoader* loader) {
  std::ifstream in(folder / "records.jsonl", std::ios::binary);
  LineReader lines(in, kMaxRecordBytes);
  CheckpointFile checkpoints(folder / "checkpoints");
  REEVE_RETURN_IF_ERROR(checkpoints.Feed(loader));
  while (true) {
    REEVE_ASSIGN_OR_RETURN(const auto line, lines.Next());
    if (!line) return {};
    REEVE_RETURN_IF_ERROR(loader->Add(*line));
    REEVE_RETURN_IF_ERROR(checkpoints.Feed(loader));
    const bool step = loader->size() % kProgressStep == 0 || loader->size() == total;
    if (options.progress && step) options.progress(loader->size(), total);
  }
}

Status CheckEarlier(const VerifyOptions& options, const KeyHistory& keys, const Store& store,
                    const Checkpoint& head) {
  if (!options.earlier_checkpoint) return {};
  REEVE_ASSIGN_OR_RETURN(const Checkpoint earlier,
                         OpenCheckpoint(*options.earlier_checkpoint, keys));
  if (earlier.size <= head.size) {
    REEVE_ASSIGN_OR_RETURN(const Hash root, RootAt(earlier.size, StoreHashReader(store)));
    if (root == earlier.root) return {};
  }
  return Error{"import.checkpoint", "the earlier checkpoint, of size `" +
                                        std::to_string(earlier.size) +
                                        "`, is not of the log that was exported"};
}

}  // namespace

Result<Imported> ImportExport(const std::filesystem::path& folder,
                              const std::filesystem::path& data, const VerifyOptions& options) {
  REEVE_RETURN_IF_ERROR(CheckPlaces(folder, data));
  REEVE_ASSIGN_OR_RETURN(const KeyHistory keys, KeysOf(folder, options));
  REEVE_ASSIGN_OR_RETURN(const std::string note, ReadFile(folder / "checkpoint", kMaxNoteBytes));
  REEVE_ASSIGN_OR_RETURN(const Checkpoint said, OpenCheckpoint(note, keys));
  std::error_code error;
  std::filesystem::create_directories(data, error);
  if (error) return Error{"file.io", "cannot make `" + data.string() + "`: " + error.message()};
  // The guard before the store: what a crash leaves half imported does not open as a shorter log.
  REEVE_ASSIGN_OR_RETURN(HeadGuard guard, HeadGuard::Open(HeadGuard::PathFor(data, keys.active())));
  REEVE_RETURN_IF_ERROR(guard.Publish({said.size, said.root}));
  REEVE_RETURN_IF_ERROR(
      WriteFileDurably(data / "origin", keys.active().name + "\n", FileMode::kPublic));
  REEVE_RETURN_IF_ERROR(
      WriteFileDurably(data / "vkey", keys.active().Text() + "\n", FileMode::kPublic));
  REEVE_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store,
                         OpenRocksDbStore(StoreFolder(data), OpenMode::kReadWrite));
  REEVE_ASSIGN_OR_RETURN(LogLoader loader, LogLoader::Begin(*store, keys.keys().front().key));
  REEVE_RETURN_IF_ERROR(FeedRecords(folder, said.size, options, &loader));
  REEVE_RETURN_IF_ERROR(loader.AddCheckpoint(note));
  Imported imported;
  REEVE_ASSIGN_OR_RETURN(imported.head, loader.Finish());
  REEVE_RETURN_IF_ERROR(CheckEarlier(options, keys, *store, imported.head));
  REEVE_ASSIGN_OR_RETURN(const BlobStore blobs, BlobStore::Open(folder / "blobs"));
  REEVE_ASSIGN_OR_RETURN(imported.blobs, CopyBlobs(blobs, BlobFolder(data)));
  imported.key_pinned = options.vkey.has_value();
  return imported;
}

}  // namespace reeve::ledger
