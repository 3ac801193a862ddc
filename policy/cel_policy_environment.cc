#include "policy/cel_policy_environment.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace reeve::policy {
namespace {

constexpr size_t kMaxName = 500;
constexpr size_t kMaxTypeDepth = 8;  // of cel::Type
constexpr std::array<std::string_view, 6> kStandardMacros = {"all", "exists", "exists_one",
                                                             "map", "filter", "has"};
// Of which every function is part of the language.
constexpr std::array<std::string_view, 12> kLibraries = {
    "bindings",       "encoders",    "lists", "math",    "optional",
    "optional-types", "regex",       "sets",  "strings", "two-var-comprehensions",
    "network",        "native-types"};

// Message types that are values of the language.
std::optional<cel::Type> WellKnown(std::string_view name) {
  using cel::Type;
  const std::array<std::pair<std::string_view, Type>, 20> kTypes = {{
      {"any", Type::Dyn()},
      {"null_type", Type::Null()},
      {"google.protobuf.Any", Type::Dyn()},
      {"google.protobuf.Value", Type::Dyn()},
      {"google.protobuf.NullValue", Type::Null()},
      {"google.protobuf.Struct", Type::Map(Type::String(), Type::Dyn())},
      {"google.protobuf.ListValue", Type::List(Type::Dyn())},
      {"google.protobuf.BoolValue", Type::Dyn()},
      {"google.protobuf.BytesValue", Type::Dyn()},
      {"google.protobuf.DoubleValue", Type::Dyn()},
      {"google.protobuf.FloatValue", Type::Dyn()},
      {"google.protobuf.Int32Value", Type::Dyn()},
      {"google.protobuf.Int64Value", Type::Dyn()},
      {"google.protobuf.StringValue", Type::Dyn()},
      {"google.protobuf.UInt32Value", Type::Dyn()},
      {"google.protobuf.UInt64Value", Type::Dyn()},
      {"wrapper", Type::Dyn()},
      {"error", Type::Dyn()},
      {"list", Type::List(Type::Dyn())},
      {"map", Type::Map(Type::Dyn(), Type::Dyn())},
  }};
  for (const auto& [known, type] : kTypes) {
    if (known == name) return type;
  }
  return std::nullopt;
}

class EnvironmentReader {
 public:
  explicit EnvironmentReader(Reporter& reporter) : reporter_(reporter) {}

  CelPolicyEnvironment Read(const YamlNode& root) {
    const MapReader map(
        root, "an environment",
        {"name", "description", "container", "imports", "stdlib", "extensions", "context_variable",
         "variables", "functions", "validators", "features", "limits"},
        reporter_);
    environment_.name = map.Text("name", kMaxName).text;
    environment_.variables.SetContainer(map.Text("container", kMaxName).text);
    for (const std::string_view key : {"validators", "features", "limits"}) {
      if (root.Find(key) != nullptr) LeaveOut(root, key);
    }
    if (const YamlNode* node = map.Find("context_variable")) {
      reporter_.Error("cel_policy.message_type", node->span,
                      "`context_variable` makes variables of a message's fields, and there are no "
                      "messages here; declare the fields that the policy reads as `variables`");
    }
    if (const YamlNode* node = map.Find("stdlib")) ReadStandard(*node);
    if (const YamlNode* node = map.Find("extensions")) ReadExtensions(*node);
    if (const YamlNode* node = map.Find("variables")) ReadVariables(*node);
    if (const YamlNode* node = map.Find("functions")) ReadFunctions(*node);
    return std::move(environment_);
  }

 private:
  void LeaveOut(const YamlNode& map, std::string_view key) {
    for (const YamlMember& member : map.members) {
      if (member.key == key) environment_.left_out.push_back({member.key, member.key_span});
    }
  }

  void ReadStandard(const YamlNode& node) {
    const MapReader map(node, "`stdlib`",
                        {"disable", "disable_macros", "include_macros", "exclude_macros",
                         "include_functions", "exclude_functions"},
                        reporter_);
    for (const std::string_view key : {"disable", "include_functions", "exclude_functions"}) {
      if (node.Find(key) != nullptr) LeaveOut(node, key);
    }
    const YamlNode* disabled = map.Find("disable_macros");
    const bool none = disabled != nullptr && disabled->scalar == "true";
    std::set<std::string, std::less<>> included;
    const YamlNode* include = map.Find("include_macros");
    if (include != nullptr) included = Names(*include, "`include_macros`");
    for (const std::string_view macro : kStandardMacros) {
      if (none || (include != nullptr && !included.contains(macro))) {
        environment_.macros_left_out.emplace(macro);
      }
    }
    if (const YamlNode* exclude = map.Find("exclude_macros")) {
      environment_.macros_left_out.merge(Names(*exclude, "`exclude_macros`"));
    }
  }

  std::set<std::string, std::less<>> Names(const YamlNode& node, std::string_view what) {
    std::set<std::string, std::less<>> out;
    for (const Located& name : ReadTexts(node, what, reporter_)) out.insert(name.text);
    return out;
  }

  void ReadExtensions(const YamlNode& node) {
    if (!IsList(node, "`extensions`")) return;
    for (const YamlNode& item : node.items) {
      const MapReader map(item, "an extension", {"name", "version"}, reporter_);
      const Located name = map.RequiredText("name", kMaxName);
      const bool known =
          std::find(kLibraries.begin(), kLibraries.end(), name.text) != kLibraries.end();
      if (!known && !name.text.empty()) environment_.left_out.push_back(name);
    }
  }

  void ReadVariables(const YamlNode& node) {
    if (!IsList(node, "`variables`")) return;
    for (const YamlNode& item : node.items) {
      const MapReader map(item, "a variable",
                          {"name", "description", "type", "type_name", "params", "is_type_param"},
                          reporter_);
      const Located name = map.RequiredText("name", kMaxName);
      const cel::Type type = ReadType(item);
      if (name.text.empty()) continue;
      if (name.text == "variables" || name.text.starts_with("variables.")) {
        reporter_.Error("cel_policy.variable", name.span,
                        "`variables` holds what a policy defines itself; use another name");
        continue;
      }
      const auto declared = environment_.variables.Declare(name.text, type);
      if (!declared.ok()) {
        reporter_.Error("cel_policy.variable", name.span, declared.error().message);
      }
    }
  }

  void ReadFunctions(const YamlNode& node) {
    if (!IsList(node, "`functions`")) return;
    for (const YamlNode& item : node.items) {
      const MapReader map(item, "a function", {"name", "description", "overloads"}, reporter_);
      const Located name = map.RequiredText("name", kMaxName);
      const YamlNode* overloads = map.Require("overloads");
      if (overloads == nullptr || !IsList(*overloads, "`overloads`")) continue;
      for (const YamlNode& overload : overloads->items) ReadOverload(name, overload);
    }
  }

  void ReadOverload(const Located& name, const YamlNode& node) {
    const MapReader map(node, "an overload",
                        {"id", "description", "examples", "target", "args", "return"}, reporter_);
    CelHostFunction function{name.text, node.Find("target") != nullptr, 0, {}, name.span};
    if (const YamlNode* target = map.Find("target")) ReadType(*target);
    if (const YamlNode* arguments = map.Find("args");
        arguments != nullptr && IsList(*arguments, "`args`")) {
      for (const YamlNode& argument : arguments->items) ReadType(argument);
      function.arity = arguments->items.size();
    }
    function.arity += function.member ? 1 : 0;
    if (const YamlNode* result = map.Require("return")) function.result = ReadType(*result);
    environment_.functions.push_back(std::move(function));
  }

  // {type_name, params}, the same below `type`, or a name with its parameters in parentheses.
  cel::Type ReadType(const YamlNode& node, size_t depth = 0) {
    if (depth > kMaxTypeDepth) {
      reporter_.Error("cel_policy.type", node.span, "the type is nested too deep");
      return {};
    }
    if (node.kind == YamlNode::Kind::kScalar) return NamedType(node, {});
    const MapReader map(node, "a type", reporter_);
    if (const YamlNode* type = map.Find("type")) return ReadType(*type, depth + 1);
    const YamlNode* name = map.Require("type_name");
    if (name == nullptr || !ReadText(*name, "`type_name`", reporter_)) return {};
    const YamlNode* is_parameter = map.Find("is_type_param");
    if (is_parameter != nullptr && is_parameter->scalar == "true") return cel::Type::Dyn();
    std::vector<cel::Type> parameters;
    if (const YamlNode* node_of = map.Find("params");
        node_of != nullptr && IsList(*node_of, "`params`")) {
      for (const YamlNode& item : node_of->items) parameters.push_back(ReadType(item, depth + 1));
    }
    return NamedType(*name, parameters);
  }

  cel::Type NamedType(const YamlNode& node, const std::vector<cel::Type>& parameters) {
    const std::string& name = node.scalar;
    if (name == "list" && parameters.size() == 1) return cel::Type::List(parameters[0]);
    if (name == "map" && parameters.size() == 2) {
      return cel::Type::Map(parameters[0], parameters[1]);
    }
    if ((name == "optional_type" || name == "optional") && parameters.size() == 1) {
      return cel::Type::Optional(parameters[0]);
    }
    if (const auto type = WellKnown(name)) return *type;
    if (const auto type = cel::ParseType(name); type.ok()) return *type;
    reporter_.Error("cel_policy.message_type", node.span,
                    "`" + name +
                        "` is no type of the language, and there are no message types here; where "
                        "it is a message, declare it as `map` of `string` and `dyn`");
    return {};
  }

  bool IsList(const YamlNode& node, std::string_view what) {
    if (node.kind == YamlNode::Kind::kSequence) return true;
    reporter_.Error("policy.type", node.span,
                    std::string(what) + " must be a list, not " + std::string(node.KindName()));
    return false;
  }

  Reporter& reporter_;
  CelPolicyEnvironment environment_;
};

}  // namespace

std::optional<CelPolicyEnvironment> ReadCelPolicyEnvironment(const SourceFile& source,
                                                             std::vector<Diagnostic>* diagnostics) {
  if (source.text.empty()) return CelPolicyEnvironment{};
  std::vector<Diagnostic> found;
  Reporter reporter(source.name, source.text, &found);
  std::optional<CelPolicyEnvironment> environment;
  if (const auto root = ParseDocument(reporter)) {
    environment = EnvironmentReader(reporter).Read(*root);
  }
  if (HasErrors(found)) environment.reset();
  std::move(found.begin(), found.end(), std::back_inserter(*diagnostics));
  return environment;
}

}  // namespace reeve::policy
