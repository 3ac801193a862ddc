// Turns units of records into one batch: numbers and chains them, extends the tree, folds the
// projections. Pure computation over the log's tail; what writes and signs is elsewhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "ledger/commit_queue.h"
#include "ledger/key_history.h"
#include "ledger/merkle.h"
#include "ledger/pending_state.h"
#include "ledger/search_index.h"
#include "ledger/store.h"

namespace reeve::ledger {

// What the next record is built on.
struct LogTail {
  Frontier tree;
  Hash last_leaf{};  // zeros when the log is empty
  Timestamp last_time;

  uint64_t size() const { return tree.size(); }
  // Reads the tail of a stored log and checks it against its head: the tree, the last record.
  // ledger.damaged, ledger.store
  static Result<LogTail> Load(const Store& store, const Head& head);
};

// Thread-safety: one thread at a time.
class GroupBuilder {
 public:
  // The store (below the projections), the projections and the origin must outlive this.
  GroupBuilder(const Store& store, const Projections& projections, std::string_view origin);

  // Before the first group: what goes on behind the log's end, and is told of every group.
  void ContinueIndex(SearchIndexWriter index) { index_ = std::move(index); }
  // Before the first group: the keys of the log, by which records about keys are judged.
  void ContinueKeys(KeyHistory keys) { keys_ = std::move(keys); }

  // Starts a group behind the tail. Times never go back, whatever the clock says.
  void Begin(const LogTail& tail, Timestamp now);

  // Adds all records of the unit and fills its `appended`, or adds none and returns the refusal: of
  // a projection, of the history of keys, or ledger.key_rotated behind a record that brought a new
  // key.
  Status Add(Unit* unit);

  // Of this group.
  size_t records() const { return leaves_.size(); }
  // The keys of the log behind this group. Once it has a new one, no group follows.
  const KeyHistory& keys() const { return keys_; }
  bool key_rotated() const { return key_rotated_; }
  // The tail behind this group.
  const LogTail& tail() const { return tail_; }

  // The batch, complete but for the checkpoint. Valid until the next Begin.
  Batch& Finish();

 private:
  struct Run {
    uint64_t first = 0;
    size_t at = 0;  // in bytes_
  };
  Status AddRecord(const NewRecord& record, const RecordDraft& draft, Unit* unit);
  Status FollowKeys(const Record& record);
  void PutIds();
  void PutHashes();

  const std::string_view origin_;
  PendingState state_;
  Batch batch_;
  LogTail tail_;
  std::string time_;
  uint64_t first_index_ = 0;
  std::string bytes_;      // the records of the group, as runs
  std::vector<Run> runs_;  // where each run begins
  // Of the group's records; the ids are the callers' own.
  std::vector<std::pair<std::string_view, uint64_t>> ids_;
  std::vector<Hash> leaves_;
  std::vector<Hash> stored_;  // hashes that became known
  SearchIndexWriter index_;
  KeyHistory keys_;
  bool key_rotated_ = false;
};

}  // namespace reeve::ledger
