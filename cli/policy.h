// The commands of `reeve policy`, one file each (policy_<name>.cc), and what they share.
#pragma once

#include <string>

#include "cli/command.h"

namespace reeve::cli {

void AddPolicyCheck(Parser& policy, Run* run);
void AddPolicyTest(Parser& policy, Run* run);
void AddPolicyControls(Parser& policy, Run* run);
void AddPolicyEval(Parser& policy, Run* run);
void AddPolicyFmt(Parser& policy, Run* run);
void AddPolicyReplay(Parser& policy, Run* run);
void AddPolicyNew(Parser& policy, Run* run);
void AddPolicySchema(Parser& policy, Run* run);
void AddPolicyImport(Parser& policy, Run* run);
void AddPolicyDiff(Parser& policy, Run* run);
void AddPolicyDescribe(Parser& policy, Run* run);

// The exit code where the policies of a folder gave no bundle: CompileFolder has shown why.
int FailWithoutBundle(const Error& error);

}  // namespace reeve::cli
