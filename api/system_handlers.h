// What the routes beneath /v1/systems do, without HTTP (handlers.h).
//
// Thread-safety: any thread.
#pragma once

#include <string_view>

#include "api/handlers.h"
#include "engine/engine.h"
#include "oversight/acting_person.h"

namespace reeve::api {

// GET /v1/systems?state=...: {"systems":[...],"total":n}. Empty: all. json.value
Reply ListSystems(engine::Engine& engine, const engine::Principal& principal,
                  std::string_view state);
// GET /v1/systems/unknown
Reply ListUnknownSystems(engine::Engine& engine, const engine::Principal& principal);
// GET /v1/systems/{id}/classification
Reply GetClassification(engine::Engine& engine, const engine::Principal& principal,
                        std::string_view id);
// GET /v1/systems/{id}
Reply GetSystem(engine::Engine& engine, const engine::Principal& principal, std::string_view id);
// POST /v1/systems: {"id","reason"} and what a system says of itself; 201 and the system
Reply ProposeSystem(engine::Engine& engine, const oversight::ActingPerson& person,
                    std::string_view body);
// POST /v1/systems/{id}/{verb}: change {"changes","reason"}, documents {"kind","digest","link",
// "title","reason"}, classification {"facts","as_of","absent","reason"}, or a step (review,
// approve, activate, restrict, suspend, retire) {"reason"}, of a review with {"review_due"}.
// http.not_found
Reply ActOnSystem(engine::Engine& engine, const oversight::ActingPerson& person,
                  std::string_view id, std::string_view verb, std::string_view body);

}  // namespace reeve::api
