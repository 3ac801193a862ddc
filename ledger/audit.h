// The parts of a verification that a data folder and an export share: roots against what was
// signed, records against leaves, or records against each other. verify.h is the public face.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/merkle.h"
#include "ledger/record.h"
#include "ledger/record_pipeline.h"
#include "ledger/verify.h"
#include "ledger/workers.h"

namespace reeve::ledger {

// Where leaves come from, in order; nothing at the end.
using LeafSource = std::function<Result<std::optional<Hash>>()>;

// A root that somebody has seen: an earlier checkpoint, the head guard.
struct SeenRoot {
  uint64_t size = 0;
  Hash root{};
  std::string code;
  std::string who;  // "the earlier checkpoint"
};

void AddFault(Report* report, std::optional<uint64_t> index, std::string code, std::string message);

// The keys to verify with: the log's own, by the key `own` that the folder names and the records
// that `find` gives, if the given key is among them; else the given key alone. Empty if there is
// none.
KeyHistory ChooseKeys(const VerifyOptions& options, const Result<VerifierKey>& own,
                      const FindRecord& find, Report* report);

// Opens the newest checkpoint; a fault and nothing if it is not signed by the log's key.
std::optional<Checkpoint> OpenSigned(const std::optional<std::string>& note, const KeyHistory& keys,
                                     Report* report);

// The earlier checkpoint of the options, if there is one and a key of the log signed it.
std::vector<SeenRoot> SeenRoots(const VerifyOptions& options, const KeyHistory& keys,
                                Report* report);

// Checks the seen roots while a tree grows past their sizes. Call once for size 0, and after each
// leaf; then Finish, which reports the sizes that were never reached.
class SeenRootChecks {
 public:
  explicit SeenRootChecks(std::vector<SeenRoot> seen) : seen_(std::move(seen)) {}
  void At(const Frontier& tree, Report* report) const;
  void Finish(const Frontier& tree, Report* report) const;

 private:
  std::vector<SeenRoot> seen_;
};

struct RecordAudit {
  RecordSource records;
  LeafSource leaves;
  // Whether the leaves hash to the signed root. If not, records are judged by their chain.
  bool leaves_authentic = false;
  // What was signed; nothing where no signature holds.
  std::optional<Checkpoint> checkpoint;
  std::string leaves_name;  // "the file leaves", for messages
  const KeyHistory* keys = nullptr;
  // Whether a signed checkpoint has this size and root. Asked for sizes that grow, and only where
  // the leaves are not authentic. May be null.
  std::function<bool(const Frontier& tree)> is_signed;
  // Called for each record that is as it should be. May be null.
  std::function<void(const Record&)> visit;
  RecordObserver* observer = nullptr;
  std::function<void(uint64_t done, uint64_t total)> progress;
  uint64_t total = 0;  // for progress
};

// Reads all records, adds a fault for the first that is wrong, and says what is still provable.
void AuditRecords(const RecordAudit& audit, Workers& workers, Report* report);

}  // namespace reeve::ledger
