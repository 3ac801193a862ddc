// A rule's condition and its scope as one tree that can be reasoned about: implication.h proves
// with it, witness.h takes values from it.
//
// The tree is in negation normal form: `!` stands at atoms only. Parameters are the values that
// they were compiled with, and variables of macros have names of their own, so that equal meaning
// written alike has an equal text. What the tree cannot say is an atom of kind kOther, known by its
// text.
//
// Why `!` may be moved inwards although evaluation has three outcomes: call a condition *certain*
// where it is true, and *possible* where it is true or an error. `&&` and `all` are certain
// (possible) where every part is, `||` and `exists` where some part is, and `!x` is certain where x
// is not possible. So De Morgan's laws hold for both.
//
// Outcomes that are a limit of evaluation (cel.budget, cel.size, cel.deadline) are left out of
// account: a limit is reached by one clause as a whole, and not by a part.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "policy/bundle.h"
#include "policy/cel/ast.h"
#include "policy/cel/text_set.h"
#include "policy/scope.h"

namespace reeve::policy {

// Refers to its bundle, which outlives it.
struct Condition {
  enum class Kind : uint8_t {
    kConstant,  // value
    kAll,       // every one of parts
    kAny,       // some one of parts
    kExists,    // some element of `subject` fulfils parts[0]
    kForAll,    // every element does
    kOrder,     // subject op constants[0], op one of < <= > >=
    kIn,        // subject equals one of constants
    kInList,    // subject is in lists[0]
    kMember,    // constants[0] is in the list `subject`
    kOther,     // `subject` is the whole
  };
  Kind kind = Kind::kConstant;
  bool negated = false;  // of kinds from kOrder on
  bool value = false;
  std::vector<Condition> parts;
  std::string subject;              // canonical source, with the types of attributes in it
  std::optional<std::string> path;  // of the fact that the subject is, or reads in has(...)
  cel::Type type;                   // of the subject
  std::string variable;             // of kExists and kForAll
  cel::Operator op = cel::Operator::kNone;
  std::vector<cel::Value> constants;
  // What the subject depends on beside its text.
  std::vector<std::pair<std::string, const cel::TextSet*>> lists;
  bool reads_findings = false;
  std::vector<std::string> entities;  // that `findings` has, where it is read; sorted
  std::vector<std::string> paths;     // of the facts that an atom reads
  std::vector<cel::Value> literals;   // in an atom of kind kOther
};

// Where the rule applies: its scope and its condition.
Condition ConditionOf(const Bundle& bundle, const Rule& rule);
// Its condition, in another scope than its own.
Condition ConditionIn(const Scope& scope, const Bundle& bundle, const Rule& rule);

// The condition's text with parameters as values; two rules that mean the same in the same words
// have the same. `expr` is of the rule's program.
std::string CanonicalText(const Bundle& bundle, const Rule& rule, const cel::Expr& expr);

}  // namespace reeve::policy
