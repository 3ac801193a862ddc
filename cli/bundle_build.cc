#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/bundle.h"
#include "cli/policies.h"
#include "cli/policy.h"
#include "cli/test_report.h"
#include "policy/release.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string folder;
  std::string out;
  uint64_t revision = 0;
  std::string created;
  bool json = false;
};

Result<policy::Release> ReleaseOf(const Options& options) {
  policy::Release release;
  release.revision = options.revision;
  if (options.created == "now") release.created = Clock::System().Now();
  if (options.created.empty() || release.created) return release;
  REEVE_ASSIGN_OR_RETURN(release.created, ParseTimestamp(options.created));
  return release;
}

// Nothing is built of policies whose own tests fail.
int CheckTests(const std::shared_ptr<const policy::Bundle>& bundle, const Options& options) {
  const auto report = engine::RunPolicyTests(bundle, FolderReader(options.folder));
  if (!report.ok()) return Fail(report.error());
  if (FailedCount(*report) == 0) return kGood;
  std::cerr << TestsText(*report) << "reeve: the tests fail, so nothing was written\n";
  return kNotGood;
}

void Print(const policy::Bundle& bundle, const Options& options) {
  if (!options.json) {
    std::cout << options.out << ": " << bundle.policies().size() << " policies, "
              << bundle.rules().size() << " rules, " << bundle.release().Text() << "\nbundle "
              << bundle.digest() << "\n";
    return;
  }
  json::Object out{{"file", options.out}, {"bundle", bundle.digest()}};
  for (const json::Member& member : bundle.release().ToJson()) out.Add(member.key, member.value);
  out.Add("policies", uint64_t{bundle.policies().size()})
      .Add("rules", uint64_t{bundle.rules().size()});
  std::cout << json::Compact(std::move(out)) << "\n";
}

int Build(const Options& options) {
  const Result<policy::Release> release = ReleaseOf(options);
  if (!release.ok()) return Fail(release.error());
  const auto bundle = CompileFolder(options.folder, *release);
  if (!bundle.ok()) return FailWithoutBundle(bundle.error());
  if (const int tests = CheckTests(*bundle, options); tests != kGood) return tests;
  const Status written =
      WriteFileDurably(options.out, (*bundle)->canonical_bytes(), FileMode::kPublic);
  if (!written.ok()) return Fail(written.error());
  Print(**bundle, options);
  return kGood;
}

}  // namespace

void AddBundleBuild(Parser& bundle, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = bundle.AddCommand(
      "build", "Check and test a folder of policies, and write it as one bundle file.");
  command->AddOption("DIR", options->folder, "Folder of policies")->Required();
  command->AddOption("-o,--out", options->out, "The file to write")->Required();
  command
      ->AddOption("--revision", options->revision,
                  "A number above that of the last one; tells a server which is the newer")
      ->Between(uint64_t{1}, policy::kMaxRevision);
  command->AddOption("--created", options->created,
                     "When it was built, in UTC, or `now`; without it the same policies give the "
                     "same bytes");
  command->AddFlag("--json", options->json, "What was built, as JSON");
  command->Footer("Example: reeve bundle build ./policies -o next.bundle --revision 12");
  command->Callback([=] { *run = [=] { return Build(*options); }; });
}

}  // namespace reeve::cli
