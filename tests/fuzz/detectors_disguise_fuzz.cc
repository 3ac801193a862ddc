// room: detectors
//
// Arbitrary bytes through the unmasking of disguises. What must hold whatever the bytes are: every
// byte of every view maps into the text and to whole code points of it; a range maps to what its
// bytes map to, together; views stay in their budget, are changed, and are made alike every time.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "detectors/disguise.h"
#include "detectors/limits.h"

namespace {

using reeve::detectors::DisguiseSet;
using reeve::detectors::Original;
using reeve::detectors::Unmask;
using reeve::detectors::View;

void Require(bool condition) {
  if (!condition) std::abort();
}

bool Continues(char c) { return (static_cast<uint8_t>(c) & 0xC0) == 0x80; }

void CheckMap(std::string_view text, bool valid, const View& view) {
  const auto boundary = [&](size_t pos) { return pos == text.size() || !Continues(text[pos]); };
  // Ranges of eight bytes, and the whole: enough to see each byte with its neighbours.
  constexpr size_t kRange = 8;
  const size_t size = view.text().size();
  Original all{text.size(), 0, {}};
  for (size_t begin = 0; begin < size; begin += kRange) {
    const size_t end = std::min(size, begin + kRange);
    Original range{text.size(), 0, {}};
    for (size_t i = begin; i < end; ++i) {
      const Original byte = view.Map(i, i + 1);
      Require(byte.begin < byte.end && byte.end <= text.size());
      if (valid) Require(boundary(byte.begin) && boundary(byte.end));
      range.begin = std::min(range.begin, byte.begin);
      range.end = std::max(range.end, byte.end);
      range.seen |= byte.seen;
    }
    const Original mapped = view.Map(begin, end);
    Require(mapped.begin == range.begin && mapped.end == range.end);
    Require((mapped.seen | range.seen) == mapped.seen);
    all.begin = std::min(all.begin, range.begin);
    all.end = std::max(all.end, range.end);
  }
  if (size == 0) return;
  const Original mapped = view.Map(0, size);
  Require(mapped.begin == all.begin && mapped.end == all.end);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const bool valid = reeve::IsValidUtf8(text);
  std::vector<std::string> texts;
  Unmask(text, [&](const View& view) {
    Require(view.changed());
    Require(view.text().size() <=
            reeve::detectors::kViewGrowth * size + reeve::detectors::kViewSlack);
    if (valid) Require(reeve::IsValidUtf8(view.text()));
    CheckMap(text, valid, view);
    texts.push_back(view.text());
  });
  size_t next = 0;
  Unmask(text, [&](const View& view) { Require(view.text() == texts[next++]); });
  Require(next == texts.size());
  return 0;
}
