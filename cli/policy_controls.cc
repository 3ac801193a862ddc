#include <iostream>
#include <map>
#include <memory>

#include "cli/arguments.h"
#include "cli/policies.h"
#include "cli/policy.h"
#include "policy/catalogue.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string folder;
  bool json = false;
};

constexpr std::string_view kAid =
    "A technical aid: that a policy cites a control shows intent, not that the control works. No "
    "legal advice.";

void PrintJson(const std::vector<policy::ControlCoverage>& covered) {
  json::Array controls;
  for (const policy::ControlCoverage& entry : covered) {
    json::Array citations;
    for (const policy::ControlCitation& citation : entry.citations) {
      citations.push_back(json::Object{{"policy", citation.policy},
                                       {"reference", citation.reference},
                                       {"direct", citation.direct}});
    }
    json::Array answers;
    for (const policy::Citation& answer : entry.control->answers) {
      answers.push_back(json::Object{{"scheme", answer.scheme}, {"item", answer.item}});
    }
    controls.push_back(json::Object{{"id", entry.control->id},
                                    {"title", entry.control->title},
                                    {"by_policy", entry.control->by_policy},
                                    {"answers", std::move(answers)},
                                    {"citations", std::move(citations)}});
  }
  std::cout << json::Compact(json::Object{{"controls", std::move(controls)}, {"note", kAid}})
            << "\n";
}

void PrintGroup(std::string_view heading, const std::vector<policy::ControlCoverage>& covered,
                bool cited, bool by_policy) {
  bool any = false;
  for (const policy::ControlCoverage& entry : covered) {
    if (entry.citations.empty() == cited || (!cited && entry.control->by_policy != by_policy)) {
      continue;
    }
    if (!any) std::cout << heading << "\n";
    any = true;
    std::cout << "  " << entry.control->id << "  " << entry.control->title << "\n";
    std::map<std::string, std::string> lines;
    for (const policy::ControlCitation& citation : entry.citations) {
      std::string& line = lines[citation.policy];
      line += (line.empty() ? "" : ", ") + citation.reference;
    }
    for (const auto& [policy, references] : lines) {
      std::cout << "         " << policy << ": " << references << "\n";
    }
  }
}

void PrintText(const std::vector<policy::ControlCoverage>& covered) {
  PrintGroup("Cited by policies, by their id or by what they answer to:", covered, true, true);
  PrintGroup("Cited by none, though rules can enforce it:", covered, false, true);
  PrintGroup("Cited by none; a matter of records, reports and people:", covered, false, false);
  std::cout << kAid << "\n";
}

int ShowControls(const Options& options) {
  const auto bundle = CompileFolderOrStarter(options.folder);
  if (!bundle.ok()) return FailWithoutBundle(bundle.error());
  const std::vector<policy::ControlCoverage> covered = policy::CoverControls(**bundle);
  options.json ? PrintJson(covered) : PrintText(covered);
  return kGood;
}

}  // namespace

void AddPolicyControls(Parser& policy, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = policy.AddCommand(
      "controls",
      "Show which controls the policies cite, directly or by an article, and which not.");
  command->AddOption("DIR", options->folder, "Folder of policies; without it the starter packs");
  command->AddFlag("--json", options->json, "The same as JSON");
  command->Footer("Example: reeve policy controls ./policies");
  command->Callback([=] { *run = [=] { return ShowControls(*options); }; });
}

}  // namespace reeve::cli
