#include <algorithm>
#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/policies.h"
#include "cli/policy.h"
#include "engine/evaluator.h"
#include "engine/policy_tests.h"
#include "policy/review.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string folder;
  bool strict = false;
  bool json = false;
};

struct Checked {
  std::shared_ptr<const policy::Bundle> bundle;  // null when there are errors
  std::vector<policy::Finding> findings;
};

// An example of an own entity that is not as it is declared makes the declaration wrong.
void AddFailedExamples(const engine::PolicyTestReport& report,
                       const std::vector<policy::SourceFile>& sources,
                       std::vector<policy::Finding>* findings) {
  for (const engine::PolicyTestResult& result : report.results) {
    if (!result.is_example || result.failure.empty()) continue;
    policy::Diagnostic diagnostic;
    diagnostic.code = "policy.entity_example";
    diagnostic.file = result.file;
    diagnostic.line = result.line;
    diagnostic.column = 1;
    diagnostic.length = 1;
    diagnostic.message = result.name + ": " + result.failure;
    for (const policy::SourceFile& source : sources) {
      if (source.name == result.file) {
        diagnostic.excerpt = SourceExcerpt(source.text, result.line, 1, 1);
      }
    }
    findings->push_back({std::move(diagnostic), "change the declaration, or the example"});
  }
}

// What compilation says, and of a bundle also what reviewing it does, with what its tests cover.
Result<Checked> CheckFolder(const std::string& folder) {
  REEVE_ASSIGN_OR_RETURN(const std::vector<policy::SourceFile> sources, policy::LoadFolder(folder));
  policy::Compilation compiled = policy::CompileBundle(sources, engine::DetectorVocabulary());
  Checked checked{std::move(compiled.bundle), {}};
  for (policy::Diagnostic& diagnostic : compiled.diagnostics) {
    checked.findings.push_back({std::move(diagnostic), ""});
  }
  if (checked.bundle == nullptr) return checked;
  REEVE_ASSIGN_OR_RETURN(const engine::PolicyTestReport report,
                         engine::RunPolicyTests(checked.bundle, FolderReader(folder)));
  AddFailedExamples(report, sources, &checked.findings);
  for (policy::Finding& finding : policy::Review(sources, *checked.bundle, report.coverage)) {
    checked.findings.push_back(std::move(finding));
  }
  policy::SortFindings(&checked.findings);
  return checked;
}

bool IsGood(const Checked& checked, const Options& options) {
  const bool wrong = std::any_of(checked.findings.begin(), checked.findings.end(),
                                 [](const policy::Finding& finding) {
                                   return finding.diagnostic.level == policy::Level::kError;
                                 });
  return checked.bundle != nullptr && !wrong && !(options.strict && !checked.findings.empty());
}

void PrintJson(const Checked& checked, const Options& options) {
  json::Array findings;
  for (const policy::Finding& finding : checked.findings) {
    findings.push_back(policy::ToJson(finding));
  }
  json::Object out{{"good", IsGood(checked, options)}};
  if (checked.bundle != nullptr) {
    out.Add("policies", uint64_t{checked.bundle->policies().size()})
        .Add("rules", uint64_t{checked.bundle->rules().size()})
        .Add("bundle", checked.bundle->digest());
  }
  std::cout << json::Compact(out.Add("findings", std::move(findings))) << "\n";
}

void PrintText(const Checked& checked, const Options& options) {
  for (const policy::Finding& finding : checked.findings) std::cerr << policy::Render(finding);
  if (checked.bundle == nullptr) return;
  const size_t warnings = checked.findings.size();
  std::cout << checked.bundle->policies().size() << " policies, " << checked.bundle->rules().size()
            << " rules: " << (IsGood(checked, options) ? "good" : "not good");
  if (warnings > 0) std::cout << ", with " << warnings << " warning" << (warnings > 1 ? "s" : "");
  std::cout << "\nbundle " << checked.bundle->digest() << "\n";
}

int Check(const Options& options) {
  const Result<Checked> checked = CheckFolder(options.folder);
  if (!checked.ok()) return Fail(checked.error());
  options.json ? PrintJson(*checked, options) : PrintText(*checked, options);
  return IsGood(*checked, options) ? kGood : kNotGood;
}

}  // namespace

void AddPolicyCheck(Parser& policy, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = policy.AddCommand(
      "check", "Compile a folder of policies; show every error and weakness with its line.");
  command->AddOption("DIR", options->folder, "Folder of policies")->Required();
  command->AddFlag("--strict", options->strict, "Warnings are not good either");
  command->AddFlag("--json", options->json, "The findings as JSON, on standard output");
  command->Footer("Example: reeve policy check ./policies --strict");
  command->Callback([=] { *run = [=] { return Check(*options); }; });
}

}  // namespace reeve::cli
