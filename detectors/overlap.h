// Which of several hits on the same bytes stays.
// Thread-safety: pure functions.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "detectors/hit.h"

namespace reeve::detectors {

// What competes for the same bytes: hits of equal rivals.
using Rivals = std::pair<size_t, std::string_view>;
Rivals RivalsOf(const Hit& hit);

// Sorts by begin and removes what overlaps a better hit. Things compete with things only, a phrase
// of injection with its category only, any other phrase or an own entity with its like only. Better
// is: the e-mail address that contains the other; else the validated one; else the longer; else the
// higher score; else the one that begins first.
void ResolveOverlaps(std::vector<Hit>* hits);

}  // namespace reeve::detectors
