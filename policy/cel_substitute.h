// Substitution: an expression with names and calls replaced by other expressions.
//
// What always holds: a name is replaced only where it is free (a macro's variable of that name is
// left alone), and nothing that is put in is captured by a macro's variable around it, so that the
// value of the result is the value of the expression with the names bound. The longest name wins:
// with `a` and `a.b` replaced, `a.b.c` is the second's field. `a["b"]` counts as `a.b`.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace reeve::policy {

// A function that a host would have, given as an expression of its parameters:
// `isInternal(host) = host.endsWith(".internal")`.
struct CelFunction {
  std::string name;
  bool member = false;  // of one that is declared so, receiver.name(...): the first parameter
  size_t arity = 0;     // with the receiver
  // As many as `arity`; none where the body does not look at the arguments.
  std::vector<std::string> parameters;
  std::string body;
};

// Reads "name(a, b) = EXPRESSION". cel_policy.function
Result<CelFunction> ParseCelFunction(std::string_view definition);

struct CelSubstitution {
  std::map<std::string, std::string, std::less<>> names;  // "variables.x" -> "a + b"
  std::vector<CelFunction> functions;  // their bodies know `names`, not each other
};

// In the spelling of cel::FormatSource. Codes: those of parsing; cel.too_long and cel.too_deep also
// where only the result is; cel_policy.has (see there)
Result<std::string> Substitute(std::string_view expression, const CelSubstitution& substitution);

// The longest names of `names` that the expression reads, free, as Substitute would replace them,
// and whole chains of fields (`a.b.c`) where none is; sorted, each once. Empty if it does not
// parse.
std::vector<std::string> FreeNames(std::string_view expression,
                                   const std::map<std::string, std::string, std::less<>>& names);

}  // namespace reeve::policy
