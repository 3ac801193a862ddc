// The larger commands beneath `reeve ledger`, each in a file of its own.
#pragma once

#include "cli/command.h"

namespace reeve::cli {

void AddLedgerVerify(Parser& ledger, Run* run);
void AddLedgerSearch(Parser& ledger, Run* run);

}  // namespace reeve::cli
