// A ledger in which approvals are opened, granted for, and voted on, record by record: what the
// tests of their life share. Digests are stand-ins: "digest of Ada Example".
#pragma once

#include <string>
#include <vector>

#include "oversight/approval_queue.h"
#include "oversight/approvals.h"
#include "tests/oversight/fixture.h"

namespace reeve::oversight::testing {

inline std::string DigestOf(const std::string& name) {
  return "digest of " + FoldedPersonName(name);
}

// Grants of persons, approvals that Ada asks for, and a clock that is told to move.
class ApprovalDesk {
 public:
  ApprovalDesk() : log_(clock_) {}

  Approval Asked(const std::string& id = "ap-1") const {
    return {.id = id,
            .tenant = "default",
            .decision = "d-1",
            .interaction = "i-1",
            .system = "demo",
            .request = "request of " + id,
            .bundle = "sha256:02",
            .shown = "hmac-sha256:03",
            .roles = {"officer"},
            .quorum = 1,
            .opened = clock_.Now(),
            .deadline = clock_.Now() + std::chrono::hours(8),
            .requester = DigestOf("Ada Example"),
            .matter = {.action = "refund",
                       .amount = 900,
                       .currency = "EUR",
                       .risk_class = "high",
                       .severity = "high",
                       .rules = {"p/large"}}};
  }
  void Open(const Approval& approval) { Must(log_->Append({Must(OpeningRecord(approval))})); }

  // The code of the refusal, or nothing.
  std::string Append(std::string_view kind, const std::string& id, json::Object body,
                     const std::string& tenant = "default") {
    const std::string text = Must(json::Canonical(std::move(body)));
    const auto appended = log_->Append({{.kind = std::string(kind),
                                         .log = ledger::LogRole::kControl,
                                         .tenant = tenant,
                                         .id = id,
                                         .body = text}});
    return appended.ok() ? "" : std::string(appended.error().code);
  }

  Grant GrantOf(const std::string& id, const std::string& person) const {
    return {.id = id,
            .tenant = "default",
            .person = person,
            .role = "officer",
            .unit = {},
            .up_to = {},
            .currency = {},
            .actions = {},
            .risk_classes = {},
            .systems = {},
            .from = clock_.Now(),
            .until = clock_.Now() + std::chrono::hours(24 * 30),
            .competence = {},
            .known_as = {},
            .of = {},
            .delegator = {},
            .reason = "is an officer",
            .by = "Zoe Example"};
  }
  std::string Give(const Grant& grant) {
    return Append(grant.is_delegation() ? kGrantDelegated : kGrantGiven, grant.id, ToJson(grant));
  }
  // A part of another, passed on by its person.
  Grant PartOf(const Grant& whole, const std::string& id, const std::string& person) const {
    Grant part = whole;
    part.id = id;
    part.person = person;
    part.of = whole.id;
    part.by = whole.person;
    part.delegator = DigestOf(whole.person);
    part.from = clock_.Now();
    return part;
  }
  std::string End(const std::string& grant) {
    return Append(kGrantEnded, "ge-1",
                  {{"grant", grant}, {"by", "Zoe Example"}, {"reason", "has left"}});
  }
  std::string Train(const std::string& person, const std::string& name, std::chrono::hours valid) {
    return Append(kTrainingRecorded, "tr-1",
                  {{"training", "tr-" + person + name},
                   {"person", person},
                   {"name", name},
                   {"until", FormatTimestamp(clock_.Now() + valid)},
                   {"reason", "passed"},
                   {"by", "Zoe Example"}});
  }

  std::string Vote(const std::string& by, const std::string& grant,
                   const std::string& vote = "approve", const std::string& id = "ap-1") {
    return Append(kApprovalVoted, "av-1",
                  {{"approval", id},
                   {"vote", vote},
                   {"by", by},
                   {"voter", DigestOf(by)},
                   {"grant", grant},
                   {"reason", "looked at it"}});
  }
  std::string Withdraw(const std::string& by) {
    return Append(kApprovalWithdrawn, "aw-1",
                  {{"approval", "ap-1"},
                   {"by", by},
                   {"requester", DigestOf(by)},
                   {"reason", "no longer needed"}});
  }
  std::string Use(int use, const std::string& request = "request of ap-1") {
    return Append(kApprovalUsed, "au-1",
                  {{"approval", "ap-1"}, {"decision", "d-2"}, {"request", request}, {"use", use}});
  }
  std::string Notice(std::string_view kind) {
    return Append(kind, "ax-1", json::Object{{"approval", "ap-1"}});
  }
  void Activate(const std::string& digest) {
    CHECK(Append(kBundleActivated, "b-" + digest,
                 {{"bundle", digest},
                  {"default", "allow"},
                  {"policies", json::Array{"p"}},
                  {"principal", "service"}}) == "");
  }

  ApprovalState State(const std::string& id = "ap-1") {
    const auto approvals = log_->State("approvals");
    return StateOf(Must(FindApprovalEntry(approvals, id)), Must(FindLiveBundles(approvals)),
                   clock_.Now());
  }
  std::vector<std::string> Queue(QueueQuery query) {
    query.tenant = "default";
    const auto approvals = log_->State("approvals");
    std::vector<std::string> out;
    for (const ApprovalEntry& entry :
         Must(ReadQueue(approvals, query, Must(FindLiveBundles(approvals)), clock_.Now()))
             .entries) {
      out.push_back(entry.approval.id);
    }
    return out;
  }
  TestLedger& log() { return log_; }
  FakeClock& clock() { return clock_; }

 private:
  FakeClock clock_{kNow};
  TestLedger log_;
};

}  // namespace reeve::oversight::testing
