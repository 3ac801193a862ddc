// Verification of a store: its tree, its checkpoints, its records, its id index.
#include "ledger/verify_store.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/mutex.h"
#include "ledger/anchor_audit.h"
#include "ledger/doubtful.h"
#include "ledger/id_audit.h"
#include "ledger/layout.h"
#include "ledger/rebuild.h"
#include "ledger/search_index.h"

namespace reeve::ledger {
namespace {

// Every stored checkpoint against the tree, as the tree grows. Signatures are verified by the
// workers.
class CheckpointWalk {
 public:
  CheckpointWalk(const Store& store, const KeyHistory& keys, Workers& workers, Report* report)
      : cursor_(store.NewCursor(Space::kCheckpoints)),
        keys_(keys),
        workers_(workers),
        report_(report),
        compromised_(CompromisedKeys(keys)) {
    cursor_->Seek("");
  }
  ~CheckpointWalk() { workers_.Wait(); }
  CheckpointWalk(const CheckpointWalk&) = delete;
  CheckpointWalk& operator=(const CheckpointWalk&) = delete;

  // Checks those of exactly this size.
  void At(const Frontier& tree) {
    while (cursor_->Valid() && ParseBigEndianKey(cursor_->key()).value_or(0) <= tree.size()) {
      Check(tree);
      cursor_->Next();
    }
  }

  // Waits for the workers and reports.
  void Finish(uint64_t size) {
    workers_.Wait();
    const MutexLock lock(mutex_);
    if (cursor_->Valid()) {
      Blame("checkpoint.extra", ParseBigEndianKey(cursor_->key()).value_or(size),
            "is of a size that the log does not have");
    }
    for (const auto& [code, blamed] : blamed_) {
      AddFault(report_, std::nullopt, code,
               "the checkpoint of size `" + std::to_string(blamed.first) + "` " + blamed.second);
    }
    const Status status = cursor_->status();
    if (!status.ok()) AddFault(report_, std::nullopt, "store.damaged", status.error().message);
  }

  // Sizes of checkpoints that a compromised key signed, with its place among the compromised; once
  // finished.
  std::vector<SignedSize> Doubtful() {
    const MutexLock lock(mutex_);
    return std::move(doubtful_);
  }

 private:
  void Check(const Frontier& tree) {
    ++report_->checkpoints_checked;
    if (keys_.keys().empty()) return;
    const Checkpoint expected{"", tree.size(), tree.Root()};
    const bool in_place = ParseBigEndianKey(cursor_->key()) == tree.size();
    workers_.Submit([this, expected, in_place, note = std::string(cursor_->value())] {
      Judge(note, expected, in_place);
    });
  }

  void Judge(const std::string& note, const Checkpoint& expected, bool in_place) {
    const Result<Checkpoint> checkpoint = OpenCheckpoint(note, keys_);
    const MutexLock lock(mutex_);
    if (!checkpoint.ok()) {
      Blame("checkpoint.signature", expected.size, "is not signed: " + checkpoint.error().message);
    } else if (!in_place || checkpoint->size != expected.size) {
      Blame("checkpoint.size", expected.size, "is kept under another size");
    } else if (checkpoint->root != expected.root) {
      Blame("checkpoint.root", expected.size, "has another root than the leaves before it");
    }
    AddSignedSizes(note, expected.size, compromised_, &doubtful_);
  }

  // One fault a kind, that of the smallest size: a change of one leaf makes every later checkpoint
  // wrong.
  void Blame(const std::string& code, uint64_t size, const std::string& what)
      REEVE_REQUIRES(mutex_) {
    const auto [known, fresh] = blamed_.try_emplace(code, size, what);
    if (!fresh && size < known->second.first) known->second = {size, what};
  }

  std::unique_ptr<Cursor> cursor_;
  const KeyHistory& keys_;
  Workers& workers_;
  Report* report_;
  const std::vector<VerifierKey> compromised_;
  Mutex mutex_;
  std::map<std::string, std::pair<uint64_t, std::string>> blamed_ REEVE_GUARDED_BY(mutex_);
  std::vector<SignedSize> doubtful_ REEVE_GUARDED_BY(mutex_);
};

// Whether a tree that grows has the size and the root of a checkpoint that is stored and signed.
class SignedRoots {
 public:
  SignedRoots(const Store& store, const KeyHistory& keys)
      : cursor_(store.NewCursor(Space::kCheckpoints)), keys_(keys) {
    cursor_->Seek("");
  }
  bool operator()(const Frontier& tree) {
    while (cursor_->Valid() && ParseBigEndianKey(cursor_->key()).value_or(0) < tree.size()) {
      cursor_->Next();
    }
    if (!cursor_->Valid() || ParseBigEndianKey(cursor_->key()) != tree.size()) return false;
    const Result<Checkpoint> checkpoint = OpenCheckpoint(cursor_->value(), keys_);
    return checkpoint.ok() && checkpoint->size == tree.size() && checkpoint->root == tree.Root();
  }

 private:
  std::unique_ptr<Cursor> cursor_;
  const KeyHistory& keys_;
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
               const SeenRootChecks& seen, uint64_t size, CheckpointWalk& checkpoints,
               Report* report) {
  StoredLeaves leaves(store, size);
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

Result<VerifierKey> StoredKey(const Store& store) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text, store.Get(Space::kMeta, kVkeyKey));
  if (!text) return Error{"ledger.vkey", "the store does not name its key"};
  return VerifierKey::Parse(*text);
}

void CompareProjections(const Store& store, const Projections& projections, Report* report) {
  const Result<RebuildReport> rebuilt = VerifyProjections(store, projections);
  if (!rebuilt.ok()) {
    return AddFault(report, std::nullopt, "state.unreadable", rebuilt.error().message);
  }
  report->state_keys = rebuilt->keys;
  if (rebuilt->ok()) return;
  AddFault(report, std::nullopt, "state.differs",
           "the stored state is not what the records come to, in `" +
               std::to_string(rebuilt->differences) + "` keys; the first, of the projection `" +
               rebuilt->first->projection + "`, " + rebuilt->first->what +
               ": reeve ledger rebuild --write computes it anew");
}

void CompareSearch(const Store& store, const SearchFields& fields, uint64_t size, Report* report) {
  const Result<uint64_t> differences = CountSearchDifferences(store, fields, size);
  if (!differences.ok()) {
    AddFault(report, std::nullopt, "state.unreadable", differences.error().message);
  } else if (*differences != 0) {
    AddFault(report, std::nullopt, "search.differs",
             "the search index is not what the records come to, in `" +
                 std::to_string(*differences) +
                 "` entries: reeve ledger rebuild --write computes it anew");
  }
}

}  // namespace

Result<Report> AuditStore(const Store& store, const VerifyOptions& options,
                          std::vector<SeenRoot> seen_roots) {
  Report report;
  REEVE_ASSIGN_OR_RETURN(const Head stored, store.ReadHead());
  const KeyHistory keys = ChooseKeys(options, StoredKey(store), StoredKeyRecords(store), &report);
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> note, ReadCheckpoint(store, stored.size));
  const std::optional<Checkpoint> head = OpenSigned(note, keys, &report);
  for (SeenRoot& seen : SeenRoots(options, keys, &report)) seen_roots.push_back(std::move(seen));
  const SeenRootChecks seen(std::move(seen_roots));
  Workers workers(options.threads.value_or(DefaultWorkers()));

  RecordAudit audit;
  audit.checkpoint = head;
  audit.keys = &keys;
  CheckpointWalk checkpoints(store, keys, workers, &report);
  audit.leaves_authentic = AuditTree(store, head, seen, stored.size, checkpoints, &report);
  audit.leaves_name = "the stored leaf hashes";
  RecordScan records(store, 0);
  StoredLeaves leaves(store, stored.size);
  IdAudit ids(store, stored.size, &report);
  SignedRoots is_signed(store, keys);
  DoubtfulTimes doubtful(checkpoints.Doubtful(), keys);
  audit.records = [&] { return records.Next(); };
  audit.leaves = [&] { return leaves.Next(); };
  audit.is_signed = [&](const Frontier& tree) { return is_signed(tree); };
  AnchorAudit anchors(options, keys, &report);
  audit.visit = [&](const Record& record) {
    ids.Visit(record);
    doubtful.Visit(record, &report);
    anchors.Visit(record);
  };
  audit.observer = options.observer;
  audit.progress = options.progress;
  audit.total = stored.size;
  AuditRecords(audit, workers, &report);
  if (report.records_checked == stored.size) ids.Finish();
  anchors.Finish([&](uint64_t size) { return RootAt(size, StoreHashReader(store)); });
  if (head && head->root != stored.root) {
    AddFault(&report, std::nullopt, "head.root", "the store's head is not the signed one");
  }
  if (options.projections != nullptr) CompareProjections(store, *options.projections, &report);
  if (options.search_fields != nullptr) {
    CompareSearch(store, *options.search_fields, stored.size, &report);
  }
  return report;
}

Result<Report> VerifyStore(const Store& store, const VerifyOptions& options) {
  return AuditStore(store, options, {});
}

}  // namespace reeve::ledger
