#include "oversight/waiver.h"

#include <array>

#include "oversight/acting_person.h"
#include "oversight/bundle_register.h"
#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr size_t kMaxNameBytes = 64;  // of policies and rules: docs/policy-language.md
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

json::Object ScopeJson(const Waiver& waiver) {
  json::Object out;
  if (waiver.everywhere) out.Add(std::string(kEverywhere), true);
  const auto add = [&out](std::string_view key, json::Array values) {
    if (!values.empty()) out.Add(std::string(key), std::move(values));
  };
  const policy::Scope& scope = waiver.scope;
  add("stages", Names(scope.stages, policy::kStageCount, policy::StageName));
  add("risk_classes", Names(scope.risk_classes, policy::kRiskClassCount, policy::RiskClassName));
  for (size_t key = 0; key < kValueKeys.size(); ++key) {
    add(kValueKeys[key], json::Array(scope.values[key].begin(), scope.values[key].end()));
  }
  return out;
}

// The bits of the names; all where there are none.
template <typename E>
uint8_t ReadBits(ObjectReader& reader, std::string_view key, uint8_t all,
                 std::optional<E> (*from_name)(std::string_view)) {
  unsigned bits = 0;
  for (const std::string& name : reader.Strings(key, kMaxWaiverScopeValues, kMaxWaiverValueBytes)) {
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

void ReadScope(ObjectReader& outer, Waiver* waiver) {
  const json::Value* value = outer.ObjectMember("scope", Need::kRequired);
  if (value == nullptr) return;
  ObjectReader reader(*value, outer.PointerOf("scope"));
  policy::Scope& scope = waiver->scope;
  waiver->everywhere = reader.Bool(kEverywhere);
  scope.stages = ReadBits(reader, "stages", policy::kAnyStage, policy::StageFromName);
  scope.risk_classes =
      ReadBits(reader, "risk_classes", policy::kAnyRiskClass, policy::RiskClassFromName);
  for (size_t key = 0; key < kValueKeys.size(); ++key) {
    scope.values[key] =
        reader.Strings(kValueKeys[key], kMaxWaiverScopeValues, kMaxWaiverValueBytes);
  }
  outer.Absorb(reader.Finish());
  if (IsNarrow(scope) != waiver->everywhere) return;
  outer.Fail("waiver.scope", "scope",
             waiver->everywhere
                 ? "a scope is either `everywhere` or narrower: leave one of them out"
                 : "name where the rule is waived: systems, actions, tools, channels, stages or "
                   "risk_classes; or say `everywhere: true`");
}

}  // namespace

json::Object ToJson(const Waiver& waiver) {
  json::Object out{{"policy", waiver.policy},
                   {"rule", waiver.rule},
                   {"scope", ScopeJson(waiver)},
                   {"from", FormatTimestamp(waiver.from)},
                   {"until", FormatTimestamp(waiver.until)},
                   {"reason", waiver.reason},
                   {"by", waiver.by},
                   {"requested_by", waiver.requested_by}};
  if (!waiver.references.empty()) {
    out.Add("references", json::Array(waiver.references.begin(), waiver.references.end()));
  }
  return out;
}

void ReadWaiverTerms(ObjectReader& reader, Need from, Waiver* waiver) {
  waiver->policy = reader.String("policy", Need::kRequired, kMaxNameBytes);
  waiver->rule = reader.String("rule", Need::kRequired, kMaxNameBytes);
  ReadScope(reader, waiver);
  waiver->from = ReadTime(reader, "from", from);
  waiver->until = ReadTime(reader, "until");
  waiver->reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  waiver->requested_by = reader.String("requested_by", Need::kRequired, kMaxPersonBytes);
  waiver->references = reader.Strings("references", kMaxWaiverReferences, kMaxWaiverValueBytes);
}

}  // namespace reeve::oversight
