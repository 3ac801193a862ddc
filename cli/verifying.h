// --key and --checkpoint of the commands that verify a log.
#pragma once

#include <string>

#include "base/result.h"
#include "ledger/verify.h"

namespace reeve::cli {

class Parser;

struct VerifyingOptions {
  std::string key;
  std::string checkpoint;
};

void AddVerifyingOptions(Parser& command, VerifyingOptions& options);

// `--key` takes a vkey, or a file that holds one. ledger.vkey, file.*
Result<ledger::VerifyOptions> ReadVerifying(const VerifyingOptions& options);

}  // namespace reeve::cli
