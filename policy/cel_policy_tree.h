// The rules and matches of a CEL policy with everything in Reeve's words: variables written out,
// inputs replaced by facts, outputs by the effects that they stand for. What of it applies where
// another match does too is not worked out yet (cel_policy_rules.h does that).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "policy/cel_policy.h"
#include "policy/cel_policy_inputs.h"
#include "policy/cel_policy_outcomes.h"
#include "policy/cel_substitute.h"

namespace reeve::policy {

// Something that was left out, or that is another than before.
struct CelImportNote {
  bool left_out = false;  // else only worth knowing
  Span span;
  std::string message;
};

struct CelMatchNode;
struct CelRuleNode {
  std::vector<CelMatchNode> matches;
  bool aggregate = false;
  bool may_be_none = false;
};
struct CelMatchNode {
  const CelPolicyMatch* match = nullptr;
  const CelPolicyRule* rule = nullptr;  // that it stands in
  std::string id;
  std::string condition = "true";
  bool always = true;   // not only by what its variables come to
  bool broken = false;  // the condition could not be brought over
  std::vector<CelOutcome> outcomes;
  std::string explanation;
  std::optional<CelRuleNode> nested;
};

// Adds a note for each condition, variable and output that cannot be brought over. Precondition:
// the document compiles.
CelRuleNode ReadCelTree(const CelPolicyDocument& document, const CelPolicyEnvironment& environment,
                        const CelInputs& inputs, std::span<const CelFunction> definitions,
                        const CelOutputMap& map, std::vector<CelImportNote>* notes);

// The weakest effect that a match may have; nothing when it may have none, or one that nobody
// knows.
std::optional<Effect> Weakest(const CelMatchNode& node);
// Of what the rule gives, when it gives something.
std::optional<Effect> Weakest(const CelRuleNode& rule);
// The one effect that a match has whenever it holds; nothing where there are several.
std::optional<Effect> Uniform(const CelMatchNode& node);
// Whether some condition of it was left out.
bool IsBroken(const CelMatchNode& node);
// The same, or an output.
bool IsLeftOut(const CelMatchNode& node);
// Under which condition the rule gives something. Nothing when that cannot be said.
std::optional<std::string> Produced(const CelRuleNode& rule);

// Conditions put together. `true` and `false` go away where they can.
std::string Not(const std::string& condition);
std::string And(const std::string& a, const std::string& b);

}  // namespace reeve::policy
