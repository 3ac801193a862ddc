#include "api/openapi.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "base/json.h"
#include "policy/diagnostic.h"
#include "policy/yaml.h"

namespace reeve::api {
namespace {

using policy::YamlNode;

template <typename Number>
bool ReadsAs(std::string_view text, Number* number) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, *number);
  return error == std::errc() && stop == end;
}

json::Value PlainJson(const std::string& text) {
  if (text == "true" || text == "false") return text == "true";
  // `inf`, `nan` and hexadecimal digits are numbers to from_chars, and none of JSON's.
  const bool digits = !text.empty() && text.find_first_not_of("0123456789+-.eE") == text.npos;
  if (int64_t whole = 0; digits && ReadsAs(text, &whole)) return whole;
  if (double real = 0; digits && ReadsAs(text, &real)) return real;
  return text;
}

// As deep as ParseYaml lets a document be.
json::Value ToJson(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return nullptr;
    case YamlNode::Kind::kScalar:
      return node.plain ? PlainJson(node.scalar) : json::Value(node.scalar);
    case YamlNode::Kind::kSequence: {
      json::Array out;
      out.reserve(node.items.size());
      for (const YamlNode& item : node.items) out.push_back(ToJson(item));
      return out;
    }
    case YamlNode::Kind::kMap: {
      json::Object out;
      for (const policy::YamlMember& member : node.members) {
        out.Add(member.key, ToJson(member.value));
      }
      return out;
    }
  }
  return nullptr;
}

}  // namespace

Result<std::string> OpenApiJson(std::string_view yaml) {
  std::vector<policy::Diagnostic> diagnostics;
  policy::Reporter reporter("openapi.yaml", yaml, &diagnostics);
  const std::optional<YamlNode> document = policy::ParseYaml(reporter);
  if (!document) return Error{"openapi.syntax", policy::Render(diagnostics)};
  return json::Compact(ToJson(*document));
}

}  // namespace reeve::api
