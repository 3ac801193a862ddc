// Completion: what may stand where somebody is typing.
//
//   const cel::Completion completion = cel::Complete("content.te", 10, environment);
//   // start 8, candidates {"text", "string"}
//
// It knows the variables of the environment, the fields of the expression before a dot, whatever
// that is, the functions and macros that take it, and the variables of the macros around. Nothing
// inside of strings and comments. An expression before a dot of which only the run time knows the
// fields is evaluated, where values are given, within kMaxSteps.
//
// A pure function. Nothing that was typed makes it fail.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/cel/environment.h"
#include "policy/cel/value.h"

namespace reeve::cel {

struct Candidate {
  std::string text;    // "text", "startsWith(", "math."
  std::string detail;  // a type, or how a function is called: "string.startsWith(string)"
};

struct Completion {
  size_t start = 0;                   // the candidates stand for the bytes from here to the cursor
  std::vector<Candidate> candidates;  // by text, each once; all begin with those bytes
};

// `values` by slot, as in Activation. A cursor past the end is at the end.
Completion Complete(std::string_view text, size_t cursor, const Environment& environment,
                    std::span<const Value> values = {});

}  // namespace reeve::cel
