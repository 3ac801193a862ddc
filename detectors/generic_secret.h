// Judges the value of a key that says "password", "api key", "token" and the like, where no
// issuer's format is known: it must be a literal, no placeholder, and look drawn or at least
// chosen. Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "detectors/assignment.h"
#include "detectors/secret_format.h"

namespace reeve::detectors {

struct GenericSecret {
  SecretForm form;
  double score;
};

std::optional<GenericSecret> JudgeGeneric(std::string_view text, const Assignment& assignment);

}  // namespace reeve::detectors
