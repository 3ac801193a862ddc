// The starter configuration, built into the program from policies/ and examples/systems.yaml, so
// that the server starts with no configuration file at all; and the templates of policies.
#pragma once

#include <string_view>
#include <vector>

#include "policy/bundle.h"

namespace reeve::cli {

std::vector<policy::SourceFile> StarterPolicies();
// Those of cli/templates, for policy::ReadTemplate.
std::vector<policy::SourceFile> PolicyTemplates();
// A file for oversight::ReadSystemFile.
std::string_view StarterSystems();

}  // namespace reeve::cli
