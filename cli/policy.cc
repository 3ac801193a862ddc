#include "cli/policy.h"

#include "cli/arguments.h"

namespace reeve::cli {

int FailWithoutBundle(const Error& error) {
  return error.code == "policy.invalid" ? kNotGood : Fail(error);
}

void AddPolicy(Parser& app, Run* run) {
  Parser* policy = app.AddCommand("policy", "Write, check, test and try policies.");
  policy->RequireCommand();
  policy->Footer("Example: reeve policy check ./policies");
  AddPolicyCheck(*policy, run);
  AddPolicyTest(*policy, run);
  AddPolicyEval(*policy, run);
  AddPolicyControls(*policy, run);
  AddPolicyFmt(*policy, run);
  AddPolicyReplay(*policy, run);
  AddPolicyNew(*policy, run);
  AddPolicySchema(*policy, run);
  AddPolicyImport(*policy, run);
  AddPolicyDiff(*policy, run);
  AddPolicyDescribe(*policy, run);
}

}  // namespace reeve::cli
