// Masks, words and events say of each byte what a look at the bytes themselves says.
#include "detectors/text_masks.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "detectors/bytes.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

// Every byte value in many neighbourhoods, longer than a window.
std::string AllBytes() {
  std::string bytes;
  for (size_t i = 0; i < 9000; ++i) {
    const size_t kind = i * i / 7 % 5;
    bytes += kind == 0 ? static_cast<char>(i * 7 + i / 5) : "aZ9 é"[i % 6];
  }
  return bytes;
}

bool Same(const WordKey& a, const WordKey& b) {
  return a.head == b.head && a.size == b.size && a.humps == b.humps && a.foreign == b.foreign;
}

std::vector<size_t> All(WordPlaces places) {
  std::vector<size_t> all;
  while (!places.empty()) all.push_back(places.TakeFirst());
  return all;
}

}  // namespace

TEST_CASE("masks: those by vector instructions are those by single bytes") {
  const std::string bytes = AllBytes();
  for (size_t at = 0; at + ByteMasks::kBytes <= bytes.size(); ++at) {
    REQUIRE(ReadMasks(bytes.data() + at) == ReadMasksSlowly(bytes.data() + at));
  }
}

TEST_CASE("masks: a key is the same by vectors, by bytes and by the window") {
  const std::string bytes = AllBytes();
  TextMasks masks(bytes);
  size_t event = 0;
  for (size_t pos = 0; pos < bytes.size(); ++pos) {
    INFO(pos);
    const WordKey key = ReadWordKey(bytes, pos);
    REQUIRE(Same(key, ReadWordKeySlowly(bytes, pos)));
    REQUIRE(Same(key, masks.KeyAt(pos)));
    if (event < pos) masks.NextEvent(&event);  // moves the window along
  }
}

TEST_CASE("masks: events are the starts of runs, code points outside ASCII and marks") {
  const std::string text = AllBytes();
  std::vector<size_t> wanted;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool run = IsAlnum(text[i]) && (i == 0 || !IsAlnum(text[i - 1]));
    const bool mark = std::string_view("@:=>|,~(-.!?\n").find(text[i]) != std::string_view::npos;
    if (run || mark || static_cast<uint8_t>(text[i]) >= 0xC3) wanted.push_back(i);
  }
  std::vector<size_t> seen;
  TextMasks masks(text);
  for (size_t pos = 0; masks.NextEvent(&pos);) {
    seen.push_back(pos);
    if (!IsAlnum(text[pos])) continue;
    size_t end = pos;
    bool digit = false;
    bool hump = false;
    for (; end < text.size() && IsAlnum(text[end]); ++end) {
      digit = digit || IsDigit(text[end]);
      hump = hump || (end > pos && Has(text[end], kUpper) && Has(text[end - 1], kLower));
    }
    const TextMasks::Run run = masks.RunAt(pos);
    REQUIRE(run.end == end);
    REQUIRE(run.digit == digit);
    REQUIRE(run.hump == hump);
  }
  CHECK(seen == wanted);
}

TEST_CASE("masks: a run may be longer than a block") {
  const std::string text = std::string(300, 'a') + "7 b";
  const TextMasks masks(text);
  CHECK(masks.RunAt(0).end == 301);
  CHECK(masks.RunAt(0).digit);
  CHECK(masks.RunAt(10).end == 301);
  CHECK(masks.RunAt(302).end == 303);
  CHECK_FALSE(masks.RunAt(302).digit);
}

TEST_CASE("masks: words near a place stop at an empty line and at a line end") {
  const std::string text = "one two\n\nthe taxNumber is 12 or so\nmore";
  const size_t number = text.find("12");
  CHECK(All(WordPlacesBefore(text, number)) ==
        std::vector<size_t>{text.find("the"), text.find("tax"), text.find("Number"),
                            text.find("is")});
  CHECK(All(WordPlacesBehind(text, number + 2)) ==
        std::vector<size_t>{text.find("or"), text.find("so")});
  CHECK(All(WordPlacesBefore(text, 0)).empty());
  CHECK(All(WordPlacesBehind(text, text.size())).empty());
}

TEST_CASE("masks: words are looked for so far and no farther") {
  const std::string text = "far " + std::string(kContextBefore - 4, ' ') + "near 1 " +
                           std::string(kContextAfter, ' ') + "behind";
  const size_t number = text.find('1');
  const std::vector<size_t> before = All(WordPlacesBefore(text, number));
  CHECK(before == std::vector<size_t>{text.find("near")});
  CHECK(All(WordPlacesBehind(text, number + 1)).empty());
}

}  // namespace reeve::detectors
