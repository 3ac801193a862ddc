#include <unistd.h>

#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/bundle.h"
#include "cli/named_bundle.h"
#include "cli/policy.h"
#include "cli/progress.h"
#include "cli/records.h"
#include "engine/bundle_lifecycle.h"
#include "engine/replay.h"
#include "policy/diff.h"

namespace reeve::cli {
namespace {

constexpr size_t kMaxExamples = 20;

struct Options {
  std::string before;
  std::string after;
  std::string data;
  std::string records;
  std::string fail_on;
  size_t examples = 3;
  bool json = false;
};

struct Outcome {
  policy::BundleDifference difference;
  std::optional<engine::ReplayReport> records;
};

Result<Outcome> Compare(const Options& options) {
  REEVE_ASSIGN_OR_RETURN(const auto before, LoadNamedBundle(options.before, options.data));
  REEVE_ASSIGN_OR_RETURN(const auto after, LoadNamedBundle(options.after, options.data));
  Outcome out{policy::CompareBundles(*before, *after, {.examples = options.examples}), {}};
  if (options.records.empty()) return out;
  engine::ReplayOptions replay;
  REEVE_ASSIGN_OR_RETURN(replay.records, ReadRecords(options.records));
  replay.other = after;
  replay.examples = options.examples;
  Progress progress("deciding again");
  replay.progress = progress.Callback();
  REEVE_ASSIGN_OR_RETURN(out.records, engine::ReplayRange(options.data, replay));
  return out;
}

void PrintJson(const Outcome& outcome) {
  json::Object out = policy::ToJson(outcome.difference);
  if (outcome.records) {
    out.Add("records", outcome.records->Json())
        .Add("blast_radius", engine::BlastRadius(*outcome.records, engine::kMaxBlastRadiusBytes));
  }
  std::cout << json::Pretty(std::move(out)) << "\n";
}

void PrintText(const Outcome& outcome) {
  std::cout << policy::Text(outcome.difference, isatty(STDOUT_FILENO) == 1);
  if (outcome.records) {
    std::cout << "\nrecorded decisions, decided again by the second bundle:\n"
              << outcome.records->Text();
  }
}

int Diff(const Options& options) {
  const Result<Outcome> outcome = Compare(options);
  if (!outcome.ok()) return FailWithoutBundle(outcome.error());
  if (options.json) {
    PrintJson(*outcome);
  } else {
    PrintText(*outcome);
  }
  if (outcome->records && !outcome->records->ok()) return kNotGood;
  const bool fails = options.fail_on == "loosened" ? outcome->difference.MayLoosen()
                     : options.fail_on == "any"    ? !outcome->difference.empty()
                                                   : false;
  return fails ? kNotGood : kGood;
}

void AddDiff(Parser& parent, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = parent.AddCommand(
      "diff",
      "Say what a second bundle decides otherwise than a first: rules added, removed, tightened, "
      "loosened, and why; with --records, which recorded decisions would change.");
  const std::string what = "A folder of policies, a bundle file, `active`, or a digest";
  command->AddOption("A", options->before, what)->Required();
  command->AddOption("B", options->after, "The same; what is new")->Required();
  Option* data =
      command->AddOption("--data", options->data, "Data folder of a server, running or not");
  command
      ->AddOption("--records", options->records,
                  std::string("Decide these records again by B") + kRecordsForms)
      ->Check(RecordsProblem)
      ->Needs(data);
  command
      ->AddOption("--examples", options->examples,
                  "Example requests of each rule, and records of each change; at most 20")
      ->Between(size_t{0}, kMaxExamples)
      ->ShowDefault();
  command
      ->AddOption("--fail-on", options->fail_on,
                  "Exit code 1 where B is, or may be, less strict (loosened); or differs (any)")
      ->OneOf({"loosened", "any"});
  command->AddFlag("--json", options->json, "One JSON object instead of text");
  const std::string call = "reeve " + parent.Name() + " diff ";
  command->Footer("Examples: " + call + "./policies ./next\n" + "          " + call +
                  "active next.bundle --data data --records 'last 7d'\n" + "          " + call +
                  "./policies ./next --fail-on loosened\n" +
                  "Exit code 1 as --fail-on says, and where a record does not read.");
  command->Callback([=] { *run = [=] { return Diff(*options); }; });
}

}  // namespace

void AddPolicyDiff(Parser& policy, Run* run) { AddDiff(policy, run); }
void AddBundleDiff(Parser& bundle, Run* run) { AddDiff(bundle, run); }

}  // namespace reeve::cli
