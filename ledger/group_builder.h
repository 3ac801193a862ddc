// Turns units of records into one batch: numbers and chains them, extends the tree, folds the
// projections. Pure computation over the log's tail; what writes and signs is elsewhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "ledger/commit_queue.h"
#include "ledger/merkle.h"
#include "ledger/pending_state.h"
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

  // Starts a group behind the tail. Times never go back, whatever the clock says.
  void Begin(const LogTail& tail, Timestamp now);

  // Adds all records of the unit and fills its `appended`, or adds none and returns the refusal of
  // a projection.
  Status Add(Unit* unit);

  // Of this group.
  size_t records() const { return leaves_.size(); }
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
  void PutHashes();

  const std::string_view origin_;
  PendingState state_;
  Batch batch_;
  LogTail tail_;
  std::string time_;
  uint64_t first_index_ = 0;
  std::string bytes_;         // the records of the group, as runs
  std::vector<Run> runs_;     // where each run begins
  std::vector<Hash> leaves_;  // of the group's records
  std::vector<Hash> stored_;  // hashes that became known
};

}  // namespace reeve::ledger
