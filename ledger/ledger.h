// The ledger: an append-only log of records that an outsider can verify.
//
//   auto ledger = Ledger::Open({.folder = data, .origin = "example.org/log", .key =
//   std::move(key)}); auto appended = (*ledger)->Append({{.kind = "decision", .id = id, .body =
//   body}}); auto receipt = (*ledger)->Receipt(appended->front().index);
//
// Many threads append; one committer thread takes what has queued up as a group, numbers and
// chains the records, extends the Merkle tree, folds the projections, signs one checkpoint, and
// makes all of it durable with one synced write. The order is fixed: sign, commit, publish (the
// head guard), acknowledge. An idle ledger commits a single record at once; under load groups grow
// by themselves, for callers queue while a group is written.
//
// What holds: an Append that returned success is in the log, at its index, under a signed
// checkpoint, after any crash. After a failed write the ledger stops (ledger.stopped) and never
// retries: open it anew once the cause is gone. See docs/ledger-format.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ed25519.h"
#include "base/result.h"
#include "ledger/blob_store.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/projection.h"
#include "ledger/receipt.h"
#include "ledger/record.h"
#include "ledger/search_fields.h"
#include "ledger/store.h"
#include "ledger/tiles.h"

namespace reeve::ledger {

struct Appended {
  uint64_t index = 0;
  Hash leaf{};
  Timestamp time;
};

// One committed group, for metrics. Given on the committer's thread: be quick.
struct GroupReport {
  uint64_t first_index = 0;
  size_t records = 0;
  size_t units = 0;
  size_t bytes = 0;          // of the synced write
  double write_seconds = 0;  // the synced write alone
  double total_seconds = 0;  // from taking the group to having its callers woken
  size_t queued = 0;         // records waiting behind it
};

// Thread-safety: every method, from any thread. Destruction closes.
class Ledger {
 public:
  struct Options {
    std::filesystem::path folder;  // DATA; made if it is not there
    std::string origin;            // the log's name in checkpoints and records: "example.org/log"
    SigningKey key;
    const Clock* clock = &Clock::System();
    Projections projections = {};
    // Records waiting or being written. Past it Append answers ledger.busy at once: a bound on the
    // memory, and on how long the last caller in the queue waits.
    size_t max_queued_records = 16'384;
    // Of one group, and so of one unit. More records share an fsync; the first of them wait longer.
    size_t max_group_records = 2'048;
    std::function<void(const GroupReport&)> on_group = {};
    // What records are found by, beside their kind and tenant (search.h).
    SearchFields search_fields = SearchFields();
  };

  // The log under options.folder in RocksDB, new or as it was left. Projections that are new, or
  // of a new version, are computed from the log before it returns. Fails with
  //   ledger.locked      another process has the folder open
  //   ledger.wrong_key   the log is of another origin, or has another key by now
  //   ledger.behind      the store ends before the last published head: records are lost
  //   ledger.forked      the store holds other records than those published
  //   ledger.damaged     the store contradicts itself, or cannot be read
  static Result<std::unique_ptr<Ledger>> Open(Options options);

  // The same on another store; the head guard and the blobs lie in options.folder.
  static Result<std::unique_ptr<Ledger>> OpenOn(std::unique_ptr<Store> store, Options options);

  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  // Appends all records of the unit, with consecutive indexes, or none; returns when they are
  // durable. One Appended for each record, in order.
  //   ledger.busy              the queue is full: try later (nothing happened)
  //   ledger.record_malformed, ledger.record_too_large, ledger.unit_too_large: nothing happened
  //   ledger.closed            after Close (nothing happened)
  //   ledger.stopped           after a failed write; of a unit that was already queued it is then
  //                            unknown whether it will be there when the log is next opened
  //   ledger.stale_epoch       another writer has taken the log over: nothing happened
  //   what a projection's Fold returned: nothing happened
  //   key.*                    a record about keys that its history refuses (key_history.h);
  //   nothing ledger.key_rotated       behind one that brought a new key: open the log under that
  //   one
  Result<std::vector<Appended>> Append(const std::vector<NewRecord>& unit);

  // The same without waiting: `done` is given what Append would return, once; before this returns
  // where nothing was queued, else on a thread of the ledger, which it must not hold up.
  using Done = std::function<void(Result<std::vector<Appended>>)>;
  void AppendThen(std::vector<NewRecord> unit, Done done);

  // ledger.not_found; ledger.damaged if what is read is not the record that was written.
  Result<Record> Read(uint64_t index) const;
  // The last record of that id. ledger.not_found
  Result<Record> FindById(std::string_view id) const;

  uint64_t size() const;
  // The signed note of the newest checkpoint, and what it says. An empty log has one too.
  std::string LatestCheckpoint() const;
  Checkpoint Latest() const;

  // tlog-proof text for the record against the newest checkpoint; `with_record`: it holds the
  // record as well. ledger.not_found
  Result<std::string> Receipt(uint64_t index, bool with_record = false) const;
  // The index of the record of that leaf hash; see prove.h for what it takes. ledger.not_found
  Result<uint64_t> FindLeaf(const Hash& leaf) const;
  // A tile of the published log (tiles.h). ledger.not_found, ledger.damaged, ledger.store
  Result<std::string> Tile(const TileName& tile) const;
  // ledger.out_of_range unless old_size <= new_size <= size().
  Result<std::vector<Hash>> Consistency(uint64_t old_size, uint64_t new_size) const;

  // The state of a projection given to Open.
  ProjectionReader State(std::string_view projection) const;
  const BlobStore& blobs() const;
  const VerifierKey& vkey() const;
  // For readers that work on a store: verify.h, export.h, rebuild.h.
  const Store& store() const;

  // Success while appends are taken; else the reason why not, for /readyz.
  Status Health() const;
  // Records waiting or being written.
  size_t queued() const;

  // Takes no new units, finishes what is queued, ends the committer. Idempotent.
  void Close();

 private:
  struct Impl;
  explicit Ledger(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace reeve::ledger
