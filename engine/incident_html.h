// The report of an incident as one page that needs nothing else: no script, no picture, no address.
#pragma once

#include <string>

#include "base/json.h"

namespace reeve::engine {

// Of what MakeIncidentReport made.
std::string IncidentPage(const json::Object& report);

}  // namespace reeve::engine
