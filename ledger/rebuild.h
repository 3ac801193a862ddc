// Proof that the projections are what the log says: all of them are folded again from the records
// alone and compared, key by key, with what is stored.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "ledger/projection.h"
#include "ledger/store.h"

namespace reeve::ledger {

struct StateDifference {
  std::string projection;
  std::string key;
  std::string what;  // "missing", "extra", "differs"
};

struct RebuildReport {
  uint64_t records = 0;  // folded
  uint64_t keys = 0;     // of the recomputed state
  // The first by projection and key, and how many there are.
  std::optional<StateDifference> first;
  uint64_t differences = 0;
  bool written = false;

  bool ok() const { return differences == 0; }
};

// For Ledger::Open: computes from the log the state of every projection that is new or has another
// version, and forgets the version of those that are not given any more, so that they are computed
// anew when they come back. Returns how many were computed. Precondition: the caller is the writer.
Result<size_t> InstallProjections(Store& store, const Head& head, const Projections& projections);

// Folds again and compares; changes nothing. ledger.damaged if a record does not read or fold.
Result<RebuildReport> VerifyProjections(const Store& store, const Projections& projections);

// The same, and where anything differs writes the recomputed state, as the log's writer (so a
// ledger that has the store open stops). Keys of unknown projections stay.
Result<RebuildReport> RebuildProjections(Store& store, const Projections& projections);

// For the command line. Verifying opens the folder read-only.
enum class RebuildMode { kVerify, kWrite };
Result<RebuildReport> RebuildFolder(const std::filesystem::path& data,
                                    const Projections& projections, RebuildMode mode);

}  // namespace reeve::ledger
