// How many incidents and break-glasses there are in each state, for the metrics.
#pragma once

#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "ledger/ledger.h"

namespace reeve::engine {

// reeve_incidents{state="open|partly_reported|reported|late"}, of those that are not closed, `late`
// beside the others; reeve_break_glass{state="active|to_review|overdue"}. Of all tenants. All must
// outlive what is returned.
std::vector<Metrics::Collection> CollectIncidentMetrics(Metrics& metrics,
                                                        const ledger::Ledger& ledger,
                                                        const Clock& clock);

}  // namespace reeve::engine
