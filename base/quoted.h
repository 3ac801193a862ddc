// Foreign text within a message of our own.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace reeve {

// The text in backticks, on one line and valid UTF-8, whatever it was: control characters and bytes
// that are no UTF-8 as \x1b, and behind at most `max_bytes` of it "...".
std::string Quoted(std::string_view text, size_t max_bytes = 80);

}  // namespace reeve
