#include "api/person.h"

#include <string>

namespace reeve::api {

Result<oversight::ActingPerson> PersonOf(const engine::Principal& principal,
                                         std::string_view header) {
  if (header.empty()) {
    return Error{"person.missing", "name the person who does this in the header `" +
                                       std::string(kPersonHeader) + "`"};
  }
  REEVE_RETURN_IF_ERROR(oversight::CheckPersonName(header));
  return oversight::ActingPerson{std::string(header), principal.name, principal.tenant};
}

}  // namespace reeve::api
