#include "cli/policy.h"

#include <CLI/CLI.hpp>

namespace reeve::cli {

int FailWithoutBundle(const Error& error) {
  return error.code == "policy.invalid" ? kNotGood : Fail(error);
}

void AddPolicy(CLI::App& app, Run* run) {
  CLI::App* policy = app.add_subcommand("policy", "Write, check, test and try policies.");
  policy->require_subcommand(1);
  policy->footer("Example: reeve policy check ./policies");
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
