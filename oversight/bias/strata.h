// Whether a difference between groups survives within strata: a check for Simpson's paradox.
#pragma once

#include <vector>

#include "oversight/bias/audit.h"

namespace reeve::oversight::bias {

// Fills table->strata for every group that is compared with another group.
// Preconditions: population.stratum; references are chosen.
void CheckStrata(const Population& population, const std::vector<size_t>& attributes,
                 GroupTable* table);

}  // namespace reeve::oversight::bias
