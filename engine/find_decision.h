// The record of a decision, by its id.
#pragma once

#include <string_view>

#include "base/result.h"
#include "engine/principal.h"
#include "ledger/ledger.h"

namespace reeve::engine {

// ledger.not_found: also where it is no decision, or another tenant's.
Result<ledger::Record> FindDecision(const ledger::Ledger& ledger, std::string_view tenant,
                                    std::string_view id);
// The same for a principal: ledger.not_found also where it does not speak for the system.
Result<ledger::Record> FindDecision(const ledger::Ledger& ledger, const Principal& principal,
                                    std::string_view id);

}  // namespace reeve::engine
