#include "oversight/system_file.h"

#include <set>

#include "policy/reader.h"
#include "policy/yaml.h"

namespace reeve::oversight {
namespace {

using policy::Located;
using policy::MapReader;
using policy::Reporter;
using policy::YamlNode;

constexpr size_t kMaxFieldBytes = 1024;

// Tenant and id.
using SeenIds = std::set<std::pair<std::string, std::string>>;

std::vector<std::string> RiskClassWords() {
  std::vector<std::string> words;
  for (size_t i = 0; i < policy::kRiskClassCount; ++i) {
    words.emplace_back(policy::RiskClassName(static_cast<policy::RiskClass>(i)));
  }
  return words;
}

void RequireWord(const MapReader& map, std::string_view key, std::string_view wanted,
                 Reporter& reporter) {
  const Located found = map.RequiredText(key, kMaxFieldBytes);
  if (found.text.empty() || found.text == wanted) return;
  reporter.Error("systems.header", found.span,
                 "`" + std::string(key) + "` must be `" + std::string(wanted) + "`");
}

System ReadSystem(const YamlNode& node, Reporter& reporter, SeenIds* seen) {
  static const std::vector<std::string> kRiskClasses = RiskClassWords();
  const MapReader map(node, "a system", {"id", "tenant", "name", "owner", "purpose", "risk_class"},
                      reporter);
  System system;
  if (!map.is_map()) return system;
  const Located id = map.RequiredText("id", kMaxFieldBytes);
  policy::CheckId(id, "the id of a system", reporter);
  system.id = id.text;
  if (const Located tenant = map.Text("tenant", kMaxFieldBytes); !tenant.text.empty()) {
    system.tenant = tenant.text;
  }
  if (!id.text.empty() && !seen->insert({system.tenant, id.text}).second) {
    reporter.Error("systems.duplicate_id", id.span, "the system `" + id.text + "` stands twice");
  }
  system.name = map.RequiredText("name", kMaxFieldBytes).text;
  system.owner = map.RequiredText("owner", kMaxFieldBytes).text;
  system.purpose = map.RequiredText("purpose", kMaxFieldBytes).text;
  if (const YamlNode* word = map.Require("risk_class")) {
    const auto chosen = policy::ReadWord(*word, "`risk_class`", kRiskClasses, reporter);
    if (chosen) system.risk_class = static_cast<policy::RiskClass>(*chosen);
  }
  return system;
}

}  // namespace

SystemFile ReadSystemFile(std::string_view file_name, std::string_view text) {
  SystemFile out;
  Reporter reporter(file_name, text, &out.diagnostics);
  const std::optional<YamlNode> root = policy::ParseYaml(reporter);
  if (!root) return out;
  const MapReader map(*root, "the register", {"apiVersion", "kind", "systems"}, reporter);
  if (!map.is_map()) return out;
  RequireWord(map, "apiVersion", "reeve/v1", reporter);
  RequireWord(map, "kind", "SystemRegister", reporter);
  const YamlNode* systems = map.Require("systems");
  if (systems == nullptr) return out;
  if (systems->kind != YamlNode::Kind::kSequence) {
    reporter.Error("systems.type", systems->span, "`systems` must be a list");
    return out;
  }
  SeenIds seen;
  for (const YamlNode& node : systems->items) {
    out.systems.push_back(ReadSystem(node, reporter, &seen));
  }
  return out;
}

}  // namespace reeve::oversight
