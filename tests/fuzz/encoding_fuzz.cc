// room: base
// Hex, Base64 and times: a text that is accepted is the one text of its value. Offsets and spelling
// never step outside their text.
#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "base/encoding.h"
#include "base/result.h"
#include "base/text.h"

namespace {

void Require(bool holds, std::string_view what) {
  if (!holds) reeve::Panic(what);
}

void CheckEncodings(std::string_view input) {
  const auto hex = reeve::HexDecode(input);
  Require(!hex.ok() || reeve::HexEncode(*hex) == input, "two texts of one hex value");
  const auto base64 = reeve::Base64Decode(input);
  Require(!base64.ok() || reeve::Base64Encode(*base64) == input, "two texts of one Base64 value");
  Require(*reeve::HexDecode(reeve::HexEncode(input)) == input, "hex lost a byte");
  Require(*reeve::Base64Decode(reeve::Base64Encode(input)) == input, "Base64 lost a byte");
}

void CheckTime(std::string_view input) {
  const auto time = reeve::ParseTimestamp(input);
  if (!time.ok()) return;
  const std::string text = reeve::FormatTimestamp(*time);
  Require(text.substr(0, 19) == input.substr(0, 19), "a time changed its seconds");
  Require(*reeve::ParseTimestamp(text) == *time, "a time did not survive its text");
}

void CheckText(std::string_view input) {
  const std::string candidates[] = {"actor.id", "stage", ""};
  (void)reeve::DidYouMean(input, candidates);
  const size_t step = input.empty() ? 1 : static_cast<unsigned char>(input[0]) % 7 + 1;
  (void)reeve::SourceExcerpt(input, step, input.size(), step * 3);
  if (!reeve::IsValidUtf8(input)) return;
  reeve::OffsetCounter counter(input);
  for (size_t at = 0; at <= input.size(); at += step) counter.At(at);
  const reeve::TextOffset end = counter.At(input.size());
  Require(end.code_points == reeve::CodePointCount(input), "two counts of one text");
  Require(end.utf16 >= end.code_points && end.utf16 <= end.bytes, "units out of order");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  CheckEncodings(input);
  CheckTime(input);
  CheckText(input);
  return 0;
}
