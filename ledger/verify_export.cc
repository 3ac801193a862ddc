#include "ledger/verify_export.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <utility>

#include "base/encoding.h"
#include "base/file.h"
#include "ledger/anchor_audit.h"
#include "ledger/audit.h"
#include "ledger/backup_manifest.h"
#include "ledger/blob_store.h"
#include "ledger/doubtful.h"
#include "ledger/line_reader.h"
#include "ledger/verify_range.h"

namespace reeve::ledger {
namespace {

constexpr size_t kLeafLine = 64;
constexpr size_t kMaxCheckpointLine = kMaxNoteBytes / 3 * 4 + 64;

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

// Every checkpoint that is kept, in the order of their sizes, against the leaves before it.
class KeptCheckpoints {
 public:
  KeptCheckpoints(const std::filesystem::path& path, const KeyHistory& keys)
      : file_(path, kMaxCheckpointLine), keys_(keys), compromised_(CompromisedKeys(keys)) {
    Advance();
  }
  // Those of this size.
  void At(const Frontier& tree, Report* report) {
    while (next_ && next_->size <= tree.size()) {
      const Result<Checkpoint> checkpoint = OpenCheckpoint(next_->note, keys_);
      if (!checkpoint.ok()) {
        Blame("checkpoint.signature", "is not signed: " + checkpoint.error().message, report);
      } else if (checkpoint->size != next_->size || checkpoint->size != tree.size()) {
        Blame("checkpoint.size", "is kept under another size, or out of order", report);
      } else if (checkpoint->root != tree.Root()) {
        Blame("checkpoint.root", "has another root than the leaves before it", report);
      }
      AddSignedSizes(next_->note, next_->size, compromised_, &doubtful_);
      ++checked_;
      Advance();
    }
  }
  void Finish(Report* report) {
    if (next_) Blame("checkpoint.extra", "is of a size that the log does not have", report);
    if (!status_.ok()) AddFault(report, std::nullopt, "checkpoint.form", status_.error().message);
    report->checkpoints_checked = std::max(report->checkpoints_checked, checked_);
  }
  // Those that a compromised key signed; once finished.
  std::vector<SignedSize> Doubtful() { return std::move(doubtful_); }

 private:
  void Advance() {
    next_.reset();
    const auto line = file_.Next();
    if (line.ok() && !*line) return;
    Result<CheckpointLine> parsed =
        line.ok() ? CheckpointLine::Parse(**line) : Result<CheckpointLine>(line.error());
    if (parsed.ok()) {
      next_ = *std::move(parsed);
    } else {
      status_ = parsed.error();
    }
  }
  // One fault: what is wrong with one is mostly wrong with those behind it.
  void Blame(std::string code, const std::string& what, Report* report) {
    if (blamed_) return;
    blamed_ = true;
    AddFault(report, std::nullopt, std::move(code),
             "the checkpoint of size `" + std::to_string(next_->size) + "` " + what);
  }

  LineFile file_;
  const KeyHistory& keys_;
  std::optional<CheckpointLine> next_;
  Status status_;
  const std::vector<VerifierKey> compromised_;
  std::vector<SignedSize> doubtful_;
  uint64_t checked_ = 0;
  bool blamed_ = false;
};

// Whether the leaves, all of them, have the signed root. Checks the seen roots and the kept
// checkpoints on the way, if so, and gives those of compromised keys.
bool LeavesAuthentic(const std::filesystem::path& folder, const std::optional<Checkpoint>& head,
                     const KeyHistory& keys, const SeenRootChecks& seen, Report* report,
                     std::vector<SignedSize>* doubtful) {
  LeafFile leaves(folder / "leaves");
  KeptCheckpoints kept(folder / "checkpoints", keys);
  Frontier tree;
  Report of_seen;
  seen.At(tree, &of_seen);
  kept.At(tree, &of_seen);
  while (true) {
    const Result<std::optional<Hash>> leaf = leaves.Next();
    if (!leaf.ok()) return false;
    if (!*leaf) break;
    tree.Add(**leaf, nullptr);
    seen.At(tree, &of_seen);
    kept.At(tree, &of_seen);
  }
  if (!head || tree.size() != head->size || tree.Root() != head->root) return false;
  seen.Finish(tree, &of_seen);
  kept.Finish(report);
  *doubtful = kept.Doubtful();
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

FindRecord ExportedKeyRecords(const std::filesystem::path& folder) {
  auto found = std::make_shared<std::map<std::string, std::string>>();
  LineFile lines(folder / "records.jsonl", kMaxRecordBytes);
  while (found->size() < kMaxKeyRecords) {
    const Result<std::optional<std::string_view>> line = lines.Next();
    if (!line.ok() || !*line) break;
    if ((*line)->find(R"("id":"key-)") == std::string_view::npos) continue;
    const Result<Record> record = Record::Parse(std::string(**line));
    if (record.ok() && IsKeyRecord(*record)) {
      found->insert_or_assign(std::string(record->id()), std::string(**line));
    }
  }
  return [found](std::string_view id) -> Result<std::optional<Record>> {
    const auto line = found->find(std::string(id));
    if (line == found->end()) return std::optional<Record>();
    REEVE_ASSIGN_OR_RETURN(Record record, Record::Parse(line->second));
    return std::optional<Record>(std::move(record));
  };
}

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
  const bool is_range = std::filesystem::exists(folder / kFirstReceipt, error) ||
                        std::filesystem::exists(folder / kLastReceipt, error);
  if (is_range) return VerifyRange(folder, options);
  Report report;
  const KeyHistory keys =
      ChooseKeys(options, ReadKey(folder / "vkey"), ExportedKeyRecords(folder), &report);
  const std::optional<Checkpoint> head =
      OpenSigned(ReadIfThere(folder / "checkpoint"), keys, &report);
  if (head) report.checkpoints_checked = 1;
  const std::vector<SeenRoot> seen_roots = SeenRoots(options, keys, &report);
  const SeenRootChecks seen(seen_roots);
  Workers workers(options.threads.value_or(DefaultWorkers()));

  RecordAudit audit;
  audit.checkpoint = head;
  audit.keys = &keys;
  std::vector<SignedSize> of_compromised;
  audit.leaves_authentic = LeavesAuthentic(folder, head, keys, seen, &report, &of_compromised);
  audit.leaves_name = "the lines of the file `leaves`";
  LineFile records(folder / "records.jsonl", kMaxRecordBytes);
  LeafFile leaves(folder / "leaves");
  audit.records = [&] { return records.Next(); };
  audit.leaves = [&] { return leaves.Next(); };
  audit.is_signed = [&](const Frontier& tree) {
    const auto is_this = [&](uint64_t size, const Hash& root) {
      return size == tree.size() && root == tree.Root();
    };
    if (head && is_this(head->size, head->root)) return true;
    return !seen_roots.empty() && is_this(seen_roots[0].size, seen_roots[0].root);
  };
  AnchorAudit anchors(options, keys, &report);
  DoubtfulTimes doubtful(std::move(of_compromised), keys);
  audit.visit = [&](const Record& record) {
    anchors.Visit(record);
    doubtful.Visit(record, &report);
  };
  audit.observer = options.observer;
  audit.progress = options.progress;
  audit.total = head ? head->size : 0;
  AuditRecords(audit, workers, &report);
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
