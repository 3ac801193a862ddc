// `reeve ledger export` and `reeve ledger import`.
#pragma once

#include "cli/command.h"

namespace reeve::cli {

void AddLedgerExport(Parser& ledger, Run* run);
void AddLedgerImport(Parser& ledger, Run* run);

}  // namespace reeve::cli
