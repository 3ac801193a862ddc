// What the routes beneath /v1/incidents and /v1/break-glass do, without HTTP (handlers.h).
//
// Thread-safety: any thread.
#pragma once

#include <string_view>

#include "api/handlers.h"
#include "engine/engine.h"
#include "oversight/acting_person.h"

namespace reeve::api {

// GET /v1/incidents?state=open: {"incidents":[...],"total":n,"late":n}. Empty `state`: all.
Reply ListIncidents(engine::Engine& engine, const engine::Principal& principal,
                    std::string_view state);
// GET /v1/incidents/{id}
Reply GetIncident(engine::Engine& engine, const engine::Principal& principal, std::string_view id);
// POST /v1/incidents: {"system","categories","aware","occurred","causal_link","description",
// "decisions","references"}; 201 and the incident
Reply OpenIncident(engine::Engine& engine, const oversight::ActingPerson& person,
                   std::string_view body);
// POST /v1/incidents/{id}/{action}: update {"reason","add","withdraw","aware","causal_link","note",
// "decisions"}, report {"kind","to","references"}, close {"resolution","reason"}
Reply ChangeIncident(engine::Engine& engine, const oversight::ActingPerson& person,
                     std::string_view id, std::string_view action, std::string_view body);
// GET /v1/incidents/{id}/report?format=json|html: as it would be now
Reply DraftIncidentReport(engine::Engine& engine, const engine::Principal& principal,
                          std::string_view id, std::string_view format);
// GET /v1/incidents/{id}/reports/{digest}: as it was recorded
Reply GetIncidentReport(engine::Engine& engine, const engine::Principal& principal,
                        std::string_view id, std::string_view digest);

// GET /v1/break-glass?state=active: {"break_glass":[...],"total":n}. Empty `state`: all.
Reply ListBreakGlass(engine::Engine& engine, const engine::Principal& principal,
                     std::string_view state);
// GET /v1/break-glass/{id}
Reply GetBreakGlass(engine::Engine& engine, const engine::Principal& principal,
                    std::string_view id);
// POST /v1/break-glass: {"incident","scope","rules","time","reason"}; 201 and the break-glass
Reply InvokeBreakGlass(engine::Engine& engine, const oversight::ActingPerson& person,
                       std::string_view body);
// POST /v1/break-glass/{id}/{action}: end {"reason"}, review {"finding","reason"}
Reply ChangeBreakGlass(engine::Engine& engine, const oversight::ActingPerson& person,
                       std::string_view id, std::string_view action, std::string_view body);

}  // namespace reeve::api
