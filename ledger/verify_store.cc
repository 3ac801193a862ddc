// Verification of a store: its tree, its checkpoints, its records, its id index.
#include "ledger/verify_store.h"

#include "ledger/anchor_audit.h"
#include "ledger/layout.h"

namespace reeve::ledger {
namespace {

// Every stored checkpoint against the tree, as the tree grows.
class CheckpointWalk {
 public:
  CheckpointWalk(const Store& store, const std::optional<VerifierKey>& key, Report* report)
      : cursor_(store.NewCursor(Space::kCheckpoints)), key_(key), report_(report) {
    cursor_->Seek("");
  }

  // Checks those of exactly this size.
  void At(const Frontier& tree) {
    while (cursor_->Valid() && ParseBigEndianKey(cursor_->key()).value_or(0) <= tree.size()) {
      Check(tree);
      cursor_->Next();
    }
  }

  void Finish(uint64_t size) {
    if (cursor_->Valid()) {
      Fault("checkpoint.extra", ParseBigEndianKey(cursor_->key()).value_or(size),
            "is of a size that the log does not have");
    }
    const Status status = cursor_->status();
    if (!status.ok()) AddFault(report_, std::nullopt, "store.damaged", status.error().message);
  }

 private:
  void Check(const Frontier& tree) {
    const std::optional<uint64_t> size = ParseBigEndianKey(cursor_->key());
    ++report_->checkpoints_checked;
    if (!key_) return;
    const Result<Checkpoint> checkpoint = OpenCheckpoint(cursor_->value(), *key_);
    if (!checkpoint.ok()) {
      Fault("checkpoint.signature", tree.size(), "is not signed: " + checkpoint.error().message);
    } else if (size != tree.size() || checkpoint->size != tree.size()) {
      Fault("checkpoint.size", tree.size(), "is kept under another size");
    } else if (checkpoint->root != tree.Root()) {
      Fault("checkpoint.root", tree.size(), "has another root than the leaves before it");
    }
  }

  // One fault a kind: a change of one leaf makes every later checkpoint wrong.
  void Fault(std::string code, uint64_t size, const std::string& what) {
    if (code == last_code_) return;
    last_code_ = code;
    AddFault(report_, std::nullopt, std::move(code),
             "the checkpoint of size `" + std::to_string(size) + "` " + what);
  }

  std::unique_ptr<Cursor> cursor_;
  const std::optional<VerifierKey>& key_;
  Report* report_;
  std::string last_code_;
};

// Reads the stored leaf of each record, and checks the inner hashes that follow it.
class StoredLeaves {
 public:
  StoredLeaves(const Store& store, uint64_t size) : scan_(store), size_(size) {}

  // The first inner hash that is not that of its children, by the leaf it follows.
  const std::optional<uint64_t>& wrong_inner() const { return wrong_inner_; }
  const Frontier& tree() const { return tree_; }

  Result<std::optional<Hash>> Next() {
    if (tree_.size() == size_) return std::optional<Hash>();
    REEVE_ASSIGN_OR_RETURN(const std::optional<Hash> leaf, scan_.Next());
    if (!leaf) return Missing();
    known_.clear();
    const uint64_t index = tree_.size();
    tree_.Add(*leaf, &known_);
    for (size_t i = 1; i < known_.size(); ++i) {
      REEVE_ASSIGN_OR_RETURN(const std::optional<Hash> inner, scan_.Next());
      if (!inner) return Missing();
      if (*inner != known_[i] && !wrong_inner_) wrong_inner_ = index;
    }
    return leaf;
  }

 private:
  static Error Missing() { return {"ledger.damaged", "the stored tree ends too early"}; }

  HashScan scan_;
  const uint64_t size_;
  Frontier tree_;
  std::vector<Hash> known_;
  std::optional<uint64_t> wrong_inner_;
};

// Whether the stored leaves have the signed root; checks checkpoints and seen roots on the way.
bool AuditTree(const Store& store, const std::optional<Checkpoint>& head,
               const std::optional<VerifierKey>& key, const SeenRootChecks& seen, uint64_t size,
               Report* report) {
  StoredLeaves leaves(store, size);
  CheckpointWalk checkpoints(store, key, report);
  checkpoints.At(leaves.tree());
  seen.At(leaves.tree(), report);
  while (true) {
    const uint64_t index = leaves.tree().size();
    const Result<std::optional<Hash>> leaf = leaves.Next();
    if (!leaf.ok()) {
      AddFault(report, index, "tree.damaged", leaf.error().message);
      return false;
    }
    if (!*leaf) break;
    checkpoints.At(leaves.tree());
    seen.At(leaves.tree(), report);
  }
  checkpoints.Finish(size);
  seen.Finish(leaves.tree(), report);
  if (leaves.wrong_inner()) {
    AddFault(report, leaves.wrong_inner(), "tree.altered",
             "a tree hash stored behind record `" + std::to_string(*leaves.wrong_inner()) +
                 "` is not that of its children");
  }
  return head && head->size == size && head->root == leaves.tree().Root();
}

// The id index: each id leads to the last record that has it, and to nothing else.
class IdAudit {
 public:
  IdAudit(const Store& store, Report* report) : store_(store), report_(report) {}

  void Visit(const Record& record) {
    const Result<uint64_t> index = FindIndex(store_, record.id());
    const bool leads_here = index.ok() && *index == record.index();
    if (leads_here) ++found_;
    if (leads_here || faulted_ || LeadsToLater(index, record)) return;
    faulted_ = true;
    AddFault(report_, record.index(), "id.wrong",
             "the id index does not lead to record `" + std::to_string(record.index()) + "`");
  }

  void Finish() {
    uint64_t entries = 0;
    const std::unique_ptr<Cursor> cursor = store_.NewCursor(Space::kIds);
    for (cursor->Seek(""); cursor->Valid(); cursor->Next()) ++entries;
    if (!cursor->status().ok()) {
      AddFault(report_, std::nullopt, "store.damaged", cursor->status().error().message);
    } else if (entries != found_ && !faulted_) {
      AddFault(report_, std::nullopt, "id.extra",
               "the id index has `" + std::to_string(entries - found_) +
                   "` entries that lead to no record");
    }
  }

 private:
  bool LeadsToLater(const Result<uint64_t>& index, const Record& record) const {
    if (!index.ok() || *index <= record.index()) return false;
    Result<std::string> bytes = ReadRecordBytes(store_, *index);
    if (!bytes.ok()) return false;
    const Result<Record> later = Record::Parse(*std::move(bytes));
    return later.ok() && later->id() == record.id();
  }

  const Store& store_;
  Report* report_;
  uint64_t found_ = 0;
  bool faulted_ = false;
};

Result<VerifierKey> StoredKey(const Store& store) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text, store.Get(Space::kMeta, kVkeyKey));
  if (!text) return Error{"ledger.vkey", "the store does not name its key"};
  return VerifierKey::Parse(*text);
}

}  // namespace

Result<Report> AuditStore(const Store& store, const VerifyOptions& options,
                          std::vector<SeenRoot> seen_roots) {
  Report report;
  REEVE_ASSIGN_OR_RETURN(const Head stored, store.ReadHead());
  const std::optional<VerifierKey> key = ChooseKey(options, StoredKey(store), &report);
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> note, ReadCheckpoint(store, stored.size));
  const std::optional<Checkpoint> head = OpenSigned(note, key, &report);
  for (SeenRoot& seen : SeenRoots(options, key, &report)) seen_roots.push_back(std::move(seen));
  const SeenRootChecks seen(std::move(seen_roots));

  RecordAudit audit;
  audit.checkpoint = head;
  audit.leaves_authentic = AuditTree(store, head, key, seen, stored.size, &report);
  audit.leaves_name = "the stored leaf hashes";
  RecordScan records(store, 0);
  StoredLeaves leaves(store, stored.size);
  IdAudit ids(store, &report);
  audit.records = [&] { return records.Next(); };
  audit.leaves = [&] { return leaves.Next(); };
  AnchorAudit anchors(options, key, &report);
  audit.visit = [&](const Record& record) {
    ids.Visit(record);
    anchors.Visit(record);
  };
  audit.progress = options.progress;
  audit.total = stored.size;
  AuditRecords(audit, &report);
  if (report.records_checked == stored.size) ids.Finish();
  anchors.Finish([&](uint64_t size) { return RootAt(size, StoreHashReader(store)); });
  if (head && head->root != stored.root) {
    AddFault(&report, std::nullopt, "head.root", "the store's head is not the signed one");
  }
  return report;
}

Result<Report> VerifyStore(const Store& store, const VerifyOptions& options) {
  return AuditStore(store, options, {});
}

}  // namespace reeve::ledger
