// Who acts: the one place where a command's person is found.
//
// Callers share one token today, so the person is named in the header `Reeve-Person`, and is as
// trustworthy as the holder of the token. Once callers have identities of their own, this is the
// function that changes.
#pragma once

#include <string_view>

#include "base/result.h"
#include "engine/principal.h"
#include "oversight/acting_person.h"

namespace reeve::api {

inline constexpr char kPersonHeader[] = "Reeve-Person";

// person.missing, person.name
Result<oversight::ActingPerson> PersonOf(const engine::Principal& principal,
                                         std::string_view header);

}  // namespace reeve::api
