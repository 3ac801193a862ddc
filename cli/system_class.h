// Of `reeve system`: classify a system on record, and list its obligations.
#pragma once

#include "cli/command.h"

namespace reeve::cli {

void AddSystemClass(Parser& system, Run* run);

}  // namespace reeve::cli
