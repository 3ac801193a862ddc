#include <algorithm>
#include <array>

#include "policy/document.h"

namespace reeve::policy {
namespace {

struct ListKey {
  std::string_view name;
  ScopeKey key;
};
constexpr std::array<ListKey, kScopeKeyCount> kListKeys = {{{"systems", ScopeKey::kSystem},
                                                            {"actions", ScopeKey::kAction},
                                                            {"tools", ScopeKey::kTool},
                                                            {"tenants", ScopeKey::kTenant},
                                                            {"channels", ScopeKey::kChannel}}};

std::vector<std::string> StageNames() {
  std::vector<std::string> names;
  for (size_t i = 0; i < kStageCount; ++i) names.emplace_back(StageName(static_cast<Stage>(i)));
  return names;
}

std::vector<std::string> RiskClassNames() {
  std::vector<std::string> names;
  for (size_t i = 0; i < kRiskClassCount; ++i) {
    names.emplace_back(RiskClassName(static_cast<RiskClass>(i)));
  }
  return names;
}

// `base` is the policy whose scope it is, or empty where it is the same policy's.
void ReportOutside(const Located& value, std::string_view name, std::string_view base,
                   Reporter& reporter) {
  const std::string key = "`" + std::string(name) + "`";
  reporter.Error(
      "policy.scope", value.span,
      "`" + value.text + "` is outside of " +
          (base.empty() ? "the policy's own " + key + "; a rule's scope only narrows its policy's"
                        : "the " + key + " of `" + std::string(base) +
                              "`; an extension's scope only narrows its base's"));
}

// The bits of the words; 0 when none could be read.
uint8_t ReadBits(const YamlNode& node, std::string_view name, const std::vector<std::string>& words,
                 uint8_t within, std::string_view base, Reporter& reporter) {
  unsigned bits = 0;
  for (const Located& word : ReadTexts(node, "`" + std::string(name) + "`", reporter)) {
    YamlNode scalar;
    scalar.kind = YamlNode::Kind::kScalar;
    scalar.scalar = word.text;
    scalar.span = word.span;
    const auto index = ReadWord(scalar, "an entry of `" + std::string(name) + "`", words, reporter);
    if (!index) continue;
    const unsigned bit = 1u << *index;
    if ((within & bit) == 0) ReportOutside(word, name, base, reporter);
    bits |= bit;
  }
  return static_cast<uint8_t>(bits);
}

std::vector<std::string> ReadValues(const YamlNode& node, std::string_view name,
                                    const std::vector<std::string>& within, std::string_view base,
                                    Reporter& reporter) {
  std::vector<std::string> values;
  for (Located& value : ReadTexts(node, "`" + std::string(name) + "`", reporter)) {
    if (!within.empty() && std::find(within.begin(), within.end(), value.text) == within.end()) {
      ReportOutside(value, name, base, reporter);
    }
    values.push_back(std::move(value.text));
  }
  return values;
}

}  // namespace

Scope ReadScope(const YamlNode& node, const Scope& within, Reporter& reporter,
                std::string_view base) {
  const MapReader map(
      node, "scope",
      {"stages", "systems", "risk_classes", "actions", "tools", "tenants", "channels"}, reporter);
  Scope scope = within;
  if (const YamlNode* stages = map.Find("stages")) {
    scope.stages = ReadBits(*stages, "stages", StageNames(), within.stages, base, reporter);
  }
  if (const YamlNode* classes = map.Find("risk_classes")) {
    scope.risk_classes =
        ReadBits(*classes, "risk_classes", RiskClassNames(), within.risk_classes, base, reporter);
  }
  for (const ListKey& list : kListKeys) {
    const YamlNode* values = map.Find(list.name);
    if (values == nullptr) continue;
    auto& target = scope.values[static_cast<size_t>(list.key)];
    target = ReadValues(*values, list.name, target, base, reporter);
  }
  return scope;
}

}  // namespace reeve::policy
