// How many approvals wait for a person, and for how long, for the metrics.
#pragma once

#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "ledger/ledger.h"

namespace reeve::engine {

// reeve_approvals_open{age="under_1h|under_1d|under_1w|over_1w"}, by the time since they were
// opened; reeve_approvals_due_within_1h, of those the ones that end undecided within the hour. Of
// all tenants. All must outlive what is returned.
std::vector<Metrics::Collection> CollectApprovalMetrics(Metrics& metrics,
                                                        const ledger::Ledger& ledger,
                                                        const Clock& clock);

}  // namespace reeve::engine
