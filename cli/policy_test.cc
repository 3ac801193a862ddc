#include "cli/policy.h"

#include <iostream>
#include <memory>
#include <optional>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/policies.h"
#include "cli/test_report.h"
#include "cli/watch.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string folder;
  std::string junit;
  std::optional<double> threshold;
  bool coverage = false;
  bool json = false;
  bool watch = false;
};

bool Enough(const policy::Coverage& coverage, const Options& options) {
  if (!options.threshold || PercentOf(coverage) >= *options.threshold) return true;
  std::cerr << "reeve: the coverage is " << PercentText(coverage) << ", below the "
            << *options.threshold << "% that --threshold asks for\n";
  return false;
}

void Print(const engine::PolicyTestReport& report, const Options& options) {
  if (options.json) {
    std::cout << json::Compact(TestsJson(report)) << std::endl;
    return;
  }
  std::cout << TestsText(report);
  if (options.coverage || options.threshold) std::cout << CoverageText(report.coverage);
  std::cout << std::flush;
}

int RunOnce(const Options& options) {
  auto bundle = CompileFolder(options.folder);
  if (!bundle.ok()) return FailWithoutBundle(bundle.error());
  const auto report = engine::RunPolicyTests(*std::move(bundle), FolderReader(options.folder));
  if (!report.ok()) return Fail(report.error());
  Print(*report, options);
  if (!options.junit.empty()) {
    const Status written = WriteFileDurably(options.junit, JUnitXml(*report), FileMode::kPublic);
    if (!written.ok()) return Fail(written.error());
  }
  if (report->results.empty()) std::cerr << "reeve: the policies have no tests\n";
  const bool enough = Enough(report->coverage, options);
  return enough && FailedCount(*report) == 0 && !report->results.empty() ? kGood : kNotGood;
}

int Test(const Options& options) {
  const auto once = [&options] { return RunOnce(options); };
  return options.watch ? Watch(options.folder, once) : once();
}

}  // namespace

void AddPolicyTest(Parser& policy, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command =
      policy.AddCommand("test", "Run the tests that stand in the policies of a folder.");
  command->AddOption("DIR", options->folder, "Folder of policies")->Required();
  command->AddFlag("--coverage", options->coverage,
                   "Say which rules and clauses no test saw true, and which none saw false");
  command
      ->AddOption("--threshold", options->threshold,
                  "Percent of coverage below which the tests count as failed")
      ->Between(0.0, 100.0);
  command->AddOption("--junit", options->junit, "A file to write the results into, as JUnit XML");
  command->AddFlag("--json", options->json, "Results and coverage as JSON");
  command->AddFlag("--watch", options->watch,
                   "Run again when a file of the folder changes, until Ctrl-C");
  command->Footer("Example: reeve policy test ./policies --coverage --threshold 90");
  command->Callback([=] { *run = [=] { return Test(*options); }; });
}

}  // namespace reeve::cli
