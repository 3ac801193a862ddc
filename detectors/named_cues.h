// The dictionary of named_things.h.
// Thread-safety: pure functions.
#pragma once

#include <functional>
#include <vector>

#include "detectors/dictionary.h"
#include "detectors/named_things.h"

namespace reeve::detectors {

// The words of the cues that are wanted; the value is the cue. Literals live as long as the
// program.
std::vector<DictionaryWord> NamedCues(const std::function<bool(Cue)>& wanted);

}  // namespace reeve::detectors
