#include "cli/members.h"

#include <vector>

namespace reeve::cli {

std::string TextAt(const json::Value& value, std::string_view pointer) {
  const json::Value* found = json::Resolve(value, pointer);
  return found == nullptr || found->as_string() == nullptr ? "" : *found->as_string();
}

int64_t CountAt(const json::Value& value, std::string_view pointer) {
  const json::Value* found = json::Resolve(value, pointer);
  return found == nullptr || found->as_int() == nullptr ? 0 : *found->as_int();
}

std::string Listed(const json::Value& values) {
  std::vector<std::string> texts;
  if (const json::Array* array = values.as_array()) {
    texts.reserve(array->size());
    for (const json::Value& item : *array) {
      texts.push_back(item.as_string() != nullptr ? *item.as_string() : json::Compact(item));
    }
  } else if (const json::Object* object = values.as_object()) {
    texts.reserve(object->size());
    for (const json::Member& member : *object) texts.push_back(member.key);
  }
  return Joined(texts);
}

std::string ListAt(const json::Value& value, std::string_view pointer) {
  const json::Value* found = json::Resolve(value, pointer);
  return found == nullptr ? "" : Listed(*found);
}

std::string Joined(std::span<const std::string> texts) {
  std::string out;
  for (const std::string& text : texts) out.append(out.empty() ? "" : ", ").append(text);
  return out;
}

}  // namespace reeve::cli
