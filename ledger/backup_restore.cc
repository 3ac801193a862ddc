// The reading half of backup.h: verification and restoring, over one reader.
#include <algorithm>
#include <system_error>

#include "base/file.h"
#include "ledger/backup.h"
#include "ledger/backup_manifest.h"
#include "ledger/blob_copy.h"
#include "ledger/head_guard.h"
#include "ledger/layout.h"
#include "ledger/log_loader.h"
#include "ledger/rocksdb_store.h"
#include "ledger/vault.h"
#include "ledger/verify_export.h"

namespace reeve::ledger {
namespace {

constexpr size_t kMaxManifestFile = size_t{32} << 20;
// Of a segment's files: its last record passes the limit of the others, and of checkpoints there
// are at most as many as records.
constexpr size_t kMaxSegmentFile = size_t{1} << 30;

Result<BackupManifest> MustReadManifest(const std::filesystem::path& backup) {
  const Result<std::string> text = ReadFile(backup / "manifest.json", kMaxManifestFile);
  if (!text.ok() && text.error().code == "file.not_found") {
    return Error{"file.not_found",
                 "`" + backup.string() + "` is no backup: it has no `manifest.json`",
                 backup.string()};
  }
  if (!text.ok()) return text.error();
  return BackupManifest::Parse(*text);
}

Result<std::string> ReadPart(const std::filesystem::path& path, const Hash& digest) {
  Result<std::string> bytes = ReadFile(path, kMaxSegmentFile);
  if (bytes.ok() && Sha256(*bytes) == digest) return bytes;
  return Error{"backup.segment",
               "`" + path.string() + "` " +
                   (bytes.ok() ? "is not the file that was written" : "cannot be read"),
               path.string()};
}

// Takes the next line, without its newline; nothing at the end. What lacks its newline counts too:
// the digest has vouched for the file.
std::optional<std::string_view> TakeLine(std::string_view* rest) {
  if (rest->empty()) return std::nullopt;
  const size_t end = std::min(rest->find('\n'), rest->size());
  const std::string_view line = rest->substr(0, end);
  rest->remove_prefix(std::min(end + 1, rest->size()));
  return line;
}

class SegmentReader {
 public:
  // `earlier` is a checkpoint that somebody has kept, whose root the records must come to.
  SegmentReader(const std::filesystem::path& backup, const BackupManifest& manifest,
                const std::optional<Checkpoint>& earlier, const BackupProgress& progress)
      : backup_(backup), manifest_(manifest), earlier_(earlier), progress_(progress) {}

  Status Feed(LogLoader* loader) const {
    REEVE_RETURN_IF_ERROR(CheckEarlier(*loader));
    for (const BackupSegment& segment : manifest_.segments) {
      REEVE_RETURN_IF_ERROR(FeedSegment(segment, loader));
      if (progress_) progress_(loader->size(), manifest_.size);
    }
    return {};
  }

 private:
  Status FeedSegment(const BackupSegment& segment, LogLoader* loader) const {
    REEVE_ASSIGN_OR_RETURN(const std::string records,
                           ReadPart(backup_ / segment.RecordsName(), segment.records));
    REEVE_ASSIGN_OR_RETURN(const std::string checkpoints,
                           ReadPart(backup_ / segment.CheckpointsName(), segment.checkpoints));
    std::string_view rest(records);
    std::string_view rest_of_checkpoints(checkpoints);
    REEVE_RETURN_IF_ERROR(FeedCheckpoints(&rest_of_checkpoints, loader));
    while (const std::optional<std::string_view> line = TakeLine(&rest)) {
      REEVE_RETURN_IF_ERROR(loader->Add(*line));
      REEVE_RETURN_IF_ERROR(CheckEarlier(*loader));
      REEVE_RETURN_IF_ERROR(FeedCheckpoints(&rest_of_checkpoints, loader));
    }
    if (loader->size() == segment.end && rest_of_checkpoints.empty()) return {};
    return Error{"backup.segment", "`" + segment.RecordsName().string() +
                                       "` does not hold the records that the manifest says"};
  }

  // Those of the size reached.
  static Status FeedCheckpoints(std::string_view* rest, LogLoader* loader) {
    while (!rest->empty()) {
      std::string_view ahead = *rest;
      REEVE_ASSIGN_OR_RETURN(const CheckpointLine line,
                             CheckpointLine::Parse(TakeLine(&ahead).value_or("")));
      if (line.size > loader->size()) return {};
      REEVE_RETURN_IF_ERROR(loader->AddCheckpoint(line.note));
      *rest = ahead;
    }
    return {};
  }

  Status CheckEarlier(const LogLoader& loader) const {
    if (!earlier_ || earlier_->size != loader.size() || earlier_->root == loader.Root()) return {};
    return Error{"restore.forked", "the earlier checkpoint, of size `" +
                                       std::to_string(earlier_->size) +
                                       "`, was signed over other records than the backup has"};
  }

  const std::filesystem::path& backup_;
  const BackupManifest& manifest_;
  const std::optional<Checkpoint>& earlier_;
  const BackupProgress& progress_;
};

Result<std::optional<Checkpoint>> OpenEarlier(const std::optional<std::string>& note,
                                              const VerifierKey& key,
                                              const BackupManifest& manifest) {
  if (!note) return std::optional<Checkpoint>();
  REEVE_ASSIGN_OR_RETURN(Checkpoint checkpoint, OpenCheckpoint(*note, key));
  if (checkpoint.size <= manifest.size) return std::optional<Checkpoint>(std::move(checkpoint));
  return Error{"restore.behind",
               "the backup ends with `" + std::to_string(manifest.size) + "` records, and `" +
                   std::to_string(checkpoint.size) +
                   "` were signed: find a newer backup, or begin a new log under another origin"};
}

Result<VerifierKey> KeyOf(const std::optional<VerifierKey>& given, const BackupManifest& manifest) {
  if (!given || *given == manifest.key) return manifest.key;
  return Error{"backup.other_log", "the backup is of the log `" + manifest.key.Text() +
                                       "`, not of `" + given->Text() + "`"};
}

Status CheckHead(const Checkpoint& head, const BackupManifest& manifest) {
  if (head.size == manifest.size && head.root == manifest.root) return {};
  return Error{"backup.manifest", "the manifest says another root than the records have"};
}

Status CheckEmpty(const std::filesystem::path& data) {
  std::error_code error;
  if (!std::filesystem::exists(data, error) || std::filesystem::is_empty(data, error)) return {};
  return Error{
      "file.exists",
      "`" + data.string() + "` is there already and is not empty: nothing is restored over it",
      data.string()};
}

// The guard before the store: what a crash leaves half restored does not open as a shorter log.
Status BeginData(const std::filesystem::path& data, const BackupManifest& manifest) {
  std::error_code error;
  std::filesystem::create_directories(data, error);
  if (!error) {
    std::filesystem::permissions(data, std::filesystem::perms::owner_all, error);
  }
  if (error) return Error{"file.io", "cannot make `" + data.string() + "`: " + error.message()};
  REEVE_RETURN_IF_ERROR(
      WriteFileDurably(data / "origin", manifest.key.name + "\n", FileMode::kPublic));
  REEVE_RETURN_IF_ERROR(
      WriteFileDurably(data / "vkey", manifest.key.Text() + "\n", FileMode::kPublic));
  REEVE_ASSIGN_OR_RETURN(HeadGuard guard, HeadGuard::Open(HeadGuard::PathFor(data, manifest.key)));
  return guard.Publish({manifest.size, manifest.root});
}

// The whole of it, without a store.
Result<Checkpoint> Check(const std::filesystem::path& backup, const BackupManifest& manifest,
                         const VerifyOptions& options, Report* report) {
  REEVE_ASSIGN_OR_RETURN(const VerifierKey key, KeyOf(options.vkey, manifest));
  REEVE_ASSIGN_OR_RETURN(const auto earlier,
                         OpenEarlier(options.earlier_checkpoint, key, manifest));
  LogLoader loader = LogLoader::Checking(key);
  const Status fed = SegmentReader(backup, manifest, earlier, options.progress).Feed(&loader);
  report->records_checked = loader.size();
  report->checkpoints_checked = loader.checkpoints();
  REEVE_RETURN_IF_ERROR(fed);
  REEVE_ASSIGN_OR_RETURN(Checkpoint head, loader.Finish());
  REEVE_RETURN_IF_ERROR(CheckHead(head, manifest));
  return head;
}

}  // namespace

Result<Report> VerifyBackup(const std::filesystem::path& backup, const VerifyOptions& options) {
  REEVE_ASSIGN_OR_RETURN(const BackupManifest manifest, MustReadManifest(backup));
  Report report;
  report.origin = manifest.key.name;
  report.vkey = manifest.key.Text();
  report.key_pinned = options.vkey.has_value();
  const Result<Checkpoint> head = Check(backup, manifest, options, &report);
  if (head.ok()) {
    report.size = head->size;
    report.root = head->root;
  } else {
    const bool at_record = head.error().code == "load.record";
    report.faults.push_back(
        {at_record ? std::optional<uint64_t>(report.records_checked) : std::nullopt,
         std::string(head.error().code), head.error().message});
  }
  VerifyBlobs(backup / "blobs", &report);
  return report;
}

Result<Restored> RestoreBackup(const std::filesystem::path& backup,
                               const std::filesystem::path& data, const RestoreOptions& options) {
  REEVE_ASSIGN_OR_RETURN(const BackupManifest manifest, MustReadManifest(backup));
  REEVE_RETURN_IF_ERROR(CheckEmpty(data));
  REEVE_ASSIGN_OR_RETURN(const VerifierKey key, KeyOf(options.vkey, manifest));
  REEVE_ASSIGN_OR_RETURN(const auto earlier,
                         OpenEarlier(options.earlier_checkpoint, key, manifest));
  REEVE_RETURN_IF_ERROR(BeginData(data, manifest));
  Restored restored;
  restored.key_pinned = options.vkey.has_value();
  REEVE_ASSIGN_OR_RETURN(const BlobStore blobs, BlobStore::Open(backup / "blobs"));
  REEVE_ASSIGN_OR_RETURN(restored.blobs, CopyBlobs(blobs, BlobFolder(data)));
  REEVE_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store,
                         OpenRocksDbStore(StoreFolder(data), OpenMode::kReadWrite));
  REEVE_ASSIGN_OR_RETURN(LogLoader loader, LogLoader::Begin(*store, key));
  REEVE_RETURN_IF_ERROR(SegmentReader(backup, manifest, earlier, options.progress).Feed(&loader));
  REEVE_ASSIGN_OR_RETURN(restored.head, loader.Finish());
  REEVE_RETURN_IF_ERROR(CheckHead(restored.head, manifest));
  REEVE_ASSIGN_OR_RETURN(restored.vault, MirrorVault(backup / "vault", VaultFolder(data)));
  return restored;
}

}  // namespace reeve::ledger
