// Verification of an export folder (export.h): plain files, no store.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "ledger/verify.h"

namespace reeve::ledger {

// Precondition: the folder has a file records.jsonl.
Result<Report> VerifyExport(const std::filesystem::path& folder, const VerifyOptions& options);

// Faults of the blobs in that folder; none if there is no such folder.
void VerifyBlobs(const std::filesystem::path& folder, Report* report);

}  // namespace reeve::ledger
