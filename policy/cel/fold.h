// The fold of `&&`, `||`, all and exists: an error gives way to an operand that decides the result,
// on whichever side of the error it stands (cel-spec, "Logical Operators").
#pragma once

#include "policy/cel/errors.h"
#include "policy/cel/value.h"

namespace reeve::cel {

// The fold of && (kDecides false) and || (kDecides true).
template <bool kDecides>
class Fold {
 public:
  // True when the operand decides.
  bool Add(const Value& operand) {
    if (operand.Is(Kind::kBool)) return operand.as_bool() == kDecides;
    if (!outcome_.is_error()) outcome_ = operand.is_error() ? operand : Fail(kNotBool);
    return false;
  }
  // Of operands of which none decided: the first error, or the opposite.
  Value outcome() const { return outcome_; }

 private:
  Value outcome_ = Value::Bool(!kDecides);
};

}  // namespace reeve::cel
