// room: base
// Whatever Parse accepts is written in canonical form to bytes that Parse reads again to the same
// bytes; the readable forms hold the same value.
#include <cstdint>
#include <string_view>

#include "base/json.h"
#include "base/text.h"

namespace {

using reeve::Result;
namespace json = reeve::json;

void Require(bool holds, std::string_view what) {
  if (!holds) reeve::Panic(what);
}

void CheckCanonical(const json::Value& value) {
  const Result<std::string> text = json::Canonical(value);
  if (!text.ok()) {
    Require(text.error().code == "json.unrepresentable", "an error of another code");
    return;
  }
  Require(reeve::IsValidUtf8(*text), "canonical form is not UTF-8");
  const Result<json::Value> again = json::Parse(*text);
  Require(again.ok(), "canonical form cannot be read");
  const Result<std::string> same = json::Canonical(*again);
  Require(same.ok() && *same == *text, "canonical form is not its own canonical form");
}

void CheckReadable(const json::Value& value, const std::string& text) {
  const Result<json::Value> again = json::Parse(text, {.max_bytes = size_t{1} << 30});
  Require(again.ok(), "a readable form cannot be read");
  const Result<std::string> before = json::Canonical(value);
  const Result<std::string> after = json::Canonical(*again);
  Require(before.ok() == after.ok(), "a readable form changed what can be written");
  Require(!before.ok() || *before == *after, "a readable form changed the value");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const Result<json::Value> value = json::Parse(input);
  if (!value.ok()) {
    Require(value.error().code.starts_with("json."), "an error of another code");
    return 0;
  }
  Require(reeve::IsValidUtf8(input), "bytes that are not UTF-8 were accepted");
  CheckCanonical(*value);
  CheckReadable(*value, json::Pretty(*value));
  CheckReadable(*value, json::Compact(*value));
  (void)json::Resolve(*value, input);
  return 0;
}
