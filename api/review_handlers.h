// What the routes beneath /v1/reviews do, without HTTP (handlers.h).
//
// Thread-safety: any thread.
#pragma once

#include <string_view>

#include "api/handlers.h"
#include "api/record_handlers.h"
#include "engine/engine.h"
#include "oversight/acting_person.h"

namespace reeve::api {

// GET /v1/reviews?state=open|done&role=...&system=...&limit=100: {"reviews":[...]}. json.value,
// json.unknown_field
Reply ListReviews(engine::Engine& engine, const engine::Principal& principal,
                  const Parameters& parameters);
// GET /v1/reviews/{id}
Reply GetReview(engine::Engine& engine, const engine::Principal& principal, std::string_view id);
// POST /v1/reviews/{id}/verdict: {"finding":"right"|"wrong"|"unclear","reason"}; the review
Reply DecideReview(engine::Engine& engine, const oversight::ActingPerson& person,
                   std::string_view id, std::string_view body);

}  // namespace reeve::api
