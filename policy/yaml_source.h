// The source side of YAML: which characters a document may hold, and the way from a scalar's value
// back to the bytes it was written with. Knows no yaml-cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "policy/diagnostic.h"

namespace reeve::policy {

// 3 when the text begins with the byte order mark of UTF-8, which is passed over; else 0.
size_t ByteOrderMarkSize(std::string_view text);

// Reports the first character that a document may not hold; false when there is one. `about_tabs`
// says what to write instead of a tab.
bool CheckCharacters(Reporter& reporter, std::string_view about_tabs);

// The end of the scalar whose value this is and which begins at `begin` of the source; nothing when
// its closing quote is missing, which yaml-cpp lets pass at the end of a text.
std::optional<size_t> ScalarEnd(std::string_view source, size_t begin, std::string_view value);

}  // namespace reeve::policy
