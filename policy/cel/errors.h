// The errors that evaluation can give, as constants: failing takes no memory.
#pragma once

#include "policy/cel/value.h"

namespace reeve::cel {

inline constexpr ErrorValue kOverflow = {"cel.overflow", "the result does not fit in its type"};
inline constexpr ErrorValue kDivision = {"cel.division", "division by zero"};
inline constexpr ErrorValue kBudget = {"cel.budget", "the expression took too many steps"};
inline constexpr ErrorValue kSize = {"cel.size", "the expression made values of too many bytes"};
inline constexpr ErrorValue kDeadline = {"cel.deadline", "the expression took too much time"};
inline constexpr ErrorValue kNoOverload = {"cel.no_such_overload",
                                           "an operator or function got values of the wrong types"};
inline constexpr ErrorValue kNotBool = {"cel.no_such_overload", "a condition is no bool"};
inline constexpr ErrorValue kNotIterable = {"cel.no_such_overload",
                                            "a macro goes over a list or a map"};
inline constexpr ErrorValue kNoFields = {"cel.no_such_overload",
                                         "only an object or a map has fields"};
inline constexpr ErrorValue kNoSuchKey = {"cel.no_such_key", "no such key in the map"};
inline constexpr ErrorValue kOutsideOfList = {"cel.index", "the index is outside of the list"};
inline constexpr ErrorValue kNoOptionalValue = {"cel.none", "an optional has no value"};
inline constexpr ErrorValue kArgument = {"cel.argument",
                                         "an argument is outside of what the function takes"};
inline constexpr ErrorValue kConversion = {"cel.conversion", "the value cannot be converted"};
inline constexpr ErrorValue kPattern = {"cel.pattern", "the pattern is not valid"};
inline constexpr ErrorValue kNoSuchValue = {"cel.no_such_field", "the value is absent"};

inline Value Fail(const ErrorValue& error) { return Value::Error(&error); }

}  // namespace reeve::cel
