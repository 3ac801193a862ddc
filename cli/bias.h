// The parts of `reeve bias`, one file each.
#pragma once

#include "cli/command.h"

namespace reeve::cli {

void AddBiasAudit(Parser& bias, Run* run);
void AddBiasVerify(Parser& bias, Run* run);
void AddBiasRecord(Parser& bias, Run* run);
void AddBiasUpload(Parser& bias, Run* run);
void AddBiasAttributes(Parser& bias, Run* run);
void AddBiasRun(Parser& bias, Run* run);
void AddBiasRuns(Parser& bias, Run* run);
void AddBiasMonitor(Parser& bias, Run* run);
void AddBiasPublish(Parser& bias, Run* run);
void AddBiasPresets(Parser& bias, Run* run);

}  // namespace reeve::cli
