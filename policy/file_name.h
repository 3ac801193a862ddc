// Names of files within a folder of policies: relative to it, with slashes, "hr/cases/large.json".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace reeve::policy {

// The name of what `document` calls `path`, which is relative to the folder that the document is
// in. Nothing when it is absolute, leads out of the folder of policies, or to no file.
std::optional<std::string> FileNameBeside(std::string_view document, std::string_view path);

}  // namespace reeve::policy
