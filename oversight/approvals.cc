#include "oversight/approvals.h"

#include <algorithm>
#include <array>

#include "oversight/acting_person.h"
#include "oversight/approval_fold.h"
#include "oversight/approval_state.h"
#include "oversight/bundle_register.h"
#include "oversight/bundle_trial.h"
#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

Error NotFound(std::string_view id) {
  return {"approval.not_found",
          "there is no approval `" + std::string(id) + "`: see `reeve approval list`"};
}

// --------------------------------------------------------------------------------- bundles in
// force

json::Object ToJson(const LiveBundles::Bundle& bundle) {
  return {{"digest", bundle.digest}, {"since", bundle.since}};
}

Result<LiveBundles::Bundle> BundleFromJson(const json::Value& value) {
  ObjectReader reader(value, "");
  LiveBundles::Bundle bundle{reader.String("digest", Need::kRequired, kMaxDigestBytes),
                             reader.Unsigned("since").value_or(0)};
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return bundle;
}

Result<LiveBundles> GetLiveBundles(const StateGet& get) {
  LiveBundles out;
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text, get(kLiveBundlesKey));
  if (!text) return out;
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(*text));
  if (const json::Value* active = value.Find("active")) {
    REEVE_ASSIGN_OR_RETURN(out.active, BundleFromJson(*active));
  }
  if (const json::Value* canary = value.Find("canary")) {
    REEVE_ASSIGN_OR_RETURN(out.canary, BundleFromJson(*canary));
  }
  return out;
}

// Follows which bundles decide, and who proposed them: what approvals need of records `bundle.*`,
// which BundleProjection judges.
class BundleFollower {
 public:
  BundleFollower(const ledger::Record& record, const json::Value& body,
                 ledger::ProjectionWriter& state)
      : record_(record), body_(body), state_(state) {}

  Status Follow() {
    const std::string digest = TextAt("bundle");
    if (record_.kind() == kBundleProposed) {
      state_.Put(ProposerKey(digest), TextAt("by"));
      return {};
    }
    REEVE_ASSIGN_OR_RETURN(
        LiveBundles live, GetLiveBundles([this](std::string_view key) { return state_.Get(key); }));
    if (record_.kind() == kBundleTrialStarted) {
      if (TextAt("mode") != "canary") return {};
      live.canary = LiveBundles::Bundle{digest, record_.index()};
    } else if (record_.kind() == kBundleTrialEnded) {
      // What is promoted goes on, and what was held by it with it.
      if (!live.canary || live.canary->digest != digest || TextAt("why") == "promoted") return {};
      live.canary.reset();
    } else {
      if (live.active && live.active->digest == digest) return {};
      const bool goes_on = live.canary && live.canary->digest == digest;
      live.active = LiveBundles::Bundle{digest, goes_on ? live.canary->since : record_.index()};
      live.canary.reset();
    }
    return Put(live);
  }

 private:
  std::string TextAt(std::string_view key) const {
    const json::Value* found = body_.Find(key);
    return found == nullptr || found->as_string() == nullptr ? "" : *found->as_string();
  }

  Status Put(const LiveBundles& live) {
    json::Object out;
    if (live.active) out.Add("active", ToJson(*live.active));
    if (live.canary) out.Add("canary", ToJson(*live.canary));
    REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(std::move(out)));
    state_.Put(kLiveBundlesKey, text);
    return {};
  }

  const ledger::Record& record_;
  const json::Value& body_;
  ledger::ProjectionWriter& state_;
};

// -------------------------------------------------------------------------------------------- fold

class ApprovalFold {
 public:
  ApprovalFold(const ledger::Record& record, const json::Value& body,
               ledger::ProjectionWriter& state)
      : record_(record), body_(body), reader_(body, "/body"), state_(state) {}

  Status Open() {
    ApprovalEntry entry;
    REEVE_ASSIGN_OR_RETURN(entry.approval, ApprovalFromJson(body_, std::string(record_.tenant())));
    entry.index = record_.index();
    REEVE_ASSIGN_OR_RETURN(const auto known, state_.Get(ApprovalKey(entry.approval.id)));
    if (known) {
      return Error{"approval.exists", "the approval `" + entry.approval.id + "` is open already"};
    }
    return Put(nullptr, entry);
  }

  Status CastVote() {
    Vote vote;
    const std::string id = ReadId();
    ReadVote(reader_, &vote);
    reader_.Bool("blind");  // for who is told of it (notice.h)
    vote.time = record_.time();
    REEVE_RETURN_IF_ERROR(reader_.Finish());
    REEVE_ASSIGN_OR_RETURN(const ApprovalEntry before, FindIn(id, ApprovalState::kOpen));
    REEVE_RETURN_IF_ERROR(JudgeVote(Get(), before, record_.time(), &vote));
    ApprovalEntry entry = before;
    entry.votes.push_back(std::move(vote));
    Decide(&entry);
    return Put(&before, entry);
  }

  Status Withdraw() {
    const std::string id = ReadId();
    ApprovalClosing closing{record_.time(), reader_.String("by", Need::kRequired, kMaxPersonBytes),
                            reader_.String("reason", Need::kRequired, kMaxReasonBytes)};
    const std::string requester = reader_.String("requester", Need::kRequired, kMaxWordBytes);
    reader_.String("principal", Need::kOptional, kMaxReasonBytes);
    REEVE_RETURN_IF_ERROR(reader_.Finish());
    REEVE_RETURN_IF_ERROR(CheckPersonName(closing.by));
    REEVE_ASSIGN_OR_RETURN(ApprovalEntry entry, Find(id));
    const ApprovalState state = StateNow(entry);
    if (state != ApprovalState::kOpen && state != ApprovalState::kApproved)
      return Over(entry, state);
    REEVE_ASSIGN_OR_RETURN(const PersonRights rights,
                           RightsOf(Get(), record_.tenant(), closing.by));
    if (!IsRequester(entry.approval, requester, rights)) {
      return Error{"approval.not_requester",
                   "only who asked for it withdraws it; others vote, or reject it"};
    }
    return Close(entry, ApprovalState::kWithdrawn, std::move(closing));
  }

  Status Use() {
    const std::string id = ReadId();
    const std::string decision = reader_.String("decision", Need::kRequired, ledger::kMaxIdBytes);
    const std::string request = reader_.String("request", Need::kRequired, kMaxWordBytes);
    const uint64_t use = reader_.Unsigned("use").value_or(0);
    reader_.String("principal", Need::kOptional, kMaxReasonBytes);
    REEVE_RETURN_IF_ERROR(reader_.Finish());
    REEVE_ASSIGN_OR_RETURN(const ApprovalEntry before, Find(id));
    REEVE_RETURN_IF_ERROR(CheckPass(before, LiveNow(), request, record_.time()));
    if (use != uint64_t{before.used} + 1) {
      return Error{"approval.used", "another request has used `" + id + "` in the meantime"};
    }
    ApprovalEntry entry = before;
    entry.used = static_cast<uint32_t>(use);
    entry.last_use = decision;
    if (entry.used == entry.approval.uses) entry.state = ApprovalState::kUsed;
    return Put(&before, entry);
  }

  // That it is over by itself was noticed.
  Status Notice() {
    const std::string id = ReadId();
    const bool expired = record_.kind() == kApprovalExpired;
    if (!expired) reader_.String("active", Need::kOptional, kMaxDigestBytes);
    REEVE_RETURN_IF_ERROR(reader_.Finish());
    REEVE_ASSIGN_OR_RETURN(const ApprovalEntry entry, Find(id));
    const ApprovalState state = StateNow(entry);
    const ApprovalState noticed = expired ? ApprovalState::kExpired : ApprovalState::kVoid;
    if (state == entry.state || state != noticed) return Over(entry, state);
    return Close(entry, noticed, {record_.time(), "", ""});
  }

 private:
  StateGet Get() const {
    return [this](std::string_view key) { return state_.Get(key); };
  }
  std::string ReadId() { return reader_.String("approval", Need::kRequired, ledger::kMaxIdBytes); }

  Result<ApprovalEntry> Find(const std::string& id) {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text, state_.Get(ApprovalKey(id)));
    if (!text) return NotFound(id);
    REEVE_ASSIGN_OR_RETURN(live_, GetLiveBundles(Get()));
    REEVE_ASSIGN_OR_RETURN(ApprovalEntry entry, ParseApprovalEntry(*text));
    if (entry.approval.tenant != record_.tenant()) return NotFound(id);
    return entry;
  }
  const LiveBundles& LiveNow() const { return live_; }  // once Find has returned
  ApprovalState StateNow(const ApprovalEntry& entry) const {
    return StateOf(entry, live_, record_.time());
  }

  Result<ApprovalEntry> FindIn(const std::string& id, ApprovalState wanted) {
    REEVE_ASSIGN_OR_RETURN(ApprovalEntry entry, Find(id));
    const ApprovalState state = StateNow(entry);
    if (state != wanted) return Over(entry, state);
    return entry;
  }

  static Error Over(const ApprovalEntry& entry, ApprovalState state) {
    return StateError(entry, state);
  }

  // What the votes come to.
  void Decide(ApprovalEntry* entry) const {
    const uint32_t quorum = entry->approval.quorum;
    const bool any_rejects = std::any_of(entry->votes.begin(), entry->votes.end(),
                                         [](const Vote& vote) { return !vote.approve; });
    const bool all_cast = entry->votes.size() >= quorum;
    if (!all_cast && (entry->approval.blind || !any_rejects)) return;
    entry->state = any_rejects ? ApprovalState::kRejected : ApprovalState::kApproved;
    entry->closed = ApprovalClosing{record_.time(), "", ""};
  }

  Status Close(const ApprovalEntry& before, ApprovalState state, ApprovalClosing closing) {
    ApprovalEntry entry = before;
    entry.state = state;
    entry.closed = std::move(closing);
    return Put(&before, entry);
  }

  Status Put(const ApprovalEntry* before, const ApprovalEntry& entry) {
    REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(oversight::ToJson(entry)));
    state_.Put(ApprovalKey(entry.approval.id), text);
    PutInQueue(before, entry, state_);
    return {};
  }

  const ledger::Record& record_;
  const json::Value& body_;
  ObjectReader reader_;
  ledger::ProjectionWriter& state_;
  LiveBundles live_;
};

struct Step {
  std::string_view kind;
  Status (ApprovalFold::*fold)();
};
constexpr auto kSteps = std::to_array<Step>({
    {kApprovalOpened, &ApprovalFold::Open},
    {kApprovalVoted, &ApprovalFold::CastVote},
    {kApprovalWithdrawn, &ApprovalFold::Withdraw},
    {kApprovalUsed, &ApprovalFold::Use},
    {kApprovalExpired, &ApprovalFold::Notice},
    {kApprovalVoided, &ApprovalFold::Notice},
});

constexpr std::array<std::string_view, 5> kFollowed = {
    kBundleProposed, kBundleActivated, kBundleRolledBack, kBundleTrialStarted, kBundleTrialEnded};

}  // namespace

std::string ApprovalKey(std::string_view id) { return "approval/" + std::string(id); }
std::string ProposerKey(std::string_view digest) { return "proposer/" + std::string(digest); }

Status ApprovalProjection::Fold(const ledger::Record& record,
                                ledger::ProjectionWriter& state) const {
  const std::string_view kind = record.kind();
  if (kind.starts_with("approval.")) {
    for (const Step& step : kSteps) {
      if (step.kind != kind) continue;
      REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
      ApprovalFold fold(record, *body, state);
      return (fold.*step.fold)();
    }
    return {};
  }
  if (std::find(kFollowed.begin(), kFollowed.end(), kind) != kFollowed.end()) {
    REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
    return BundleFollower(record, *body, state).Follow();
  }
  return FoldGrants(record, state);
}

Result<ApprovalEntry> FindApprovalEntry(const ledger::ProjectionReader& approvals,
                                        std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text, approvals.Get(ApprovalKey(id)));
  if (!text) return NotFound(id);
  return ParseApprovalEntry(*text);
}

Result<Approval> FindApproval(const ledger::ProjectionReader& approvals, std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(ApprovalEntry entry, FindApprovalEntry(approvals, id));
  return std::move(entry.approval);
}

Result<LiveBundles> FindLiveBundles(const ledger::ProjectionReader& approvals) {
  return GetLiveBundles([&](std::string_view key) { return approvals.Get(key); });
}

}  // namespace reeve::oversight
