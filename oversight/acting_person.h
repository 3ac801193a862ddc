// Who acts: the named person behind a command, beside the principal that carried it here.
//
// Separation of duties is a matter of persons, and today's callers share one token; so each command
// names its person, and the record keeps both names. Where the name comes from is decided in one
// place (api/person.h); everything beneath takes this.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace reeve::oversight {

inline constexpr size_t kMaxPersonBytes = 200;

struct ActingPerson {
  std::string name;       // "Ada Example"
  std::string principal;  // the authenticated caller
  std::string tenant;     // the caller's
};

// person.missing, person.name: over 200 bytes, no UTF-8, control characters, blanks at its ends.
Status CheckPersonName(std::string_view name);

// Whether two names are one person's: letters of ASCII in either case, and runs of blanks as one,
// so that nobody becomes a second person by a capital letter.
bool IsSamePerson(std::string_view a, std::string_view b);
// One spelling for all names that are one person's.
std::string FoldedPersonName(std::string_view name);

}  // namespace reeve::oversight
