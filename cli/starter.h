// The starter configuration, built into the program from policies/ and
// examples/systems.yaml, so that the server starts with
// no configuration file at all.
#pragma once

#include <string_view>
#include <vector>

#include "policy/bundle.h"

namespace reeve::cli {

std::vector<policy::SourceFile> StarterPolicies();
// A file for oversight::ReadSystemFile.
std::string_view StarterSystems();

}  // namespace reeve::cli
