// Who voted on a decision: those who are then not the ones to look at it again.
#pragma once

#include <string_view>

#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/record.h"

namespace reeve::engine {

// Whether the person voted on the approval that the decision opened, or by which it passed.
// `decision` is its record.
Result<bool> HasVotedOn(const ledger::Ledger& ledger, const ledger::Record& decision,
                        std::string_view person);

}  // namespace reeve::engine
