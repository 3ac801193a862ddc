// Hardware addresses of IEEE 802: six pairs of hexadecimal digits with colons or hyphens, or three
// groups of four with dots.
//
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "detectors/hit.h"

namespace reeve::detectors {

// text[pos, end) is a whole run of letters and digits that may be the first group.
std::optional<Hit> MatchMac(std::string_view text, size_t pos, size_t end);

}  // namespace reeve::detectors
