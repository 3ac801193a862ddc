// A request as a person writes it to try something: any part may be missing.
//
// As for POST /v1/decisions, with these for what is not there: interaction "test", stage "input",
// actor {id: tester}, action {kind: chat}, content {text: ""}. `system` is an id or
// {id, name, owner, purpose, risk_class}; by default {id: test-system, risk_class: limited}.
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "engine/request.h"
#include "oversight/system.h"

namespace reeve::engine {

struct PartialRequest {
  Request request;
  oversight::System system;
};

// Codes: those of ParseRequest and of oversight::SystemFromJson.
Result<PartialRequest> ReadPartialRequest(json::Object given);

}  // namespace reeve::engine
