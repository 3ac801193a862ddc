// Texts of several lines, shown on one.
#pragma once

#include <string>
#include <string_view>

namespace reeve::cli {

// With one blank where the text has several, or a new line.
std::string OnOneLine(std::string_view text);

}  // namespace reeve::cli
