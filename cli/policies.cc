#include "cli/policies.h"

#include <iostream>

#include "base/file.h"
#include "cli/starter.h"
#include "engine/evaluator.h"
#include "oversight/system_file.h"

namespace reeve::cli {
namespace {

Result<std::shared_ptr<const policy::Bundle>> Compile(std::vector<policy::SourceFile> sources,
                                                      const policy::Release& release = {}) {
  policy::Compilation compiled =
      policy::CompileBundle(std::move(sources), engine::DetectorVocabulary(), release);
  std::cerr << policy::Render(compiled.diagnostics);
  if (compiled.bundle == nullptr) return Error{"policy.invalid", "the policies have errors"};
  return std::move(compiled.bundle);
}

}  // namespace

Result<std::shared_ptr<const policy::Bundle>> CompileFolder(const std::string& folder,
                                                            const policy::Release& release) {
  REEVE_ASSIGN_OR_RETURN(std::vector<policy::SourceFile> sources, policy::LoadFolder(folder));
  return Compile(std::move(sources), release);
}

engine::ReadTestFile FolderReader(const std::string& folder) {
  return [folder](const std::string& name) {
    return policy::ReadFolderFile(folder, name, policy::kMaxDocumentBytes);
  };
}

Result<std::shared_ptr<const policy::Bundle>> CompileFolderOrStarter(const std::string& folder) {
  return folder.empty() ? Compile(StarterPolicies()) : CompileFolder(folder);
}

Result<std::vector<oversight::System>> ReadSystems(const std::string& file) {
  std::string text(StarterSystems());
  if (!file.empty()) {
    REEVE_ASSIGN_OR_RETURN(text, ReadFile(file, policy::kMaxDocumentBytes));
  }
  oversight::SystemFile read =
      oversight::ReadSystemFile(file.empty() ? "examples/systems.yaml" : file, text);
  std::cerr << policy::Render(read.diagnostics);
  if (policy::HasErrors(read.diagnostics)) {
    return Error{"systems.invalid", "the register of systems has errors"};
  }
  return std::move(read.systems);
}

}  // namespace reeve::cli
