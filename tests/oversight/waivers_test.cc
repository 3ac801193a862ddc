// The fold over `waiver.granted` and `waiver.revoked`: what it refuses, however the record came to
// be; and the waivers that stand.
#include "oversight/waivers.h"

#include "tests/oversight/fixture.h"

namespace reeve::oversight::testing {
namespace {

const ActingPerson kBen{"Ben Example", "service", "default"};

// Granted now, for a day, by Ben at Ada's request.
Waiver MakeWaiver(const std::string& id, Timestamp now = Clock::System().Now()) {
  Waiver waiver{.id = id,
                .tenant = "default",
                .policy = "p",
                .rule = "r",
                .scope = {},
                .from = now,
                .until = now + std::chrono::hours(24),
                .reason = "the vendor repairs it by Friday",
                .by = "Ben Example",
                .requested_by = "Ada Example"};
  waiver.scope.values[static_cast<size_t>(policy::ScopeKey::kSystem)] = {"demo"};
  return waiver;
}

json::Object BodyOf(const Waiver& waiver) {
  json::Object body = ToJson(waiver);
  body.Add("waiver", waiver.id);
  return body;
}

std::string Append(TestLedger& log, std::string_view kind, json::Object body,
                   const std::string& tenant = "default") {
  const std::string text = Must(json::Canonical(std::move(body)));
  const auto appended = log->Append({{.kind = std::string(kind),
                                      .log = ledger::LogRole::kControl,
                                      .tenant = tenant,
                                      .id = "w-x",
                                      .body = text}});
  return appended.ok() ? "" : std::string(appended.error().code);
}
std::string AppendGrant(TestLedger& log, json::Object body) {
  return Append(log, kWaiverGranted, std::move(body));
}
std::string AppendRevocation(TestLedger& log, const std::string& id,
                             const std::string& tenant = "default") {
  return Append(log, kWaiverRevoked,
                json::Object{{"waiver", id}, {"by", "Cleo Example"}, {"reason", "repaired"}},
                tenant);
}

// The body of a good waiver with one member changed.
json::Object With(std::string_view key, json::Value value) {
  json::Object body = BodyOf(MakeWaiver("w-1"));
  body.Set(std::string(key), std::move(value));
  return body;
}

policy::Rule RuleOf(const std::string& policy, const std::string& id) {
  policy::Rule rule;
  rule.policy = policy;
  rule.waivable = true;
  rule.id = id;
  return rule;
}

policy::Facts FactsAt(Timestamp now) {
  policy::Facts facts;
  facts.tenant = "default";
  facts.system.id = "demo";
  facts.now = now;
  return facts;
}

}  // namespace

TEST_CASE("waivers: a grant is kept whole, and found only by its tenant") {
  TestLedger log;
  Waiver waiver = MakeWaiver("w-1");
  waiver.scope.stages = 1u << static_cast<unsigned>(policy::Stage::kOutput);
  waiver.scope.risk_classes = 1u << static_cast<unsigned>(policy::RiskClass::kHigh);
  waiver.references = {"TICKET-7"};
  CHECK(AppendGrant(log, BodyOf(waiver)) == "");
  log.Reopen();
  const WaiverEntry entry = Must(FindWaiver(*log, "default", "w-1"));
  CHECK(json::Value(ToJson(entry.waiver)) == json::Value(ToJson(waiver)));
  CHECK_FALSE(entry.revoked);
  CHECK(FindWaiver(*log, "other", "w-1").error().code == "waiver.not_found");
  CHECK(FindWaiver(*log, "default", "w-2").error().code == "waiver.not_found");
  CHECK(Must(ListWaivers(*log, "default")).size() == 1);
  CHECK(Must(ListWaivers(*log, "other")).empty());
}

TEST_CASE("waivers: who asked for it does not accept it, whatever the spelling") {
  TestLedger log;
  CHECK(AppendGrant(log, With("requested_by", "Ben Example")) == "waiver.own_request");
  CHECK(AppendGrant(log, With("requested_by", "ben  EXAMPLE")) == "waiver.own_request");
  CHECK(AppendGrant(log, With("requested_by", " Ada")) == "person.name");
  CHECK(AppendGrant(log, With("by", "")) == "json.value");
  CHECK(Must(ListWaivers(*log, "default")).empty());
}

TEST_CASE("waivers: it ends after it begins, and within 366 days") {
  TestLedger log;
  const Timestamp now = Clock::System().Now();
  const auto until = [&](Timestamp time) { return With("until", FormatTimestamp(time)); };
  CHECK(AppendGrant(log, until(now - std::chrono::hours(1))) == "waiver.until");
  CHECK(AppendGrant(log, until(now + kMaxWaiverTime + std::chrono::hours(1))) == "waiver.until");
  CHECK(AppendGrant(log, With("until", "tomorrow")) == "time.syntax");
  json::Object empty = BodyOf(MakeWaiver("w-1"));
  empty.Set("from", FormatTimestamp(now + std::chrono::hours(2)));
  empty.Set("until", FormatTimestamp(now + std::chrono::hours(2)));
  CHECK(AppendGrant(log, std::move(empty)) == "waiver.until");
  CHECK(AppendGrant(log, until(now + kMaxWaiverTime - std::chrono::hours(1))) == "");
}

TEST_CASE("waivers: a scope is narrow, or says everywhere; never both, never neither") {
  TestLedger log;
  const auto scope = [&](const char* text) { return AppendGrant(log, With("scope", Json(text))); };
  CHECK(scope("{}") == "waiver.scope");
  CHECK(scope(R"({"systems":[]})") == "waiver.scope");
  CHECK(scope(R"({"stages":["input","output","tool_call","tool_result"]})") == "waiver.scope");
  CHECK(scope(R"({"everywhere":false})") == "waiver.scope");
  CHECK(scope(R"({"everywhere":true,"tools":["x"]})") == "waiver.scope");
  CHECK(scope(R"({"system":["x"]})") == "json.unknown_field");
  CHECK(scope(R"({"stages":["inptu"]})") == "json.value");
  CHECK(scope(R"({"tenants":["other"]})") == "waiver.tenant");
  CHECK(scope(R"({"tenants":["default","other"]})") == "waiver.tenant");
  CHECK(scope(R"({"risk_classes":["limited","prohibited"]})") == "waiver.prohibited");
  CHECK(scope(R"({"everywhere":true})") == "");
  CHECK(Must(FindWaiver(*log, "default", "w-1")).waiver.everywhere);
}

TEST_CASE("waivers: an id is granted once") {
  TestLedger log;
  CHECK(AppendGrant(log, BodyOf(MakeWaiver("w-1"))) == "");
  CHECK(AppendGrant(log, BodyOf(MakeWaiver("w-1"))) == "waiver.exists");
}

TEST_CASE("waivers: what is revoked was granted to the tenant, and stands") {
  TestLedger log;
  CHECK(AppendRevocation(log, "w-1") == "waiver.not_found");
  CHECK(AppendGrant(log, BodyOf(MakeWaiver("w-1"))) == "");
  CHECK(AppendRevocation(log, "w-1", "other") == "waiver.not_found");
  CHECK(Append(log, kWaiverRevoked, json::Object{{"waiver", "w-1"}, {"by", "Cleo Example"}}) ==
        "json.missing");
  CHECK(AppendRevocation(log, "w-1") == "");
  CHECK(AppendRevocation(log, "w-1") == "waiver.state");
  const WaiverEntry entry = Must(FindWaiver(*log, "default", "w-1"));
  REQUIRE(entry.revoked);
  CHECK(entry.revoked->by == "Cleo Example");
  CHECK(entry.revoked->reason == "repaired");
}

TEST_CASE("waivers: it applies from its first moment until just before its last") {
  const Timestamp now = kNow;
  const StandingWaivers standing({std::make_shared<const Waiver>(MakeWaiver("w-1", now))});
  const policy::Rule rule = RuleOf("p", "r");
  const auto one = std::chrono::microseconds(1);
  const Timestamp until = now + std::chrono::hours(24);
  CHECK(standing.Find(rule, FactsAt(now - one)) == nullptr);
  CHECK(standing.Find(rule, FactsAt(now)) != nullptr);
  CHECK(standing.Find(rule, FactsAt(until - one)) != nullptr);
  CHECK(standing.Find(rule, FactsAt(until)) == nullptr);
}

TEST_CASE("waivers: it is of one rule, one tenant and its scope") {
  const StandingWaivers standing({std::make_shared<const Waiver>(MakeWaiver("w-1", kNow))});
  CHECK(standing.Find(RuleOf("p", "other"), FactsAt(kNow)) == nullptr);
  CHECK(standing.Find(RuleOf("other", "r"), FactsAt(kNow)) == nullptr);
  policy::Facts facts = FactsAt(kNow);
  facts.tenant = "other";
  CHECK(standing.Find(RuleOf("p", "r"), facts) == nullptr);
  facts = FactsAt(kNow);
  facts.system.id = "third";
  CHECK(standing.Find(RuleOf("p", "r"), facts) == nullptr);
}

TEST_CASE("waivers: of several the one that began first is used, then by id") {
  const auto waiver = [](const char* id, int later) {
    return std::make_shared<const Waiver>(MakeWaiver(id, kNow + std::chrono::hours(later)));
  };
  const StandingWaivers standing({waiver("w-3", 1), waiver("w-2", 0), waiver("w-1", 0)});
  const policy::Rule rule = RuleOf("p", "r");
  CHECK(standing.Find(rule, FactsAt(kNow + std::chrono::hours(2)))->id == "w-1");
  CHECK(standing.Find(rule, FactsAt(kNow + std::chrono::hours(24)))->id == "w-3");
}

TEST_CASE("waivers: the register has what the log has, and none costs nothing") {
  TestLedger log;
  FakeClock clock(Clock::System().Now());
  auto waivers = Must(WaiverRegister::Open(*log, clock));
  CHECK(waivers->standing() == nullptr);
  Must(waivers->Grant(MakeWaiver("w-1"), kBen));
  REQUIRE(waivers->standing() != nullptr);
  CHECK(waivers->standing()->size() == 1);
  CHECK(Must(WaiverRegister::Open(*log, clock))->standing()->size() == 1);
  CHECK(waivers->Grant(MakeWaiver("w-1"), kBen).error().code == "waiver.exists");
  Must(waivers->Grant(MakeWaiver("w-2"), kBen));
  Must(waivers->Revoke("w-1", "repaired", kBen, Random::System()));
  CHECK(waivers->standing()->size() == 1);
  Must(waivers->Revoke("w-2", "repaired", kBen, Random::System()));
  CHECK(waivers->standing() == nullptr);
  Must(waivers->Grant(MakeWaiver("w-3"), kBen));
  clock.Advance(std::chrono::hours(25));
  CHECK(Must(WaiverRegister::Open(*log, clock))->standing() == nullptr);
}

}  // namespace reeve::oversight::testing
