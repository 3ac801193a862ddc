// What happened around an incident, in the order of the log: records of the control log that
// concern it, its system, its decisions, or all systems.
#pragma once

#include <cstdint>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "oversight/incident.h"

namespace reeve::engine {

struct IncidentTimeline {
  // {"index","time","record" (its kind),"id"}, and where the record has them "by", "reason", and
  // others of its short members.
  json::Array entries;
  bool left_out = false;  // there were more (kMaxTimeline, kMaxTimelineScan)
};

// Of the log's first `size` records, from the pin's first on.
Result<IncidentTimeline> TimelineOf(const ledger::Ledger& ledger,
                                    const oversight::Incident& incident, uint64_t size);

}  // namespace reeve::engine
