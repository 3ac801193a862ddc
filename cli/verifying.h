// --key and --checkpoint of the commands that verify a log.
#pragma once

#include <string>

#include "base/result.h"
#include "ledger/verify.h"

namespace CLI {
class App;
}

namespace reeve::cli {

struct VerifyingOptions {
  std::string key;
  std::string checkpoint;
};

void AddVerifyingOptions(CLI::App& command, VerifyingOptions& options);

// `--key` takes a vkey, or a file that holds one. ledger.vkey, file.*
Result<ledger::VerifyOptions> ReadVerifying(const VerifyingOptions& options);

}  // namespace reeve::cli
