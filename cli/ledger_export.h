// `reeve ledger export` and `reeve ledger import`.
#pragma once

#include "cli/command.h"

namespace reeve::cli {

void AddLedgerExport(CLI::App& ledger, Run* run);
void AddLedgerImport(CLI::App& ledger, Run* run);

}  // namespace reeve::cli
