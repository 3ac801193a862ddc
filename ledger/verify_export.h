// Verification of an export folder (export.h): plain files, no store.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "ledger/key_history.h"
#include "ledger/verify.h"

namespace reeve::ledger {

// Precondition: the folder has a file records.jsonl.
Result<Report> VerifyExport(const std::filesystem::path& folder, const VerifyOptions& options);

// Finds the records about keys of an export: those lines are kept, for there are few.
FindRecord ExportedKeyRecords(const std::filesystem::path& folder);

// Faults of the blobs in that folder; none if there is no such folder.
void VerifyBlobs(const std::filesystem::path& folder, Report* report);

}  // namespace reeve::ledger
