// What the routes beneath /v1/halts do, without HTTP (handlers.h).
//
// Thread-safety: any thread.
#pragma once

#include <string_view>

#include "api/handlers.h"
#include "engine/engine.h"
#include "oversight/acting_person.h"

namespace reeve::api {

// GET /v1/halts?state=standing|all: {"halts":[...],"total":n}. Empty: standing. json.value
Reply ListHalts(engine::Engine& engine, const engine::Principal& principal, std::string_view state);
// GET /v1/halts/{id}
Reply GetHalt(engine::Engine& engine, const engine::Principal& principal, std::string_view id);
// POST /v1/halts: one of {"system","model","tool","tenant","all":true}, and {"reason"}; 201 and the
// halt
Reply PlaceHalt(engine::Engine& engine, const oversight::ActingPerson& person,
                std::string_view body);
// POST /v1/halts/{id}/lift: {"reason"}
Reply LiftHalt(engine::Engine& engine, const oversight::ActingPerson& person, std::string_view id,
               std::string_view body);

}  // namespace reeve::api
