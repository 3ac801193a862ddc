#include "policy/rule.h"

#include <array>

namespace reeve::policy {
namespace {

constexpr std::array<std::string_view, 4> kEffectNames = {"allow", "redact", "hold", "deny"};
constexpr std::array<std::string_view, 4> kSeverityNames = {"low", "medium", "high", "critical"};
constexpr std::array<std::string_view, 6> kObligationTypeNames = {
    "notify", "label_output", "add_disclosure", "log_content", "route", "review"};

}  // namespace

std::string_view EffectName(Effect effect) { return kEffectNames[static_cast<size_t>(effect)]; }

std::optional<Effect> EffectFromName(std::string_view name) {
  for (size_t i = 0; i < kEffectNames.size(); ++i) {
    if (kEffectNames[i] == name) return static_cast<Effect>(i);
  }
  return std::nullopt;
}

std::string_view ModeName(Mode mode) { return mode == Mode::kShadow ? "shadow" : "enforce"; }

std::string_view SeverityName(Severity severity) {
  return kSeverityNames[static_cast<size_t>(severity)];
}

std::string_view OnTimeoutName(OnTimeout on_timeout) {
  return on_timeout == OnTimeout::kAllow ? "allow" : "deny";
}

std::string_view ObligationTypeName(ObligationType type) {
  return kObligationTypeNames[static_cast<size_t>(type)];
}

}  // namespace reeve::policy
