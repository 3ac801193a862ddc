// Generalising: a value made coarser, so that it still serves statistics and no longer names one
// person. Which form each entity has is in docs/detectors/redaction.md; the steps for ages, dates
// and postal codes are those of the HIPAA safe harbour (45 CFR 164.514(b)(2)), where it has them.
//
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>

#include "detectors/redact_operators.h"

namespace reeve::detectors {

// Nothing where there is no coarser form of this entity, or `covered` is not written as one.
// Precondition: it is not merged.
std::optional<std::string> Generalise(const Covered& covered);

}  // namespace reeve::detectors
