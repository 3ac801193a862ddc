// Verification of an export of a range (export.h): the last record is believed by its receipt, and
// each record before it by the chain; the first one's receipt must fit too.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"
#include "ledger/verify.h"

namespace reeve::ledger {

inline constexpr std::string_view kFirstReceipt = "first.tlog-proof";
inline constexpr std::string_view kLastReceipt = "last.tlog-proof";

// Precondition: the folder has a file of that name. Faults: receipt.malformed, receipt.wrong,
// range.ends (the records do not begin or end where the receipts say), and those of records and
// blobs (verify.h). 64 bytes of memory a record.
Result<Report> VerifyRange(const std::filesystem::path& folder, const VerifyOptions& options);

}  // namespace reeve::ledger
