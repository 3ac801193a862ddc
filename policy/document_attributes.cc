#include <algorithm>
#include <array>

#include "base/clock.h"
#include "policy/document.h"

namespace reeve::policy {
namespace {

constexpr std::array<std::string_view, 6> kTypeNames = {"bool",   "int",          "double",
                                                        "string", "list<string>", "timestamp"};

std::vector<std::string> TypeWords() { return {kTypeNames.begin(), kTypeNames.end()}; }

AttributeDocument ReadAttribute(const YamlMember& member, Reporter& reporter) {
  static const std::vector<std::string> kRecordedWords = {"value", "digest", "nothing"};
  AttributeDocument out;
  out.attribute.name = member.key;
  out.span = member.key_span;
  CheckName(member.key, member.key_span, "an attribute's name", reporter);
  const MapReader map(member.value, "attribute `" + member.key + "`", {"type", "record"}, reporter);
  if (const YamlNode* node = map.Require("type")) {
    const auto word = ReadWord(*node, "`type`", TypeWords(), reporter);
    if (word) out.attribute.type = static_cast<AttributeType>(*word);
  }
  if (const YamlNode* node = map.Find("record")) {
    const auto word = ReadWord(*node, "`record`", kRecordedWords, reporter);
    if (word) out.attribute.recorded = static_cast<Recorded>(*word);
  }
  return out;
}

bool IsStringList(const json::Value& value) {
  const json::Array* array = value.as_array();
  return array != nullptr && std::all_of(array->begin(), array->end(), [](const json::Value& item) {
           return item.as_string() != nullptr;
         });
}

}  // namespace

std::string_view AttributeTypeName(AttributeType type) {
  return kTypeNames[static_cast<size_t>(type)];
}

bool FitsAttribute(const Attribute& attribute, const json::Value& value) {
  switch (attribute.type) {
    case AttributeType::kBool:
      return value.as_bool() != nullptr;
    case AttributeType::kInt:
      return value.as_int() != nullptr;
    case AttributeType::kDouble:
      return value.as_double() != nullptr || value.as_int() != nullptr;
    case AttributeType::kString:
      return value.as_string() != nullptr;
    case AttributeType::kStringList:
      return IsStringList(value);
    case AttributeType::kTimestamp:
      break;
  }
  const std::string* text = value.as_string();
  return text != nullptr && ParseTimestamp(*text).ok();
}

std::vector<AttributeDocument> ReadAttributes(const YamlNode& node, Reporter& reporter) {
  std::vector<AttributeDocument> out;
  const MapReader map(node, "`attributes`", reporter);
  for (const YamlMember& member : node.members) out.push_back(ReadAttribute(member, reporter));
  return out;
}

}  // namespace reeve::policy
