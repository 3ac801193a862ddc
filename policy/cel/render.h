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
#include <string>
#include <string_view>

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

// Without a capital and without a final period.
std::string RenderEnglish(const Expr& expr);

// One line a node, indented by depth: what it is, its type, and what a name stands for.
// Precondition: the tree is checked.
std::string RenderTree(const Expr& expr);

}  // namespace reeve::cel
