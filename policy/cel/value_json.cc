// JSON documents as values.
#include "policy/cel/limits.h"
#include "policy/cel/map.h"
#include "policy/cel/value.h"

namespace reeve::cel {
namespace {

Value Convert(const json::Value& json, Arena& arena, size_t depth);

Value ConvertArray(const json::Array& array, Arena& arena, size_t depth) {
  const std::span<Value> elements = arena.NewArray<Value>(array.size());
  for (size_t i = 0; i < array.size(); ++i) {
    elements[i] = Convert(array[i], arena, depth + 1);
    if (elements[i].is_error()) return elements[i];
  }
  return Value::List(elements);
}

Value ConvertObject(const json::Object& object, Arena& arena, size_t depth) {
  const std::span<MapEntry> entries = arena.NewArray<MapEntry>(object.size());
  size_t i = 0;
  for (const json::Member& member : object) {
    const Value value = Convert(member.value, arena, depth + 1);
    if (value.is_error()) return value;
    entries[i++] = {Value::String(member.key), value};
  }
  return MapValue::Make(entries, arena);
}

Value Convert(const json::Value& json, Arena& arena, size_t depth) {
  static constexpr ErrorValue kTooDeep = {"cel.too_deep", "the value is nested too deep"};
  if (depth > kMaxValueDepth) return Value::Error(&kTooDeep);
  if (const bool* v = json.as_bool()) return Value::Bool(*v);
  if (const int64_t* v = json.as_int()) return Value::Int(*v);
  if (const uint64_t* v = json.as_uint()) return Value::Uint(*v);
  if (const double* v = json.as_double()) return Value::Double(*v);
  if (const std::string* v = json.as_string()) return Value::String(*v);
  if (const json::Array* v = json.as_array()) return ConvertArray(*v, arena, depth);
  if (const json::Object* v = json.as_object()) return ConvertObject(*v, arena, depth);
  return Value::Null();
}

}  // namespace

Value FromJson(const json::Value& json, Arena& arena) { return Convert(json, arena, 0); }

}  // namespace reeve::cel
