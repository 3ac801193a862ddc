// The parts of `reeve bundle`, each in a file of its own.
#pragma once

#include "cli/command.h"

namespace reeve::cli {

// propose, approve, reject, schedule, activate, rollback, status: of a running server.
void AddBundleLifecycle(CLI::App& bundle, Run* run);

}  // namespace reeve::cli
