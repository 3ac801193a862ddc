// room: base
// The one-pass reader and the parser agree on what is canonical, and on what lies where.
#include <cstdlib>
#include <string>

#include "base/canonical_reader.h"
#include "base/json.h"

using namespace reeve::json;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const PathSet paths({"", "/a", "/a/b", "/*", "/a/*/b"});
  std::vector<FoundValue> found;
  CanonicalReader reader(text, 64);
  const bool read = reader.Value(&paths, &found) && reader.AtEnd();
  const auto value = Parse(text);
  std::string again;
  const bool canonical = value.ok() && WriteCanonical(*value, &again).ok() && again == text;
  if (read != canonical) std::abort();
  if (!read) return 0;
  if (found.empty() || found.front().text != text) std::abort();
  for (const FoundValue& each : found) {
    if (each.path != 1 && each.path != 2) continue;
    const Value* there = Resolve(*value, each.path == 1 ? "/a" : "/a/b");
    if (there == nullptr || *Canonical(*there) != each.text) std::abort();
  }
  return 0;
}
