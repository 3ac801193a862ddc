// Which of several hits on the same bytes stays.
// Thread-safety: a pure function.
#pragma once

#include <vector>

#include "detectors/hit.h"

namespace reeve::detectors {

// Sorts by begin and removes what overlaps a better hit. Things compete with things only, a phrase
// of injection with its category only, any other phrase with its like only. Better is: the e-mail
// address that contains the other; else the validated one; else the longer; else the higher score;
// else the one that begins first.
void ResolveOverlaps(std::vector<Hit>* hits);

}  // namespace reeve::detectors
