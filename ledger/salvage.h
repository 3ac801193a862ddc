// Salvage: out of a damaged data folder and, where there is one, another copy of its log, the
// longest log that can be proven, in a new folder. docs/recovery.md.
//
// The other copy's records come first, as far as they go; the damaged folder's follow, as long as
// each continues the chain. What is kept ends at the newest checkpoint of either that the log's key
// signed and that all the records before it have: so a record is kept exactly as it was signed, or
// not at all. Neither source is changed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/verify.h"

namespace reeve::ledger {

struct Salvaged {
  Checkpoint head;
  uint64_t from_copy = 0;  // records that the other copy gave
  uint64_t blobs = 0;
  // Published records that no source has: a server must not go on with this log, and does not, for
  // the new folder's head guard says so.
  uint64_t lost = 0;
  std::vector<std::string> notes;  // what could not be taken over, and why
};

// `copy` is empty, or an export, a folder of tiles, or a data folder (a restored backup); `out`
// must not exist, or be empty. file.exists, salvage.key: neither names the log's key;
// salvage.nothing: no record is under a signed checkpoint; ledger.*, file.*
Result<Salvaged> Salvage(const std::filesystem::path& data, const std::filesystem::path& copy,
                         const std::filesystem::path& out, const VerifyOptions& options);

}  // namespace reeve::ledger
