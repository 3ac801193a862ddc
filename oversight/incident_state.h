// The state "incidents" as its folds write it: of incidents (incidents.h) and of break-glasses
// (break_glass.h), which stand in one space because each names the other.
//
// Keys: "incident/ID", "glass/ID", "person/TENANT 0 NAME" (ids of the break-glasses of a person
// that wait for a review).
#pragma once

#include <string_view>

#include "base/result.h"
#include "ledger/projection.h"
#include "oversight/incident.h"

namespace reeve::oversight {

inline constexpr std::string_view kIncidentState = "incidents";
inline constexpr std::string_view kIncidentKeys = "incident/";
inline constexpr std::string_view kBreakGlassKeys = "glass/";

// incident.not_found: also where it is another tenant's.
Result<Incident> IncidentOf(const ledger::ProjectionWriter& state, std::string_view tenant,
                            std::string_view id);
// The same, and incident.state where it is closed.
Result<Incident> OpenIncidentOf(const ledger::ProjectionWriter& state, std::string_view tenant,
                                std::string_view id);
Status PutIncident(const Incident& incident, ledger::ProjectionWriter& state);

// Of records `break_glass.*`; others are none of its business.
Status FoldBreakGlass(const ledger::Record& record, ledger::ProjectionWriter& state);

}  // namespace reeve::oversight
