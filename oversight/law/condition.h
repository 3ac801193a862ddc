// Conditions of a law table: expressions of CEL (policy/cel) over three-valued answers.
//
//   sys.emotion_recognition && (use.workplace || use.education) && !use.medical_or_safety
//   is("annex3.5.b") || any("prohibited")             a rule by its id; some rule of a group
//   "provider" in org.role && prod.annex1_section == "B"
//   sys.placed_on_market_date < date("2026-08-02") && known(org.role)
//
// The grammar is CEL's; of its operators only `&& || ! == != < <= > >= in` and the four functions
// above mean something here, for only they have a meaning when an answer is unknown. Everything
// else, a name that the table does not declare, and a word that a fact can never have are errors
// with a place.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oversight/law/answer.h"
#include "oversight/law/date.h"
#include "oversight/law/names.h"
#include "policy/cel/ast.h"
#include "policy/cel/compile.h"

namespace reeve::oversight::law {

struct Condition {
  enum class Kind : uint8_t {
    kConstant,
    kName,
    kAny,
    kKnown,
    kNot,
    kAnd,
    kOr,
    kCompare,
    kContains
  };
  Kind kind = Kind::kConstant;
  Answer constant = Answer::kYes;
  size_t name = 0;  // among Names; of kAny the group
  cel::Operator op = cel::Operator::kNone;
  // What the fact is compared with, by its type.
  std::string word;
  Date date{};
  double number = 0;
  std::vector<Condition> operands;
};

// Nothing, and at least one error added, when it is refused.
std::optional<Condition> CompileCondition(std::string_view text, const Names& names,
                                          std::vector<cel::CompileError>* errors);

// What it comes to when nothing at all is known: yes and no only where facts can change nothing.
Answer WithoutFacts(const Condition& condition);

// The names that it reads, a group as each of `members` of it.
void CollectNames(const Condition& condition, const std::vector<std::vector<size_t>>& members,
                  std::vector<size_t>* names);

}  // namespace reeve::oversight::law
