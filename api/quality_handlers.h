// What the routes beneath /v1/oversight do, without HTTP (handlers.h).
//
// Thread-safety: any thread.
#pragma once

#include <string_view>

#include "api/handlers.h"
#include "engine/engine.h"
#include "oversight/acting_person.h"

namespace reeve::api {

// GET /v1/oversight/quality: {"approvers":[...],"measures":{...}}
Reply ShowQuality(engine::Engine& engine, const engine::Principal& principal);
// POST /v1/oversight/measures: {"min_votes","fast","missed","reversed","approvals","suspends",
// "reason"}, shares in hundredths of a percent; the measures
Reply SetMeasures(engine::Engine& engine, const oversight::ActingPerson& person,
                  std::string_view body);
// POST /v1/oversight/seeds: {"approval","reason"}; 201
Reply SeedApproval(engine::Engine& engine, const oversight::ActingPerson& person,
                   std::string_view body);

}  // namespace reeve::api
