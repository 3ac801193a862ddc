// Surrogates of how a person is reached, and of names (surrogate.h).
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "detectors/surrogate_draw.h"

namespace reeve::detectors {

std::optional<std::string> PhoneSurrogate(std::string_view text, Draw& draw);
std::optional<std::string> EmailSurrogate(std::string_view text, Draw& draw);
std::optional<std::string> IpSurrogate(std::string_view text, Draw& draw);
std::optional<std::string> MacSurrogate(std::string_view text, Draw& draw);
std::optional<std::string> NameSurrogate(std::string_view text, Draw& draw);

}  // namespace reeve::detectors
