#include "detectors/disguise.h"

#include <algorithm>
#include <optional>

#include "detectors/bytes.h"
#include "detectors/disguise_cues.h"
#include "detectors/disguise_passes.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

using Pass = std::optional<View> (*)(const View&);

// Applies `pass` when `wanted`; was there anything to undo?
bool Apply(bool wanted, Pass pass, View* view) {
  if (!wanted) return false;
  std::optional<View> next = pass(*view);
  if (!next) return false;
  *view = std::move(*next);
  return true;
}

// Characters and encodings, level by level: what a decoded run says may be disguised again. The
// characters of the last level are undone, its encodings are not.
View Decoded(View view, Cues* cues) {
  for (int level = 0;; ++level) {
    bool changed = Apply(cues->characters, UndoBidi, &view);
    changed = Apply(cues->characters, UndoCharacters, &view) || changed;
    if (changed) *cues = FindCues(view.text());
    if (level == kDecodeLevels) return view;
    const bool escapes = Apply(cues->escape, UndoEscapes, &view);
    if (escapes) *cues = FindCues(view.text());
    const bool runs = Apply(cues->encoded, UndoEncodedRuns, &view);
    if (runs) *cues = FindCues(view.text());
    if (!escapes && !runs) return view;
  }
}

void UnmaskSlice(View view, const std::function<void(const View&)>& sink) {
  Cues cues = FindCues(view.text());
  if (!cues.Any()) return;
  const View base = Decoded(std::move(view), &cues);
  View plain = base;
  bool changed = Apply(cues.comment, UndoComments, &plain);
  if (Apply(cues.chain, UndoChains, &plain)) {
    // A look-alike that stood alone stands in a word now.
    Apply(cues.characters, UndoCharacters, &plain);
    changed = true;
  }
  if (changed) cues = FindCues(plain.text());
  Apply(cues.groups, UndoGroups, &plain);
  Apply(cues.spelled, UndoSpelling, &plain);
  if (plain.changed()) sink(plain);
  const auto further = [&](bool wanted, Pass pass, const View& of) {
    if (!wanted) return;
    if (const std::optional<View> view_of = pass(of)) sink(*view_of);
  };
  further(true, WithoutComments, base);
  further(cues.line, WithoutLineEnds, plain);
  further(cues.rot13 >= Cues::kEnough, Rotated, plain);
  further(cues.reversed >= Cues::kEnough, Reversed, plain);
  further(cues.reversed >= Cues::kEnough, WordsReversed, plain);
  further(cues.leet > 0, WithoutLeet, plain);
}

// Where a slice that begins at `begin` ends: behind a blank if one is near, and never inside a code
// point.
size_t SliceEnd(std::string_view text, size_t begin) {
  if (text.size() - begin <= kSliceBytes) return text.size();
  const size_t latest = begin + kSliceBytes;
  for (size_t end = latest; end > latest - kSliceOverlap; --end) {
    if (Has(text[end - 1], kSpace)) return end;
  }
  size_t end = latest;
  while (end > begin && IsContinuationByte(text[end])) --end;
  return end > begin ? end : latest;
}

// Where the next slice begins: kSliceOverlap before the end of this one, behind a blank if one is
// near, else at a multiple of eight letters of an encoded run, so that it is in step.
size_t NextSlice(std::string_view text, size_t begin, size_t end) {
  const size_t earliest = end - kSliceOverlap;
  for (size_t at = earliest; at < end; ++at) {
    if (Has(text[at], kSpace)) return at + 1;
  }
  size_t run = earliest;
  while (run > begin && IsAlnum(text[run - 1])) --run;
  size_t at = run + (earliest - run) / 8 * 8;
  while (at < end && IsContinuationByte(text[at])) ++at;
  return at > begin ? at : end;
}

}  // namespace

void Unmask(std::string_view text, const std::function<void(const View&)>& sink) {
  // Nearly all texts are clean: they are read once, and no byte of them is copied.
  if (text.size() <= kSliceBytes && !FindCues(text).Any()) return;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = SliceEnd(text, begin);
    if (FindCues(text.substr(begin, end - begin)).Any()) UnmaskSlice(View(text, begin, end), sink);
    if (end == text.size()) return;
    begin = NextSlice(text, begin, end);
  }
}

}  // namespace reeve::detectors
