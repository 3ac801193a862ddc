// What the routes beneath /v1/tokens do, and /v1/principal, without HTTP (handlers.h).
//
// Thread-safety: any thread.
#pragma once

#include <string_view>

#include "api/caller.h"
#include "api/handlers.h"
#include "engine/engine.h"
#include "oversight/acting_person.h"

namespace reeve::api {

// GET /v1/tokens?state=active: {"tokens":[...],"total":n}. Empty: all. json.value
Reply ListTokens(engine::Engine& engine, const engine::Principal& principal,
                 std::string_view state);
// GET /v1/tokens/{id}
Reply GetToken(engine::Engine& engine, const engine::Principal& principal, std::string_view id);
// POST /v1/tokens: {"principal","roles","credential","systems","tenants","person","expires",
// "note"}; 201, the token, and `secret` this once. Without `tenants`: the caller's; of others than
// the caller's, token.tenants.
Reply NewToken(engine::Engine& engine, const Caller& caller, const oversight::ActingPerson& person,
               std::string_view body);
// POST /v1/tokens/{id}/revoke: {"reason"}
Reply RevokeToken(engine::Engine& engine, const oversight::ActingPerson& person,
                  std::string_view id, std::string_view body);
// GET /v1/principal: who the caller is taken for
Reply GetPrincipal(const Caller& caller);

}  // namespace reeve::api
