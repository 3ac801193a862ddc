// Literals: tokens to values.
#pragma once

#include <string>

#include "base/result.h"
#include "policy/cel/arena.h"
#include "policy/cel/lexer.h"
#include "policy/cel/value.h"

namespace reeve::cel {

// The value of a token of a literal kind; `negative` for a number behind a minus sign. The text of
// a string is copied into the arena. cel.literal: out of range, or an invalid escape.
Result<Value> LiteralValue(const Token& token, bool negative, Arena& arena);

}  // namespace reeve::cel
