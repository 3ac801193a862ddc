// Policy documents: a YAML tree read into the model of docs/policy-language.md, checked as far as
// one document alone can be. What needs the vocabulary, the expression language or the other
// documents is checked by compile.cc.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "policy/approval_terms.h"
#include "policy/budget.h"
#include "policy/bundle.h"
#include "policy/detector.h"
#include "policy/own_entity.h"
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
  std::optional<YamlNode> scope_node;
  ApprovalTerms approval;  // of effect hold
  std::vector<Located> redact_entities;
  std::vector<Located> keys;  // and where their values stand

  // Of the value of a key; of the id where the key is absent.
  Span SpanOf(std::string_view key) const;
};

// What the conditions of a policy may speak of.
struct PolicyWords {
  std::vector<std::string> detect;     // entities
  std::set<std::string> own_entities;  // that a category stands for, beside the detectors' own
  std::vector<Attribute> attributes;
  std::vector<std::string> lists;
  std::vector<Parameter> parameters;  // with the values that count for this policy
};

// A rule of a base, once more for the requests of an extension that tightens its parameters.
struct TightenedRule {
  RuleDocument rule;  // its id stands where the extension sets a parameter
  std::shared_ptr<const PolicyWords> words;
  std::vector<std::string> references;  // of the policy that wrote it
};

// Of a policy that extends another.
struct ExtensionDocument {
  Located base;
  std::optional<YamlNode> scope;
  std::optional<YamlNode> tighten;

  // Filled by ApplyExtensions (extension.h).
  bool failed = false;             // was reported
  std::vector<std::string> chain;  // ids of what it extends, nearest first
  PolicyWords inherited;
  std::vector<TightenedRule> tightened;
  std::vector<std::string> base_rules;  // "policy/rule" of all that it extends
};

struct PolicyDocument {
  Policy policy;  // entities and first_rule are filled later
  Located id;
  Scope scope;
  std::optional<ExtensionDocument> extension;
  std::vector<AttributeDocument> attributes;
  std::vector<EntityDocument> entities;
  std::vector<Located> detect;
  std::vector<Located> lists;
  std::vector<ParameterDocument> parameters;
  std::vector<RuleDocument> rules;
  std::vector<Located> test_rules;     // rule ids that tests name
  std::vector<Located> test_findings;  // entities that tests name
  std::vector<Located> test_detected;  // the same, of what external detectors find
};

// `span` is of its name.
struct BudgetDocument {
  Budget budget;
  Span span;
};

struct BundleDocument {
  std::string title;
  Effect default_effect = Effect::kDeny;
  YamlNode parameters;  // a map by policy; nothing when absent
  std::vector<DetectorDocument> detectors;
  std::vector<BudgetDocument> budgets;
};

// What one file holds; neither when it could not be told.
struct Document {
  std::optional<PolicyDocument> policy;
  std::optional<BundleDocument> bundle;
  bool is_law_table = false;  // lies beside, and is none of the bundle: oversight/law/table.h
};

Document ReadDocument(Reporter& reporter);

// "allow", "redact", "hold", "deny": by Effect.
const std::vector<std::string>& EffectWords();

// "mask", "generalise", ...: by RedactOperator.
const std::vector<std::string>& RedactOperatorWords();

// The operator that a key of `redact` belongs to; nothing for `entities` and `operator`.
std::optional<RedactOperator> OwnerOfRedactKey(std::string_view key);

// The key that holds the value of an obligation other than `review`: "to"; empty for one that has
// none.
std::string_view ObligationKey(ObligationType type);

// Parts of it, in files of their own.
// `within` is of the policy, or else of the base that is named.
Scope ReadScope(const YamlNode& node, const Scope& within, Reporter& reporter,
                std::string_view base = "");
std::vector<BudgetDocument> ReadBudgets(const YamlNode& node, Reporter& reporter);
std::vector<AttributeDocument> ReadAttributes(const YamlNode& node, Reporter& reporter);
RuleDocument ReadRule(const YamlNode& node, const Scope& policy_scope, Reporter& reporter);
// Fills redact and redact_entities.
void ReadRedact(const YamlNode& node, RuleDocument* out, Reporter& reporter);
// Fills tests, test_rules, test_findings and test_detected.
void ReadTests(const YamlNode& node, PolicyDocument* document, Reporter& reporter);

}  // namespace reeve::policy
