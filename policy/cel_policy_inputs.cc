#include "policy/cel_policy_inputs.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "policy/cel/map.h"
#include "policy/cel/render.h"
#include "policy/facts.h"
#include "policy/schema.h"

namespace reeve::policy {
namespace {

using cel::Kind;

constexpr std::string_view kContext = "context.";
constexpr size_t kMaxTestValues = 10'000;

std::optional<AttributeType> AttributeTypeOf(const cel::Type& type) {
  switch (type.kind()) {
    case Kind::kBool:
      return AttributeType::kBool;
    case Kind::kInt:
      return AttributeType::kInt;
    case Kind::kDouble:
      return AttributeType::kDouble;
    case Kind::kString:
      return AttributeType::kString;
    case Kind::kTimestamp:
      return AttributeType::kTimestamp;
    case Kind::kList:
      if (type.element().Is(Kind::kString)) return AttributeType::kStringList;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::optional<AttributeType> AttributeTypeNamed(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(AttributeType::kTimestamp); ++i) {
    const auto type = static_cast<AttributeType>(i);
    if (AttributeTypeName(type) == name) return type;
  }
  return std::nullopt;
}

// "spec.origin" -> "spec_origin"; "" where no attribute can be called so.
std::string AttributeName(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool letter = std::isalnum(static_cast<unsigned char>(c)) != 0;
    out += letter ? static_cast<char>(std::tolower(static_cast<unsigned char>(c))) : '_';
  }
  const bool digit = out.empty() || std::isdigit(static_cast<unsigned char>(out[0])) != 0;
  return digit || out.size() > 64 ? "" : out;
}

std::string_view RootOf(std::string_view chain) { return chain.substr(0, chain.find('.')); }

// The place in a partial request where a fact is read from; empty for what cannot be set there.
std::vector<std::string> RequestPath(std::string_view target) {
  const bool settable = std::any_of(FactTable().begin(), FactTable().end(),
                                    [&](const FactPath& fact) { return fact.path == target; });
  if (!settable && !target.starts_with(kContext)) return {};
  const std::string_view root = RootOf(target);
  if (root == "findings" || root == "now" || root == "tenant" || target == "content.size")
    return {};
  if (root == target) return {std::string(root)};
  return {std::string(root), std::string(target.substr(root.size() + 1))};
}

// The value of `name` among the inputs: that of a variable, or of a field of one. Null when the
// test does not give it.
const cel::Value* ValueOf(std::string_view name, const CelPolicyEnvironment& environment,
                          std::span<const cel::Value> values) {
  for (std::string_view variable = name;;) {
    if (const auto slot = environment.variables.Resolve(variable)) {
      const cel::Value* value = &values[*slot];
      for (std::string_view rest = name.substr(variable.size());
           value != nullptr && !rest.empty();) {
        rest.remove_prefix(1);
        const std::string_view field = RootOf(rest);
        rest.remove_prefix(field.size());
        value = value->Is(Kind::kMap) ? value->as_map().Find(field) : nullptr;
      }
      return value == nullptr || value->is_absent() ? nullptr : value;
    }
    const size_t dot = variable.rfind('.');
    if (dot == variable.npos) return nullptr;
    variable = variable.substr(0, dot);
  }
}

Result<json::Value> JsonOf(const cel::Value& value) {
  if (value.Is(Kind::kTimestamp)) {
    // timestamp("2026-01-15T09:30:00Z"): the text between the quotes.
    const std::string text = value.Text(kMaxTestValues);
    const size_t open = text.find('"');
    const size_t close = text.rfind('"');
    if (open != text.npos && close > open)
      return json::Value(text.substr(open + 1, close - open - 1));
  }
  return cel::ToJson(value, kMaxTestValues);
}

}  // namespace

Result<CelBinding> ParseCelBinding(std::string_view text) {
  const Error wrong{"cel_policy.bind",
                    "`" + std::string(text) +
                        "` binds nothing; write `request.user=actor.id`, or with a type "
                        "`request.origin=context.origin:string`"};
  const size_t equals = text.find('=');
  if (equals == text.npos || equals == 0 || equals + 1 == text.size()) return wrong;
  CelBinding binding{std::string(text.substr(0, equals)), std::string(text.substr(equals + 1)), {}};
  const size_t colon = binding.target.rfind(':');
  if (binding.target.starts_with(kContext) && colon != std::string::npos) {
    binding.type = AttributeTypeNamed(std::string_view(binding.target).substr(colon + 1));
    if (!binding.type) return wrong;
    binding.target.resize(colon);
  }
  const Result<std::string> target = cel::FormatSource(binding.target);
  if (!target.ok()) return wrong;
  binding.target = *target;
  return binding;
}

Result<CelInputs> CelInputs::Make(const CelPolicyEnvironment& environment,
                                  std::span<const CelBinding> bindings) {
  CelInputs inputs;
  std::map<std::string, AttributeType> attributes;
  for (const CelBinding& binding : bindings) {
    std::string_view variable = binding.name;
    while (!environment.variables.Resolve(variable) && variable.rfind('.') != variable.npos) {
      variable = variable.substr(0, variable.rfind('.'));
    }
    const auto slot = environment.variables.Resolve(variable);
    if (!slot) {
      return Error{"cel_policy.bind", "the environment has no variable `" + binding.name + "`"};
    }
    inputs.names_[binding.name] = binding.target;
    if (!binding.target.starts_with(kContext)) continue;
    const std::string name = binding.target.substr(kContext.size());
    std::optional<AttributeType> type = binding.type;
    if (!type && variable == binding.name) {
      type = AttributeTypeOf(environment.variables.variables()[*slot].type);
    }
    if (!type || AttributeName(name) != name) {
      return Error{"cel_policy.bind", "say the type of the attribute: `" + binding.name + "=" +
                                          binding.target + ":string`"};
    }
    if (!attributes.try_emplace(name, *type).second && attributes[name] != *type) {
      return Error{"cel_policy.bind", "`" + binding.target + "` is bound with two types"};
    }
  }
  for (const cel::Variable& variable : environment.variables.variables()) {
    if (inputs.names_.contains(variable.name) || IsFact(variable.name)) continue;
    const auto type = AttributeTypeOf(variable.type);
    const std::string name = AttributeName(variable.name);
    if (!type || name.empty() || !attributes.try_emplace(name, *type).second) continue;
    inputs.names_[variable.name] = std::string(kContext) + name;
  }
  for (const auto& [name, type] : attributes) {
    inputs.attributes_.push_back({name, type, Recorded::kNothing});
  }
  inputs.view_ = std::make_shared<const FactView>(ViewKey{{}, inputs.attributes_, {}, {}});
  return inputs;
}

const cel::Environment& CelInputs::environment() const { return view_->environment(); }

bool CelInputs::IsFact(std::string_view chain) {
  const std::string_view root = RootOf(chain);
  return root == "context" ||
         std::any_of(FactTable().begin(), FactTable().end(),
                     [&](const FactPath& f) { return RootOf(f.path) == root; });
}

Result<json::Object> CelInputs::RequestOf(const CelPolicyEnvironment& environment,
                                          const CelTestInputs& inputs) const {
  json::Object request;
  auto names = names_;
  for (const cel::Variable& variable : environment.variables.variables()) {
    if (IsFact(variable.name)) names.try_emplace(variable.name, variable.name);
  }
  for (const auto& [name, target] : names) {
    const cel::Value* value = ValueOf(name, environment, inputs.values());
    if (value == nullptr) continue;
    const std::vector<std::string> path = RequestPath(target);
    if (path.empty()) {
      return Error{
          "cel_policy.test",
          std::string("a test cannot set `").append(target).append("`, which is `").append(name) +
              "`"};
    }
    REEVE_ASSIGN_OR_RETURN(json::Value json, JsonOf(*value));
    if (path.size() == 1) {
      request.Set(path[0], std::move(json));
      continue;
    }
    if (request.Find(path[0]) == nullptr) request.Set(path[0], json::Object());
    request.Find(path[0])->as_object()->Set(path[1], std::move(json));
  }
  return request;
}

}  // namespace reeve::policy
