// room: policy
// What somebody is typing. What must hold: completion ends, what it replaces lies before the
// cursor, and every candidate begins with that.
#include <cstdint>
#include <string_view>

#include "policy/cel/complete.h"

namespace {

using namespace reeve::cel;  // NOLINT(google-build-using-namespace)

struct World {
  World() {
    (void)environment.Declare("o", Type::Object(&schema));
    (void)environment.Declare("l", Type::List(Type::Object(&schema)));
    (void)environment.Declare("j", Type::Dyn());
    (void)environment.Declare("q.x.y", Type::Int());
    values[2] = FromJson(json, arena);
  }
  reeve::json::Value json = reeve::json::Parse(R"({"a":1,"b":["x",null],"c":{"d":2.5}})").value();
  ObjectSchema schema{"o", {{"a", Type::String()}, {"n", Type::Uint()}, {"b-c", Type::Bool()}}};
  Environment environment;
  Arena arena;
  Value values[4] = {Value::Absent(), Value::Absent(), Value::Absent(), Value::Int(1)};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const World* const world = new World;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const size_t cursor = data[0] == 0 ? text.size() : data[0];
  const size_t end = cursor < text.size() ? cursor : text.size();
  const Completion completion = Complete(text, cursor, world->environment, world->values);
  if (completion.start > end) __builtin_trap();
  for (const Candidate& candidate : completion.candidates) {
    const std::string_view typed = text.substr(completion.start, end - completion.start);
    if (!candidate.text.starts_with(typed)) __builtin_trap();
  }
  return 0;
}
