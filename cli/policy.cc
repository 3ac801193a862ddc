#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "cli/command.h"
#include "cli/policies.h"
#include "engine/policy_tests.h"

namespace reeve::cli {
namespace {

int Check(const std::string& folder) {
  const auto bundle = CompileFolder(folder);
  if (!bundle.ok()) {
    return bundle.error().code == "policy.invalid" ? kNotGood : Fail(bundle.error());
  }
  std::cout << (*bundle)->policies().size() << " policies, " << (*bundle)->rules().size()
            << " rules: good\n"
            << "bundle " << (*bundle)->digest() << "\n";
  return kGood;
}

int Test(const std::string& folder) {
  auto bundle = CompileFolder(folder);
  if (!bundle.ok()) {
    return bundle.error().code == "policy.invalid" ? kNotGood : Fail(bundle.error());
  }
  const auto results = engine::RunPolicyTests(*std::move(bundle));
  if (!results.ok()) return Fail(results.error());
  size_t failed = 0;
  for (const engine::PolicyTestResult& result : *results) {
    if (result.failure.empty()) continue;
    ++failed;
    std::cout << result.file << ":" << result.line << ": " << result.policy << ": " << result.name
              << "\n    " << result.failure << "\n";
  }
  std::cout << results->size() - failed << " passed, " << failed << " failed\n";
  if (results->empty()) std::cerr << "reeve: the policies have no tests\n";
  return failed == 0 && !results->empty() ? kGood : kNotGood;
}

using Action = int (*)(const std::string&);

void Add(CLI::App& parent, const char* name, const char* text, const char* example, Action action,
         Run* run) {
  auto folder = std::make_shared<std::string>();
  CLI::App* command = parent.add_subcommand(name, text);
  command->add_option("DIR", *folder, "Folder of policies")->required();
  command->footer(example);
  command->callback([=] { *run = [=] { return action(*folder); }; });
}

}  // namespace

void AddPolicy(CLI::App& app, Run* run) {
  CLI::App* policy = app.add_subcommand("policy", "Check and test policies.");
  policy->require_subcommand(1);
  policy->footer("Example: reeve policy check ./policies");
  Add(*policy, "check", "Compile a folder of policies; show every error with its line.",
      "Example: reeve policy check ./policies", Check, run);
  Add(*policy, "test", "Run the tests that stand in the policies.",
      "Example: reeve policy test ./policies", Test, run);
}

}  // namespace reeve::cli
