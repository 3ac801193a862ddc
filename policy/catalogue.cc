#include "policy/catalogue.h"

#include <algorithm>
#include <utility>

#include "base/result.h"
#include "policy/yaml.h"

namespace reeve::policy {
namespace {

// Of the catalogue itself; a test holds that nothing is missing.
std::string TextOf(const YamlNode& node, std::string_view key) {
  const YamlNode* value = node.Find(key);
  if (value == nullptr) Panic("the catalogue lacks a key");
  return value->scalar;
}

Control ReadControl(const YamlNode& node) {
  Control control{
      TextOf(node, "id"), TextOf(node, "title"), TextOf(node, "by_policy") == "true", {}};
  const YamlNode* answers = node.Find("answers");
  if (answers == nullptr) Panic("a control of the catalogue answers to nothing");
  for (const YamlMember& scheme : answers->members) {
    for (const YamlNode& item : scheme.value.items) {
      control.answers.push_back(ReadCitation(scheme.key + " " + item.scalar));
    }
  }
  return control;
}

std::vector<Control> ReadCatalogue() {
  std::vector<Diagnostic> diagnostics;
  Reporter reporter("catalogue.yaml", CatalogueText(), &diagnostics);
  const std::optional<YamlNode> root = ParseYaml(reporter);
  const YamlNode* controls = root ? root->Find("controls") : nullptr;
  if (controls == nullptr) Panic("the catalogue of controls cannot be read");
  std::vector<Control> out;
  for (const YamlNode& node : controls->items) out.push_back(ReadControl(node));
  return out;
}

bool IsWithin(const Citation& cited, const Citation& whole) {
  if (cited.item.empty() || cited.scheme != whole.scheme || !cited.item.starts_with(whole.item)) {
    return false;
  }
  if (cited.item.size() == whole.item.size()) return true;
  const char next = cited.item[whole.item.size()];
  return next == '(' || next == '.';
}

}  // namespace

const std::vector<Control>& Controls() {
  static const std::vector<Control> controls = ReadCatalogue();
  return controls;
}

std::vector<ControlCoverage> CoverControls(const Bundle& bundle) {
  std::vector<ControlCoverage> out;
  for (const Control& control : Controls()) {
    ControlCoverage& entry = out.emplace_back();
    entry.control = &control;
    for (const Policy& policy : bundle.policies()) {
      for (const std::string& reference : policy.references) {
        const Citation cited = ReadCitation(reference);
        const bool direct = cited.scheme == "Reeve" && cited.item == control.id;
        const auto answers = [&cited](const Citation& whole) { return IsWithin(cited, whole); };
        if (direct || std::any_of(control.answers.begin(), control.answers.end(), answers)) {
          entry.citations.push_back({policy.id, reference, direct});
        }
      }
    }
  }
  return out;
}

}  // namespace reeve::policy
