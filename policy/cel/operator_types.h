// The types that operators take and give (cel-spec, "Standard definitions").
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "policy/cel/ast.h"
#include "policy/cel/type.h"

namespace reeve::cel {

// The type of `left op right`, or nullopt when there is no such operation. An operand of open type
// (Type::IsOpen) agrees with every other.
std::optional<Type> BinaryType(Operator op, const Type& left, const Type& right);
// Of kNot and kNegate.
std::optional<Type> UnaryType(Operator op, const Type& operand);

// "&&", "in": the operator as it is written.
std::string_view OperatorText(Operator op);
// "two numbers of one type, ...": what the operator takes, for messages.
std::string_view ExpectedOperands(Operator op);
// "a string", "a list(int)", "an object `content`".
std::string InWords(const Type& type);

}  // namespace reeve::cel
