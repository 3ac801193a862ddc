// What would be decided, without recording anything: no id, no receipt, no approval.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "engine/request.h"
#include "oversight/system.h"
#include "policy/bundle.h"

namespace reeve::engine {

// The answer's JSON (docs/api/openapi.yaml, Decision) without `id` and `record`.
Result<std::string> DryRun(std::shared_ptr<const policy::Bundle> bundle, const Request& request,
                           const oversight::System& system, Timestamp now);

}  // namespace reeve::engine
