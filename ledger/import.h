// Import: a whole export, taken elsewhere, becomes a data folder that can be read, searched and
// verified again. Everything is verified on the way. It has no signing key, so no server goes on
// with it, unless somebody who has the key puts it there.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/verify.h"

namespace reeve::ledger {

struct Imported {
  Checkpoint head;
  uint64_t blobs = 0;
  bool key_pinned = false;  // false: the key came from the export itself
};

// `data` must not exist, or be empty. import.range (a part of a log is verified, and not imported),
// import.key, file.exists, file.not_found, load.*, ledger.*
Result<Imported> ImportExport(const std::filesystem::path& folder,
                              const std::filesystem::path& data, const VerifyOptions& options);

}  // namespace reeve::ledger
