#include "engine/decision_voters.h"

#include <algorithm>

#include "oversight/acting_person.h"
#include "oversight/approvals.h"

namespace reeve::engine {

Result<bool> HasVotedOn(const ledger::Ledger& ledger, const ledger::Record& decision,
                        std::string_view person) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, decision.Body());
  for (const std::string_view place : {"/approval", "/passed/approval"}) {
    const json::Value* id = json::Resolve(*body, place);
    if (id == nullptr || id->as_string() == nullptr) continue;
    REEVE_ASSIGN_OR_RETURN(
        const oversight::ApprovalEntry entry,
        oversight::FindApprovalEntry(ledger.State("approvals"), *id->as_string()));
    return std::any_of(entry.votes.begin(), entry.votes.end(), [&](const oversight::Vote& vote) {
      return oversight::IsSamePerson(vote.by, person);
    });
  }
  return false;
}

}  // namespace reeve::engine
