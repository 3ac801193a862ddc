// The types of what a macro goes over, of its variables, and of its result.
#pragma once

#include <optional>
#include <string_view>

#include "policy/cel/ast.h"
#include "policy/cel/type.h"

namespace reeve::cel {

struct VariableTypes {
  Type first;
  Type second;  // of a macro of two variables
};

// Nullopt when the macro does not go over a `range` of this type.
std::optional<VariableTypes> TypesOfVariables(const Expr& macro, const Type& range);
// "a list or a map", "an optional value": for messages.
std::string_view ExpectedRange(Macro macro);

// The type of a macro that makes something of its elements' `result`, nullopt when it cannot be
// such a one; of the others `result` does not matter.
std::optional<Type> TypeOfComprehension(const Expr& macro, const Type& range, const Type& result);
// What the result of each element must be, for messages.
std::string_view ExpectedResult(Macro macro);

}  // namespace reeve::cel
