#include "ledger/verify_export.h"

#include <fstream>
#include <memory>

#include "base/encoding.h"
#include "base/file.h"
#include "ledger/anchor_audit.h"
#include "ledger/audit.h"
#include "ledger/blob_store.h"
#include "ledger/line_reader.h"
#include "ledger/verify_range.h"

namespace reeve::ledger {
namespace {

constexpr size_t kLeafLine = 64;

// A file of lines. Reading one that is not there gives no line.
class LineFile {
 public:
  LineFile(const std::filesystem::path& path, size_t max_line)
      : in_(path, std::ios::binary), lines_(in_, max_line) {}
  Result<std::optional<std::string_view>> Next() { return lines_.Next(); }

 private:
  std::ifstream in_;
  LineReader lines_;
};

class LeafFile {
 public:
  explicit LeafFile(const std::filesystem::path& path) : lines_(path, kLeafLine) {}
  Result<std::optional<Hash>> Next() {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string_view> line, lines_.Next());
    if (!line) return std::optional<Hash>();
    REEVE_ASSIGN_OR_RETURN(const std::string bytes, HexDecode(*line));
    if (bytes.size() == Hash{}.size()) return std::optional<Hash>(HashFromBytes(bytes));
    return Error{"ledger.line", "a line of leaves is not a hash"};
  }

 private:
  LineFile lines_;
};

// Roots of rising sizes.
class GrowingRoot {
 public:
  explicit GrowingRoot(const std::filesystem::path& path) : leaves_(path) {}
  Result<Hash> At(uint64_t size) {
    while (tree_.size() < size) {
      REEVE_ASSIGN_OR_RETURN(const std::optional<Hash> leaf, leaves_.Next());
      if (!leaf) return Error{"ledger.damaged", "the leaves end before its checkpoint"};
      tree_.Add(*leaf, nullptr);
    }
    return tree_.Root();
  }

 private:
  LeafFile leaves_;
  Frontier tree_;
};

// Whether the leaves, all of them, have the signed root. Checks the seen roots on the way, if so.
bool LeavesAuthentic(const std::filesystem::path& path, const std::optional<Checkpoint>& head,
                     const SeenRootChecks& seen, Report* report) {
  LeafFile leaves(path);
  Frontier tree;
  Report of_seen;
  seen.At(tree, &of_seen);
  while (true) {
    const Result<std::optional<Hash>> leaf = leaves.Next();
    if (!leaf.ok()) return false;
    if (!*leaf) break;
    tree.Add(**leaf, nullptr);
    seen.At(tree, &of_seen);
  }
  if (!head || tree.size() != head->size || tree.Root() != head->root) return false;
  seen.Finish(tree, &of_seen);
  for (Fault& fault : of_seen.faults) {
    AddFault(report, fault.index, std::move(fault.code), std::move(fault.message));
  }
  return true;
}

Result<VerifierKey> ReadKey(const std::filesystem::path& path) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  return VerifierKey::Parse(text);
}

std::optional<std::string> ReadIfThere(const std::filesystem::path& path) {
  Result<std::string> text = ReadFile(path);
  if (!text.ok()) return std::nullopt;
  return *std::move(text);
}

}  // namespace

void VerifyBlobs(const std::filesystem::path& folder, Report* report) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) return;
  const Result<BlobStore> blobs = BlobStore::Open(folder);
  const Status all = !blobs.ok() ? Status(blobs.error())
                                 : blobs->ForEach([&](const Hash&, std::string_view) -> Status {
                                     ++report->blobs_checked;
                                     return {};
                                   });
  if (!all.ok()) AddFault(report, std::nullopt, "blob.damaged", all.error().message);
}

Result<Report> VerifyExport(const std::filesystem::path& folder, const VerifyOptions& options) {
  std::error_code error;
  if (std::filesystem::exists(folder / kLastReceipt, error)) return VerifyRange(folder, options);
  Report report;
  const std::optional<VerifierKey> key = ChooseKey(options, ReadKey(folder / "vkey"), &report);
  const std::optional<Checkpoint> head =
      OpenSigned(ReadIfThere(folder / "checkpoint"), key, &report);
  if (head) report.checkpoints_checked = 1;
  const SeenRootChecks seen(SeenRoots(options, key, &report));

  RecordAudit audit;
  audit.checkpoint = head;
  audit.leaves_authentic = LeavesAuthentic(folder / "leaves", head, seen, &report);
  audit.leaves_name = "the lines of the file `leaves`";
  LineFile records(folder / "records.jsonl", kMaxRecordBytes);
  LeafFile leaves(folder / "leaves");
  audit.records = [&] { return records.Next(); };
  audit.leaves = [&] { return leaves.Next(); };
  AnchorAudit anchors(options, key, &report);
  audit.visit = [&](const Record& record) { anchors.Visit(record); };
  audit.progress = options.progress;
  audit.total = head ? head->size : 0;
  AuditRecords(audit, &report);
  GrowingRoot growing(folder / "leaves");
  anchors.Finish([&](uint64_t size) { return growing.At(size); });
  VerifyBlobs(folder / "blobs", &report);
  if (!audit.leaves_authentic && report.ok()) {
    AddFault(&report, std::nullopt, "leaves.altered",
             "the file `leaves` does not hold the leaf hashes of the records");
  }
  return report;
}

}  // namespace reeve::ledger
