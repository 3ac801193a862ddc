// Lengths of time as people write them: "90s", "24h", "14d".
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace reeve {

// A whole number of up to nine digits and one of s, m, h, d. Nothing where the text is otherwise.
std::optional<std::chrono::seconds> ParseDuration(std::string_view text);

}  // namespace reeve
