// Incidents and break-glasses, as `reeve incident` and `reeve break-glass` print them.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/json.h"

namespace reeve::cli {

std::string IncidentListText(const json::Value& list, Timestamp now);
std::string IncidentText(const json::Value& incident, Timestamp now);

std::string BreakGlassListText(const json::Value& list, Timestamp now);
std::string BreakGlassText(const json::Value& glass, Timestamp now);

}  // namespace reeve::cli
