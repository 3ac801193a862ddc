// Tokens of access, as commands show them.
#pragma once

#include <string>

#include "base/json.h"

namespace reeve::cli {

std::string TokenText(const json::Value& token);
std::string TokenListText(const json::Value& list);
// What GET /v1/principal answers.
std::string PrincipalText(const json::Value& principal);

}  // namespace reeve::cli
