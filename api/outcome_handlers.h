// What the route /v1/outcomes does, without HTTP (handlers.h). Thread-safety: any thread.
#pragma once

#include <string_view>

#include "api/handlers.h"
#include "engine/engine.h"

namespace reeve::api {

// {"outcomes":[{"decision":"d-...","outcome":"repaid"},...]}, 1 to engine::kMaxOutcomes:
// {"recorded":n}. All are recorded, or none.
Reply RecordOutcomes(engine::Engine& engine, const engine::Principal& principal,
                     std::string_view body);

}  // namespace reeve::api
