// Descriptions: a bundle in plain English, for a person who answers for the policies and writes no
// conditions. Complete: whatever is set in a policy or rule is said; the exact condition stands
// beside its English.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "policy/bundle.h"
#include "policy/describe_words.h"

namespace reeve::policy {

struct RuleDescription {
  const Rule* rule = nullptr;           // lives as long as the bundle
  std::string where;                    // empty where it is where the policy applies
  std::string what;                     // the noun of what is decided about: "tool call"
  std::vector<std::string> conditions;  // empty: always
  bool any = false;                     // one of the conditions is enough; else all must hold
  std::string exact;                    // the condition, as the formatter writes it
  std::string outcome;                  // "is refused"
  std::vector<std::string> details;     // sentences
  std::vector<std::string> duties;      // of the caller: "notify treasury"
};

struct PolicyDescription {
  const Policy* policy = nullptr;      // lives as long as the bundle
  std::string about;                   // what its author wrote above the document
  std::string where;                   // empty where its rules differ
  std::vector<std::string> looks_for;  // "payment card number (CREDIT_CARD)"
  std::vector<std::string> entities;   // that it declares itself
  std::vector<std::string> attributes;
  std::vector<std::string> parameters;
  std::vector<std::string> lists;
  std::vector<RuleDescription> rules;
  std::vector<std::string> examples;
};

struct BundleDescription {
  const Bundle* bundle = nullptr;
  std::string by_default;  // a sentence
  std::vector<PolicyDescription> policies;
};

// `sources` are what the bundle was compiled from.
BundleDescription Describe(const Bundle& bundle, const std::vector<SourceFile>& sources,
                           const EntityTitle& title);

// For a terminal, lines of at most 100 columns where words allow; as a page; as data.
std::string DescriptionText(const BundleDescription& description);
std::string DescriptionMarkdown(const BundleDescription& description);
json::Object DescriptionJson(const BundleDescription& description);

}  // namespace reeve::policy
