// A copy of a content vault that follows it: what is new is copied, and what has gone there goes
// here, so that neither expired content nor the key of an erased subject outlives the next run in a
// backup. Needs no master key: content stays sealed, and keys stay wrapped.
//
// Thread-safety: one thread at a time on one copy.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.h"

namespace reeve::ledger {

struct Mirrored {
  uint64_t contents_added = 0;
  uint64_t contents_removed = 0;
  uint64_t keys_added = 0;
  uint64_t keys_destroyed = 0;
};

// `vault` may be in use by a server. Contents come before keys: what is copied has its key copied
// too, unless it was erased meanwhile. Nothing where there is no vault. vault.*, file.io
Result<Mirrored> MirrorVault(const std::filesystem::path& vault, const std::filesystem::path& copy);

}  // namespace reeve::ledger
