// Approvals: what a hold waits for. A hold appends, in one unit with its decision, the record
// `approval.opened`; the pending approvals are a fold over such records.
//
// An approval is bound to digests: of the request, of the bundle that held it, and of what the
// approver is to be shown. A vote will name the approval, and so exactly that request under exactly
// those rules, seen exactly so.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "ledger/projection.h"
#include "ledger/record.h"

namespace reeve::oversight {

inline constexpr std::string_view kApprovalOpened = "approval.opened";

// Who may vote as well, from then on.
struct ApprovalEscalation {
  Timestamp at;  // before the deadline
  std::vector<std::string> roles;
  friend bool operator==(const ApprovalEscalation&, const ApprovalEscalation&) = default;
};

struct Approval {
  std::string id;  // "ap-..."
  std::string tenant;
  std::string decision;  // id of the decision that holds
  std::string interaction;
  std::string system;
  std::string request;             // keyed commitment to the request
  std::string bundle;              // digest of the bundle
  std::string shown;               // keyed commitment to what the approver is shown
  std::vector<std::string> roles;  // who may vote; empty: any approver
  uint32_t quorum = 1;             // how many different persons must approve
  Timestamp opened;
  Timestamp deadline;
  std::optional<ApprovalEscalation> escalation = std::nullopt;
  bool allow_on_timeout = false;  // undecided at the deadline, it allows; else it denies
  friend bool operator==(const Approval&, const Approval&) = default;
};

json::Object ToJson(const ApprovalEscalation& escalation);  // {"at","roles"}
json::Object ToJson(const Approval& approval);
Result<Approval> ApprovalFromJson(const json::Value& value, std::string tenant);

// The record that opens it.
Result<ledger::NewRecord> OpeningRecord(const Approval& approval);

// Key: the approval's id. Value: {"approval":<the record's body>,"state":"open","tenant":...}.
// Refuses, with approval.exists, to open one twice.
class ApprovalProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "approvals"; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

// approval.not_found
Result<Approval> FindApproval(const ledger::ProjectionReader& approvals, std::string_view id);

}  // namespace reeve::oversight
