// A CEL policy made a policy of Reeve, with a report of what was brought over and what was not.
//
// What always holds for a policy that is brought over whole: for every input, the strongest effect
// of its rules is the effect of the CEL policy's output, and no rule applies where there is no
// output (or the rule does that `none` was mapped to). Where the CEL policy ends in an error, so
// does the rule that reads the same, and counts as its effect.
//
// Nothing is left out without a word: every construct without a counterpart is in the report, with
// its place.
#pragma once

#include <string>
#include <vector>

#include "policy/cel_policy_inputs.h"
#include "policy/cel_policy_outcomes.h"
#include "policy/cel_policy_tests.h"

namespace reeve::policy {

struct CelImportOptions {
  std::string id;  // of the policy; empty: made of the CEL policy's name
  CelOutputMap outputs;
  std::vector<CelBinding> bindings;
  std::vector<CelFunction> functions;
  std::vector<std::string> roles;         // who approves a hold; needed where an output is one
  std::vector<std::string> stages;        // of the scope; empty: every stage
  Effect default_effect = Effect::kDeny;  // of the bundle that the policy is for; tests name it
};

struct CelImportEntry {
  enum class Kind { kImported, kNote, kLeftOut };
  Kind kind = Kind::kImported;
  size_t line = 0;  // of the CEL policy, from 1; 0: of it as a whole
  size_t column = 0;
  std::string message;
};
std::string_view ImportKindName(CelImportEntry::Kind kind);  // "imported", "note", "left out"

struct CelImport {
  std::string document;  // in the canonical form; empty when no rule was brought over
  size_t rules = 0;
  size_t tests = 0;
  bool complete = false;               // no rule was left out
  std::vector<CelImportEntry> report;  // by place
};

// Precondition: the document compiles (CompileCelPolicy). cel_policy.bind; cel_policy.roles: an
// output holds, and nobody was named who may approve
Result<CelImport> ImportCelPolicy(const CelPolicyDocument& document,
                                  const CelPolicyEnvironment& environment,
                                  const std::vector<CelPolicyTest>& tests,
                                  const CelImportOptions& options, const SourceFile& source);

}  // namespace reeve::policy
