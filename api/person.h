// Who acts: the one place where a command's person is found.
//
// It is the person who holds the caller's token. The header `Reeve-Person` may name the same person
// and no other, but in development, where one token stands for everybody and so has to be told.
#pragma once

#include <string_view>

#include "api/caller.h"
#include "base/result.h"
#include "oversight/acting_person.h"

namespace reeve::api {

inline constexpr char kPersonHeader[] = "Reeve-Person";

// identity.person (the header names another, or a service acts), person.missing, person.name
Result<oversight::ActingPerson> PersonOf(const Caller& caller, std::string_view header);

}  // namespace reeve::api
