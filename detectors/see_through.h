// Puts together what is found in a text and what is found in its views (disguise.h).
//
// A hit of a view is told when the text as it is does not say the same there. Of two that overlap
// the one of the text as it is stays, unless the other holds it whole and is as well validated: the
// second half of a number that a zero-width character divides gives way to the number. What lies
// inside a secret of the text is the secret's. Thread-safety: pure function.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "detectors/hit.h"

namespace reeve::detectors {

// `hits` is what `scan` found in `text`, sorted by start; the same holds afterwards.
void SeeThrough(std::string_view text,
                const std::function<std::vector<Hit>(std::string_view)>& scan,
                std::vector<Hit>* hits);

}  // namespace reeve::detectors
