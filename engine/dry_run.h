// What would be decided, without recording anything: no id, no receipt, no approval.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "engine/request.h"
#include "oversight/system.h"
#include "policy/bundle.h"
#include "policy/traced_rules.h"

namespace reeve::engine {

// The answer's JSON (docs/api/openapi.yaml, Decision) without `id` and `record`.
Result<std::string> DryRun(std::shared_ptr<const policy::Bundle> bundle, const Request& request,
                           const oversight::System& system, Timestamp now);

// How each rule in scope comes to what it says in DryRun; empty where the system stands still, for
// then no rule is asked. Refers to the bundle, and holds values of the request.
Result<std::vector<policy::RuleExplanation>> ExplainRules(
    std::shared_ptr<const policy::Bundle> bundle, const Request& request,
    const oversight::System& system, Timestamp now);

}  // namespace reeve::engine
