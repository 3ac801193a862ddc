// Time zones: the difference from UTC at an instant.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "policy/cel/value.h"

namespace reeve::cel {

// Seconds east of UTC. A zone is a name of the IANA database ("Europe/Berlin", "UTC") or a fixed
// difference ("+01:00", "-09:30", "02:00"). Nullopt for what is neither.
std::optional<int64_t> ZoneOffset(std::string_view zone, Instant instant);

}  // namespace reeve::cel
