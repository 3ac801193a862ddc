#include <algorithm>
#include <cmath>

#include "base/json.h"
#include "policy/document_limits.h"
#include "policy/parameter.h"
#include "policy/reader.h"

namespace reeve::policy {
namespace {

constexpr std::array<std::string_view, 6> kTypeNames = {"bool",   "int",      "double",
                                                        "string", "duration", "list<string>"};

bool HasOrder(ParameterType type) {
  return type == ParameterType::kInt || type == ParameterType::kDouble ||
         type == ParameterType::kDuration;
}

void ReportType(const YamlNode& node, const std::string& what, std::string_view wanted,
                Reporter& reporter) {
  reporter.Error("policy.type", node.span, what + " must be " + std::string(wanted));
}

std::optional<ParameterValue> ReadNumber(const YamlNode& node, ParameterType type,
                                         const std::string& what, Reporter& reporter) {
  const json::Value value = node.plain ? ToJson(node) : json::Value();
  if (type == ParameterType::kInt && value.as_int() != nullptr) return *value.as_int();
  if (type == ParameterType::kDouble && value.as_int() != nullptr) {
    return static_cast<double>(*value.as_int());
  }
  if (type == ParameterType::kDouble && value.as_double() != nullptr &&
      std::isfinite(*value.as_double())) {
    return *value.as_double();
  }
  ReportType(node, what, type == ParameterType::kInt ? "a whole number" : "a number", reporter);
  return std::nullopt;
}

std::optional<ParameterValue> ReadBool(const YamlNode& node, const std::string& what,
                                       Reporter& reporter) {
  if (node.plain && (node.scalar == "true" || node.scalar == "false")) return node.scalar == "true";
  ReportType(node, what, "`true` or `false`", reporter);
  return std::nullopt;
}

bool CheckLength(const Located& text, Reporter& reporter) {
  if (text.text.size() <= kMaxParameterText) return true;
  reporter.Error("policy.too_long", text.span, "a text of a parameter has over 1000 bytes");
  return false;
}

std::optional<ParameterValue> ReadString(const YamlNode& node, const std::string& what,
                                         Reporter& reporter) {
  auto text = ReadText(node, what, reporter);
  if (!text || !CheckLength(*text, reporter)) return std::nullopt;
  return std::move(text->text);
}

// Unlike elsewhere, the list may be empty: it then says that nothing is meant.
std::optional<ParameterValue> ReadStrings(const YamlNode& node, const std::string& what,
                                          Reporter& reporter) {
  std::vector<std::string> out;
  if (node.kind == YamlNode::Kind::kSequence && node.items.empty()) return out;
  if (node.items.size() > kMaxParameterEntries) {
    reporter.Error("policy.too_long", node.span,
                   what + " has over 1000 entries; make it a list of the folder");
    return std::nullopt;
  }
  for (Located& text : ReadTexts(node, what, reporter)) {
    if (!CheckLength(text, reporter)) return std::nullopt;
    out.push_back(std::move(text.text));
  }
  return out.empty() ? std::nullopt : std::optional<ParameterValue>(std::move(out));
}

std::optional<ParameterValue> ReadValue(const YamlNode& node, ParameterType type,
                                        const std::string& what, Reporter& reporter) {
  switch (type) {
    case ParameterType::kBool:
      return ReadBool(node, what, reporter);
    case ParameterType::kInt:
    case ParameterType::kDouble:
      return ReadNumber(node, type, what, reporter);
    case ParameterType::kString:
      return ReadString(node, what, reporter);
    case ParameterType::kDuration:
      return ReadDuration(node, what, reporter, std::chrono::seconds(0));
    case ParameterType::kStringList:
      break;
  }
  return ReadStrings(node, what, reporter);
}

// False when it is out of bounds, which is reported.
bool CheckBounds(const Parameter& parameter, const ParameterValue& value, Span span,
                 Reporter& reporter) {
  const bool low = parameter.min && value < *parameter.min;
  const bool high = parameter.max && value > *parameter.max;
  if (!low && !high) return true;
  reporter.Error("policy.parameter_bounds", span,
                 "`" + parameter.name + "` must be at " +
                     (low ? "least " + ParameterText(*parameter.min)
                          : "most " + ParameterText(*parameter.max)) +
                     ", not " + ParameterText(value));
  return false;
}

std::optional<ParameterValue> ReadBound(const MapReader& map, std::string_view key,
                                        ParameterType type, Reporter& reporter) {
  const YamlNode* node = map.Find(key);
  if (node == nullptr) return std::nullopt;
  if (!HasOrder(type)) {
    reporter.Error("policy.parameter_bounds", node->span,
                   "`" + std::string(key) +
                       "` belongs to an int, a double or a duration, not to a " +
                       std::string(ParameterTypeName(type)));
    return std::nullopt;
  }
  return ReadValue(*node, type, "`" + std::string(key) + "`", reporter);
}

ParameterValue ZeroOf(ParameterType type) {
  switch (type) {
    case ParameterType::kBool:
      return false;
    case ParameterType::kInt:
      return int64_t{0};
    case ParameterType::kDouble:
      return 0.0;
    case ParameterType::kString:
      return std::string();
    case ParameterType::kDuration:
      return std::chrono::seconds(0);
    case ParameterType::kStringList:
      break;
  }
  return std::vector<std::string>();
}

// "24h": in the largest unit that leaves a whole number.
std::string DurationText(std::chrono::seconds duration) {
  const int64_t count = duration.count();
  if (count != 0 && count % 86'400 == 0) return std::to_string(count / 86'400) + "d";
  if (count != 0 && count % 3600 == 0) return std::to_string(count / 3600) + "h";
  if (count != 0 && count % 60 == 0) return std::to_string(count / 60) + "m";
  return std::to_string(count) + "s";
}

Stricter ReadStricter(const YamlNode& node, ParameterType type, Reporter& reporter) {
  std::vector<std::string> words;
  for (const Stricter stricter : StricterOf(type)) words.emplace_back(StricterName(stricter));
  if (words.empty()) {
    reporter.Error("policy.parameter_direction", node.span,
                   "of a string no value is stricter than another; leave `stricter` out");
    return Stricter::kUndeclared;
  }
  const auto word = ReadWord(node, "`stricter`", words, reporter);
  return word ? StricterOf(type)[*word] : Stricter::kUndeclared;
}

ParameterDocument ReadParameter(const YamlMember& member, Reporter& reporter) {
  ParameterDocument out;
  Parameter& parameter = out.parameter;
  parameter.name = member.key;
  out.span = member.key_span;
  CheckName(member.key, member.key_span, "a parameter's name", reporter);
  const MapReader map(member.value, "parameter `" + member.key + "`",
                      {"type", "default", "min", "max", "stricter", "description"}, reporter);
  parameter.description = map.Text("description", kMaxDescription).text;
  const YamlNode* type = map.Require("type");
  const YamlNode* value = map.Require("default");
  if (type == nullptr || value == nullptr) return out;
  static const std::vector<std::string> kWords(kTypeNames.begin(), kTypeNames.end());
  const auto word = ReadWord(*type, "`type`", kWords, reporter);
  if (!word) return out;
  parameter.type = static_cast<ParameterType>(*word);
  // Also where the default is wrong, for conditions are compiled with it.
  parameter.value = ZeroOf(parameter.type);
  parameter.min = ReadBound(map, "min", parameter.type, reporter);
  parameter.max = ReadBound(map, "max", parameter.type, reporter);
  if (parameter.min && parameter.max && *parameter.min > *parameter.max) {
    reporter.Error("policy.parameter_bounds", map.Find("min")->span, "`min` is above `max`");
    return out;
  }
  if (const YamlNode* stricter = map.Find("stricter")) {
    parameter.stricter = ReadStricter(*stricter, parameter.type, reporter);
  }
  SetParameter(*value, &parameter, reporter);
  parameter.declared = parameter.value;
  return out;
}

// "500.0" rather than "500", as conditions write it.
std::string DoubleText(double value) {
  std::string text = json::Compact(json::Value(value));
  if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
  return text;
}

}  // namespace

std::vector<Stricter> StricterOf(ParameterType type) {
  if (HasOrder(type)) return {Stricter::kLower, Stricter::kHigher};
  if (type == ParameterType::kStringList) return {Stricter::kFewer, Stricter::kMore};
  if (type == ParameterType::kBool) return {Stricter::kTrue, Stricter::kFalse};
  return {};
}

std::string_view StricterName(Stricter stricter) {
  constexpr std::array<std::string_view, 7> kNames = {"",     "lower", "higher", "fewer",
                                                      "more", "true",  "false"};
  return kNames[static_cast<size_t>(stricter)];
}

std::string_view ParameterTypeName(ParameterType type) {
  return kTypeNames[static_cast<size_t>(type)];
}

std::string ParameterText(const ParameterValue& value) {
  switch (static_cast<ParameterType>(value.index())) {
    case ParameterType::kBool:
      return std::get<bool>(value) ? "true" : "false";
    case ParameterType::kInt:
      return std::to_string(std::get<int64_t>(value));
    case ParameterType::kDouble:
      return DoubleText(std::get<double>(value));
    case ParameterType::kString:
      return std::get<std::string>(value);
    case ParameterType::kDuration:
      return DurationText(std::get<std::chrono::seconds>(value));
    case ParameterType::kStringList:
      break;
  }
  std::string out = "[";
  for (const std::string& entry : std::get<std::vector<std::string>>(value)) {
    out += (out.size() > 1 ? ", " : "") + entry;
  }
  return out + "]";
}

std::vector<ParameterDocument> ReadParameters(const YamlNode& node, Reporter& reporter) {
  std::vector<ParameterDocument> out;
  const MapReader map(node, "`parameters`", reporter);
  if (node.members.size() > kMaxParameters) {
    reporter.Error("policy.too_long", node.span, "a policy has at most 64 parameters");
    return out;
  }
  for (const YamlMember& member : node.members) out.push_back(ReadParameter(member, reporter));
  return out;
}

void SetParameter(const YamlNode& node, Parameter* parameter, Reporter& reporter) {
  auto value = ReadValue(node, parameter->type, "`" + parameter->name + "`", reporter);
  if (value && CheckBounds(*parameter, *value, node.span, reporter)) {
    parameter->value = std::move(*value);
  }
}

}  // namespace reeve::policy
