// What the routes beneath /v1/records do, without HTTP (handlers.h).
//
// Thread-safety: any thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "api/handlers.h"
#include "engine/engine.h"

namespace reeve::api {

// Of an address, in order; a name may come more than once.
using Parameters = std::vector<std::pair<std::string, std::string>>;

// GET /v1/records?system=...&from=...: a page of the caller's tenant's records, named by the
// checkpoint at which it was read. engine/search_fields.h has the parameters. search.*
Reply SearchRecords(const engine::Engine& engine, const engine::Principal& principal,
                    const Parameters& parameters);
// GET /v1/records:count?every=1h&...: how many in each stretch of time. search.*
Reply CountRecords(const engine::Engine& engine, const engine::Principal& principal,
                   const Parameters& parameters);

}  // namespace reeve::api
