// What the routes of trials do, without HTTP (handlers.h): a bundle in shadow, or as a canary.
//
// Thread-safety: any thread.
#pragma once

#include <optional>
#include <string_view>

#include "api/handlers.h"
#include "base/json.h"
#include "engine/engine.h"
#include "oversight/acting_person.h"

namespace reeve::api {

// GET /v1/bundles/{digest}/trial: the terms and the figures of its last trial
Reply GetTrial(engine::Engine& engine, std::string_view digest);

// POST /v1/bundles/{digest}/{action}: shadow, canary, share, stop, promote. Nothing where the
// action is another.
std::optional<Status> ChangeTrial(engine::Engine& engine, const oversight::ActingPerson& person,
                                  std::string_view digest, std::string_view action,
                                  const json::Value& body);

}  // namespace reeve::api
