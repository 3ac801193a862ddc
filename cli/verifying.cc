#include "cli/verifying.h"

#include "base/file.h"
#include "cli/arguments.h"

namespace reeve::cli {

void AddVerifyingOptions(Parser& command, VerifyingOptions& options) {
  command.AddOption("--key", options.key,
                    "The log's vkey, or a file with it, obtained from elsewhere");
  command.AddOption("--checkpoint", options.checkpoint,
                    "A checkpoint kept from earlier: the log must still begin with it");
}

Result<ledger::VerifyOptions> ReadVerifying(const VerifyingOptions& options) {
  ledger::VerifyOptions verify;
  if (!options.key.empty()) {
    const Result<std::string> file = ReadFile(options.key);
    REEVE_ASSIGN_OR_RETURN(verify.vkey,
                           ledger::VerifierKey::Parse(file.ok() ? *file : options.key));
  }
  if (!options.checkpoint.empty()) {
    REEVE_ASSIGN_OR_RETURN(verify.earlier_checkpoint, ReadFile(options.checkpoint));
  }
  return verify;
}

}  // namespace reeve::cli
