// Verification of a store, with roots that others have seen.
#pragma once

#include <vector>

#include "base/result.h"
#include "ledger/audit.h"
#include "ledger/store.h"
#include "ledger/verify.h"

namespace reeve::ledger {

Result<Report> AuditStore(const Store& store, const VerifyOptions& options,
                          std::vector<SeenRoot> seen_roots);

}  // namespace reeve::ledger
