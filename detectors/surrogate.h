// Surrogates: another value of the same form, which passes the same checks and belongs to nobody:
// its check digits are right, and it lies in a range that is reserved for tests, documentation and
// drama, or that was never issued. docs/detectors/redaction.md names the ranges and their sources.
//
// The same value of the same tenant and kind always has the same surrogate. Two values may have the
// same one where the range is small (768 addresses of RFC 5737).
//
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>

#include "detectors/redact_operators.h"

namespace reeve::detectors {

// Nothing where no such range is known for the entity, or `covered` is not written as one.
// Precondition: it is not merged.
std::optional<std::string> Surrogate(const RedactionKeys& keys, const Covered& covered);

}  // namespace reeve::detectors
