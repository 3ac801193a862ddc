// The forms in which a cue word is written: the dictionary folds the case of ASCII letters only, so
// words with other letters are entered in each case, and without their accents, as people type
// them.
// Thread-safety: a pure function.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace reeve::detectors {

// The word itself first. `word` is lower-case UTF-8; apostrophes bring the typographic one too.
std::vector<std::string> WordForms(std::string_view word);

}  // namespace reeve::detectors
