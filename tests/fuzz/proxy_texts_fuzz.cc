// room: api
//
// Arbitrary JSON as the body of a call or as an answer. Every text that is read stands where it is
// said to stand, no place is read twice, and to put texts back unchanged changes nothing.
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "api/proxy/texts.h"

namespace {

namespace json = reeve::json;
namespace proxy = reeve::api::proxy;

void Require(bool holds, std::string_view what) {
  if (!holds) reeve::Panic(what);
}

void Check(const json::Value& document, const reeve::Result<proxy::Reading>& reading) {
  if (!reading.ok()) return;
  json::Value copy = document;
  std::set<std::string> places;
  for (const proxy::TextPlace& place : reading->texts) {
    const json::Value* found = json::Resolve(document, place.pointer);
    Require(found != nullptr, "a text stands nowhere");
    Require(place.is_json ? json::Compact(*found) == place.text : *found == json::Value(place.text),
            "another text stands there");
    Require(places.insert(place.pointer).second, "a text is read twice");
    Require(proxy::PutText(place, place.text, &copy).ok(), "a text cannot be put back");
  }
  for (const proxy::ToolCallPlace& call : reading->calls) {
    Require(json::Resolve(document, call.pointer) != nullptr, "a call stands nowhere");
    Require(places.insert(call.pointer).second, "a call is read twice");
    Require(proxy::PutArguments(call, call.arguments, &copy).ok(), "a call cannot be put back");
  }
  Require(copy == document, "what was put back unchanged differs");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto document = json::Parse(input);
  if (!document.ok()) return 0;
  for (const bool passes_media : {false, true}) {
    Check(*document, proxy::ReadTexts(*document, passes_media));
    Check(*document, proxy::ReadAnswer(*document, passes_media));
  }
  return 0;
}
