// When an incident must be reported: the limits of the table of the law (oversight/law/deadline.h),
// from the time at which the first of its categories was known. An injury that becomes a death has
// the limit of a death, and from the same awareness.
#pragma once

#include "base/result.h"
#include "oversight/incident.h"

namespace reeve::engine {

// `due` is to the minute so many days later; `outer` the end of the last day that Regulation
// 1182/71 may extend it to. incident.no_limit; errors of the table
Result<oversight::IncidentClock> ClockOf(const oversight::IncidentCategories& categories);

}  // namespace reeve::engine
