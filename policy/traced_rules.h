// TracedRules: the rules of a bundle, compiled again so that what came of each part of a condition
// can be seen. For tools: tests that measure what they cover, and explanations. Decide is not
// touched by it, and is many times faster.
//
// The parts of a condition are the condition as a whole, its clauses (the operands of the top-level
// `&&`), and the operands of every `||` and `&&` below them, but for those inside of macros, which
// see one element after the other.
//
// Thread-safety: immutable once made; a Coverage is of one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "policy/bundle.h"
#include "policy/cel/trace.h"
#include "policy/facts.h"

namespace reeve::policy {

struct ConditionPart {
  std::string text;
  size_t offset = 0;      // in the text of the condition
  uint32_t depth = 0;     // 0: the whole; 1: a clause
  bool constant = false;  // a literal: it has one outcome
  cel::Outcomes seen;

  // Of true and false: how many there can be, and how many were seen.
  size_t PossibleCount() const { return constant ? 1 : 2; }
  size_t SeenCount() const;
};

// What the requests so far made of a rule.
struct RuleCoverage {
  const Rule* rule = nullptr;  // lives as long as the bundle
  bool in_scope = false;       // of some request
  std::vector<ConditionPart> parts;
};

struct Coverage {
  std::vector<RuleCoverage> rules;  // by index

  // The outcomes of all parts of all rules.
  size_t PossibleCount() const;
  size_t SeenCount() const;
};

// Why a rule in scope applied to one request or did not.
struct RuleExplanation {
  const Rule* rule = nullptr;  // lives as long as the bundle
  cel::Outcomes outcome;       // of the condition
  std::vector<cel::ExplainedPoint> points;
};

class TracedRules {
 public:
  explicit TracedRules(std::shared_ptr<const Bundle> bundle);
  ~TracedRules();

  const Bundle& bundle() const { return *bundle_; }

  // Nothing is seen yet.
  Coverage EmptyCoverage() const;
  // Adds what the facts make of the rules that a policy sees (index in Bundle::policies()).
  void Observe(size_t policy, const Facts& facts, Coverage* coverage) const;

  // Of the rules in scope, by index. The values in it are those of the facts: for a person who may
  // see them, and not for a record.
  std::vector<RuleExplanation> Explain(const Facts& facts) const;

 private:
  struct Traced;

  std::shared_ptr<const Bundle> bundle_;
  std::vector<Traced> rules_;  // by index
};

}  // namespace reeve::policy
