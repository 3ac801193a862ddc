#include "ledger/verify.h"

#include "base/encoding.h"
#include "ledger/anchor_audit.h"
#include "ledger/head_guard.h"
#include "ledger/layout.h"
#include "ledger/rocksdb_store.h"
#include "ledger/unzipped.h"
#include "ledger/verify_export.h"
#include "ledger/verify_store.h"
#include "ledger/zip.h"

namespace reeve::ledger {
namespace {

Result<std::unique_ptr<Store>> OpenSnapshot(const std::filesystem::path& folder) {
  return OpenRocksDbStore(StoreFolder(folder), OpenMode::kReadOnly);
}

// Opens a snapshot of its own to learn the key, for it must be asked before the one that is judged
// is taken: while a server appends, the guard runs ahead of every snapshot, which would look cut.
Result<std::vector<SeenRoot>> GuardRoots(const std::filesystem::path& folder,
                                         const VerifyOptions& options) {
  REEVE_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenSnapshot(folder));
  std::optional<VerifierKey> key = options.vkey;
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> own, store->Get(Space::kMeta, kVkeyKey));
  const Result<VerifierKey> parsed = VerifierKey::Parse(own.value_or(""));
  if (!key && parsed.ok()) key = *parsed;
  if (!key) return std::vector<SeenRoot>();
  REEVE_ASSIGN_OR_RETURN(const std::optional<HeadGuard::Head> guard,
                         HeadGuard::Read(HeadGuard::PathFor(folder, *key)));
  if (!guard) return std::vector<SeenRoot>();
  return std::vector<SeenRoot>{{guard->size, guard->root, "guard", "the head guard"}};
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

std::optional<uint64_t> Report::FirstWrong() const {
  if (faults.empty()) return std::nullopt;
  return faults.front().index;
}

std::string Report::Text() const {
  std::string out = "log         " + (origin.empty() ? "unknown" : origin) + "\n";
  out += "key         " + (vkey.empty() ? "none" : vkey) + "\n";
  out += key_pinned ? "            given by you\n"
                    : "            from the folder itself: whoever could replace the folder could "
                      "replace its key; give the key you know\n";
  out += "checkpoint  size " + std::to_string(size) + ", root " + HexEncode(AsBytes(root)) + "\n";
  out += "checked     " + std::to_string(records_checked) + " records, " +
         std::to_string(checkpoints_checked) + " checkpoints, " + std::to_string(blobs_checked) +
         " blobs\n";
  if (range) {
    out += "range       records " + std::to_string(range->first) + " to " +
           std::to_string(range->second - 1) + "; of the others nothing is said\n";
  }
  out += AnchorsText(anchors);
  if (ok()) return out + "result      whole: every record is as it was signed\n";
  out += "result      WRONG\n";
  for (const Fault& fault : faults) {
    out += "  " + (fault.index ? "at " + std::to_string(*fault.index) + ": " : std::string());
    out += fault.code + ": " + fault.message + "\n";
  }
  return out;
}

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
  return Error{"file.not_found",
               "`" + folder.string() + "` is neither a data folder (it has no `ledger`) nor an " +
                   "export (it has no `records.jsonl`)",
               folder.string()};
}

}  // namespace reeve::ledger
