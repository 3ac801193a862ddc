// Votes on approvals, record by record: what the fold takes, and what it refuses however the record
// came to be.
#include "tests/oversight/approval_desk.h"

namespace reeve::oversight::testing {
namespace {

using std::chrono::hours;

TEST_CASE("approval: with as many approvals as its quorum it is approved, and passes once") {
  ApprovalDesk desk;
  Approval approval = desk.Asked();
  approval.quorum = 2;
  desk.Open(approval);
  CHECK(desk.Give(desk.GrantOf("g-ben", "Ben Example")) == "");
  CHECK(desk.Give(desk.GrantOf("g-cleo", "Cleo Example")) == "");
  CHECK(desk.Use(1) == "approval.open");
  CHECK(desk.Vote("Ben Example", "g-ben") == "");
  CHECK(desk.State() == ApprovalState::kOpen);
  CHECK(desk.Use(1) == "approval.open");
  CHECK(desk.Vote("Ben Example", "g-ben") == "approval.voted");
  CHECK(desk.Vote("ben  example", "g-ben") == "approval.voted");
  CHECK(desk.Vote("Cleo Example", "g-cleo") == "");
  CHECK(desk.State() == ApprovalState::kApproved);
  CHECK(desk.Vote("Dora Example", "g-dora") == "approval.approved");
  CHECK(desk.Use(1, "another request") == "approval.request_differs");
  CHECK(desk.Use(2) == "approval.used");
  desk.log().Reopen();
  CHECK(desk.State() == ApprovalState::kApproved);
  CHECK(desk.Use(1) == "");
  CHECK(desk.State() == ApprovalState::kUsed);
  CHECK(desk.Use(1) == "approval.used");
  CHECK(desk.Use(2) == "approval.used");
}

TEST_CASE("approval: of several uses each is counted, and no more than there are") {
  ApprovalDesk desk;
  Approval approval = desk.Asked();
  approval.uses = 2;
  desk.Open(approval);
  desk.Give(desk.GrantOf("g-ben", "Ben Example"));
  CHECK(desk.Vote("Ben Example", "g-ben") == "");
  CHECK(desk.Use(1) == "");
  CHECK(desk.State() == ApprovalState::kApproved);
  CHECK(desk.Use(1) == "approval.used");
  CHECK(desk.Use(2) == "");
  CHECK(desk.State() == ApprovalState::kUsed);
  CHECK(desk.Use(3) == "approval.used");
}

TEST_CASE("approval: one rejection rejects it") {
  ApprovalDesk desk;
  Approval approval = desk.Asked();
  approval.quorum = 3;
  desk.Open(approval);
  desk.Give(desk.GrantOf("g-ben", "Ben Example"));
  CHECK(desk.Vote("Ben Example", "g-ben", "reject") == "");
  CHECK(desk.State() == ApprovalState::kRejected);
  CHECK(desk.Use(1) == "approval.rejected");
  CHECK(desk.Withdraw("Ada Example") == "approval.rejected");
}

TEST_CASE("approval: who asked for it never votes, under whatever name is known") {
  ApprovalDesk desk;
  desk.Open(desk.Asked());
  desk.Give(desk.GrantOf("g-ada", "Ada Example"));
  CHECK(desk.Vote("Ada Example", "g-ada") == "approval.own_request");
  CHECK(desk.Vote("ADA EXAMPLE", "g-ada") == "approval.own_request");
  CHECK(desk.Vote("Ada Example", "g-ada", "reject") == "approval.own_request");
  Approval other = desk.Asked("ap-2");
  other.requester = "digest of u-17";
  desk.Open(other);
  Grant known = desk.GrantOf("g-ben", "Ben Example");
  known.known_as = {"digest of u-17"};
  desk.Give(known);
  CHECK(desk.Vote("Ben Example", "g-ben", "approve", "ap-2") == "approval.own_request");
  CHECK(desk.State("ap-2") == ApprovalState::kOpen);
}

TEST_CASE("approval: a delegate of who asked never votes, by whatever right") {
  ApprovalDesk desk;
  desk.Open(desk.Asked());
  const Grant ada = desk.GrantOf("g-ada", "Ada Example");
  desk.Give(ada);
  CHECK(desk.Give(desk.PartOf(ada, "g-part", "Ben Example")) == "");
  CHECK(desk.Vote("Ben Example", "g-part") == "approval.delegate");
  desk.Give(desk.GrantOf("g-ben", "Ben Example"));
  CHECK(desk.Vote("Ben Example", "g-ben") == "approval.delegate");
  // Once the delegation is over, Ben is nobody's delegate.
  CHECK(desk.End("g-part") == "");
  CHECK(desk.Vote("Ben Example", "g-ben") == "");
}

TEST_CASE("approval: who proposed the bundle, and their delegate, vote unless it says not") {
  ApprovalDesk desk;
  desk.log();
  CHECK(desk.Append("bundle.proposed", "bp-1",
                    {{"bundle", "sha256:02"},
                     {"by", "Ben Example"},
                     {"principal", "service"},
                     {"reason", "new limits"},
                     {"loosens", false},
                     {"approvals_needed", 1},
                     {"diff", json::Object()},
                     {"tests", json::Object()},
                     {"against", "sha256:01"}}) == "");
  const Grant ben = desk.GrantOf("g-ben", "Ben Example");
  desk.Give(ben);
  desk.Give(desk.PartOf(ben, "g-part", "Cleo Example"));
  Approval approval = desk.Asked();
  approval.exclude_author = true;
  desk.Open(approval);
  Approval other = desk.Asked("ap-2");
  other.quorum = 2;
  desk.Open(other);
  CHECK(desk.Vote("Ben Example", "g-ben") == "approval.author");
  CHECK(desk.Vote("Cleo Example", "g-part") == "approval.delegate");
  CHECK(desk.Vote("Cleo Example", "g-part", "approve", "ap-2") == "");
  CHECK(desk.Vote("Ben Example", "g-ben", "approve", "ap-2") == "");
}

TEST_CASE("approval: persons of different units, where it asks for them") {
  ApprovalDesk desk;
  Approval approval = desk.Asked();
  approval.quorum = 2;
  approval.distinct_units = true;
  desk.Open(approval);
  const auto give = [&](const std::string& name, const std::string& unit) {
    Grant grant = desk.GrantOf("g-" + name, name + " Example");
    grant.unit = unit;
    CHECK(desk.Give(grant) == "");
  };
  give("Ben", "finance");
  give("Cleo", "finance");
  give("Dora", "");
  give("Emil", "legal");
  CHECK(desk.Vote("Ben Example", "g-Ben") == "");
  CHECK(desk.Vote("Cleo Example", "g-Cleo") == "approval.unit");
  CHECK(desk.Vote("Dora Example", "g-Dora") == "approval.unit");
  CHECK(desk.Vote("Emil Example", "g-Emil") == "");
  CHECK(desk.State() == ApprovalState::kApproved);
}

TEST_CASE("approval: a veto role rejects and does not approve") {
  ApprovalDesk desk;
  Approval approval = desk.Asked();
  approval.veto = {"privacy"};
  desk.Open(approval);
  Grant grant = desk.GrantOf("g-ben", "Ben Example");
  grant.role = "privacy";
  desk.Give(grant);
  CHECK(desk.Vote("Ben Example", "g-ben") == "approval.no_right");
  CHECK(desk.Vote("Ben Example", "g-ben", "reject") == "");
  CHECK(desk.State() == ApprovalState::kRejected);
}

TEST_CASE("approval: blind, it is decided once all votes are cast") {
  ApprovalDesk desk;
  Approval approval = desk.Asked();
  approval.quorum = 2;
  approval.blind = true;
  desk.Open(approval);
  desk.Give(desk.GrantOf("g-ben", "Ben Example"));
  desk.Give(desk.GrantOf("g-cleo", "Cleo Example"));
  CHECK(desk.Vote("Ben Example", "g-ben", "reject") == "");
  CHECK(desk.State() == ApprovalState::kOpen);
  CHECK(desk.Vote("Cleo Example", "g-cleo") == "");
  CHECK(desk.State() == ApprovalState::kRejected);
}

TEST_CASE(
    "approval: another bundle in force makes it void, and the old one's return does not help") {
  ApprovalDesk desk;
  desk.Activate("sha256:02");
  desk.Open(desk.Asked());
  desk.Open(desk.Asked("ap-2"));
  desk.Give(desk.GrantOf("g-ben", "Ben Example"));
  CHECK(desk.Vote("Ben Example", "g-ben", "approve", "ap-2") == "");
  desk.Activate("sha256:02");
  CHECK(desk.State() == ApprovalState::kOpen);
  CHECK(desk.Notice(kApprovalVoided) == "approval.open");
  desk.Activate("sha256:05");
  CHECK(desk.State() == ApprovalState::kVoid);
  CHECK(desk.State("ap-2") == ApprovalState::kVoid);
  CHECK(desk.Vote("Ben Example", "g-ben") == "approval.void");
  CHECK(desk.Use(1) == "approval.void");
  desk.Activate("sha256:02");
  CHECK(desk.State() == ApprovalState::kVoid);
  CHECK(desk.Queue({.state = ApprovalState::kVoid}).size() == 2);
  CHECK(desk.Notice(kApprovalVoided) == "");
  CHECK(desk.Queue({.state = ApprovalState::kVoid}).size() == 2);
  desk.Open(desk.Asked("ap-3"));
  CHECK(desk.State("ap-3") == ApprovalState::kOpen);
}

TEST_CASE("approval: nothing of a prohibited class is approved") {
  ApprovalDesk desk;
  Approval approval = desk.Asked();
  approval.matter.risk_class = "prohibited";
  approval.allow_on_timeout = true;
  desk.Open(approval);
  desk.Give(desk.GrantOf("g-ben", "Ben Example"));
  CHECK(desk.Vote("Ben Example", "g-ben") == "approval.prohibited");
  desk.clock().Advance(hours(8));
  CHECK(desk.Use(1) == "approval.prohibited");
}

TEST_CASE("approval: another tenant sees none of it") {
  ApprovalDesk desk;
  desk.Open(desk.Asked());
  Grant grant = desk.GrantOf("g-ben", "Ben Example");
  CHECK(desk.Append(kGrantGiven, "g-ben", ToJson(grant), "other") == "");
  CHECK(desk.Vote("Ben Example", "g-ben") == "approval.no_right");
  CHECK(desk.Append(kApprovalVoted, "av-1",
                    {{"approval", "ap-1"},
                     {"vote", "approve"},
                     {"by", "Ben Example"},
                     {"voter", "x"},
                     {"grant", "g-ben"},
                     {"reason", "r"}},
                    "other") == "approval.not_found");
}

}  // namespace
}  // namespace reeve::oversight::testing
