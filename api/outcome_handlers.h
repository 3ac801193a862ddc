// What the routes /v1/outcomes and /v1/bias-audits do, without HTTP (handlers.h). Thread-safety:
// any thread.
#pragma once

#include <string_view>

#include "api/handlers.h"
#include "engine/engine.h"
#include "oversight/acting_person.h"

namespace reeve::api {

// {"outcomes":[{"decision":"d-...","outcome":"repaid"},...]}, 1 to engine::kMaxOutcomes:
// {"recorded":n}. All are recorded, or none.
Reply RecordOutcomes(engine::Engine& engine, const engine::Principal& principal,
                     std::string_view body);

// POST /v1/bias-audits: a report in JSON; 201 and {"digest","record":{"index"}}
Reply RecordBiasAudit(engine::Engine& engine, const oversight::ActingPerson& person,
                      std::string_view body);
// GET /v1/bias-audits/{digest}: the report that was recorded
Reply GetBiasAudit(engine::Engine& engine, std::string_view digest);

}  // namespace reeve::api
