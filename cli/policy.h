// The commands of `reeve policy`, one file each (policy_<name>.cc), and what they share.
#pragma once

#include <string>

#include "cli/command.h"

namespace reeve::cli {

void AddPolicyCheck(CLI::App& policy, Run* run);
void AddPolicyTest(CLI::App& policy, Run* run);
void AddPolicyControls(CLI::App& policy, Run* run);
void AddPolicyEval(CLI::App& policy, Run* run);
void AddPolicyFmt(CLI::App& policy, Run* run);
void AddPolicyReplay(CLI::App& policy, Run* run);
void AddPolicyNew(CLI::App& policy, Run* run);
void AddPolicySchema(CLI::App& policy, Run* run);
void AddPolicyImport(CLI::App& policy, Run* run);
void AddPolicyDiff(CLI::App& policy, Run* run);
void AddPolicyDescribe(CLI::App& policy, Run* run);

// The exit code where the policies of a folder gave no bundle: CompileFolder has shown why.
int FailWithoutBundle(const Error& error);

}  // namespace reeve::cli
