// Rendering: a tree as text again, normalised, and as plain English.
//
// Source is the formatter: one spelling of every expression, with single blanks, the parentheses
// that are needed and no others, and strings in single quotes where they fit. Parsed again it is
// the same tree, and rendered again the same text. Comments are not kept.
//
// English is for people who approve a rule and do not write one: "the amount of the action is above
// 500 and some finding has the entity CREDIT_CARD". It leaves nothing out; what has no words is
// quoted as source.
//
// The tree is for those who ask how an expression was understood.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/cel/ast.h"

namespace reeve::cel {

struct SourceOptions {
  // A `&&` or `||` at the top that is longer than this gets a line for each operand. 0: one line.
  size_t width = 0;
};

// Any tree of the parser, checked or not.
std::string RenderSource(const Expr& expr, const SourceOptions& options = {});

// Parses and renders. Fails with the code and message of the first compile error.
Result<std::string> FormatSource(std::string_view expression, const SourceOptions& options = {});

// How English speaks of a variable or one of its fields, instead of by its name.
struct EnglishPhrase {
  std::string term;   // "the amount"
  std::string holds;  // of a bool that is true: "the action is consequential"; or empty
  std::string fails;  // of one that is false; or empty
};

struct EnglishOptions {
  // By path: "action.amount". Nothing where its name will do.
  std::function<std::optional<EnglishPhrase>(std::string_view path)> phrase = nullptr;
  // Of "some finding has the entity iban or card", in better words: for the path "findings.entity"
  // and the words compared with; of "no finding has ..." where it does not hold. Nothing where
  // these words will do.
  std::function<std::optional<std::string>(std::string_view path,
                                           const std::vector<std::string>& words, bool holds)>
      found = nullptr;
  // Texts of more bytes are shortened, and end in three points. 0: none is.
  size_t max_text = 0;
};

// Without a capital and without a final period.
std::string RenderEnglish(const Expr& expr, const EnglishOptions& options = {});

// One line a node, indented by depth: what it is, its type, and what a name stands for.
// Precondition: the tree is checked.
std::string RenderTree(const Expr& expr);

}  // namespace reeve::cel
