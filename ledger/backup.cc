#include "ledger/backup.h"

#include <algorithm>
#include <system_error>

#include "base/file.h"
#include "ledger/backup_manifest.h"
#include "ledger/blob_copy.h"
#include "ledger/layout.h"
#include "ledger/rocksdb_store.h"
#include "ledger/vault.h"

namespace reeve::ledger {
namespace {

constexpr uint64_t kProgressStep = 4'096;
constexpr size_t kMaxManifestFile = size_t{32} << 20;

Status MakeFolder(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error) return {};
  return Error{"file.io", "cannot make `" + path.string() + "`: " + error.message(), path.string()};
}

// Nothing where there is no backup yet.
Result<std::optional<BackupManifest>> ReadManifest(const std::filesystem::path& backup) {
  const Result<std::string> text = ReadFile(backup / "manifest.json", kMaxManifestFile);
  if (!text.ok() && text.error().code == "file.not_found") return std::optional<BackupManifest>();
  if (!text.ok()) return text.error();
  REEVE_ASSIGN_OR_RETURN(BackupManifest manifest, BackupManifest::Parse(*text));
  return std::optional<BackupManifest>(std::move(manifest));
}

// A new one goes into an empty folder only, so that nothing of somebody's is mixed up with it.
Result<BackupManifest> BeginManifest(const std::filesystem::path& backup, VerifierKey key) {
  std::error_code error;
  if (std::filesystem::exists(backup, error) && !std::filesystem::is_empty(backup, error)) {
    return Error{"file.exists",
                 "`" + backup.string() +
                     "` is not empty and is no backup: name a new or empty folder, or empty it if "
                     "a first backup was cut off there",
                 backup.string()};
  }
  BackupManifest manifest;
  manifest.key = std::move(key);
  manifest.root = EmptyRoot();
  return manifest;
}

// Whether the log begins with what the backup has.
Status CheckSameLog(const Store& store, const Head& head, const VerifierKey& key,
                    const BackupManifest& manifest) {
  if (manifest.key != key) {
    return Error{"backup.other_log", "the backup is of the log `" + manifest.key.Text() +
                                         "`, not of `" + key.Text() + "`"};
  }
  if (manifest.size > head.size) {
    return Error{"backup.ahead", "the backup has `" + std::to_string(manifest.size) +
                                     "` records and the log only `" + std::to_string(head.size) +
                                     "`: the store has lost records; restore it from this backup"};
  }
  REEVE_ASSIGN_OR_RETURN(const Hash root, RootAt(manifest.size, StoreHashReader(store)));
  if (root == manifest.root) return {};
  return Error{"backup.forked",
               "the log has other records than the backup, though the same key: "
               "keep both and look with `reeve ledger verify`"};
}

// Writes segments of [size, head): first the files, and into the manifest what they are.
class SegmentWriter {
 public:
  SegmentWriter(const Store& store, const std::filesystem::path& backup, const Head& head,
                const BackupProgress& progress, BackupManifest* manifest)
      : backup_(backup),
        head_(head),
        progress_(progress),
        manifest_(manifest),
        records_scan_(store, manifest->size),
        checkpoints_scan_(store.NewCursor(Space::kCheckpoints)) {
    checkpoints_scan_->Seek(BigEndianKey(manifest->size == 0 ? 0 : manifest->size + 1));
  }

  Status Run(Frontier tree) {
    segment_.first = tree.size();
    TakeCheckpoints(tree.size());
    while (tree.size() < head_.size) {
      REEVE_ASSIGN_OR_RETURN(const std::optional<std::string_view> bytes, records_scan_.Next());
      if (!bytes) return Error{"ledger.damaged", "the records end before the head"};
      records_.append(*bytes).push_back('\n');
      tree.Add(LeafHash(*bytes), nullptr);
      TakeCheckpoints(tree.size());
      if (records_.size() >= kSegmentBytes) REEVE_RETURN_IF_ERROR(Close(tree.size()));
      const bool step = tree.size() % kProgressStep == 0 || tree.size() == head_.size;
      if (progress_ && step) progress_(tree.size(), head_.size);
    }
    REEVE_RETURN_IF_ERROR(checkpoints_scan_->status());
    if (tree.Root() != head_.root) {
      return Error{"ledger.damaged",
                   "the records do not have the signed root: run `reeve ledger verify` on the data "
                   "folder"};
    }
    return segment_.first == tree.size() ? Status() : Close(tree.size());
  }

 private:
  void TakeCheckpoints(uint64_t size) {
    while (checkpoints_scan_->Valid()) {
      const uint64_t at = ParseBigEndianKey(checkpoints_scan_->key()).value_or(0);
      if (at > size) return;
      checkpoints_ += CheckpointLine{at, std::string(checkpoints_scan_->value())}.Text();
      checkpoints_scan_->Next();
    }
  }

  Status Close(uint64_t end) {
    segment_.end = end;
    segment_.records = Sha256(records_);
    segment_.checkpoints = Sha256(checkpoints_);
    REEVE_RETURN_IF_ERROR(
        WriteFileDurably(backup_ / segment_.RecordsName(), records_, FileMode::kSecret));
    REEVE_RETURN_IF_ERROR(
        WriteFileDurably(backup_ / segment_.CheckpointsName(), checkpoints_, FileMode::kSecret));
    manifest_->segments.push_back(segment_);
    segment_ = {};
    segment_.first = end;
    records_.clear();
    checkpoints_.clear();
    return {};
  }

  const std::filesystem::path& backup_;
  const Head head_;
  const BackupProgress& progress_;
  BackupManifest* manifest_;
  RecordScan records_scan_;
  std::unique_ptr<Cursor> checkpoints_scan_;
  BackupSegment segment_;
  std::string records_;
  std::string checkpoints_;
};

}  // namespace

Result<BackedUp> CreateBackup(const std::filesystem::path& data,
                              const std::filesystem::path& backup, const BackupProgress& progress) {
  REEVE_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store,
                         OpenRocksDbStore(StoreFolder(data), OpenMode::kReadOnly));
  REEVE_ASSIGN_OR_RETURN(const Head head, store->ReadHead());
  REEVE_ASSIGN_OR_RETURN(const auto vkey, store->Get(Space::kMeta, kVkeyKey));
  REEVE_ASSIGN_OR_RETURN(const VerifierKey key, VerifierKey::Parse(vkey.value_or("")));
  REEVE_ASSIGN_OR_RETURN(std::optional<BackupManifest> known, ReadManifest(backup));
  if (!known) {
    REEVE_ASSIGN_OR_RETURN(known, BeginManifest(backup, key));
  }
  BackupManifest& manifest = *known;
  if (head.size == 0) return Error{"backup.empty", "the log has no record yet"};
  REEVE_RETURN_IF_ERROR(CheckSameLog(*store, head, key, manifest));
  REEVE_RETURN_IF_ERROR(MakeFolder(backup / "segments"));

  BackedUp done;
  done.size = head.size;
  done.added = head.size - manifest.size;
  const size_t segments = manifest.segments.size();
  REEVE_ASSIGN_OR_RETURN(const Frontier tree,
                         Frontier::Load(manifest.size, StoreHashReader(*store)));
  REEVE_RETURN_IF_ERROR(SegmentWriter(*store, backup, head, progress, &manifest).Run(tree));
  done.segments = manifest.segments.size() - segments;
  manifest.size = head.size;
  manifest.root = head.root;
  REEVE_ASSIGN_OR_RETURN(const BlobStore blobs, BlobStore::Open(BlobFolder(data)));
  REEVE_ASSIGN_OR_RETURN(done.blobs, CopyBlobs(blobs, backup / "blobs"));
  REEVE_ASSIGN_OR_RETURN(done.vault, MirrorVault(VaultFolder(data), backup / "vault"));
  REEVE_ASSIGN_OR_RETURN(const std::string text, manifest.Text());
  REEVE_RETURN_IF_ERROR(WriteFileDurably(backup / "manifest.json", text, FileMode::kSecret));
  return done;
}

}  // namespace reeve::ledger
