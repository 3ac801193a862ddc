// What a Program is made of. For program.cc and the compiler only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "policy/cel/arena.h"
#include "policy/cel/ast.h"
#include "policy/cel/node.h"
#include "policy/cel/regex.h"
#include "policy/cel/trace.h"
#include "policy/cel/type.h"

namespace reeve::cel {

struct Clause {
  const Node* root;
  std::string_view text;  // of ProgramParts::text
  std::vector<std::string> reads;
};

// Never moves: clauses point into text and arena.
struct ProgramParts {
  std::string text;
  Type type;
  Arena arena;   // nodes and constants
  ExprPtr tree;  // its literals are in the arena
  std::vector<Clause> clauses;
  std::vector<std::shared_ptr<const Regex>> regexes;
  std::unique_ptr<RegexCache> regex_cache;  // if some pattern is not constant
  std::vector<TracePoint> trace_points;
  uint32_t local_count = 0;
  int64_t max_steps = 0;
  size_t max_made = 0;
};

}  // namespace reeve::cel
