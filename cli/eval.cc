#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "cli/command.h"
#include "cli/policies.h"
#include "engine/dry_run.h"
#include "engine/request.h"

namespace reeve::cli {
namespace {

Result<std::string> Evaluate(const std::string& policies, const std::string& systems_file) {
  REEVE_ASSIGN_OR_RETURN(auto bundle, CompileFolderOrStarter(policies));
  REEVE_ASSIGN_OR_RETURN(const auto systems, ReadSystems(systems_file));
  REEVE_ASSIGN_OR_RETURN(const engine::Request request, engine::ParseRequest(ReadStandardInput()));
  const auto system =
      std::find_if(systems.begin(), systems.end(),
                   [&](const oversight::System& known) { return known.id == request.system; });
  if (system == systems.end()) {
    return Error{"engine.unknown_system",
                 "the system `" + request.system + "` is not registered: name it in --systems FILE",
                 "/system"};
  }
  return engine::DryRun(std::move(bundle), request, *system, Clock::System().Now());
}

int Eval(const std::string& policies, const std::string& systems) {
  const Result<std::string> answer = Evaluate(policies, systems);
  if (!answer.ok()) return Fail(answer.error());
  std::cout << *answer << "\n";
  return kGood;
}

}  // namespace

void AddEval(CLI::App& app, Run* run) {
  auto policies = std::make_shared<std::string>();
  auto systems = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "eval", "Say what would be decided about the request on standard input; record nothing.");
  command->add_option("--policies", *policies, "Folder of policies; without it the starter packs");
  command->add_option("--systems", *systems, "File of AI systems; without it the starter's");
  command->footer("Example: reeve eval --policies ./policies < request.json");
  command->callback([=] { *run = [=] { return Eval(*policies, *systems); }; });
}

}  // namespace reeve::cli
