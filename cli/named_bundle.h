// A bundle as a command line names it.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "policy/bundle.h"

namespace reeve::cli {

// A folder of policies; a file with a bundle's bytes; or, of the data folder `data` (which a server
// may be using), `active` or the beginning of a digest. A folder's diagnostics are printed.
// policy.invalid, bundle.not_found, bundle.ambiguous, bundle.syntax, bundle.invalid, file.*,
// ledger.*
Result<std::shared_ptr<const policy::Bundle>> LoadNamedBundle(const std::string& name,
                                                              const std::string& data);

}  // namespace reeve::cli
