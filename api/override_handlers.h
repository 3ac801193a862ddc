// What the routes beneath /v1/overrides and /v1/appeals do, without HTTP (handlers.h).
//
// Thread-safety: any thread.
#pragma once

#include <string_view>

#include "api/handlers.h"
#include "engine/engine.h"
#include "oversight/acting_person.h"

namespace reeve::api {

// POST /v1/overrides: {"overrides":[{"decision","did","reason","role","person"},...]}, 1 to
// engine::kMaxOverrides: {"recorded":n}. All are recorded, or none.
Reply RecordOverrides(engine::Engine& engine, const engine::Principal& principal,
                      std::string_view body);
// GET /v1/overrides/rates?system=...: {"systems":[...],"rules":[...]}
Reply GetOverrideRates(engine::Engine& engine, const engine::Principal& principal,
                       std::string_view system);

// GET /v1/appeals?state=open: {"appeals":[...],"total":n}. Empty `state`: all.
Reply ListAppeals(engine::Engine& engine, const engine::Principal& principal,
                  std::string_view state);
// GET /v1/appeals/{id}
Reply GetAppeal(engine::Engine& engine, const engine::Principal& principal, std::string_view id);
// POST /v1/appeals: {"decision","kind","grounds","statement","person"}; 201 and the appeal
Reply OpenAppeal(engine::Engine& engine, const oversight::ActingPerson& person,
                 std::string_view body);
// POST /v1/appeals/{id}/decide: {"result","outcome","reason"}
Reply DecideAppeal(engine::Engine& engine, const oversight::ActingPerson& person,
                   std::string_view id, std::string_view body);

}  // namespace reeve::api
