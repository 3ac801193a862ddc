// Makes a log out of records that come from elsewhere: a backup, an export. Believes nothing but
// the key: a store that was loaded whole is under a checkpoint that the key signed, or there is an
// error and no head that a ledger would open.
//
// Thread-safety: one thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/group_builder.h"
#include "ledger/key_history.h"
#include "ledger/note.h"
#include "ledger/store.h"

namespace reeve::ledger {

class LogLoader {
 public:
  // The store must be empty, and outlive the loader. load.not_empty, ledger.store
  static Result<LogLoader> Begin(Store& store, VerifierKey first);
  // The same without a store: what would be loaded is checked, and nothing is written.
  static LogLoader Checking(VerifierKey first) { return LogLoader(nullptr, std::move(first)); }

  // The next record, in order. load.record: its form, its place, its chain, its time, or another
  // log's; the index is in the message.
  Status Add(std::string_view bytes);
  // A checkpoint of the records added so far. load.checkpoint: of another size or root, or not
  // signed by the key.
  Status AddCheckpoint(std::string_view note);
  // Precondition: the last checkpoint is of all records; else load.unsigned. What it says.
  Result<Checkpoint> Finish();

  uint64_t size() const { return tail_.size(); }
  Hash Root() const { return tail_.tree.Root(); }
  // How many were accepted.
  uint64_t checkpoints() const { return checkpoints_; }

 private:
  LogLoader(Store* store, VerifierKey first) : store_(store), keys_(std::move(first)) {}
  Status Flush();

  Store* store_;     // or null
  KeyHistory keys_;  // by the records so far
  uint64_t epoch_ = 0;
  LogTail tail_;
  Checkpoint signed_;  // the last one
  uint64_t checkpoints_ = 0;
  Head written_;  // of the store
  Batch batch_;
  std::string run_;  // of records that are not in the batch yet
  uint64_t run_first_ = 0;
  std::vector<Hash> hashes_;
  uint64_t hashes_first_ = 0;
};

}  // namespace reeve::ledger
