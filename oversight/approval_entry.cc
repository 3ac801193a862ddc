// Approvals' entries as JSON, and what time makes of them.
#include <algorithm>
#include <array>

#include "base/json_reader.h"
#include "oversight/acting_person.h"
#include "oversight/approval_fold.h"
#include "oversight/approval_state.h"
#include "oversight/bundle_register.h"
#include "oversight/read_time.h"
#include "policy/facts.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

// By ApprovalState.
constexpr std::array<std::string_view, kApprovalStateCount> kStateNames = {
    "open", "approved", "rejected", "withdrawn", "expired", "lapsed", "void", "used"};

const std::vector<std::string>& VoteWords() {
  static const std::vector<std::string> kWords = {"approve", "reject"};
  return kWords;
}

Result<Vote> VoteFromJson(const json::Value& value) {
  ObjectReader reader(value, "/votes");
  Vote vote;
  ReadVote(reader, &vote);
  vote.role = reader.String("role", Need::kRequired, kMaxWordBytes);
  vote.unit = reader.String("unit", Need::kOptional, kMaxWordBytes);
  vote.time = ReadTime(reader, "time");
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return vote;
}

Result<ApprovalClosing> ClosingFromJson(const json::Value& value) {
  ObjectReader reader(value, "/closed");
  ApprovalClosing closing{ReadTime(reader, "time"),
                          reader.String("by", Need::kOptional, kMaxPersonBytes),
                          reader.String("reason", Need::kOptional, kMaxReasonBytes)};
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return closing;
}

}  // namespace

std::string_view ApprovalStateName(ApprovalState state) {
  return kStateNames[static_cast<size_t>(state)];
}

std::optional<ApprovalState> ApprovalStateFromName(std::string_view name) {
  const auto found = std::find(kStateNames.begin(), kStateNames.end(), name);
  if (found == kStateNames.end()) return std::nullopt;
  return static_cast<ApprovalState>(found - kStateNames.begin());
}

void ReadVote(ObjectReader& reader, Vote* vote) {
  vote->approve = reader.OneOf("vote", Need::kRequired, VoteWords()) == "approve";
  vote->by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  vote->principal = reader.String("principal", Need::kOptional, kMaxReasonBytes);
  vote->voter = reader.String("voter", Need::kRequired, kMaxWordBytes);
  vote->grant = reader.String("grant", Need::kRequired, ledger::kMaxIdBytes);
  vote->reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  vote->conditions = reader.Strings("conditions", kMaxConditions, kMaxConditionBytes);
}

json::Object ToJson(const Vote& vote) {
  json::Object out{{"vote", vote.approve ? "approve" : "reject"},
                   {"by", vote.by},
                   {"principal", vote.principal},
                   {"voter", vote.voter},
                   {"grant", vote.grant},
                   {"role", vote.role}};
  if (!vote.unit.empty()) out.Add("unit", vote.unit);
  out.Add("reason", vote.reason);
  if (!vote.conditions.empty()) {
    out.Add("conditions", json::Array(vote.conditions.begin(), vote.conditions.end()));
  }
  out.Add("time", FormatTimestamp(vote.time));
  return out;
}

json::Object ToJson(const ApprovalEntry& entry) {
  json::Array votes;
  for (const Vote& vote : entry.votes) votes.push_back(ToJson(vote));
  json::Object out{{"approval", ToJson(entry.approval)},
                   {"tenant", entry.approval.tenant},
                   {"state", ApprovalStateName(entry.state)},
                   {"index", entry.index},
                   {"votes", std::move(votes)},
                   {"used", uint64_t{entry.used}}};
  if (!entry.last_use.empty()) out.Add("last_use", entry.last_use);
  if (const auto& closed = entry.closed) {
    json::Object closing{{"time", FormatTimestamp(closed->time)}};
    if (!closed->by.empty()) closing.Add("by", closed->by);
    if (!closed->reason.empty()) closing.Add("reason", closed->reason);
    out.Add("closed", std::move(closing));
  }
  return out;
}

Result<ApprovalEntry> ParseApprovalEntry(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  ObjectReader reader(value, "");
  ApprovalEntry entry;
  const json::Value* approval = reader.ObjectMember("approval", Need::kRequired);
  const std::string tenant = reader.String("tenant", Need::kOptional, kMaxWordBytes);
  const auto state = ApprovalStateFromName(reader.String("state", Need::kRequired, kMaxWordBytes));
  entry.index = reader.Unsigned("index").value_or(0);
  const json::Array* votes = reader.ArrayMember("votes", Need::kRequired);
  entry.used = static_cast<uint32_t>(reader.Unsigned("used").value_or(0));
  entry.last_use = reader.String("last_use", Need::kOptional, ledger::kMaxIdBytes);
  const json::Value* closed = reader.ObjectMember("closed", Need::kOptional);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  if (!state) return Error{"ledger.damaged", "an approval has no state"};
  entry.state = *state;
  REEVE_ASSIGN_OR_RETURN(entry.approval, ApprovalFromJson(*approval, tenant));
  entry.votes.reserve(votes->size());
  for (const json::Value& vote : *votes) {
    REEVE_ASSIGN_OR_RETURN(Vote read, VoteFromJson(vote));
    entry.votes.push_back(std::move(read));
  }
  if (closed != nullptr) {
    REEVE_ASSIGN_OR_RETURN(entry.closed, ClosingFromJson(*closed));
  }
  return entry;
}

std::optional<Timestamp> ApprovalEntry::PassesFrom(Timestamp now) const {
  if (state == ApprovalState::kApproved && closed) return closed->time;
  const bool undecided = state == ApprovalState::kOpen || state == ApprovalState::kExpired;
  if (undecided && approval.allow_on_timeout && now >= approval.deadline) return approval.deadline;
  return std::nullopt;
}

bool LiveBundles::Has(const ApprovalEntry& entry) const {
  if (!active) return true;
  const auto is = [&](const std::optional<Bundle>& bundle) {
    return bundle && bundle->digest == entry.approval.bundle && bundle->since <= entry.index;
  };
  return is(active) || is(canary);
}

ApprovalState StateOf(const ApprovalEntry& entry, const LiveBundles& bundles, Timestamp now) {
  const bool undecided = entry.state == ApprovalState::kOpen;
  if (!undecided && entry.state != ApprovalState::kApproved) return entry.state;
  if (!bundles.Has(entry)) return ApprovalState::kVoid;
  if (undecided) {
    return now < entry.approval.deadline ? ApprovalState::kOpen : ApprovalState::kExpired;
  }
  const bool valid = now < entry.closed->time + entry.approval.validity;
  return valid ? ApprovalState::kApproved : ApprovalState::kLapsed;
}

Error StateError(const ApprovalEntry& entry, ApprovalState state) {
  const std::string name = "the approval `" + entry.approval.id + "` ";
  switch (state) {
    case ApprovalState::kOpen:
      return {"approval.open", name + "is not decided yet"};
    case ApprovalState::kApproved:
      return {"approval.approved", name + "is approved already"};
    case ApprovalState::kRejected:
      return {"approval.rejected", name + "was rejected"};
    case ApprovalState::kWithdrawn:
      return {"approval.withdrawn", name + "was withdrawn by who asked for it"};
    case ApprovalState::kExpired:
      return {"approval.expired", name + "was not decided by " +
                                      FormatTimestamp(entry.approval.deadline) +
                                      ": repeat the request without it to ask anew"};
    case ApprovalState::kLapsed:
      return {"approval.lapsed", name +
                                     "was not used in time: repeat the request without it to "
                                     "ask anew"};
    case ApprovalState::kVoid:
      return {"approval.void", name +
                                   "is void, for the bundle that held the request is no longer "
                                   "in force: repeat the request without it to ask anew"};
    case ApprovalState::kUsed:
      return {"approval.used", name + "has been used as often as it may be"};
  }
  Panic("a state of approvals without a name");
}

Status CheckPass(const ApprovalEntry& entry, const LiveBundles& bundles, std::string_view request,
                 Timestamp now) {
  if (entry.approval.request != request) {
    return Error{"approval.request_differs", "this is not the request that `" + entry.approval.id +
                                                 "` is of: it must be repeated without any change"};
  }
  if (entry.approval.matter.risk_class == policy::RiskClassName(policy::RiskClass::kProhibited)) {
    return Error{"approval.prohibited",
                 "the system is of a prohibited class: no approval lets it pass"};
  }
  const ApprovalState state = StateOf(entry, bundles, now);
  const auto from = entry.PassesFrom(now);
  const bool passes = state == ApprovalState::kApproved || state == ApprovalState::kExpired;
  if (!passes || !from) return StateError(entry, state);
  // By its deadline it may have been allowed by a bundle that is gone since.
  if (!bundles.Has(entry)) return StateError(entry, ApprovalState::kVoid);
  if (now >= *from + entry.approval.validity) return StateError(entry, ApprovalState::kLapsed);
  return {};
}

}  // namespace reeve::oversight
