#include "policy/facts.h"

#include <array>

namespace reeve::policy {
namespace {

constexpr std::array<std::string_view, kStageCount> kStageNames = {"input", "output", "tool_call",
                                                                   "tool_result"};
constexpr std::array<std::string_view, kRiskClassCount> kRiskClassNames = {
    "unclassified", "minimal", "limited", "high", "prohibited"};

constexpr auto kFacts = std::to_array<FactPath>({
    {"interaction", Recorded::kValue},
    {"stage", Recorded::kValue},
    {"tenant", Recorded::kValue},
    {"channel", Recorded::kValue},
    {"system.id", Recorded::kValue},
    {"system.name", Recorded::kValue},
    {"system.risk_class", Recorded::kValue},
    {"system.purpose", Recorded::kValue},
    {"system.owner", Recorded::kValue},
    {"actor.id", Recorded::kDigest},
    {"actor.roles", Recorded::kValue},
    {"actor.unit", Recorded::kValue},
    {"subject", Recorded::kDigest},
    {"action.kind", Recorded::kValue},
    {"action.tool", Recorded::kValue},
    {"action.purpose", Recorded::kValue},
    {"action.consequential", Recorded::kValue},
    {"action.amount", Recorded::kValue},
    {"action.currency", Recorded::kValue},
    {"action.arguments", Recorded::kNothing},
    {"content.text", Recorded::kNothing},
    {"content.size", Recorded::kValue},
    {"content.messages", Recorded::kNothing},
    {"findings", Recorded::kValue},
    {"now", Recorded::kValue},
});

template <typename E, size_t N>
std::optional<E> FromName(const std::array<std::string_view, N>& names, std::string_view name) {
  for (size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view StageName(Stage stage) { return kStageNames[static_cast<size_t>(stage)]; }

std::optional<Stage> StageFromName(std::string_view name) {
  return FromName<Stage>(kStageNames, name);
}

std::string_view RiskClassName(RiskClass risk_class) {
  return kRiskClassNames[static_cast<size_t>(risk_class)];
}

std::optional<RiskClass> RiskClassFromName(std::string_view name) {
  return FromName<RiskClass>(kRiskClassNames, name);
}

std::string_view RecordedName(Recorded recorded) {
  switch (recorded) {
    case Recorded::kValue:
      return "value";
    case Recorded::kDigest:
      return "digest";
    case Recorded::kNothing:
      break;
  }
  return "nothing";
}

std::span<const FactPath> FactTable() { return kFacts; }

}  // namespace reeve::policy
