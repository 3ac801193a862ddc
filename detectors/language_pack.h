// A language pack: what the cues of the rules are in one language.
//
// A rule names cues ("disobey", "orders"), never words, so that it works in every language whose
// pack has them, and in sentences that mix languages. A pack is a file of word lists:
//
//   {"disobey", "ignoriere*|missachte*|vergiss"}
//
// Words stand between `|`, in lower case; a blank stands for one blank, tab, line end, `_` or `-`;
// `*` at the end makes a stem, which any letters may follow; a capital letter makes the word match
// in exactly this case. A word has at least three bytes. Of several that begin at one place the
// longest counts, and all those that it begins with. The cue "shield" is a phrase that looks like a
// cue and is none ("do not forget", "bypass surgery"): no cue counts within it.
//
// Cues whose name ends in `_last` are those of languages whose verb stands behind its object.
//
// Thread-safety: constant data.
#pragma once

#include <span>
#include <string_view>

namespace reeve::detectors {

struct CueWords {
  std::string_view cue;
  std::string_view words;
};

struct LanguagePack {
  std::string_view language;  // ISO 639-1
  std::span<const CueWords> cues;
};

std::span<const LanguagePack> LanguagePacks();

}  // namespace reeve::detectors
