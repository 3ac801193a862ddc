#include "api/person.h"

#include <string>

namespace reeve::api {

Result<oversight::ActingPerson> PersonOf(const Caller& caller, std::string_view header) {
  const engine::Principal& principal = caller.principal;
  if (!caller.names_anyone) {
    if (caller.person.empty()) {
      return Error{"identity.person",
                   "persons do this, and this token is a service's: use a person's own"};
    }
    if (!header.empty() && !oversight::IsSamePerson(header, caller.person)) {
      return Error{"identity.person",
                   "this token is held by `" + caller.person +
                       "`, who cannot act as another person: leave the header `" +
                       std::string(kPersonHeader) + "` out"};
    }
    return oversight::ActingPerson{caller.person, principal.name, principal.tenant};
  }
  if (header.empty()) {
    return Error{"person.missing", "name the person who does this in the header `" +
                                       std::string(kPersonHeader) + "`"};
  }
  REEVE_RETURN_IF_ERROR(oversight::CheckPersonName(header));
  return oversight::ActingPerson{std::string(header), principal.name, principal.tenant};
}

}  // namespace reeve::api
