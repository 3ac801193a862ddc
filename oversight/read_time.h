// A time among the members of a record's body, or of a command.
#pragma once

#include <string_view>

#include "base/clock.h"
#include "base/json_reader.h"

namespace reeve::oversight {

// The epoch where an optional one is absent. A fault of the reader: time.syntax
Timestamp ReadTime(json::ObjectReader& reader, std::string_view key,
                   json::Need need = json::Need::kRequired);

}  // namespace reeve::oversight
