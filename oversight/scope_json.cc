#include "oversight/scope_json.h"

#include <array>

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr std::string_view kEverywhere = "everywhere";
// By policy::ScopeKey.
constexpr std::array<std::string_view, policy::kScopeKeyCount> kValueKeys = {
    "systems", "actions", "tools", "tenants", "channels"};

// The names of the bits that are set; nothing where all are.
template <typename E>
json::Array Names(uint8_t bits, size_t count, std::string_view (*name)(E)) {
  json::Array out;
  if (bits == (1u << count) - 1) return out;
  for (size_t i = 0; i < count; ++i) {
    if ((bits >> i & 1u) != 0) out.push_back(name(static_cast<E>(i)));
  }
  return out;
}

// The bits of the names; all where there are none.
template <typename E>
uint8_t ReadBits(ObjectReader& reader, std::string_view key, uint8_t all,
                 std::optional<E> (*from_name)(std::string_view)) {
  unsigned bits = 0;
  for (const std::string& name : reader.Strings(key, kMaxScopeValues, kMaxScopeValueBytes)) {
    const std::optional<E> value = from_name(name);
    if (!value) {
      reader.Fail("json.value", key, "`" + name + "` is none of the " + std::string(key));
      return all;
    }
    bits |= 1u << static_cast<unsigned>(*value);
  }
  return bits == 0 ? all : static_cast<uint8_t>(bits);
}

bool IsNarrow(const policy::Scope& scope) {
  if (scope.stages != policy::kAnyStage || scope.risk_classes != policy::kAnyRiskClass) return true;
  for (const auto& values : scope.values) {
    if (!values.empty()) return true;
  }
  return false;
}

}  // namespace

json::Object ScopeJson(const policy::Scope& scope, bool everywhere) {
  json::Object out;
  if (everywhere) out.Add(std::string(kEverywhere), true);
  const auto add = [&out](std::string_view key, json::Array values) {
    if (!values.empty()) out.Add(std::string(key), std::move(values));
  };
  add("stages", Names(scope.stages, policy::kStageCount, policy::StageName));
  add("risk_classes", Names(scope.risk_classes, policy::kRiskClassCount, policy::RiskClassName));
  for (size_t key = 0; key < kValueKeys.size(); ++key) {
    add(kValueKeys[key], json::Array(scope.values[key].begin(), scope.values[key].end()));
  }
  return out;
}

void ReadScope(ObjectReader& outer, std::string_view code, policy::Scope* scope, bool* everywhere) {
  const json::Value* value = outer.ObjectMember("scope", Need::kRequired);
  if (value == nullptr) return;
  ObjectReader reader(*value, outer.PointerOf("scope"));
  const bool is_everywhere = everywhere != nullptr && reader.Bool(kEverywhere);
  if (everywhere != nullptr) *everywhere = is_everywhere;
  scope->stages = ReadBits(reader, "stages", policy::kAnyStage, policy::StageFromName);
  scope->risk_classes =
      ReadBits(reader, "risk_classes", policy::kAnyRiskClass, policy::RiskClassFromName);
  for (size_t key = 0; key < kValueKeys.size(); ++key) {
    scope->values[key] = reader.Strings(kValueKeys[key], kMaxScopeValues, kMaxScopeValueBytes);
  }
  outer.Absorb(reader.Finish());
  if (IsNarrow(*scope) != is_everywhere) return;
  const std::string keys = "systems, actions, tools, channels, stages or risk_classes";
  if (is_everywhere) {
    outer.Fail(code, "scope", "a scope is either `everywhere` or narrower: leave one of them out");
  } else if (everywhere != nullptr) {
    outer.Fail(code, "scope",
               "name where the rule is waived: " + keys + "; or say `everywhere: true`");
  } else {
    outer.Fail(code, "scope", "name what it is for: " + keys);
  }
}

}  // namespace reeve::oversight
