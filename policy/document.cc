#include "policy/document.h"

#include "policy/document_limits.h"

namespace reeve::policy {
namespace {

void ReadMetadata(const YamlNode& node, PolicyDocument* document, Reporter& reporter) {
  const MapReader map(node, "metadata", {"id", "title", "owner", "references"}, reporter);
  document->id = map.RequiredText("id", kMaxTitle);
  CheckId(document->id, "a policy's `id`", reporter);
  document->policy.id = document->id.text;
  document->policy.title = map.Text("title", kMaxTitle).text;
  document->policy.owner = map.Text("owner", kMaxOwner).text;
  const YamlNode* references = map.Find("references");
  if (references == nullptr) return;
  for (Located& reference : ReadTexts(*references, "`references`", reporter)) {
    if (reference.text.size() > kMaxReference) {
      reporter.Error("policy.too_long", reference.span, "a reference has over 200 bytes");
    }
    document->policy.references.push_back(std::move(reference.text));
  }
}

void ReadRules(const YamlNode& node, const Scope& scope, PolicyDocument* document,
               Reporter& reporter) {
  if (node.kind != YamlNode::Kind::kSequence || node.items.empty()) {
    reporter.Error("policy.type", node.span, "`rules` must be a list of at least one rule");
    return;
  }
  for (const YamlNode& item : node.items) {
    document->rules.push_back(ReadRule(item, scope, reporter));
  }
}

PolicyDocument ReadPolicy(const YamlNode& root, Reporter& reporter) {
  const MapReader map(root, "a policy",
                      {"apiVersion", "kind", "metadata", "scope", "attributes", "detect", "lists",
                       "parameters", "rules", "tests"},
                      reporter);
  PolicyDocument document;
  document.policy.file = reporter.file();
  if (const YamlNode* node = map.Require("metadata")) ReadMetadata(*node, &document, reporter);
  Scope scope;
  if (const YamlNode* node = map.Find("scope")) scope = ReadScope(*node, scope, reporter);
  if (const YamlNode* node = map.Find("attributes")) {
    document.attributes = ReadAttributes(*node, reporter);
  }
  if (const YamlNode* node = map.Find("detect")) {
    document.detect = ReadTexts(*node, "`detect`", reporter);
  }
  if (const YamlNode* node = map.Find("lists")) {
    document.lists = ReadTexts(*node, "`lists`", reporter);
  }
  if (const YamlNode* node = map.Find("parameters")) {
    document.parameters = ReadParameters(*node, reporter);
  }
  if (const YamlNode* node = map.Require("rules")) ReadRules(*node, scope, &document, reporter);
  if (const YamlNode* node = map.Find("tests")) ReadTests(*node, &document, reporter);
  return document;
}

BundleDocument ReadBundle(const YamlNode& root, Reporter& reporter) {
  const MapReader map(root, "a bundle", {"apiVersion", "kind", "title", "default", "parameters"},
                      reporter);
  BundleDocument document;
  document.title = map.Text("title", kMaxTitle).text;
  static const std::vector<std::string> kDefaults = {"allow", "deny"};
  if (const YamlNode* node = map.Require("default")) {
    const auto word = ReadWord(*node, "`default`", kDefaults, reporter);
    document.default_effect = word == 0 ? Effect::kAllow : Effect::kDeny;
  }
  if (const YamlNode* node = map.Find("parameters")) document.parameters = *node;
  return document;
}

}  // namespace

const std::vector<std::string>& EffectWords() {
  static const std::vector<std::string> words = {
      std::string(EffectName(Effect::kAllow)), std::string(EffectName(Effect::kRedact)),
      std::string(EffectName(Effect::kHold)), std::string(EffectName(Effect::kDeny))};
  return words;
}

Document ReadDocument(Reporter& reporter) {
  Document document;
  const std::optional<YamlNode> root = ParseDocument(reporter);
  if (!root) return document;
  if (root->kind != YamlNode::Kind::kMap) {
    reporter.Error("policy.type", root->span,
                   "a document must be a map, not " + std::string(root->KindName()));
    return document;
  }
  const MapReader map(*root, "a document", reporter);
  static const std::vector<std::string> kVersions = {std::string(kApiVersion)};
  static const std::vector<std::string> kKinds = {"Policy", "Bundle"};
  if (const YamlNode* node = map.Require("apiVersion")) {
    ReadWord(*node, "`apiVersion`", kVersions, reporter);
  }
  const YamlNode* node = map.Require("kind");
  const auto kind = node == nullptr ? std::nullopt : ReadWord(*node, "`kind`", kKinds, reporter);
  if (kind == 0) document.policy = ReadPolicy(*root, reporter);
  if (kind == 1) document.bundle = ReadBundle(*root, reporter);
  return document;
}

}  // namespace reeve::policy
