// Disguises: what people and programs put over a text so that a scanner reads past it, undone, with
// a map back to the original.
//
//   Unmask(text, [&](const View& view) {
//     for (const auto& [begin, end] : Search(view.text())) {
//       const Original at = view.Map(begin, end);          // bytes of `text`
//       if (!at.seen.empty()) ...                          // at.seen names what was seen through
//     }
//   });
//
// A view is the text as its reader would see it: zero-width characters gone, letters of other
// alphabets that look Latin made Latin, a Base64 run replaced in place by what it says, so that the
// words around it are still its context. What cannot be decided in place (ROT13, reversed text,
// leet, a number cut by a line end) gives further views, each only where the text has a cue for it.
// A text in which nothing is disguised gives no view and costs a pass over its bytes.
//
// docs/detectors/disguises.md has a table: each disguise, an example, how it is undone, its limits.
// Sources: Unicode UAX 15 (NFKC) and UTS 39 (confusables), by ICU; RFC 4648 (Base16, 32, 64),
// RFC 2045 (quoted-printable), RFC 3986 (percent), RFC 8259 (\u), HTML (character references).
//
// Bounds, all in limits.h: long texts are read in slices; decoding goes kDecodeLevels deep; a view
// is at most kViewGrowth times its slice. So time is linear in the text and memory is constant
// beside it, whatever the text is.
//
// Thread-safety: a View is a value; Unmask may be called from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "detectors/disguise_set.h"

namespace reeve::detectors {

// Bytes [begin, end) of the original text, and what was undone in them.
struct Original {
  size_t begin = 0;
  size_t end = 0;
  DisguiseSet seen;
  friend bool operator==(const Original&, const Original&) = default;
};

// A text and, for each of its bytes, the bytes of the original that it stands for. The original
// must outlive it.
class View {
 public:
  View() = default;
  // Bytes [begin, end) of `original` as they are.
  View(std::string_view original, size_t begin, size_t end);

  const std::string& text() const { return text_; }
  bool changed() const { return changed_; }

  // Where bytes [begin, end) of text() come from; both ends lie between code points of the original
  // where it is valid UTF-8. What was dropped before the first byte or behind the last is not part
  // of it. Precondition: begin < end <= text().size().
  Original Map(size_t begin, size_t end) const;

 private:
  friend class ViewEditor;

  // Units of equal make: unit k is `view_size` bytes of text(), and stands for `size` bytes of the
  // original that begin at begin + k * stride. So a run of plain text is one segment, and so is a
  // run of fullwidth digits, of digits with a soft hyphen between, or of reversed text.
  struct Segment {
    size_t view_begin;  // the segment ends where the next begins
    size_t begin;
    uint32_t view_size;
    uint32_t size;
    int32_t stride;
    DisguiseSet seen;
    DisguiseSet dropped;  // right before each unit, the first included
  };

  size_t SegmentAt(size_t pos) const;
  size_t SegmentEnd(size_t index) const;

  std::string_view original_;
  std::string text_;
  std::vector<Segment> segments_;
  size_t longest_ = 0;  // what text() may grow to
  bool changed_ = false;
};

// Calls `sink` with each view of each slice, in the order of the slices.
void Unmask(std::string_view text, const std::function<void(const View&)>& sink);

}  // namespace reeve::detectors
