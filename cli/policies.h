// Policies for a command: from a folder, or the starter packs.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/policy_tests.h"
#include "oversight/system.h"
#include "policy/bundle.h"

namespace reeve::cli {

// Prints every diagnostic on standard error. Error policy.invalid when there is no bundle.
Result<std::shared_ptr<const policy::Bundle>> CompileFolder(const std::string& folder,
                                                            const policy::Release& release = {});
// Reads the files that the tests of a folder's policies name.
engine::ReadTestFile FolderReader(const std::string& folder);
// The same as CompileFolder for the packs built into the program; an empty `folder` means those.
Result<std::shared_ptr<const policy::Bundle>> CompileFolderOrStarter(const std::string& folder);
// The systems of a file, or of the starter when `file` is empty. Error systems.invalid.
Result<std::vector<oversight::System>> ReadSystems(const std::string& file);

}  // namespace reeve::cli
