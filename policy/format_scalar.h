// How single values stand in a formatted document.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "policy/yaml.h"

namespace reeve::policy {

// What stands behind a key, and the lines below it; without the indent of the first line and
// without a line feed at the end.
//
// A condition in the form of cel::FormatSource; nothing where it does not parse, or has a comment.
std::optional<std::string> FormatCondition(const std::string& condition, size_t indent,
                                           size_t column);

// A value as it was written, with the lines of a block text moved to `indent`. Nothing where that
// could change what it says: a text of several lines in quotes or plain, a block text that counts
// its own indent or keeps its last line feeds.
std::optional<std::string> FormatScalar(const YamlNode& scalar, std::string_view source,
                                        size_t indent);

}  // namespace reeve::policy
