// Systems of the register as text for a person.
#pragma once

#include <string>

#include "base/json.h"

namespace reeve::cli {

// A table, from an answer of GET /v1/systems.
std::string SystemListText(const json::Value& list);
// One system, a line a member, from GET /v1/systems/{id}.
std::string SystemText(const json::Value& system);
// From GET /v1/systems/unknown.
std::string UnknownSystemsText(const json::Value& list);

}  // namespace reeve::cli
