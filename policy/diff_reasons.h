// What differs between two versions of a rule, in words.
#pragma once

#include <string>
#include <vector>

#include "policy/bundle.h"
#include "policy/strictness.h"

namespace reeve::policy {

// Of what decides. `often` says how often the second applies beside the first, where its condition
// or scope differs: "so it applies more often".
std::vector<std::string> DecisiveReasons(const Bundle& before, const Rule& old_rule,
                                         const Bundle& after, const Rule& new_rule,
                                         const std::string& often);

// Of texts: title, reason, severity, references, how the condition is written.
std::vector<std::string> WordingReasons(const Rule& old_rule, const Rule& new_rule);

}  // namespace reeve::policy
