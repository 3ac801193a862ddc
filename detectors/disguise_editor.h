// Makes a view out of a view: the caller names, in ascending order, what is replaced; everything
// between is copied, and the map is carried over.
//
//   ViewEditor editor(in);
//   editor.Replace(begin, end, "@", Disguise::kHtmlEntity);
//   if (editor.changed()) View out = editor.Finish();
//
// Thread-safety: a value for one thread.
#pragma once

#include <cstddef>
#include <string_view>

#include "detectors/disguise.h"

namespace reeve::detectors {

class ViewEditor {
 public:
  // `in` must outlive the editor.
  explicit ViewEditor(const View& in);

  // Bytes [begin, end) of the input become `with`, which may be empty. A replacement that would
  // make the view longer than kViewGrowth allows is not made. Precondition: begin is not before
  // the end of the last replacement.
  void Replace(size_t begin, size_t end, std::string_view with, DisguiseSet disguise);
  // The same, byte by byte: with.size() == end - begin, and each byte keeps its own place.
  void Recode(size_t begin, size_t end, std::string_view with, DisguiseSet disguise);
  // Bytes [begin, end) in reverse order of code points, each with its own place.
  void Reverse(size_t begin, size_t end, DisguiseSet disguise);

  bool changed() const { return changed_; }
  // Copies the rest. The editor must not be used afterwards.
  View Finish();

 private:
  using Segment = View::Segment;

  void CopyTo(size_t end);
  void Copy(size_t begin, size_t end, DisguiseSet disguise);
  void Append(std::string_view text, const Segment& unit);

  const View& in_;
  View out_;
  size_t done_ = 0;      // bytes of the input before it are dealt with
  size_t cursor_ = 0;    // the input's segment that the last look-up ended in
  size_t units_ = 0;     // of the last segment of the output
  DisguiseSet dropped_;  // since the last byte of output
  bool changed_ = false;
};

}  // namespace reeve::detectors
