#include "policy/json_shape.h"

namespace reeve::policy {

json::Object TextShape(size_t most) {
  return {{"type", json::Array{"string", "number", "boolean"}},
          {"minLength", 1},
          {"maxLength", uint64_t{most}}};
}

json::Object FormShape(std::string_view pattern) {
  return {{"type", json::Array{"string", "number", "boolean"}}, {"pattern", pattern}};
}

json::Object DurationShape() { return {{"type", "string"}, {"pattern", "^[0-9]{1,9}[smhd]$"}}; }

json::Object StringShape() { return {{"type", "string"}}; }

json::Object WordShape(const Words& words) {
  return {{"enum", json::Array(words.begin(), words.end())}};
}

json::Object OneOrMany(json::Object item) {
  json::Object many{{"type", "array"}, {"items", item}, {"minItems", 1}, {"uniqueItems", true}};
  return {{"anyOf", json::Array{std::move(item), std::move(many)}}};
}

json::Object ListShape(json::Object item, size_t least, size_t most) {
  json::Object out{{"type", "array"}, {"items", std::move(item)}};
  if (least > 0) out.Add("minItems", uint64_t{least});
  if (most > 0) out.Add("maxItems", uint64_t{most});
  return out;
}

json::Object Reference(std::string_view definition) {
  return {{"$ref", "#/$defs/" + std::string(definition)}};
}

json::Object MapShape(std::string_view description, std::vector<KeyShape> keys) {
  json::Object properties;
  json::Array required;
  for (KeyShape& key : keys) {
    json::Object shape{{"description", key.description}};
    for (json::Member& member : key.shape) shape.Add(member.key, std::move(member.value));
    if (!key.by_default.is_null()) shape.Add("default", std::move(key.by_default));
    if (!key.examples.empty()) shape.Add("examples", std::move(key.examples));
    properties.Add(std::string(key.name), std::move(shape));
    if (key.required) required.push_back(key.name);
  }
  json::Object out{{"description", description},
                   {"type", "object"},
                   {"additionalProperties", false},
                   {"properties", std::move(properties)}};
  if (!required.empty()) out.Add("required", std::move(required));
  return out;
}

json::Object MapOf(std::string_view key_pattern, json::Object value) {
  return {{"type", "object"},
          {"propertyNames", json::Object{{"pattern", key_pattern}}},
          {"additionalProperties", std::move(value)}};
}

json::Object WhereKeyIs(std::string_view key, std::string_view word) {
  return {{"properties", json::Object{{std::string(key), json::Object{{"const", word}}}}},
          {"required", json::Array{key}}};
}

json::Object WhereKeysAre(const Words& required) {
  return {{"required", json::Array(required.begin(), required.end())}};
}

}  // namespace reeve::policy
