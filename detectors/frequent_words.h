// How often a phrase stands in prose: an estimate, from which rules learn by which of their words
// they are seldom met in vain (phrase_grammar.h). A wrong one costs time and changes no finding.
// Thread-safety: constant data and pure functions.
#pragma once

#include <string_view>

namespace reeve::detectors {

// Occurrences in one word of prose, by the rarest word of `literal`, which is in lower case, and by
// how many it has.
double FrequencyInProse(std::string_view literal);

}  // namespace reeve::detectors
