// What the routes beneath /v1/bundles do, without HTTP (handlers.h): the life cycle of bundles.
//
// Thread-safety: any thread.
#pragma once

#include <string_view>

#include "api/handlers.h"
#include "engine/engine.h"
#include "oversight/acting_person.h"

namespace reeve::api {

// GET /v1/bundles: {"active":digest or null,"bundles":[...]}, the newest first
Reply ListBundles(engine::Engine& engine);
// GET /v1/bundles/{digest}: the entry whole, with the diff and the tests of its proposal
Reply GetBundle(engine::Engine& engine, std::string_view digest);
// POST /v1/bundles: {"reason","files":{name:text}} or {"reason","bundle":bytes,
// "signature":text}; 201
Reply ProposeBundle(engine::Engine& engine, const oversight::ActingPerson& person,
                    std::string_view body);
// POST /v1/bundles/{digest}/{action}: approve, reject, schedule, activate, and those of
// trial_handlers.h
Reply ChangeBundle(engine::Engine& engine, const oversight::ActingPerson& person,
                   std::string_view digest, std::string_view action, std::string_view body);
// POST /v1/bundles/rollback: {"reason","to"}
Reply RollBackBundle(engine::Engine& engine, const oversight::ActingPerson& person,
                     std::string_view body);

}  // namespace reeve::api
