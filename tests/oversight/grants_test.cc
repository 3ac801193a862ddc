// Grants, and the rights that votes rest on, record by record.
#include "tests/oversight/approval_desk.h"

namespace reeve::oversight::testing {
namespace {

using std::chrono::hours;

TEST_CASE("approval: a vote rests on a grant of the voter that is in force when it is cast") {
  ApprovalDesk desk;
  Approval approval = desk.Asked();
  approval.quorum = 2;
  approval.deadline = desk.clock().Now() + hours(24 * 20);
  desk.Open(approval);
  CHECK(desk.Vote("Ben Example", "none") == "approval.no_right");
  Grant ben = desk.GrantOf("g-ben", "Ben Example");
  ben.until = desk.clock().Now() + hours(1);
  desk.Give(ben);
  Grant cleo = desk.GrantOf("g-cleo", "Cleo Example");
  cleo.until = desk.clock().Now() + hours(2);
  desk.Give(cleo);
  CHECK(desk.Vote("Cleo Example", "g-ben") == "approval.no_right");
  CHECK(desk.Vote("Ben Example", "g-ben") == "");
  // Ben's grant runs out: his vote stands. Cleo's runs out before hers: it is refused.
  desk.clock().Advance(hours(2));
  CHECK(desk.Vote("Cleo Example", "g-cleo") == "grant.state");
  CHECK(desk.State() == ApprovalState::kOpen);
  Grant dora = desk.GrantOf("g-dora", "Dora Example");
  dora.from = desk.clock().Now() + hours(1);
  desk.Give(dora);
  CHECK(desk.Vote("Dora Example", "g-dora") == "grant.state");
  desk.clock().Advance(hours(1));
  CHECK(desk.Vote("Dora Example", "g-dora") == "");
  CHECK(desk.State() == ApprovalState::kApproved);
}

TEST_CASE("approval: a grant reaches as far as it says") {
  ApprovalDesk desk;
  desk.Open(desk.Asked());
  const auto vote_by = [&](const std::string& person, const auto& change) {
    Grant grant = desk.GrantOf("g-" + person, person + " Example");
    change(grant);
    CHECK(desk.Give(grant) == "");
    return desk.Vote(person + " Example", "g-" + person);
  };
  CHECK(vote_by("A1", [](Grant& g) { g.role = "clerk"; }) == "approval.no_right");
  CHECK(vote_by("A2", [](Grant& g) { g.actions = {"payment"}; }) == "approval.no_right");
  CHECK(vote_by("A3", [](Grant& g) { g.systems = {"other"}; }) == "approval.no_right");
  CHECK(vote_by("A4", [](Grant& g) { g.risk_classes = {"limited"}; }) == "approval.no_right");
  CHECK(vote_by("A5", [](Grant& g) { g.up_to = 899.99, g.currency = "EUR"; }) ==
        "approval.no_right");
  CHECK(vote_by("A6", [](Grant& g) { g.up_to = 5000, g.currency = "USD"; }) == "approval.no_right");
  CHECK(vote_by("A7", [](Grant& g) {
          g.up_to = 900, g.currency = "EUR";
          g.actions = {"payment", "refund"};
          g.systems = {"demo"};
          g.risk_classes = {"high"};
        }) == "");
}

TEST_CASE("approval: a grant may ask for a training that has not run out") {
  ApprovalDesk desk;
  Approval approval = desk.Asked();
  approval.quorum = 3;
  approval.deadline = desk.clock().Now() + hours(24 * 10);
  desk.Open(approval);
  for (const std::string name : {"Ben", "Cleo"}) {
    Grant grant = desk.GrantOf("g-" + name, name + " Example");
    grant.competence = "loans";
    CHECK(desk.Give(grant) == "");
  }
  CHECK(desk.Vote("Ben Example", "g-Ben") == "grant.competence");
  CHECK(desk.Train("Ben Example", "cooking", hours(100)) == "");
  CHECK(desk.Vote("Ben Example", "g-Ben") == "grant.competence");
  CHECK(desk.Train("ben example", "loans", hours(2)) == "");
  CHECK(desk.Vote("Ben Example", "g-Ben") == "");
  CHECK(desk.Train("Cleo Example", "loans", hours(2)) == "");
  desk.clock().Advance(hours(2));
  CHECK(desk.Vote("Cleo Example", "g-Cleo") == "grant.competence");
  CHECK(desk.Train("Cleo Example", "loans", hours(2)) == "");
  CHECK(desk.Vote("Cleo Example", "g-Cleo") == "");
}

TEST_CASE("grants: nobody gives themselves a right, or records their own training") {
  ApprovalDesk desk;
  Grant grant = desk.GrantOf("g-1", "Ben Example");
  grant.by = "BEN Example";
  CHECK(desk.Give(grant) == "grant.own");
  CHECK(desk.Train("Zoe Example", "loans", hours(1)) == "grant.own");
  grant.by = "Zoe Example";
  grant.until = grant.from;
  CHECK(desk.Give(grant) == "grant.until");
  grant.until = grant.from + kMaxGrantTime + hours(1);
  CHECK(desk.Give(grant) == "grant.until");
  grant.until = grant.from + kMaxGrantTime;
  CHECK(desk.Give(grant) == "");
  CHECK(desk.Give(grant) == "grant.exists");
  CHECK(desk.End("g-2") == "grant.not_found");
  CHECK(desk.End("g-1") == "");
  CHECK(desk.End("g-1") == "grant.state");
}

TEST_CASE("grants: a delegation is a part of the delegator's own, and goes no further") {
  ApprovalDesk desk;
  Grant whole = desk.GrantOf("g-1", "Ben Example");
  whole.up_to = 1000;
  whole.currency = "EUR";
  whole.actions = {"refund"};
  desk.Give(whole);
  const auto pass_on = [&](const auto& change) {
    Grant part = desk.PartOf(whole, "g-2", "Cleo Example");
    change(part);
    return desk.Give(part);
  };
  CHECK(pass_on([](Grant& p) { p.of = "g-9"; }) == "grant.not_found");
  CHECK(pass_on([](Grant& p) { p.by = "Dora Example"; }) == "grant.not_own");
  CHECK(pass_on([](Grant& p) { p.person = "Ben Example"; }) == "grant.own");
  CHECK(pass_on([](Grant& p) { p.role = "director"; }) == "grant.scope");
  CHECK(pass_on([](Grant& p) { p.up_to = 1000.01; }) == "grant.scope");
  CHECK(pass_on([](Grant& p) { p.up_to.reset(), p.currency.clear(); }) == "grant.scope");
  CHECK(pass_on([](Grant& p) { p.currency = "USD"; }) == "grant.scope");
  CHECK(pass_on([](Grant& p) { p.actions.clear(); }) == "grant.scope");
  CHECK(pass_on([](Grant& p) { p.actions = {"refund", "payment"}; }) == "grant.scope");
  CHECK(pass_on([](Grant& p) { p.until += hours(1); }) == "grant.until");
  CHECK(pass_on([](Grant& p) { p.up_to = 10, p.until -= hours(1); }) == "");
  Grant further = desk.PartOf(desk.PartOf(whole, "g-2", "Cleo Example"), "g-3", "Dora Example");
  CHECK(desk.Give(further) == "grant.delegated");
  // It ends with the whole.
  Approval approval = desk.Asked();
  approval.matter.amount = 5;
  desk.Open(approval);
  CHECK(desk.End("g-1") == "");
  CHECK(desk.Vote("Cleo Example", "g-2") == "grant.state");
}

}  // namespace
}  // namespace reeve::oversight::testing
