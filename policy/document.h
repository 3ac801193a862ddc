// Policy documents: a YAML tree read into the model of docs/policy-language.md, checked as far as
// one document alone can be. What needs the vocabulary, the expression language or the other
// documents is checked by compile.cc.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/bundle.h"
#include "policy/reader.h"
#include "policy/rule.h"
#include "policy/scope.h"

namespace reeve::policy {

inline constexpr std::string_view kApiVersion = "reeve/v1";

struct AttributeDocument {
  Attribute attribute;
  Span span;
};

struct RuleDocument {
  Rule rule;  // index, policy, clauses, references and the defaults of redact are filled later
  Located id;
  YamlNode when;  // a scalar
  Scope scope;    // its own, or else its policy's
  std::vector<Located> redact_entities;
};

struct PolicyDocument {
  Policy policy;  // entities and first_rule are filled later
  Located id;
  std::vector<AttributeDocument> attributes;
  std::vector<Located> detect;
  std::vector<Located> lists;
  std::vector<ParameterDocument> parameters;
  std::vector<RuleDocument> rules;
  std::vector<Located> test_rules;     // rule ids that tests name
  std::vector<Located> test_findings;  // entities that tests name
};

struct BundleDocument {
  std::string title;
  Effect default_effect = Effect::kDeny;
  YamlNode parameters;  // a map by policy; nothing when absent
};

// What one file holds; neither when it could not be told.
struct Document {
  std::optional<PolicyDocument> policy;
  std::optional<BundleDocument> bundle;
};

Document ReadDocument(Reporter& reporter);

// "allow", "redact", "hold", "deny": by Effect.
const std::vector<std::string>& EffectWords();

// The key that holds the value of an obligation: "to"; empty for one that has none.
std::string_view ObligationKey(ObligationType type);

// Parts of it, in files of their own.
Scope ReadScope(const YamlNode& node, const Scope& within, Reporter& reporter);
std::vector<AttributeDocument> ReadAttributes(const YamlNode& node, Reporter& reporter);
RuleDocument ReadRule(const YamlNode& node, const Scope& policy_scope, Reporter& reporter);
// Fills tests, test_rules and test_findings.
void ReadTests(const YamlNode& node, PolicyDocument* document, Reporter& reporter);

}  // namespace reeve::policy
