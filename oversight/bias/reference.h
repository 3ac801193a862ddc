// Choosing the group that others are compared with.
#pragma once

#include <vector>

#include "oversight/bias/audit.h"

namespace reeve::oversight::bias {

// The reference of every rule that has one in this table, by rule; excluded groups are none, and of
// equal rates (or sizes) the larger group is it, then the first by name. Sets table->references and
// table->primary.
void ChooseReferences(const Conventions& conventions, GroupTable* table);

}  // namespace reeve::oversight::bias
