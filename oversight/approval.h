// One approval as it was opened: what a hold waits for, and on whose terms. The body of the record
// `approval.opened`; its life is the fold of approvals.h. docs/approvals.md.
//
// It is bound to digests: of the request, of the bundle that held it, and of what the approver is
// shown. A vote names the approval, and so exactly that request under exactly those rules, seen
// exactly so.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "base/result.h"
#include "ledger/record.h"

namespace reeve::oversight {

inline constexpr std::string_view kApprovalOpened = "approval.opened";

// policy/document_limits.h allows fewer.
inline constexpr uint64_t kMaxQuorum = 1000;
inline constexpr uint64_t kMaxUses = 1000;

// Who may vote as well, from then on.
struct ApprovalEscalation {
  Timestamp at;  // before the deadline
  std::vector<std::string> roles;
  friend bool operator==(const ApprovalEscalation&, const ApprovalEscalation&) = default;
};

// What is approved, as decision rights measure it.
struct ApprovalMatter {
  std::string action;
  double amount = 0;
  std::string currency;
  std::string risk_class;          // of the system
  std::string severity;            // the greatest of the rules that hold
  std::vector<std::string> rules;  // "policy/rule" of those: the holds that it answers
  friend bool operator==(const ApprovalMatter&, const ApprovalMatter&) = default;
};

// Members of a record's body: those that are not empty.
void AddMatter(const ApprovalMatter& matter, json::Object* out);
void ReadMatter(json::ObjectReader& reader, ApprovalMatter* matter);

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
  // Keyed commitment to the actor (PersonDigest); empty of a record from before there were votes.
  std::string requester = {};
  ApprovalMatter matter = {};
  uint32_t uses = 1;                     // how often the request passes
  std::chrono::seconds validity{86400};  // and for how long, once approved
  bool distinct_units = false;           // each approval from another unit
  bool exclude_author = false;           // who proposed the bundle does not vote
  bool blind = false;                    // no vote is shown before all are cast
  std::vector<std::string> veto = {};    // roles that may reject, and not approve
  uint64_t words = 0;                    // of text, that the approver is shown
  friend bool operator==(const Approval&, const Approval&) = default;

  // Those of `roles`, of the escalation once its time has come, and of `veto`.
  bool MayApprove(std::string_view role, Timestamp now) const;
  bool MayReject(std::string_view role, Timestamp now) const;
};

json::Object ToJson(const ApprovalEscalation& escalation);  // {"at","roles"}
json::Object ToJson(const Approval& approval);
// `value` is the body of an opening.
Result<Approval> ApprovalFromJson(const json::Value& value, std::string tenant);

// The record that opens it.
Result<ledger::NewRecord> OpeningRecord(const Approval& approval);

}  // namespace reeve::oversight
