// The passes of unmasking: each takes a view and gives the view with one family of disguises
// undone, or nothing where there is none of it. Each is linear in the view.
// Thread-safety: pure functions.
#pragma once

#include <optional>

#include "detectors/disguise.h"

namespace reeve::detectors {

// In place, disguise_fold.cc: characters.
std::optional<View> UndoBidi(const View& in);
std::optional<View> UndoCharacters(const View& in);
// In place, disguise_escapes.cc and disguise_codecs.cc: encodings. A level each.
std::optional<View> UndoEscapes(const View& in);
std::optional<View> UndoEncodedRuns(const View& in);
// In place, disguise_spacing.cc: what was put between the letters.
std::optional<View> UndoComments(const View& in);
std::optional<View> UndoChains(const View& in);
std::optional<View> UndoGroups(const View& in);
std::optional<View> UndoSpelling(const View& in);

// Further views, disguise_variants.cc: what cannot be decided in place.
std::optional<View> WithoutComments(const View& in);
std::optional<View> WithoutLineEnds(const View& in);
std::optional<View> Rotated(const View& in);
std::optional<View> Reversed(const View& in);
std::optional<View> WordsReversed(const View& in);
std::optional<View> WithoutLeet(const View& in);

}  // namespace reeve::detectors
