// Shapes: JSON Schema (draft 2020-12) of the kinds of values that policy documents are made of, as
// policy/reader.h reads them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace reeve::policy {

using Words = std::vector<std::string>;

// A text. Written plain it may look like a number or a flag: `title: 2026`.
json::Object TextShape(size_t most);
// The same, of a form: a regular expression of ECMA 262 that is anchored.
json::Object FormShape(std::string_view pattern);
json::Object DurationShape();
// A JSON string, where a number is none.
json::Object StringShape();
json::Object WordShape(const Words& words);
// One such value, or a list of at least one, each once.
json::Object OneOrMany(json::Object item);
json::Object ListShape(json::Object item, size_t least, size_t most);
json::Object Reference(std::string_view definition);

// One key of a map: the line by which a document may have it.
struct KeyShape {
  std::string_view name;
  json::Object shape;
  std::string_view description;
  bool required = false;
  json::Value by_default = nullptr;  // null: there is none
  json::Array examples = {};
};
// A map of these keys and no others.
json::Object MapShape(std::string_view description, std::vector<KeyShape> keys);
// A map of any keys of this form.
json::Object MapOf(std::string_view key_pattern, json::Object value);

// The member `key` is the word.
json::Object WhereKeyIs(std::string_view key, std::string_view word);
json::Object WhereKeysAre(const Words& required);

inline constexpr std::string_view kIdPattern = "^[a-z0-9][a-z0-9._-]{0,63}$";
inline constexpr std::string_view kNamePattern = "^[a-z_][a-z0-9_]{0,63}$";

}  // namespace reeve::policy
