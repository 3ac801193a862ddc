#include "oversight/system_file.h"

#include <algorithm>
#include <array>
#include <set>

#include "policy/reader.h"
#include "policy/yaml.h"

namespace reeve::oversight {
namespace {

using policy::Located;
using policy::MapReader;
using policy::Reporter;
using policy::YamlNode;

constexpr size_t kMaxFieldBytes = kMaxSystemFieldBytes;

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

// Members that may be left out.
constexpr std::array<std::string_view, 11> kFactKeys = {
    "version", "deputy",          "role",       "purposes",        "models",       "tools",
    "regions", "data_categories", "review_due", "affected_groups", "purpose_drift"};

// Every scalar as a text, as all members of a system are.
json::Value TextJson(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return nullptr;
    case YamlNode::Kind::kScalar:
      return node.scalar;
    case YamlNode::Kind::kSequence: {
      json::Array out;
      out.reserve(node.items.size());
      for (const YamlNode& item : node.items) out.push_back(TextJson(item));
      return out;
    }
    case YamlNode::Kind::kMap:
      break;
  }
  json::Object out;
  for (const policy::YamlMember& member : node.members) {
    out.Add(member.key, TextJson(member.value));
  }
  return out;
}

// Read as the same member of JSON is, so that there is one set of rules.
void ReadFact(const policy::YamlMember& member, Reporter& reporter, System* system) {
  const json::Value value(json::Object{{member.key, TextJson(member.value)}});
  json::ObjectReader reader(value, "");
  ReadSystemFacts(reader, system);
  const Status read = reader.Finish();
  if (!read.ok()) reporter.Error("systems.value", member.value.span, read.error().message);
}

void ReadDocuments(const YamlNode& node, Reporter& reporter, System* system) {
  if (node.kind != YamlNode::Kind::kSequence || node.items.size() > kMaxSystemDocuments) {
    reporter.Error("systems.value", node.span, "`documents` must be a list of at most 32");
    return;
  }
  for (const YamlNode& item : node.items) {
    const json::Value value = TextJson(item);
    json::ObjectReader reader(value, "");
    SystemDocument document = ReadDocument(reader);
    const Status read = reader.Finish();
    if (read.ok()) {
      system->documents.push_back(std::move(document));
    } else {
      reporter.Error("systems.value", item.span, read.error().message);
    }
  }
}

System ReadSystem(const YamlNode& node, Reporter& reporter, SeenIds* seen) {
  static const std::vector<std::string> kRiskClasses = RiskClassWords();
  const MapReader map(
      node, "a system",
      {"id", "tenant", "name", "owner", "purpose", "risk_class", "version", "deputy", "role",
       "purposes", "models", "tools", "regions", "data_categories", "affected_groups", "documents",
       "review_due", "purpose_drift"},
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
  for (const policy::YamlMember& member : node.members) {
    if (std::find(kFactKeys.begin(), kFactKeys.end(), member.key) != kFactKeys.end()) {
      ReadFact(member, reporter, &system);
    }
  }
  if (const YamlNode* documents = map.Find("documents")) {
    ReadDocuments(*documents, reporter, &system);
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
