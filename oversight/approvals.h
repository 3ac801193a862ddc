// The life of an approval: a fold over the records `approval.*`, beside the grants (grants.h) that
// its votes rest on. docs/approvals.md has the picture.
//
//   open -> approved -> used
//   open -> rejected | withdrawn | expired;  approved -> lapsed;  open, approved -> void
//
// What holds, because the fold refuses a record that would break it before it is written:
//   - a person votes once, and only by a grant of theirs that is in force at that moment, of a role
//     that the approval wants, and that reaches what is approved;
//   - the requester never votes, nor whom the requester has passed a right on to; where the
//     approval says so, neither does who proposed its bundle, nor a delegate of theirs;
//   - with as many approvals as its quorum it is approved, with one rejection rejected; blind, once
//     as many have voted as the quorum asks for;
//   - nothing happens to it past its deadline, or under another bundle than the one that held;
//   - approved, it is used as often as its terms say and by the same request alone.
// That it expires, lapses or is void is a matter of the time, and of the bundle in force, at which
// one asks (StateOf); the records `approval.expired` and `approval.voided` say when it was noticed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"
#include "ledger/record.h"
#include "oversight/approval.h"
#include "oversight/grants.h"

namespace reeve::oversight {

inline constexpr std::string_view kApprovalVoted = "approval.voted";
inline constexpr std::string_view kApprovalWithdrawn = "approval.withdrawn";
inline constexpr std::string_view kApprovalUsed = "approval.used";
inline constexpr std::string_view kApprovalExpired = "approval.expired";
inline constexpr std::string_view kApprovalVoided = "approval.voided";

// In a vote: of a person whom none of their grants lets vote. It is refused with the reason.
inline constexpr std::string_view kNoGrant = "none";

inline constexpr size_t kMaxConditions = 16;
inline constexpr size_t kMaxConditionBytes = 500;

enum class ApprovalState : uint8_t {
  kOpen,
  kApproved,
  kRejected,
  kWithdrawn,
  kExpired,  // undecided at its deadline
  kLapsed,   // approved, and not used in time
  kVoid,     // the bundle changed
  kUsed,     // as often as it may be
};
inline constexpr size_t kApprovalStateCount = 8;
std::string_view ApprovalStateName(ApprovalState state);  // "open", "approved", ...
std::optional<ApprovalState> ApprovalStateFromName(std::string_view name);

struct Vote {
  bool approve = false;
  std::string by;
  std::string principal;
  std::string voter;  // keyed commitment to the name, as Approval::requester (PersonDigest)
  std::string grant;  // by which right
  std::string role;
  std::string unit;
  std::string reason;
  std::vector<std::string> conditions;
  Timestamp time;
};

struct ApprovalClosing {
  Timestamp time;
  std::string by;      // a person; empty where nobody did it
  std::string reason;  // likewise
};

struct ApprovalEntry {
  Approval approval;
  ApprovalState state = ApprovalState::kOpen;  // as recorded: what time does is in StateOf
  uint64_t index = 0;                          // of the record that opened it
  std::vector<Vote> votes;
  // When it was decided, withdrawn, or noticed to be over.
  std::optional<ApprovalClosing> closed = std::nullopt;
  uint32_t used = 0;
  std::string last_use = {};  // id of the decision that passed last

  // Since when a request may pass: nothing while it may not. Approved, or undecided at the deadline
  // where that allows.
  std::optional<Timestamp> PassesFrom(Timestamp now) const;
};

// Bundles by which approvals can still be decided and used: the active one, and that of a canary.
// An approval is of one of them if it was opened since that one took over.
struct LiveBundles {
  struct Bundle {
    std::string digest;
    uint64_t since = 0;  // index of the record
  };
  std::optional<Bundle> active;  // nothing: the log has never had one, and all approvals are live
  std::optional<Bundle> canary;

  bool Has(const ApprovalEntry& entry) const;
};

// The state as of that moment.
ApprovalState StateOf(const ApprovalEntry& entry, const LiveBundles& bundles, Timestamp now);

// Whether a request with that commitment may pass by it now. approval.request_differs,
// approval.open (not decided yet), approval.rejected, approval.withdrawn, approval.expired,
// approval.lapsed, approval.void, approval.used, approval.prohibited
Status CheckPass(const ApprovalEntry& entry, const LiveBundles& bundles, std::string_view request,
                 Timestamp now);

// Which of the person's grants lets them vote so: their own before those passed on to them. Else
// why none does: approval.no_right, grant.state, grant.competence
Result<const GrantEntry*> FindRight(const PersonRights& rights, std::string_view person,
                                    const Approval& approval, bool approve, Timestamp now);

// Keys: "approval/<id>" has the entry as JSON; "queue/..." orders what is open, and "over/..." what
// is not (approval_queue.h); "due/<deadline> <id>" has what is open; "bundles" LiveBundles;
// "proposer/<digest>" who proposed a bundle; and those of grants.h.
class ApprovalProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "approvals"; }
  uint32_t version() const override { return 2; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

// approval.not_found
Result<ApprovalEntry> FindApprovalEntry(const ledger::ProjectionReader& approvals,
                                        std::string_view id);
Result<Approval> FindApproval(const ledger::ProjectionReader& approvals, std::string_view id);
Result<LiveBundles> FindLiveBundles(const ledger::ProjectionReader& approvals);

json::Object ToJson(const Vote& vote);
json::Object ToJson(const ApprovalEntry& entry);

}  // namespace reeve::oversight
