#include <algorithm>
#include <array>
#include <cstdlib>

#include "detectors/bytes.h"
#include "detectors/disguise.h"
#include "detectors/disguise_editor.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

constexpr std::array<std::string_view, kDisguiseCount> kNames = {"compatibility_form",
                                                                 "invisible",
                                                                 "confusable",
                                                                 "foreign_digits",
                                                                 "diacritics",
                                                                 "separator",
                                                                 "html_entity",
                                                                 "percent_encoding",
                                                                 "unicode_escape",
                                                                 "quoted_printable",
                                                                 "base64",
                                                                 "base64url",
                                                                 "base32",
                                                                 "hex",
                                                                 "binary",
                                                                 "bidi_override",
                                                                 "spaced_out",
                                                                 "split",
                                                                 "line_wrap",
                                                                 "spelled_out",
                                                                 "rot13",
                                                                 "reversed",
                                                                 "leet"};

// Code points of valid UTF-8 have at most four bytes, so a longer walk is over bytes of no text.
size_t CodePointBegin(std::string_view text, size_t pos) {
  for (size_t back = 0; back < 4 && back <= pos && pos < text.size(); ++back) {
    if (!IsContinuationByte(text[pos - back])) return pos - back;
  }
  return pos;
}

size_t CodePointEnd(std::string_view text, size_t pos) {
  size_t end = pos;
  while (end < text.size() && end < pos + 3 && IsContinuationByte(text[end])) ++end;
  return end < text.size() && IsContinuationByte(text[end]) ? pos : end;
}

}  // namespace

std::string_view DisguiseName(Disguise disguise) { return kNames[static_cast<size_t>(disguise)]; }

std::vector<std::string_view> DisguiseSet::Names() const {
  std::vector<std::string_view> names;
  for (size_t i = 0; i < kDisguiseCount; ++i) {
    if (Has(static_cast<Disguise>(i))) names.push_back(kNames[i]);
  }
  return names;
}

View::View(std::string_view original, size_t begin, size_t end)
    : original_(original),
      text_(original.substr(begin, end - begin)),
      longest_((end - begin) * kViewGrowth + kViewSlack) {
  if (begin < end) segments_.push_back({0, begin, 1, 1, 1, {}, {}});
}

size_t View::SegmentAt(size_t pos) const {
  const auto after =
      std::upper_bound(segments_.begin(), segments_.end(), pos,
                       [](size_t at, const Segment& segment) { return at < segment.view_begin; });
  return static_cast<size_t>(after - segments_.begin()) - 1;
}

size_t View::SegmentEnd(size_t index) const {
  return index + 1 < segments_.size() ? segments_[index + 1].view_begin : text_.size();
}

Original View::Map(size_t begin, size_t end) const {
  Original found{original_.size(), 0, {}};
  for (size_t i = SegmentAt(begin); i < segments_.size() && segments_[i].view_begin < end; ++i) {
    const Segment& segment = segments_[i];
    const size_t first = std::max(begin, segment.view_begin) - segment.view_begin;
    const size_t last = std::min(end, SegmentEnd(i)) - 1 - segment.view_begin;
    const auto unit_begin = [&](size_t at) {
      return segment.begin +
             static_cast<size_t>(static_cast<int64_t>(at / segment.view_size) * segment.stride);
    };
    const size_t one = unit_begin(first);
    const size_t other = unit_begin(last);
    found.begin = std::min({found.begin, one, other});
    found.end = std::max({found.end, one + segment.size, other + segment.size});
    found.seen |= segment.seen;
    const bool inside =
        segment.view_begin > begin || first / segment.view_size != last / segment.view_size;
    if (inside) found.seen |= segment.dropped;
  }
  found.begin = CodePointBegin(original_, found.begin);
  found.end = CodePointEnd(original_, found.end);
  return found;
}

ViewEditor::ViewEditor(const View& in) : in_(in) {
  out_.original_ = in.original_;
  out_.longest_ = in.longest_;
  out_.changed_ = in.changed_;
}

// Adds one unit, to the last segment where it goes on in the same manner.
void ViewEditor::Append(std::string_view text, const Segment& unit) {
  const size_t at = out_.text_.size();
  out_.text_ += text;
  Segment next = unit;
  next.view_begin = at;
  next.dropped |= dropped_;
  dropped_ = {};
  if (!out_.segments_.empty()) {
    Segment& last = out_.segments_.back();
    // More text of the same run: a decoded run that later passes cut in pieces.
    if (units_ == 1 && last.begin == next.begin && last.size == next.size &&
        last.seen == next.seen && next.dropped.empty()) {
      last.view_size += next.view_size;
      return;
    }
    const int64_t stride = static_cast<int64_t>(next.begin) - static_cast<int64_t>(last.begin) -
                           static_cast<int64_t>(units_ - 1) * last.stride;
    const bool fits = units_ == 1 ? std::abs(stride) < INT32_MAX : stride == last.stride;
    // The first unit says what was dropped before the rest too, so a first one that has nothing
    // before it joins only those that have nothing either.
    if (fits && last.view_size == next.view_size && last.size == next.size &&
        last.seen == next.seen && last.dropped == next.dropped) {
      last.stride = static_cast<int32_t>(stride);
      ++units_;
      return;
    }
  }
  out_.segments_.push_back(next);
  units_ = 1;
}

void ViewEditor::Copy(size_t begin, size_t end, DisguiseSet disguise) {
  if (begin >= end) return;
  const std::string_view text = in_.text_;
  while (cursor_ > 0 && in_.segments_[cursor_].view_begin > begin) --cursor_;
  while (in_.SegmentEnd(cursor_) <= begin) ++cursor_;
  for (size_t at = begin; at < end;) {
    if (in_.SegmentEnd(cursor_) <= at) ++cursor_;
    const Segment& from = in_.segments_[cursor_];
    const size_t stop = std::min(end, in_.SegmentEnd(cursor_));
    const size_t index = (at - from.view_begin) / from.view_size;
    const size_t unit_end = from.view_begin + (index + 1) * from.view_size;
    const bool unit_start = (at - from.view_begin) % from.view_size == 0;
    Segment unit = from;
    unit.begin = from.begin + static_cast<size_t>(static_cast<int64_t>(index) * from.stride);
    unit.seen |= disguise;
    if (!unit_start) unit.dropped = {};
    unit.view_size = static_cast<uint32_t>(std::min(stop, unit_end) - at);
    Append(text.substr(at, unit.view_size), unit);
    at += unit.view_size;
    // The other whole units of the segment go at once.
    const size_t whole = at < stop && unit_start ? (stop - at) / from.view_size : 0;
    if (whole == 0) continue;
    Segment rest = unit;
    rest.begin = unit.begin + static_cast<size_t>(static_cast<int64_t>(from.stride));
    rest.view_size = from.view_size;
    Append(text.substr(at, from.view_size), rest);
    at += from.view_size;
    if (whole == 1) continue;
    Segment& last = out_.segments_.back();
    if (units_ == 1 || last.stride == from.stride) {
      last.stride = from.stride;
      out_.text_ += text.substr(at, (whole - 1) * from.view_size);
      units_ += whole - 1;
      at += (whole - 1) * from.view_size;
    }
  }
}

void ViewEditor::CopyTo(size_t end) {
  if (done_ < end) Copy(done_, end, {});
  done_ = std::max(done_, end);
}

void ViewEditor::Replace(size_t begin, size_t end, std::string_view with, DisguiseSet disguise) {
  const size_t kept = begin - done_ + in_.text_.size() - end;
  if (with.size() > end - begin && out_.text_.size() + kept + with.size() > in_.longest_) return;
  CopyTo(begin);
  done_ = end;
  changed_ = true;
  const Original from = in_.Map(begin, end);
  if (with.empty()) {
    dropped_ |= disguise | from.seen;
    return;
  }
  Append(with, {0,
                from.begin,
                static_cast<uint32_t>(with.size()),
                static_cast<uint32_t>(from.end - from.begin),
                0,
                from.seen | disguise,
                {}});
}

void ViewEditor::Recode(size_t begin, size_t end, std::string_view with, DisguiseSet disguise) {
  CopyTo(begin);
  const size_t at = out_.text_.size();
  Copy(begin, end, disguise);
  out_.text_.replace(at, end - begin, with);
  done_ = end;
  changed_ = true;
}

void ViewEditor::Reverse(size_t begin, size_t end, DisguiseSet disguise) {
  CopyTo(begin);
  for (size_t stop = end; stop > begin;) {
    size_t start = stop - 1;
    while (start > begin && stop - start < 4 && IsContinuationByte(in_.text_[start])) --start;
    Copy(start, stop, disguise);
    stop = start;
  }
  done_ = end;
  changed_ = true;
}

View ViewEditor::Finish() {
  CopyTo(in_.text_.size());
  out_.changed_ = out_.changed_ || changed_;
  return std::move(out_);
}

}  // namespace reeve::detectors
