#include "policy/rule_source.h"

namespace reeve::policy {

RuleSource::RuleSource(const SourceFile& file, std::vector<Diagnostic>* diagnostics)
    : reporter_(file.name, file.text, diagnostics) {
  root_ = ParseYaml(reporter_);
}

const YamlNode* RuleSource::Find(const Rule& rule, std::string_view key) const {
  if (!root_) return nullptr;
  const YamlNode* rights = root_->Find("decision_rights");
  for (const YamlNode* rules : {root_->Find("rules"), rights ? rights->Find("rows") : nullptr}) {
    if (rules == nullptr) continue;
    for (const YamlNode& item : rules->items) {
      const YamlNode* id = item.Find("id");
      if (id != nullptr && id->scalar == rule.id) return item.Find(key);
    }
  }
  return nullptr;
}

Span RuleSource::IdOf(const Rule& rule) const {
  const YamlNode* id = Find(rule, "id");
  if (id != nullptr) return id->span;
  if (!root_) return {};
  for (const char* written : {"tighten", "decision_rights"}) {
    if (const YamlNode* node = root_->Find(written)) return node->span;
  }
  return {};
}

Span RuleSource::PartOf(const Rule& rule, size_t offset, size_t length) const {
  const YamlNode* when = Find(rule, "when");
  if (when == nullptr || when->scalar != rule.when) return IdOf(rule);
  return SourceSpan(*when, reporter_.text(), {offset, offset + length});
}

}  // namespace reeve::policy
