// POST /v1/moderations, in OpenAI's form, answered by Reeve itself: each input is a decision of
// stage input, and its findings are the categories.
//
// Thread-safety: any thread.
#pragma once

#include "api/handlers.h"
#include "api/proxy/call_terms.h"
#include "base/json.h"
#include "engine/engine.h"

namespace reeve::api::proxy {

inline constexpr size_t kMaxModerated = 100;  // inputs of one call

// {"id","model","results":[{"flagged","categories","category_scores","reeve"}]}; an input that is
// not simply allowed is flagged. Errors of Engine::Decide; proxy.input
Result<Reply> Moderate(engine::Engine& engine, const engine::Principal& principal,
                       const CallTerms& terms, const json::Value& body);

}  // namespace reeve::api::proxy
