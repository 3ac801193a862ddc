// Review: policies that compile and yet say something that their author hardly meant. Each finding
// is a warning with a stable code, a place and a remedy; docs/policy-language.md lists them.
//
//   policy.rule_unreachable    the condition is false for every request in the rule's scope
//   policy.condition_constant  it is true for every such request, and is not written `true`
//   policy.part_constant       so is, or false, an operand of `&&` or `||`
//   policy.rule_shadowed       another rule applies whenever this one does, and outweighs it
//   policy.no_tests            a policy has no tests
//   policy.rule_untested       in no test the rule applies
//   policy.part_untested       in no test an operand is evaluated
//
// What is reported is right: where it is not certain, nothing is said.
#pragma once

#include <string>
#include <vector>

#include "policy/bundle.h"
#include "policy/diagnostic.h"
#include "policy/traced_rules.h"

namespace reeve::policy {

struct Finding {
  Diagnostic diagnostic;
  std::string remedy;  // what to do
};

// As a diagnostic, with the remedy on a line of its own; and the same with the member "remedy".
// Without a remedy, the diagnostic alone.
std::string Render(const Finding& finding);
json::Value ToJson(const Finding& finding);

// By place, as SortDiagnostics has it.
void SortFindings(std::vector<Finding>* findings);

// `sources` are what the bundle was compiled from, and `coverage` is of its rules by its tests.
// Sorted by place.
std::vector<Finding> Review(const std::vector<SourceFile>& sources, const Bundle& bundle,
                            const Coverage& coverage);

}  // namespace reeve::policy
