#include "ledger/verify.h"

#include "ledger/head_guard.h"
#include "ledger/layout.h"
#include "ledger/rocksdb_store.h"
#include "ledger/unzipped.h"
#include "ledger/verify_export.h"
#include "ledger/verify_store.h"
#include "ledger/verify_tiles.h"
#include "ledger/zip.h"

namespace reeve::ledger {
namespace {

Result<std::unique_ptr<Store>> OpenSnapshot(const std::filesystem::path& folder) {
  return OpenRocksDbStore(StoreFolder(folder), OpenMode::kReadOnly);
}

// Opens a snapshot of its own to learn the keys, for it must be asked before the one that is judged
// is taken: while a server appends, the guard runs ahead of every snapshot, which would look cut.
// The guards of keys that were replaced still hold.
Result<std::vector<SeenRoot>> GuardRoots(const std::filesystem::path& folder,
                                         const VerifyOptions& options) {
  REEVE_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenSnapshot(folder));
  std::vector<VerifierKey> keys;
  if (options.vkey) keys.push_back(*options.vkey);
  const Result<KeyHistory> history = ReadKeyHistory(*store);
  if (history.ok()) {
    for (const LogKey& each : history->keys()) keys.push_back(each.key);
  }
  std::vector<SeenRoot> roots;
  for (const VerifierKey& key : keys) {
    REEVE_ASSIGN_OR_RETURN(const std::optional<HeadGuard::Head> guard,
                           HeadGuard::Read(HeadGuard::PathFor(folder, key)));
    if (!guard) continue;
    const bool known = !roots.empty() && roots.back().size == guard->size;
    if (!known) roots.push_back({guard->size, guard->root, "guard", "the head guard"});
  }
  return roots;
}

Result<Report> VerifyData(const std::filesystem::path& folder, const VerifyOptions& options) {
  REEVE_ASSIGN_OR_RETURN(std::vector<SeenRoot> seen, GuardRoots(folder, options));
  REEVE_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenSnapshot(folder));
  REEVE_ASSIGN_OR_RETURN(Report report, AuditStore(*store, options, std::move(seen)));
  const Status files = store->CheckFiles();
  if (!files.ok()) AddFault(&report, std::nullopt, "store.damaged", files.error().message);
  VerifyBlobs(BlobFolder(folder), &report);
  return report;
}

}  // namespace

Result<Report> VerifyFolder(const std::filesystem::path& folder, const VerifyOptions& options) {
  std::error_code error;
  if (LooksLikeZip(folder)) {
    REEVE_ASSIGN_OR_RETURN(const Unzipped unzipped, Unzipped::Open(folder));
    return VerifyFolder(unzipped.folder(), options);
  }
  if (std::filesystem::exists(folder / "records.jsonl", error)) {
    return VerifyExport(folder, options);
  }
  if (std::filesystem::is_directory(StoreFolder(folder), error)) return VerifyData(folder, options);
  if (std::filesystem::exists(folder / "checkpoint", error)) {
    return VerifyTiles(FolderFiles(folder), options);
  }
  return Error{"file.not_found",
               "`" + folder.string() + "` is no data folder (it has no `ledger`), no export (no " +
                   "`records.jsonl`), and holds no tiles (no `checkpoint`)",
               folder.string()};
}

}  // namespace reeve::ledger
