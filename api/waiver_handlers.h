// What the routes beneath /v1/waivers do, without HTTP (handlers.h).
//
// Thread-safety: any thread.
#pragma once

#include <string_view>

#include "api/handlers.h"
#include "engine/engine.h"
#include "oversight/acting_person.h"

namespace reeve::api {

// GET /v1/waivers?state=...&within=14d: {"waivers":[...],"total":n}. Empty `state`: all; empty
// `within`: 14d. json.value
Reply ListWaivers(engine::Engine& engine, const engine::Principal& principal,
                  std::string_view state, std::string_view within);
// GET /v1/waivers/{id}
Reply GetWaiver(engine::Engine& engine, const engine::Principal& principal, std::string_view id);
// POST /v1/waivers: {"policy","rule","scope","from","until","reason","requested_by","references"};
// 201 and the waiver
Reply GrantWaiver(engine::Engine& engine, const oversight::ActingPerson& person,
                  std::string_view body);
// POST /v1/waivers/{id}/revoke: {"reason"}
Reply RevokeWaiver(engine::Engine& engine, const oversight::ActingPerson& person,
                   std::string_view id, std::string_view body);

}  // namespace reeve::api
