// All blobs of one folder into another, each checked against its name on the way.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.h"
#include "ledger/blob_store.h"

namespace reeve::ledger {

// How many there are. What lies in `to` already and is whole stays as it is.
// ledger.blob_damaged, ledger.blob_name, file.io
Result<uint64_t> CopyBlobs(const BlobStore& from, const std::filesystem::path& to);

}  // namespace reeve::ledger
