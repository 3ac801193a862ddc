// Verification of a log as tiles (tiles.h): a folder of static files, or what a server answers.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "ledger/verify.h"

namespace reeve::ledger {

// The file of that path ("checkpoint", "tile/0/000"), or nothing where there is none. Called from
// one thread at a time.
using FetchFile = std::function<Result<std::optional<std::string>>(const std::string& path)>;

// Checkpoint, every hash of every level, and every record, each against what lies below it. An
// error is the fetcher's.
Result<Report> VerifyTiles(const FetchFile& fetch, const VerifyOptions& options);

// Reads the files of a folder.
FetchFile FolderFiles(const std::filesystem::path& folder);

}  // namespace reeve::ledger
