// What the time makes of an approval, and who asked for it.
#include "tests/oversight/approval_desk.h"

namespace reeve::oversight::testing {
namespace {

using std::chrono::hours;

TEST_CASE("approval: an escalation lets more roles vote from its time on") {
  ApprovalDesk desk;
  Approval approval = desk.Asked();
  approval.escalation = ApprovalEscalation{desk.clock().Now() + hours(4), {"director"}};
  desk.Open(approval);
  Grant grant = desk.GrantOf("g-ben", "Ben Example");
  grant.role = "director";
  desk.Give(grant);
  CHECK(desk.Vote("Ben Example", "g-ben") == "approval.no_right");
  CHECK(desk.Queue({.role = "director"}).empty());
  desk.clock().Advance(hours(4));
  CHECK(desk.Queue({.role = "director"}) == std::vector<std::string>{"ap-1"});
  CHECK(desk.Vote("Ben Example", "g-ben") == "");
}

TEST_CASE("approval: past its deadline it is never approved, recorded or not") {
  ApprovalDesk desk;
  desk.Open(desk.Asked());
  desk.Give(desk.GrantOf("g-ben", "Ben Example"));
  CHECK(desk.Notice(kApprovalExpired) == "approval.open");
  desk.clock().Advance(hours(8) - std::chrono::microseconds(1));
  CHECK(desk.State() == ApprovalState::kOpen);
  desk.clock().Advance(std::chrono::microseconds(1));
  CHECK(desk.State() == ApprovalState::kExpired);
  CHECK(desk.Vote("Ben Example", "g-ben") == "approval.expired");
  CHECK(desk.Use(1) == "approval.expired");
  CHECK(desk.Queue({}).empty());
  CHECK(desk.Queue({.state = ApprovalState::kExpired}) == std::vector<std::string>{"ap-1"});
  CHECK(Must(PastDeadline(desk.log()->State("approvals"), desk.clock().Now(), 10)).size() == 1);
  CHECK(desk.Notice(kApprovalExpired) == "");
  CHECK(desk.Notice(kApprovalExpired) == "approval.expired");
  CHECK(desk.Queue({.state = ApprovalState::kExpired}) == std::vector<std::string>{"ap-1"});
  CHECK(Must(PastDeadline(desk.log()->State("approvals"), desk.clock().Now(), 10)).empty());
  CHECK(desk.Vote("Ben Example", "g-ben") == "approval.expired");
  CHECK(desk.Use(1) == "approval.expired");
}

TEST_CASE("approval: allowed on timeout, it passes from the deadline for its validity") {
  ApprovalDesk desk;
  Approval approval = desk.Asked();
  approval.allow_on_timeout = true;
  approval.validity = hours(1);
  desk.Open(approval);
  CHECK(desk.Use(1) == "approval.open");
  desk.clock().Advance(hours(8));
  CHECK(desk.Notice(kApprovalExpired) == "");
  CHECK(desk.Use(1) == "");
  CHECK(desk.Use(2) == "approval.used");
  ApprovalDesk later;
  later.Open(approval);
  later.clock().Advance(hours(9));
  CHECK(later.Use(1) == "approval.lapsed");
}

TEST_CASE("approval: approved and not used in time it lapses") {
  ApprovalDesk desk;
  Approval approval = desk.Asked();
  approval.validity = hours(2);
  desk.Open(approval);
  desk.Give(desk.GrantOf("g-ben", "Ben Example"));
  CHECK(desk.Vote("Ben Example", "g-ben") == "");
  desk.clock().Advance(hours(2));
  CHECK(desk.State() == ApprovalState::kLapsed);
  CHECK(desk.Use(1) == "approval.lapsed");
  CHECK(desk.Queue({.state = ApprovalState::kLapsed}) == std::vector<std::string>{"ap-1"});
  CHECK(desk.Queue({.state = ApprovalState::kApproved}).empty());
}

TEST_CASE("approval: who asked takes it back, while it is open or unused") {
  ApprovalDesk desk;
  desk.Open(desk.Asked());
  CHECK(desk.Withdraw("Ben Example") == "approval.not_requester");
  CHECK(desk.Withdraw("Ada Example") == "");
  CHECK(desk.State() == ApprovalState::kWithdrawn);
  desk.Give(desk.GrantOf("g-ben", "Ben Example"));
  CHECK(desk.Vote("Ben Example", "g-ben") == "approval.withdrawn");
  CHECK(desk.Use(1) == "approval.withdrawn");
  CHECK(desk.Withdraw("Ada Example") == "approval.withdrawn");
}

}  // namespace
}  // namespace reeve::oversight::testing
