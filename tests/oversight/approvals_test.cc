#include "oversight/approvals.h"

#include "tests/oversight/fixture.h"

namespace reeve::oversight::testing {
namespace {

Approval Opened(const std::string& id = "ap-1") {
  return {.id = id,
          .tenant = "default",
          .decision = "d-1",
          .interaction = "i-1",
          .system = "demo",
          .request = "hmac-sha256:01",
          .bundle = "sha256:02",
          .shown = "hmac-sha256:03",
          .roles = {"auditor", "team_lead"},
          .quorum = 2,
          .opened = kNow,
          .deadline = kNow + std::chrono::hours(8)};
}

}  // namespace

TEST_CASE("approval: it is the same after its JSON is read back") {
  CHECK(Must(ApprovalFromJson(ToJson(Opened()), "default")) == Opened());
  Approval approval = Opened();
  approval.roles.clear();
  CHECK(Must(ApprovalFromJson(ToJson(approval), "default")) == approval);
  approval.escalation = ApprovalEscalation{kNow + std::chrono::hours(4), {"head_of_desk"}};
  approval.allow_on_timeout = true;
  CHECK(Must(ApprovalFromJson(ToJson(approval), "default")) == approval);
}

TEST_CASE("approval: each field that is missing, unknown or malformed is refused") {
  const json::Object good = ToJson(Opened());
  for (const json::Member& field : good) {
    if (field.key == "roles") continue;
    json::Object without;
    for (const json::Member& member : good) {
      if (member.key != field.key) without.Add(member.key, member.value);
    }
    INFO(field.key);
    CHECK_FALSE(ApprovalFromJson(without, "default").ok());
    json::Object wrong = good;
    wrong.Set(field.key, json::Object());
    CHECK_FALSE(ApprovalFromJson(wrong, "default").ok());
  }
  json::Object more = good;
  more.Set("votes", json::Array());
  CHECK(ApprovalFromJson(more, "default").error().code == "json.unknown_field");
  more = good;
  more.Set("deadline", "tomorrow");
  CHECK(ApprovalFromJson(more, "default").error().at == "/body/deadline");
}

TEST_CASE("approval: a quorum of nobody, or of more than can be counted, is refused") {
  for (const int64_t quorum : {int64_t{0}, int64_t{-1}, int64_t{1} << 32, (int64_t{1} << 32) + 1}) {
    json::Object object = ToJson(Opened());
    object.Set("quorum", quorum);
    INFO(quorum);
    CHECK_FALSE(ApprovalFromJson(object, "default").ok());
  }
}

TEST_CASE("approval: once its record is written it is found, also after reopening") {
  TestLedger log;
  CHECK(FindApproval(log->State("approvals"), "ap-1").error().code == "approval.not_found");
  const ledger::NewRecord record = Must(OpeningRecord(Opened()));
  CHECK(record.kind == kApprovalOpened);
  CHECK(record.log == ledger::LogRole::kControl);
  CHECK(record.id == "ap-1");
  CHECK(record.tenant == "default");
  Must(log->Append({record}));
  CHECK(Must(FindApproval(log->State("approvals"), "ap-1")) == Opened());
  log.Reopen();
  CHECK(Must(FindApproval(log->State("approvals"), "ap-1")) == Opened());
}

TEST_CASE("approval: its projection says its state and its tenant") {
  TestLedger log;
  Approval approval = Opened();
  approval.tenant = "acme";
  Must(log->Append({Must(OpeningRecord(approval))}));
  const json::Value entry = Json(*Must(log->State("approvals").Get("approval/ap-1")));
  CHECK(entry.Find("state")->as_string()->compare("open") == 0);
  CHECK(entry.Find("tenant")->as_string()->compare("acme") == 0);
  CHECK(*entry.Find("approval") == json::Value(ToJson(approval)));
  CHECK(Must(FindApproval(log->State("approvals"), "ap-1")) == approval);
}

TEST_CASE("approval: it is opened once, and a unit that opens it again is refused whole") {
  TestLedger log;
  Must(log->Append({Must(OpeningRecord(Opened()))}));
  const auto again =
      log->Append({Must(OpeningRecord(Opened("ap-2"))), Must(OpeningRecord(Opened("ap-1")))});
  REQUIRE_FALSE(again.ok());
  CHECK(again.error().code == "approval.exists");
  const auto twice =
      log->Append({Must(OpeningRecord(Opened("ap-3"))), Must(OpeningRecord(Opened("ap-3")))});
  REQUIRE_FALSE(twice.ok());
  CHECK(twice.error().code == "approval.exists");
  CHECK(log->size() == 1);
  CHECK_FALSE(FindApproval(log->State("approvals"), "ap-2").ok());
  CHECK_FALSE(FindApproval(log->State("approvals"), "ap-3").ok());
}

TEST_CASE("approval: records of other kinds change nothing") {
  TestLedger log;
  Must(log->Append({{.kind = "decision", .tenant = "default", .id = "ap-1", .body = "{}"}}));
  CHECK_FALSE(FindApproval(log->State("approvals"), "ap-1").ok());
}

}  // namespace reeve::oversight::testing
