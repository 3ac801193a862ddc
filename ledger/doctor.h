// The doctor of a data folder: what is wrong with its log, what can still be proven, and what to
// do. It never changes a byte. docs/recovery.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/projection.h"
#include "ledger/verify.h"

namespace reeve::ledger {

// One thing that is wrong, and what to do about it.
struct Complaint {
  std::string code;    // of the fault or the error: docs/recovery.md has one row for each
  std::string what;    // where, to the record, the file or the byte
  std::string remedy;  // what a person does next
};

struct Diagnosis {
  std::vector<Complaint> complaints;  // in the order in which to treat them
  // Records [0, provable) are as they were signed: the newest checkpoint in the folder that all the
  // records before it have.
  uint64_t provable = 0;
  // The last published size, by the head guard. Records from `provable` to here need another copy.
  std::optional<uint64_t> published;

  bool healthy() const { return complaints.empty(); }
  std::string Text() const;
  std::string Json() const;
};

// Examines everything: files, records, tree, checkpoints, head guard, blobs, the state by the
// projections, the room on the disk. ledger.not_found: there is no store in that folder.
Result<Diagnosis> Diagnose(const std::filesystem::path& data, const VerifyOptions& options,
                           const Projections& projections);

}  // namespace reeve::ledger
