// Holds and approvals at a decision: what a hold opens, and what lets a repeated request pass.
// docs/approvals.md.
//
// An approval answers the hold of the rules that held, and nothing else: what another rule denies
// stays denied, and a rule that holds only now is not answered. That it is used as often as it may
// be is held by the fold, in the same unit as the record of the decision.
//
// Thread-safety: all functions are pure but for what they read.
#pragma once

#include <optional>

#include "base/random.h"
#include "base/result.h"
#include "engine/decision.h"
#include "ledger/ledger.h"
#include "ledger/vault.h"
#include "oversight/approvals.h"

namespace reeve::engine {

// Of the texts in what an approver is shown: what blanks separate.
uint64_t WordsToRead(const json::Value& shown);

// What a hold opens. Precondition: the verdict holds, and says on what terms.
Result<oversight::Approval> ApprovalOf(const Decision& decision, const Commitments& commitments,
                                       const Random& random);

// Fills `pass` or `not_passed` of a decision whose verdict holds and whose request names an
// approval. `vault` may be null. The error is the ledger's.
Status PassByApproval(const ledger::Ledger& ledger, ledger::Vault* vault,
                      const Commitments& commitments, Decision* decision);

// `approval.used`: belongs into one unit with the record of the decision.
Result<ledger::NewRecord> UseRecord(const Decision& decision, const Random& random);

// Whether that bundle held the request that the approval is of.
bool IsHeldBy(const ledger::Ledger& ledger, const policy::Bundle& bundle,
              std::string_view approval);

// Whether it says why an approval lets nothing pass, and is no failure of the log.
bool IsAboutApproval(const Error& error);

// Its code when another request used the approval in the meantime.
inline constexpr std::string_view kLostUse = "approval.used";

}  // namespace reeve::engine
