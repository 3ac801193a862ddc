#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/policies.h"
#include "cli/policy.h"
#include "cli/progress.h"
#include "cli/records.h"
#include "engine/replay.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string data;
  std::string records;
  std::string under;
  bool json = false;
};

Result<engine::ReplayReport> Replay(const Options& options) {
  engine::ReplayOptions replay;
  REEVE_ASSIGN_OR_RETURN(replay.records, ReadRecords(options.records));
  if (!options.under.empty()) {
    REEVE_ASSIGN_OR_RETURN(replay.other, CompileFolder(options.under));
  }
  Progress progress("replaying");
  replay.progress = progress.Callback();
  return engine::ReplayRange(options.data, replay);
}

int ShowReplay(const Options& options) {
  const Result<engine::ReplayReport> report = Replay(options);
  if (!report.ok()) return Fail(report.error());
  std::cout << (options.json ? json::Compact(report->Json()) + "\n" : report->Text());
  return report->ok() ? kGood : kNotGood;
}

}  // namespace

void AddPolicyReplay(Parser& policy, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = policy.AddCommand(
      "replay",
      "Decide recorded decisions again, from their records alone. Under the bundle that each "
      "record names the verdict must be identical; with --under, say what would have changed.");
  command->AddOption("DATA", options->data, "Data folder of a server, running or not")->Required();
  command
      ->AddOption("--records", options->records,
                  std::string("Which records; default all") + kRecordsForms)
      ->Check(RecordsProblem);
  command->AddOption("--under", options->under, "Folder of policies to decide under instead");
  command->AddFlag("--json", options->json, "One JSON object instead of text");
  command->Footer(
      "Examples: reeve policy replay data\n"
      "          reeve policy replay data --records 10000.. --under ./policies\n"
      "Exit code 1 where a decision does not replay.");
  command->Callback([=] { *run = [=] { return ShowReplay(*options); }; });
}

}  // namespace reeve::cli
