// The orders of the queues.
#include "tests/oversight/approval_desk.h"

namespace reeve::oversight::testing {
namespace {

using std::chrono::hours;

TEST_CASE("queue: the oldest first, the nearest deadline first, or the gravest first") {
  ApprovalDesk desk;
  const auto open = [&](const std::string& id, hours deadline, const std::string& severity,
                        std::vector<std::string> roles, const std::string& system = "demo") {
    Approval approval = desk.Asked(id);
    approval.deadline = desk.clock().Now() + deadline;
    approval.matter.severity = severity;
    approval.roles = std::move(roles);
    approval.system = system;
    desk.Open(approval);
    desk.clock().Advance(std::chrono::minutes(1));
  };
  open("ap-1", hours(30), "low", {"officer"});
  open("ap-2", hours(10), "critical", {"officer", "director"});
  open("ap-3", hours(20), "high", {"director"}, "other");
  open("ap-4", hours(5), "critical", {"officer"});
  using Ids = std::vector<std::string>;
  CHECK(desk.Queue({}) == Ids{"ap-1", "ap-2", "ap-3", "ap-4"});
  CHECK(desk.Queue({.order = QueueOrder::kDue}) == Ids{"ap-4", "ap-2", "ap-3", "ap-1"});
  CHECK(desk.Queue({.order = QueueOrder::kPriority}) == Ids{"ap-2", "ap-4", "ap-3", "ap-1"});
  CHECK(desk.Queue({.role = "director"}) == Ids{"ap-2", "ap-3"});
  CHECK(desk.Queue({.system = "other"}) == Ids{"ap-3"});
  CHECK(desk.Queue({.role = "officer", .system = "other"}).empty());
  CHECK(desk.Queue({.limit = 2}) == Ids{"ap-1", "ap-2"});
  QueueQuery query{.tenant = "default", .limit = 3};
  const auto approvals = desk.log()->State("approvals");
  QueuePage page = Must(ReadQueue(approvals, query, {}, desk.clock().Now()));
  CHECK(page.entries.size() == 3);
  query.after = page.next;
  page = Must(ReadQueue(approvals, query, {}, desk.clock().Now()));
  REQUIRE(page.entries.size() == 1);
  CHECK(page.entries[0].approval.id == "ap-4");
  CHECK(page.next.empty());
}

}  // namespace
}  // namespace reeve::oversight::testing
