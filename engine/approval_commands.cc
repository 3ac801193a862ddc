#include "engine/approval_commands.h"

#include <algorithm>

#include "base/log.h"
#include "oversight/approval_state.h"
#include "oversight/control_record.h"

namespace reeve::engine {
namespace {

using oversight::Approval;
using oversight::ApprovalEntry;
using oversight::ApprovalState;
using oversight::LiveBundles;
using oversight::Vote;

json::Object ToJson(const ApprovalEntry& entry, const LiveBundles& bundles, Timestamp now) {
  const Approval& approval = entry.approval;
  const ApprovalState state = StateOf(entry, bundles, now);
  json::Object out = oversight::ToJson(approval);
  out.Add("tenant", approval.tenant).Add("state", oversight::ApprovalStateName(state));
  const bool hidden = approval.blind && entry.state == ApprovalState::kOpen;
  out.Add("votes_cast", uint64_t{entry.votes.size()});
  if (!hidden) {
    json::Array votes;
    for (const Vote& vote : entry.votes) votes.push_back(oversight::ToJson(vote));
    out.Add("votes", std::move(votes))
        .Add("approvals", int64_t{std::count_if(entry.votes.begin(), entry.votes.end(),
                                                [](const Vote& vote) { return vote.approve; })});
  }
  out.Add("used", uint64_t{entry.used});
  if (!entry.last_use.empty()) out.Add("last_use", entry.last_use);
  if (const auto from = entry.PassesFrom(now)) {
    out.Add("valid", json::Object{{"from", FormatTimestamp(*from)},
                                  {"until", FormatTimestamp(*from + approval.validity)}});
  }
  if (const auto& closed = entry.closed) {
    json::Object closing{{"time", FormatTimestamp(closed->time)}};
    if (!closed->by.empty()) closing.Add("by", closed->by).Add("reason", closed->reason);
    out.Add("closed", std::move(closing));
  }
  return out;
}

// Two of one name let the same approvals live.
std::string NameOf(const LiveBundles& bundles) {
  std::string out;
  for (const auto& bundle : {bundles.active, bundles.canary}) {
    out += bundle ? bundle->digest + " " + std::to_string(bundle->since) + " " : "none ";
  }
  return out;
}

}  // namespace

Result<ApprovalEntry> ApprovalCommands::FindEntry(std::string_view tenant,
                                                  std::string_view id) const {
  REEVE_ASSIGN_OR_RETURN(ApprovalEntry entry,
                         oversight::FindApprovalEntry(ledger_.State("approvals"), id));
  if (entry.approval.tenant != tenant) {
    return Error{"approval.not_found", "there is no approval `" + std::string(id) + "`"};
  }
  return entry;
}

Result<json::Object> ApprovalCommands::Find(std::string_view tenant, std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const ApprovalEntry entry, FindEntry(tenant, id));
  REEVE_ASSIGN_OR_RETURN(const LiveBundles bundles,
                         oversight::FindLiveBundles(ledger_.State("approvals")));
  return ToJson(entry, bundles, clock_.Now());
}

Result<json::Object> ApprovalCommands::List(const oversight::QueueQuery& query) {
  const ledger::ProjectionReader approvals = ledger_.State("approvals");
  const Timestamp now = clock_.Now();
  REEVE_ASSIGN_OR_RETURN(const LiveBundles bundles, oversight::FindLiveBundles(approvals));
  REEVE_ASSIGN_OR_RETURN(oversight::QueuePage page,
                         oversight::ReadQueue(approvals, query, bundles, now));
  json::Array entries;
  entries.reserve(page.entries.size());
  for (const ApprovalEntry& entry : page.entries) {
    entries.push_back(ToJson(entry, bundles, now));
  }
  json::Object out{{"approvals", std::move(entries)}};
  if (!page.next.empty()) out.Add("next", std::move(page.next));
  return out;
}

Result<std::string> ApprovalCommands::ChooseGrant(const Approval& approval, bool approve,
                                                  const oversight::ActingPerson& by) const {
  const ledger::ProjectionReader state = ledger_.State("approvals");
  REEVE_ASSIGN_OR_RETURN(const oversight::PersonRights rights,
                         oversight::RightsOf([&](std::string_view key) { return state.Get(key); },
                                             by.tenant, by.name));
  const auto right = oversight::FindRight(rights, by.name, approval, approve, clock_.Now());
  return right.ok() ? (*right)->grant.id : std::string(oversight::kNoGrant);
}

Status ApprovalCommands::Record(std::string_view kind, const char* prefix, std::string_view tenant,
                                json::Object body) {
  REEVE_ASSIGN_OR_RETURN(ledger::NewRecord record,
                         oversight::ControlRecord(kind, NewId(prefix, clock_.Now(), random_),
                                                  std::string(tenant), std::move(body)));
  std::vector<ledger::NewRecord> unit;
  unit.push_back(std::move(record));
  const auto appended = ledger_.Append(unit);
  return appended.ok() ? Status() : Status(appended.error());
}

Result<json::Object> ApprovalCommands::CastVote(std::string_view id, const VoteTerms& terms,
                                                const oversight::ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(const ApprovalEntry entry, FindEntry(by.tenant, id));
  // The fold asks again, when others may have voted.
  REEVE_ASSIGN_OR_RETURN(const LiveBundles bundles,
                         oversight::FindLiveBundles(ledger_.State("approvals")));
  const ApprovalState state = StateOf(entry, bundles, clock_.Now());
  if (state != ApprovalState::kOpen) return Noticing(oversight::StateError(entry, state), id);
  std::string grant = terms.grant;
  if (grant.empty()) {
    // Where none lets them, the fold says why not, and what else stands in the way.
    REEVE_ASSIGN_OR_RETURN(grant, ChooseGrant(entry.approval, terms.approve, by));
  }
  json::Object body{{"approval", id},
                    {"vote", terms.approve ? "approve" : "reject"},
                    {"by", by.name},
                    {"principal", by.principal},
                    {"voter", PersonDigest(commitments_, by.name)},
                    {"grant", std::move(grant)},
                    {"reason", terms.reason}};
  if (!terms.conditions.empty()) {
    body.Add("conditions", json::Array(terms.conditions.begin(), terms.conditions.end()));
  }
  if (entry.approval.blind) body.Add("blind", true);
  Status voted = Record(oversight::kApprovalVoted, "av-", by.tenant, std::move(body));
  if (!voted.ok()) return Noticing(std::move(voted).error(), id);
  Judge(id, by.tenant);
  return Find(by.tenant, id);
}

Result<json::Object> ApprovalCommands::Withdraw(std::string_view id, std::string_view reason,
                                                const oversight::ActingPerson& by) {
  Status withdrawn = Record(oversight::kApprovalWithdrawn, "aw-", by.tenant,
                            json::Object{{"approval", id},
                                         {"by", by.name},
                                         {"principal", by.principal},
                                         {"reason", reason},
                                         {"requester", PersonDigest(commitments_, by.name)}});
  if (!withdrawn.ok()) return Noticing(std::move(withdrawn).error(), id);
  Judge(id, by.tenant);
  return Find(by.tenant, id);
}

void ApprovalCommands::Judge(std::string_view id, std::string_view tenant) {
  const Status judged = quality_.Judge(id, tenant);
  if (!judged.ok()) Log(LogLevel::kError, "oversight.not_judged", {{"code", judged.error().code}});
}

Error ApprovalCommands::Noticing(Error refusal, std::string_view id) {
  if (refusal.code != "approval.expired" && refusal.code != "approval.void") return refusal;
  const auto bundles = oversight::FindLiveBundles(ledger_.State("approvals"));
  size_t noticed = 0;
  // What is not on record now is at the next sweep.
  if (bundles.ok() && Notice(id, *bundles, clock_.Now(), &noticed).ok()) return refusal;
  return refusal;
}

Status ApprovalCommands::Notice(std::string_view id, const LiveBundles& bundles, Timestamp now,
                                size_t* noticed) {
  REEVE_ASSIGN_OR_RETURN(const ApprovalEntry entry,
                         oversight::FindApprovalEntry(ledger_.State("approvals"), id));
  const ApprovalState state = StateOf(entry, bundles, now);
  if (state == entry.state) return {};
  Status recorded;
  if (state == ApprovalState::kExpired) {
    recorded = Record(oversight::kApprovalExpired, "ax-", entry.approval.tenant,
                      json::Object{{"approval", id}});
  } else if (state == ApprovalState::kVoid) {
    json::Object body{{"approval", id}};
    if (bundles.active) body.Add("active", bundles.active->digest);
    recorded = Record(oversight::kApprovalVoided, "ax-", entry.approval.tenant, std::move(body));
  } else {
    return {};
  }
  if (recorded.ok()) {
    ++*noticed;
    Judge(id, entry.approval.tenant);
  } else if (recorded.error().code.starts_with("approval.")) {
    return {};  // something else became of it first
  }
  return recorded;
}

Result<size_t> ApprovalCommands::Sweep() {
  const ledger::ProjectionReader approvals = ledger_.State("approvals");
  const Timestamp now = clock_.Now();
  REEVE_ASSIGN_OR_RETURN(const LiveBundles bundles, oversight::FindLiveBundles(approvals));
  REEVE_ASSIGN_OR_RETURN(const std::vector<std::string> late,
                         oversight::PastDeadline(approvals, now, kMaxNoticedAtOnce));
  size_t noticed = 0;
  for (const std::string& id : late) REEVE_RETURN_IF_ERROR(Notice(id, bundles, now, &noticed));
  // Nothing becomes void but by a change of bundles: without one, all need not be looked at.
  const std::string under = NameOf(bundles);
  const MutexLock lock(sweeping_);
  if (!revealed_) REEVE_RETURN_IF_ERROR(quality_.RevealMissed());
  revealed_ = true;
  if (swept_under_ == under) return noticed;
  REEVE_ASSIGN_OR_RETURN(const std::vector<std::string> undecided, oversight::Undecided(approvals));
  for (const std::string& id : undecided) {
    if (noticed >= kMaxNoticedAtOnce) return noticed;
    REEVE_RETURN_IF_ERROR(Notice(id, bundles, now, &noticed));
  }
  swept_under_ = under;
  return noticed;
}

}  // namespace reeve::engine
