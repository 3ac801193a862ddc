// Whether a rule of an extension tightens the base's rule whose id it has.
#pragma once

#include <string>

#include "policy/cel/ast.h"
#include "policy/document.h"
#include "policy/entities.h"

namespace reeve::policy {

// A rule as it stands in force for a policy, written there or in a base.
struct RuleInForce {
  const RuleDocument* document = nullptr;
  std::string name;  // "policy/rule"
  std::shared_ptr<const PolicyWords> words;
  const std::vector<std::string>* references = nullptr;
  const cel::Expr* condition = nullptr;  // null where it is no expression, as is reported elsewhere
};

// Reports each way in which the effect or the terms of `own` are weaker than those of `base`, and
// what to write instead. Its condition is checked once it is compiled.
void CheckTightens(const RuleInForce& base, const RuleInForce& own, const Entities& entities,
                   Reporter& reporter);

// A rule of the bundle that tightens another, and where its condition stands.
struct Restatement {
  uint32_t rule = 0;
  Span when;
  Reporter* reporter = nullptr;
};

// Reports each whose condition might be false where that of the base's rule is true. A proof, by
// implication.h: with the values of the parameters, for the requests in both scopes.
void CheckConditions(const Bundle& bundle, const std::vector<Restatement>& restatements);

}  // namespace reeve::policy
