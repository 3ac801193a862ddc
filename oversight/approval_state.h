// Why nothing can be done with an approval in a state.
#pragma once

#include "base/result.h"
#include "oversight/approvals.h"

namespace reeve::oversight {

// What is wrong with a state in which something can no longer be done: approval.rejected, ...
Error StateError(const ApprovalEntry& entry, ApprovalState state);

}  // namespace reeve::oversight
