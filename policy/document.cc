#include "policy/document.h"

#include <algorithm>

#include "policy/catalogue.h"
#include "policy/document_limits.h"
#include "policy/document_rights.h"

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
    if (const Citation cited = ReadCitation(reference.text); !cited.problem.empty()) {
      reporter.Warning("policy.unknown_reference", reference.span, cited.problem);
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

void ReadExtension(const MapReader& map, PolicyDocument* document, Reporter& reporter) {
  const YamlNode* extends = map.Find("extends");
  const YamlNode* tighten = map.Find("tighten");
  if (extends == nullptr) {
    if (tighten == nullptr) return;
    reporter.Error("policy.extends", tighten->span,
                   "`tighten` sets parameters of the policy that this one extends, and it extends "
                   "none; add `extends:`, or set its own parameters in the bundle document");
    return;
  }
  auto base = ReadText(*extends, "`extends`", reporter);
  if (!base) return;
  ExtensionDocument& extension = document->extension.emplace();
  extension.base = *std::move(base);
  if (const YamlNode* scope = map.Find("scope")) extension.scope = *scope;
  if (tighten != nullptr) extension.tighten = *tighten;
}

PolicyDocument ReadPolicy(const YamlNode& root, Reporter& reporter) {
  const MapReader map(
      root, "a policy",
      {"apiVersion", "kind", "metadata", "extends", "tighten", "scope", "attributes", "entities",
       "detect", "lists", "parameters", "decision_rights", "rules", "tests"},
      reporter);
  PolicyDocument document;
  document.policy.file = reporter.file();
  if (const YamlNode* node = map.Require("metadata")) ReadMetadata(*node, &document, reporter);
  if (const YamlNode* node = map.Find("scope")) {
    document.scope = ReadScope(*node, document.scope, reporter);
  }
  ReadExtension(map, &document, reporter);
  if (const YamlNode* node = map.Find("attributes")) {
    document.attributes = ReadAttributes(*node, reporter);
  }
  if (const YamlNode* node = map.Find("entities")) {
    document.entities = ReadEntities(*node, reporter);
    for (EntityDocument& declared : document.entities) declared.entity.policy = document.policy.id;
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
  const YamlNode* rights = map.Find("decision_rights");
  const bool needs_rules =
      rights == nullptr && (!document.extension || !document.extension->tighten);
  if (const YamlNode* node = needs_rules ? map.Require("rules") : map.Find("rules")) {
    ReadRules(*node, document.scope, &document, reporter);
  }
  if (rights != nullptr) ReadDecisionRights(*rights, &document, reporter);
  if (const YamlNode* node = map.Find("tests")) ReadTests(*node, &document, reporter);
  return document;
}

BundleDocument ReadBundle(const YamlNode& root, Reporter& reporter) {
  const MapReader map(
      root, "a bundle",
      {"apiVersion", "kind", "title", "default", "parameters", "detectors", "budgets"}, reporter);
  BundleDocument document;
  document.title = map.Text("title", kMaxTitle).text;
  static const std::vector<std::string> kDefaults = {"allow", "deny"};
  if (const YamlNode* node = map.Require("default")) {
    const auto word = ReadWord(*node, "`default`", kDefaults, reporter);
    document.default_effect = word == 0 ? Effect::kAllow : Effect::kDeny;
  }
  if (const YamlNode* node = map.Find("parameters")) document.parameters = *node;
  if (const YamlNode* node = map.Find("detectors")) {
    document.detectors = ReadDetectors(*node, reporter);
  }
  if (const YamlNode* node = map.Find("budgets")) {
    document.budgets = ReadBudgets(*node, reporter);
  }
  return document;
}

}  // namespace

Span RuleDocument::SpanOf(std::string_view key) const {
  const auto found = std::find_if(keys.begin(), keys.end(),
                                  [key](const Located& known) { return known.text == key; });
  return found == keys.end() ? id.span : found->span;
}

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
  // A table of law may lie among the policies; its own reader checks it (oversight/law/table.h).
  static const std::vector<std::string> kKinds = {"Policy", "Bundle", "LawTable"};
  if (const YamlNode* node = map.Require("apiVersion")) {
    ReadWord(*node, "`apiVersion`", kVersions, reporter);
  }
  const YamlNode* node = map.Require("kind");
  const auto word = node == nullptr ? std::nullopt : ReadWord(*node, "`kind`", kKinds, reporter);
  const size_t kind = word.value_or(kKinds.size());
  if (kind == 0) document.policy = ReadPolicy(*root, reporter);
  if (kind == 1) document.bundle = ReadBundle(*root, reporter);
  document.is_law_table = kind == 2;
  return document;
}

}  // namespace reeve::policy
