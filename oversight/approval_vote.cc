// Who may vote: rights, and separation of duties.
#include <algorithm>

#include "oversight/acting_person.h"
#include "oversight/approval_fold.h"
#include "policy/facts.h"

namespace reeve::oversight {
namespace {

std::string Listed(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "`" : ", `") + word + "`";
  return out;
}

// A right that the requester, or the author, has passed on to this person and that is in force.
bool IsDelegateOf(const PersonRights& rights, const std::string& requester,
                  const std::string& author, Timestamp now) {
  return std::any_of(rights.grants.begin(), rights.grants.end(), [&](const GrantEntry& entry) {
    const Grant& grant = entry.grant;
    if (!grant.is_delegation() || !rights.Check(entry, now).ok()) return false;
    if (grant.delegator == requester) return true;
    if (!author.empty() && IsSamePerson(grant.by, author)) return true;
    const auto& ids = rights.wholes.at(grant.of).grant.known_as;
    return std::find(ids.begin(), ids.end(), requester) != ids.end();
  });
}

Status CheckDuties(const ApprovalEntry& entry, const Vote& vote, const PersonRights& rights,
                   const std::string& author, Timestamp now) {
  const Approval& approval = entry.approval;
  if (approval.requester.empty()) {
    return Error{"approval.no_requester",
                 "the approval `" + approval.id +
                     "` does not say who asked, so nobody can vote on it: repeat the request"};
  }
  if (IsRequester(approval, vote.voter, rights)) {
    return Error{"approval.own_request",
                 "`" + vote.by + "` asked for this: another person must decide"};
  }
  if (!author.empty() && IsSamePerson(author, vote.by)) {
    return Error{"approval.author", "`" + vote.by +
                                        "` proposed the bundle whose rules hold this: another "
                                        "person must decide"};
  }
  if (IsDelegateOf(rights, approval.requester, author, now)) {
    return Error{"approval.delegate",
                 "`" + vote.by + "` acts for who asked for this" +
                     (author.empty() ? "" : ", or for who proposed the bundle") +
                     ": another person must decide"};
  }
  return {};
}

Status CheckUnit(const ApprovalEntry& entry, const Vote& vote) {
  if (!entry.approval.distinct_units || !vote.approve) return {};
  if (vote.unit.empty()) {
    return Error{"approval.unit",
                 "this approval asks for persons of different units, and the "
                 "grant `" +
                     vote.grant + "` names none"};
  }
  const bool taken = std::any_of(entry.votes.begin(), entry.votes.end(), [&](const Vote& other) {
    return other.approve && other.unit == vote.unit;
  });
  if (!taken) return {};
  return Error{"approval.unit", "somebody of the unit `" + vote.unit +
                                    "` has approved already: a person of another unit must"};
}

}  // namespace

bool IsRequester(const Approval& approval, std::string_view digest, const PersonRights& rights) {
  if (approval.requester == digest) return true;
  return std::any_of(rights.grants.begin(), rights.grants.end(), [&](const GrantEntry& entry) {
    const auto& ids = entry.grant.known_as;
    return std::find(ids.begin(), ids.end(), approval.requester) != ids.end();
  });
}

Result<const GrantEntry*> FindRight(const PersonRights& rights, std::string_view person,
                                    const Approval& approval, bool approve, Timestamp now) {
  const GrantEntry* found = nullptr;
  Status why = Error{"approval.no_right",
                     "`" + std::string(person) + "` holds no grant of a role that may " +
                         (approve ? "approve" : "reject") + " this: " + Listed(approval.roles) +
                         "; see `reeve grant list`"};
  for (const GrantEntry& entry : rights.grants) {
    const Grant& grant = entry.grant;
    const bool fits =
        approve ? approval.MayApprove(grant.role, now) : approval.MayReject(grant.role, now);
    if (!fits) continue;
    Status stands = rights.Check(entry, now);
    if (stands.ok()) stands = CheckReach(grant, approval);
    if (!stands.ok()) {
      why = std::move(stands);
    } else if (found == nullptr || (found->grant.is_delegation() && !grant.is_delegation())) {
      found = &entry;
    }
  }
  if (found == nullptr) return std::move(why).error();
  return found;
}

Status JudgeVote(const StateGet& get, const ApprovalEntry& entry, Timestamp now, Vote* vote) {
  const Approval& approval = entry.approval;
  REEVE_RETURN_IF_ERROR(CheckPersonName(vote->by));
  for (const Vote& other : entry.votes) {
    if (other.voter != vote->voter && !IsSamePerson(other.by, vote->by)) continue;
    return Error{"approval.voted", "`" + vote->by + "` has voted on this already"};
  }
  REEVE_ASSIGN_OR_RETURN(const PersonRights rights, RightsOf(get, approval.tenant, vote->by));
  std::string author;
  if (approval.exclude_author) {
    REEVE_ASSIGN_OR_RETURN(const auto proposer, get(ProposerKey(approval.bundle)));
    author = proposer.value_or("");
  }
  REEVE_RETURN_IF_ERROR(CheckDuties(entry, *vote, rights, author, now));
  if (vote->approve &&
      approval.matter.risk_class == policy::RiskClassName(policy::RiskClass::kProhibited)) {
    return Error{"approval.prohibited",
                 "the system is of a prohibited class: no approval lets it pass"};
  }
  const auto named =
      std::find_if(rights.grants.begin(), rights.grants.end(),
                   [&](const GrantEntry& right) { return right.grant.id == vote->grant; });
  if (vote->grant == kNoGrant) {
    const auto right = FindRight(rights, vote->by, approval, vote->approve, now);
    if (!right.ok()) return right.error();
  }
  if (named == rights.grants.end()) {
    return Error{"approval.no_right",
                 "the grant `" + vote->grant + "` is not one of `" + vote->by + "`, or is over"};
  }
  const PersonRights by_it{{*named}, rights.wholes, rights.trained_until};
  REEVE_ASSIGN_OR_RETURN(const GrantEntry* right,
                         FindRight(by_it, vote->by, approval, vote->approve, now));
  vote->role = right->grant.role;
  vote->unit = right->grant.unit;
  return CheckUnit(entry, *vote);
}

}  // namespace reeve::oversight
