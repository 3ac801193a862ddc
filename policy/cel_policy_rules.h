// The matches of a CEL policy as rules of Reeve.
//
// In a CEL policy the first match that holds decides; in Reeve every rule applies and the strongest
// effect wins. So a rule's condition is that of its match and of the rules it is nested in, and
// that no match before it holds; but for one whose effect is as strong or stronger: there it does
// not matter which decides. What is left is as short as a person would write it:
//
//   match:                                       - when: large           effect: hold
//     - { condition: large, output: "'hold'" }   - when: "true"          effect: allow
//     - { output: "'allow'" }
#pragma once

#include <string>
#include <vector>

#include "policy/cel_policy.h"
#include "policy/cel_policy_inputs.h"
#include "policy/cel_policy_outcomes.h"
#include "policy/cel_policy_tree.h"
#include "policy/cel_substitute.h"
#include "policy/rule.h"

namespace reeve::policy {

struct CelImportedRule {
  std::string id;
  std::string when;  // of type bool, in Reeve's names
  Effect effect = Effect::kDeny;
  std::string reason;
  Span span;  // of the match in the CEL policy
};

struct CelImportedRules {
  std::vector<CelImportedRule> rules;
  std::vector<CelImportNote> notes;
};

// Precondition: the document compiles (CompileCelPolicy).
CelImportedRules ImportCelRules(const CelPolicyDocument& document,
                                const CelPolicyEnvironment& environment, const CelInputs& inputs,
                                std::span<const CelFunction> definitions, const CelOutputMap& map);

}  // namespace reeve::policy
