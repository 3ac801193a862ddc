// The parts of `reeve bias`, one file each.
#pragma once

#include "cli/command.h"

namespace reeve::cli {

void AddBiasAudit(CLI::App& bias, Run* run);
void AddBiasVerify(CLI::App& bias, Run* run);
void AddBiasRecord(CLI::App& bias, Run* run);
void AddBiasPresets(CLI::App& bias, Run* run);

}  // namespace reeve::cli
