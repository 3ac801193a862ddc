// The larger commands beneath `reeve ledger`, each in a file of its own.
#pragma once

#include "cli/command.h"

namespace reeve::cli {

void AddLedgerVerify(CLI::App& ledger, Run* run);
void AddLedgerSearch(CLI::App& ledger, Run* run);

}  // namespace reeve::cli
