#include "ledger/rebuild.h"

#include <set>

#include "ledger/layout.h"
#include "ledger/pending_state.h"
#include "ledger/rocksdb_store.h"

namespace reeve::ledger {
namespace {

using Entries = PendingState::Entries;

// Folds records [0, size) into a state that starts empty.
Status FoldLog(const Store& store, uint64_t size, PendingState* state) {
  RecordScan scan(store, 0);
  for (uint64_t index = 0; index < size; ++index) {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string_view> bytes, scan.Next());
    if (!bytes)
      return Error{"ledger.damaged", "there is no record `" + std::to_string(index) + "`"};
    Result<Record> record = Record::Parse(std::string(*bytes));
    const Status folded = record.ok() ? state->Fold(*record) : Status(record.error());
    if (!folded.ok()) {
      return Error{"ledger.damaged", "record `" + std::to_string(index) +
                                         "` does not fold: " + folded.error().message};
    }
    state->KeepUnit();
  }
  return {};
}

std::string StoredVersion(uint32_t version) { return std::to_string(version); }

// Walks the stored and the recomputed keys of one projection side by side.
class Comparison {
 public:
  Comparison(const Store& store, const Entries& computed, RebuildReport* report, Batch* repair)
      : store_(store), computed_(computed), report_(report), repair_(repair) {}

  Status Compare(std::string_view projection) {
    const std::string prefix = ProjectionPrefix(projection);
    const std::unique_ptr<Cursor> cursor = store_.NewCursor(Space::kProjections);
    auto it = computed_.lower_bound(prefix);
    cursor->Seek(prefix);
    while (true) {
      while (it != computed_.end() && it->first.starts_with(prefix) && !it->second) ++it;
      const bool have = it != computed_.end() && it->first.starts_with(prefix);
      const bool stored = cursor->Valid() && cursor->key().starts_with(prefix);
      if (!have && !stored) return cursor->status();
      const int order = !have ? 1 : !stored ? -1 : it->first.compare(cursor->key());
      if (order > 0) {
        Differs(projection, prefix, cursor->key(), "extra");
        repair_->Delete(Space::kProjections, cursor->key());
      } else if (order < 0 || *it->second != cursor->value()) {
        Differs(projection, prefix, it->first, order < 0 ? "missing" : "differs");
        repair_->Put(Space::kProjections, it->first, *it->second);
      }
      if (order <= 0) ++it, ++report_->keys;
      if (order >= 0) cursor->Next();
    }
  }

 private:
  void Differs(std::string_view projection, std::string_view prefix, std::string_view key,
               std::string_view what) {
    if (report_->differences++ != 0) return;
    report_->first = StateDifference{std::string(projection),
                                     std::string(key.substr(prefix.size())), std::string(what)};
  }

  const Store& store_;
  const Entries& computed_;
  RebuildReport* report_;
  Batch* repair_;
};

Result<RebuildReport> CompareAll(const Store& store, const Head& head,
                                 const Projections& projections, Batch* repair) {
  REEVE_RETURN_IF_ERROR(CheckProjectionNames(projections));
  PendingState state(nullptr, projections);
  REEVE_RETURN_IF_ERROR(FoldLog(store, head.size, &state));
  RebuildReport report;
  report.records = head.size;
  Comparison comparison(store, state.kept(), &report, repair);
  for (const auto& projection : projections) {
    REEVE_RETURN_IF_ERROR(comparison.Compare(projection->name()));
  }
  return report;
}

// The projections whose stored state is of their version.
Result<std::set<std::string>> Current(const Store& store, const Projections& projections) {
  std::set<std::string> current;
  for (const auto& projection : projections) {
    const std::string key = ProjectionVersionKey(projection->name());
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> version, store.Get(Space::kMeta, key));
    if (version == StoredVersion(projection->version())) current.insert(key);
  }
  return current;
}

// Deletes the versions of projections that are not among those given.
Status ForgetOthers(const Store& store, const Projections& projections, Batch* batch) {
  std::set<std::string> given;
  for (const auto& projection : projections) given.insert(ProjectionVersionKey(projection->name()));
  const std::string prefix = ProjectionVersionKey("");
  const std::unique_ptr<Cursor> cursor = store.NewCursor(Space::kMeta);
  for (cursor->Seek(prefix); cursor->Valid() && cursor->key().starts_with(prefix); cursor->Next()) {
    if (!given.contains(std::string(cursor->key()))) batch->Delete(Space::kMeta, cursor->key());
  }
  return cursor->status();
}

}  // namespace

Result<size_t> InstallProjections(Store& store, const Head& head, const Projections& projections) {
  Batch batch;
  batch.SetHead(head.size, head.root);
  REEVE_ASSIGN_OR_RETURN(const std::set<std::string> current, Current(store, projections));
  REEVE_RETURN_IF_ERROR(ForgetOthers(store, projections, &batch));
  const size_t stale = projections.size() - current.size();
  if (stale != 0) {
    REEVE_ASSIGN_OR_RETURN(const RebuildReport report,
                           CompareAll(store, head, projections, &batch));
    for (const auto& projection : projections) {
      batch.Put(Space::kMeta, ProjectionVersionKey(projection->name()),
                StoredVersion(projection->version()));
    }
  }
  if (batch.count() == 0) return stale;
  REEVE_RETURN_IF_ERROR(store.Append({head.epoch, head.size, head.root}, batch));
  return stale;
}

Result<RebuildReport> VerifyProjections(const Store& store, const Projections& projections) {
  REEVE_ASSIGN_OR_RETURN(const Head head, store.ReadHead());
  Batch unused;
  return CompareAll(store, head, projections, &unused);
}

Result<RebuildReport> RebuildProjections(Store& store, const Projections& projections) {
  REEVE_ASSIGN_OR_RETURN(const uint64_t epoch, store.ClaimEpoch());
  REEVE_ASSIGN_OR_RETURN(const Head head, store.ReadHead());
  Batch repair;
  repair.SetHead(head.size, head.root);
  REEVE_ASSIGN_OR_RETURN(RebuildReport report, CompareAll(store, head, projections, &repair));
  for (const auto& projection : projections) {
    repair.Put(Space::kMeta, ProjectionVersionKey(projection->name()),
               StoredVersion(projection->version()));
  }
  REEVE_RETURN_IF_ERROR(store.Append({epoch, head.size, head.root}, repair));
  report.written = true;
  return report;
}

Result<RebuildReport> RebuildFolder(const std::filesystem::path& data,
                                    const Projections& projections, RebuildMode mode) {
  const bool write = mode == RebuildMode::kWrite;
  REEVE_ASSIGN_OR_RETURN(
      const std::unique_ptr<Store> store,
      OpenRocksDbStore(StoreFolder(data), write ? OpenMode::kReadWrite : OpenMode::kReadOnly));
  if (write) return RebuildProjections(*store, projections);
  return VerifyProjections(*store, projections);
}

}  // namespace reeve::ledger
