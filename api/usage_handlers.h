// What the route /v1/usage does, without HTTP (handlers.h).
//
// Thread-safety: any thread.
#pragma once

#include <string_view>

#include "api/handlers.h"
#include "engine/engine.h"

namespace reeve::api {

// GET /v1/usage?budget=...&system=...&actor=...: {"counts":[...],"total":n}; docs/budgets.md.
// Empty: of all. usage.unknown_budget
Reply ShowUsage(const engine::Engine& engine, const engine::Principal& principal,
                std::string_view budget, std::string_view system, std::string_view actor);

}  // namespace reeve::api
