// Verification: re-reads everything, believes nothing but the public key, and names the first
// record that is wrong.
//
// What is compared, in a data folder: the canonical form of each record, the sequence of indexes
// and times, the chain of leaf hashes, every stored tree hash, the root of every stored checkpoint
// and its signature by the key that the log had then, the id index, the head guard, the blobs; with
// projections given, every stored state. In an export: records against leaves, leaves against the
// signed root, the blobs.
//
// The leaves are believed only if they hash to a root that the key signed. Then each record is
// judged against its leaf, exactly. If they do not, records are judged by their chain.
//
// The keys of the log come from its own records (key_history.h), beginning with any one key that
// the caller knows.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/canonical_reader.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/key_history.h"
#include "ledger/projection.h"
#include "ledger/search_fields.h"
#include "ledger/store.h"
#include "ledger/trust_policy.h"

namespace reeve::ledger {

// Looks at every record, in order, up to the first that is wrong. On the caller's thread.
class RecordObserver {
 public:
  virtual ~RecordObserver() = default;
  // What it wants found in each body.
  virtual const json::PathSet& paths() const = 0;
  virtual void Visit(const Record& record, std::span<const json::FoundValue> found) = 0;
};

struct VerifyOptions {
  // A key of the log, obtained from elsewhere. Without it the folder's own key is used, and the
  // report says so: whoever can replace the whole folder can replace its key as well.
  std::optional<VerifierKey> vkey = {};
  // A checkpoint kept from earlier (a signed note): the log must still begin with those records.
  std::optional<std::string> earlier_checkpoint = {};
  // Whom to believe about cosignatures: every cosigned checkpoint that the log keeps must have its
  // quorum, and there must be one if the policy asks for any.
  std::optional<TrustPolicy> policy = {};
  // Certificates (PEM) of the time authorities whose tokens must verify. Without them only the
  // digest and the time in a token are read.
  std::optional<std::string> time_roots = {};
  // Of a data folder: folded again and compared, where given.
  const Projections* projections = nullptr;
  const SearchFields* search_fields = nullptr;
  RecordObserver* observer = nullptr;
  // Beside the caller's; nothing: one for each core.
  std::optional<unsigned> threads = {};
  // Called now and then with records done and records in all.
  std::function<void(uint64_t done, uint64_t total)> progress = {};
};

// What was found about checkpoints that others have vouched for (anchors.h).
struct AnchorFindings {
  uint64_t cosigned = 0;
  uint64_t cosigned_size = 0;          // of the last
  std::vector<std::string> witnesses;  // of the last
  bool witnesses_checked = false;      // under a policy that was given
  uint64_t stamped = 0;
  uint64_t stamped_size = 0;
  Timestamp stamped_time;
  std::string authority;
  bool tokens_checked = false;
};

struct Fault {
  std::optional<uint64_t> index;  // of the record, where one can be named
  std::string code;               // "record.altered", "checkpoint.signature": docs/ledger-format.md
  std::string message;
};

// Indexes [first, end).
struct IndexRange {
  uint64_t first = 0;
  uint64_t end = 0;
};

// What a signed checkpoint still proves, fault or no fault.
struct Provable {
  // Why: "leaves" (each record has the leaf hash that lies under the signed root), "checkpoint"
  // (the first records have the root of a signed checkpoint), "nothing".
  std::string by = "nothing";
  uint64_t records = 0;
  // Records under the signed root that are not there as they were signed; the first hundred ranges.
  std::vector<IndexRange> lost;
  uint64_t lost_records = 0;
};

struct Report {
  std::string origin;
  std::string vkey;          // the key that the log has now
  bool key_pinned = false;   // false: the key came from the folder itself
  std::vector<LogKey> keys;  // the log's, in order
  uint64_t size = 0;         // by the signed checkpoint
  Hash root{};
  // Of an export of a range: its first record and the one behind its last.
  std::optional<std::pair<uint64_t, uint64_t>> range;
  uint64_t records_checked = 0;
  uint64_t checkpoints_checked = 0;
  // Of those, signed while the key was perhaps in other hands.
  uint64_t checkpoints_doubtful = 0;
  uint64_t blobs_checked = 0;
  AnchorFindings anchors = {};
  std::optional<Timestamp> first_time;  // of the records that were checked
  std::optional<Timestamp> last_time;
  std::optional<uint64_t> state_keys;  // of projections that were compared
  Provable provable;
  // By index; those that have none come last. Empty: the log is as it was signed.
  std::vector<Fault> faults;

  bool ok() const { return faults.empty(); }
  // The first record that is wrong, if one can be named.
  std::optional<uint64_t> FirstWrong() const;
  // For a person: what holds, what does not, from which index, what is still provable.
  std::string Text() const;
  // The same for a program. docs/verifying.md
  json::Object Json() const;
};

// A folder that Ledger::Open made (opened read-only), that Export wrote, or of tiles
// (verify_tiles.h), or such an export as a zip: told apart by their files. An error means that it
// could not be looked at (file.not_found, ledger.store); whatever is wrong with what was found is a
// fault in the report.
Result<Report> VerifyFolder(const std::filesystem::path& folder, const VerifyOptions& options);

// The same for an open store, without guard and blobs.
Result<Report> VerifyStore(const Store& store, const VerifyOptions& options);

}  // namespace reeve::ledger
