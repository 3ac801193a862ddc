#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include "base/text.h"
#include "cli/arguments.h"
#include "cli/policies.h"
#include "cli/policy.h"
#include "detectors/catalogue.h"
#include "engine/evaluator.h"
#include "policy/describe.h"

namespace reeve::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string path;
  std::string policy;
  std::string format = "text";
};

std::string TitleOf(std::string_view entity) {
  const detectors::EntityEntry* entry = detectors::FindEntity(entity);
  return entry == nullptr ? "" : std::string(entry->title);
}

// A file is described with the folder that it lies in, whose bundle document sets its parameters.
struct Place {
  std::string folder;
  std::string file;  // empty: all of the folder
};

Place PlaceOf(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return {path, ""};
  const fs::path file(path);
  return {file.has_parent_path() ? file.parent_path().string() : ".", file.filename().string()};
}

// Keeps the policies that are asked for. policy.unknown_policy
Status Select(const Place& place, const std::string& id, policy::BundleDescription* described) {
  auto& policies = described->policies;
  std::vector<std::string> ids;
  ids.reserve(policies.size());
  for (const policy::PolicyDescription& p : policies) ids.push_back(p.policy->id);
  std::erase_if(policies, [&](const policy::PolicyDescription& p) {
    return (!place.file.empty() && p.policy->file != place.file) ||
           (!id.empty() && p.policy->id != id);
  });
  if (id.empty() || !policies.empty()) return {};
  return Error{"policy.unknown_policy", "there is no policy `" + id + "`" +
                                            DidYouMeanSuffix(id, ids) +
                                            "; `reeve policy describe` without --policy has all"};
}

int Describe(const Options& options) {
  const Place place = PlaceOf(options.path);
  const auto sources = policy::LoadFolder(place.folder);
  if (!sources.ok()) return Fail(sources.error());
  const policy::Compilation compiled =
      policy::CompileBundle(*sources, engine::DetectorVocabulary());
  std::cerr << policy::Render(compiled.diagnostics);
  if (compiled.bundle == nullptr) return kNotGood;
  policy::BundleDescription described = policy::Describe(*compiled.bundle, *sources, TitleOf);
  if (const Status selected = Select(place, options.policy, &described); !selected.ok()) {
    return Fail(selected.error());
  }
  if (options.format == "json") {
    std::cout << json::Pretty(policy::DescriptionJson(described));
  } else {
    std::cout << (options.format == "text" ? policy::DescriptionText(described)
                                           : policy::DescriptionMarkdown(described));
  }
  return kGood;
}

}  // namespace

void AddPolicyDescribe(Parser& policy, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = policy.AddCommand(
      "describe", "Policies in plain English: where, when, what then, who is told what.");
  command->AddOption("PATH", options->path, "Folder of policies, or one file of it")->Required();
  command->AddOption("--policy", options->policy, "Only the policy of this id");
  command->AddOption("--format", options->format, "text, markdown or json")
      ->OneOf({"text", "markdown", "json"});
  command->Footer(
      "A file is read with the folder that it lies in; name the folder and --policy where lists\n"
      "or parameters are set further up.\n"
      "Example: reeve policy describe ./policies --policy pii");
  command->Callback([=] { *run = [=] { return Describe(*options); }; });
}

}  // namespace reeve::cli
