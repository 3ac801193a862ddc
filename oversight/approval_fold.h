// Inside the fold of approvals: what its files share. Others include approvals.h.
#pragma once

#include <string>
#include <string_view>

#include "base/json_reader.h"
#include "ledger/projection.h"
#include "oversight/approvals.h"

namespace reeve::oversight {

// The members that a record `approval.voted` has beside `approval`; role, unit and time are not
// read.
void ReadVote(json::ObjectReader& reader, Vote* vote);

Result<ApprovalEntry> ParseApprovalEntry(std::string_view text);

// Whether the vote may be cast, by what the state has. Fills its role and unit.
Status JudgeVote(const StateGet& get, const ApprovalEntry& entry, Timestamp now, Vote* vote);

// Whether the digest is the requester's, or one of the ids that the person's grants say requests
// know them by.
bool IsRequester(const Approval& approval, std::string_view digest, const PersonRights& rights);

// Moves the entry in the orders of what is open and what is over; `before` null: it is new.
void PutInQueue(const ApprovalEntry* before, const ApprovalEntry& after,
                ledger::ProjectionWriter& state);

std::string ApprovalKey(std::string_view id);
std::string ProposerKey(std::string_view digest);
inline constexpr std::string_view kLiveBundlesKey = "bundles";

}  // namespace reeve::oversight
