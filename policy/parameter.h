// Parameters: numbers, texts and lists that a policy names, so that they can be set in the bundle
// document without a change to its rules. Conditions read `parameters.<name>`; they are compiled
// with the value, as if it stood there.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "policy/yaml.h"

namespace reeve::policy {

enum class ParameterType : uint8_t { kBool, kInt, kDouble, kString, kDuration, kStringList };
std::string_view ParameterTypeName(ParameterType type);  // "bool", ..., "duration", "list<string>"

// By ParameterType.
using ParameterValue = std::variant<bool, int64_t, double, std::string, std::chrono::seconds,
                                    std::vector<std::string>>;
// As a document writes it: `300.5`, `24h`, `[a, b]`.
std::string ParameterText(const ParameterValue& value);

// Which values of a parameter only tighten the rules that read it, as its policy declares.
enum class Stricter : uint8_t {
  kUndeclared,  // none that anybody could tell
  kLower,       // int, double, duration
  kHigher,
  kFewer,  // list<string>: some of the entries
  kMore,   // all of the entries, and others
  kTrue,   // bool
  kFalse,
};
// Those that a parameter of this type may have; none of a string.
std::vector<Stricter> StricterOf(ParameterType type);
std::string_view StricterName(Stricter stricter);  // "", "lower", ..., "true", "false"

struct Parameter {
  std::string name;
  ParameterType type = ParameterType::kBool;
  ParameterValue value;     // what conditions are compiled with
  ParameterValue declared;  // its default
  std::optional<ParameterValue> min;
  std::optional<ParameterValue> max;
  Stricter stricter = Stricter::kUndeclared;
  std::string description;
};

inline constexpr size_t kMaxParameters = 64;          // of a policy
inline constexpr size_t kMaxParameterText = 1000;     // bytes of a text, and of an entry of a list
inline constexpr size_t kMaxParameterEntries = 1000;  // of a list

struct ParameterDocument {
  Parameter parameter;
  Span span;
};

// `parameters` of a policy.
std::vector<ParameterDocument> ReadParameters(const YamlNode& node, Reporter& reporter);

// Sets the value that stands at `node`, or reports that it is of another type or out of bounds.
void SetParameter(const YamlNode& node, Parameter* parameter, Reporter& reporter);

}  // namespace reeve::policy
