#include "oversight/system.h"

#include <array>

#include "base/json_reader.h"

namespace reeve::oversight {
namespace {

constexpr size_t kMaxFieldBytes = 1024;
constexpr std::array<std::string_view, 3> kStateNames = {"active", "halted", "retired"};

SystemState StateFromName(std::string_view name) {
  size_t i = 0;
  while (kStateNames[i] != name) ++i;
  return static_cast<SystemState>(i);
}

std::vector<std::string> RiskClassNames() {
  std::vector<std::string> names;
  for (size_t i = 0; i < policy::kRiskClassCount; ++i) {
    names.emplace_back(policy::RiskClassName(static_cast<policy::RiskClass>(i)));
  }
  return names;
}

}  // namespace

std::string_view SystemStateName(SystemState state) {
  return kStateNames[static_cast<size_t>(state)];
}

std::optional<Error> Standstill(const System& system) {
  const std::string name = "the system `" + system.id + "` ";
  if (system.state == SystemState::kHalted) return Error{"system.halted", name + "is halted"};
  if (system.state == SystemState::kRetired) return Error{"system.retired", name + "is retired"};
  if (system.risk_class == policy::RiskClass::kUnclassified) {
    return Error{"system.unclassified", name + "has no risk class under the EU AI Act yet"};
  }
  return std::nullopt;
}

json::Object ToJson(const System& system) {
  json::Object out;
  out.Add("id", system.id)
      .Add("tenant", system.tenant)
      .Add("name", system.name)
      .Add("owner", system.owner)
      .Add("purpose", system.purpose)
      .Add("risk_class", policy::RiskClassName(system.risk_class))
      .Add("state", SystemStateName(system.state));
  return out;
}

Result<System> SystemFromJson(const json::Value& value, const std::string& pointer) {
  using json::Need;
  static const std::vector<std::string> kStates(kStateNames.begin(), kStateNames.end());
  static const std::vector<std::string> kRiskClasses = RiskClassNames();
  System system;
  json::ObjectReader reader(value, pointer);
  system.id = reader.String("id", Need::kRequired, kMaxFieldBytes);
  if (std::string tenant = reader.String("tenant", Need::kOptional, kMaxFieldBytes);
      !tenant.empty()) {
    system.tenant = std::move(tenant);
  }
  system.name = reader.String("name", Need::kRequired, kMaxFieldBytes);
  system.owner = reader.String("owner", Need::kRequired, kMaxFieldBytes);
  system.purpose = reader.String("purpose", Need::kRequired, kMaxFieldBytes);
  const std::string risk_class = reader.OneOf("risk_class", Need::kRequired, kRiskClasses);
  const std::string state = reader.OneOf("state", Need::kOptional, kStates);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  system.risk_class = *policy::RiskClassFromName(risk_class);
  if (!state.empty()) system.state = StateFromName(state);
  return system;
}

}  // namespace reeve::oversight
