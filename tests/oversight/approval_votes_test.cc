// The life of an approval, record by record: what the fold takes, and what it refuses however the
// record came to be. Digests are stand-ins: "digest of Ada Example".
#include "oversight/approval_queue.h"
#include "oversight/approvals.h"
#include "tests/oversight/fixture.h"

namespace reeve::oversight::testing {
namespace {

using std::chrono::hours;

std::string DigestOf(const std::string& name) { return "digest of " + FoldedPersonName(name); }

// Grants of persons, approvals that Ada asks for, and a clock that is told to move.
class Desk {
 public:
  Desk() : log_(clock_) {}

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
            .deadline = clock_.Now() + hours(8),
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
            .until = clock_.Now() + hours(24 * 30),
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
  std::string Train(const std::string& person, const std::string& name, hours valid) {
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

}  // namespace

TEST_CASE("approval: with as many approvals as its quorum it is approved, and passes once") {
  Desk desk;
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
  Desk desk;
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
  Desk desk;
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
  Desk desk;
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
  Desk desk;
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
  Desk desk;
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

TEST_CASE("approval: a vote rests on a grant of the voter that is in force when it is cast") {
  Desk desk;
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
  Desk desk;
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
  Desk desk;
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
  Desk desk;
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
  Desk desk;
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

TEST_CASE("approval: persons of different units, where it asks for them") {
  Desk desk;
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
  Desk desk;
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
  Desk desk;
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

TEST_CASE("approval: an escalation lets more roles vote from its time on") {
  Desk desk;
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
  Desk desk;
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
  Desk desk;
  Approval approval = desk.Asked();
  approval.allow_on_timeout = true;
  approval.validity = hours(1);
  desk.Open(approval);
  CHECK(desk.Use(1) == "approval.open");
  desk.clock().Advance(hours(8));
  CHECK(desk.Notice(kApprovalExpired) == "");
  CHECK(desk.Use(1) == "");
  CHECK(desk.Use(2) == "approval.used");
  Desk later;
  later.Open(approval);
  later.clock().Advance(hours(9));
  CHECK(later.Use(1) == "approval.lapsed");
}

TEST_CASE("approval: approved and not used in time it lapses") {
  Desk desk;
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
  Desk desk;
  desk.Open(desk.Asked());
  CHECK(desk.Withdraw("Ben Example") == "approval.not_requester");
  CHECK(desk.Withdraw("Ada Example") == "");
  CHECK(desk.State() == ApprovalState::kWithdrawn);
  desk.Give(desk.GrantOf("g-ben", "Ben Example"));
  CHECK(desk.Vote("Ben Example", "g-ben") == "approval.withdrawn");
  CHECK(desk.Use(1) == "approval.withdrawn");
  CHECK(desk.Withdraw("Ada Example") == "approval.withdrawn");
}

TEST_CASE(
    "approval: another bundle in force makes it void, and the old one's return does not help") {
  Desk desk;
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
  Desk desk;
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
  Desk desk;
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

TEST_CASE("queue: the oldest first, the nearest deadline first, or the gravest first") {
  Desk desk;
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

}  // namespace reeve::oversight::testing
