#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "cli/policies.h"
#include "cli/policy.h"

namespace reeve::cli {
namespace {

int Check(const std::string& folder) {
  const auto bundle = CompileFolder(folder);
  if (!bundle.ok()) return FailWithoutBundle(bundle.error());
  std::cout << (*bundle)->policies().size() << " policies, " << (*bundle)->rules().size()
            << " rules: good\n"
            << "bundle " << (*bundle)->digest() << "\n";
  return kGood;
}

}  // namespace

void AddPolicyCheck(CLI::App& policy, Run* run) {
  auto folder = std::make_shared<std::string>();
  CLI::App* command = policy.add_subcommand(
      "check", "Compile a folder of policies; show every error with its line.");
  command->add_option("DIR", *folder, "Folder of policies")->required();
  command->footer("Example: reeve policy check ./policies");
  command->callback([=] { *run = [=] { return Check(*folder); }; });
}

}  // namespace reeve::cli
