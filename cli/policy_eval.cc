#include <algorithm>
#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/answer_text.h"
#include "cli/arguments.h"
#include "cli/policies.h"
#include "cli/policy.h"
#include "engine/dry_run.h"
#include "engine/request.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string policies;
  std::string systems;
  std::string file;
  bool trace = false;
  bool json = false;
};

Result<engine::Request> ReadAsked(const Options& options) {
  if (options.file.empty()) return engine::ParseRequest(ReadStandardInput());
  REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(options.file));
  return engine::ParseRequest(text);
}

struct Evaluated {
  json::Object answer;
  std::shared_ptr<const policy::Bundle> bundle;  // that `trace` refers to
  std::vector<policy::RuleExplanation> trace;
};

Result<Evaluated> Evaluate(const Options& options) {
  Evaluated out;
  REEVE_ASSIGN_OR_RETURN(out.bundle, CompileFolderOrStarter(options.policies));
  REEVE_ASSIGN_OR_RETURN(const auto systems, ReadSystems(options.systems));
  REEVE_ASSIGN_OR_RETURN(const engine::Request request, ReadAsked(options));
  const auto system =
      std::find_if(systems.begin(), systems.end(),
                   [&](const oversight::System& known) { return known.id == request.system; });
  if (system == systems.end()) {
    return Error{"engine.unknown_system",
                 "the system `" + request.system + "` is not registered: name it in --systems FILE",
                 "/system"};
  }
  const Timestamp now = Clock::System().Now();
  REEVE_ASSIGN_OR_RETURN(const std::string answer,
                         engine::DryRun(out.bundle, request, *system, now));
  out.answer = *json::Parse(answer).value().as_object();
  if (options.trace) {
    REEVE_ASSIGN_OR_RETURN(out.trace, engine::ExplainRules(out.bundle, request, *system, now));
  }
  return out;
}

int Eval(const Options& options) {
  Result<Evaluated> done = Evaluate(options);
  if (!done.ok()) return Fail(done.error());
  if (options.json) {
    if (options.trace) done->answer.Add("trace", TraceJson(done->trace));
    std::cout << json::Compact(std::move(done->answer)) << "\n";
    return kGood;
  }
  std::cout << AnswerText(done->answer);
  if (options.trace) std::cout << "\n" << TraceText(done->trace);
  return kGood;
}

}  // namespace

void AddPolicyEval(Parser& policy, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = policy.AddCommand(
      "eval", "Say what would be decided about a request, and why; record nothing.");
  command->AddOption("--policies", options->policies,
                     "Folder of policies; without it the starter packs");
  command->AddOption("--systems", options->systems, "File of AI systems; without it the starter's");
  command->AddOption("--file", options->file, "File with the request; without it standard input");
  command->AddFlag("--trace", options->trace,
                   "Show each rule in scope, its clauses, and the values behind them");
  command->AddFlag("--json", options->json, "The decision as POST /v1/decisions answers it");
  command->Footer("Example: reeve policy eval --policies ./policies --trace < request.json");
  command->Callback([=] { *run = [=] { return Eval(*options); }; });
}

}  // namespace reeve::cli
