// The machine-readable zone of travel documents: passports (TD3, two lines of 44), cards (TD1,
// three lines of 30; TD2, two of 36) and visas (MRV-A, MRV-B), ICAO Doc 9303 parts 3 to 7.
//
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "detectors/hit.h"

namespace reeve::detectors {

// text[pos] begins a run of letters and digits, and a `<` stands right behind that run. Finds all
// lines of the zone, or one that has its check digits when the others are missing.
std::optional<Hit> MatchMrz(std::string_view text, size_t pos);

}  // namespace reeve::detectors
