// Waivers as a person reads them: a table of many, and one with all that is known of it.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/json.h"

namespace reeve::cli {

// `list` as GET /v1/waivers gives it; `now` for what is left of each.
std::string WaiverListText(const json::Value& list, Timestamp now);
// `waiver` as GET /v1/waivers/{id} gives it.
std::string WaiverText(const json::Value& waiver, Timestamp now);

}  // namespace reeve::cli
