// Whether a formatted document is still what its author wrote: the safety net of format.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/yaml.h"

namespace reeve::policy {

// The comments in the bytes [begin, end) of a source whose values are those of `node`, from `#` to
// the end of the line without blanks there; sorted.
std::vector<std::string> CommentsOf(std::string_view source, const YamlNode& node, size_t begin,
                                    size_t end);

// Both parse to the same values, in any order of keys and with conditions in any spelling, and have
// the same comments.
bool MeansTheSame(std::string_view before, std::string_view after);

}  // namespace reeve::policy
