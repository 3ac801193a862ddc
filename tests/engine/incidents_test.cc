// Incidents from the awareness to the closing: clock, freeze, report, alarm.
#include "engine/attached_text.h"
#include "engine/incident_html.h"
#include "ledger/rebuild.h"
#include "oversight/content_register.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

using oversight::ActingPerson;
using oversight::IncidentCategory;

const ActingPerson kAda{"Ada Example", "tester", "default"};
const ActingPerson kBen{"Ben Example", "tester", "default"};
constexpr std::chrono::hours kDay{24};

template <typename T>
std::string Code(const Result<T>& result) {
  return result.ok() ? "" : std::string(result.error().code);
}

// Of demo, known an hour ago.
IncidentTerms Terms(TestEngine& engine, std::vector<IncidentCategory> categories) {
  IncidentTerms terms;
  terms.system = "demo";
  terms.categories = std::move(categories);
  terms.aware = engine.clock().Now() - std::chrono::hours(1);
  terms.causal_link = oversight::CausalLink::kSuspected;
  return terms;
}
json::Value Open(TestEngine& engine, std::vector<IncidentCategory> categories) {
  return Must((*engine).incidents().Open(Terms(engine, std::move(categories)), kAda));
}
json::Value Found(TestEngine& engine, const std::string& id) {
  return Must((*engine).incidents().Find("default", id));
}
int64_t DaysOf(const json::Value& incident) {
  const Timestamp aware = Must(ParseTimestamp(Text(incident, "/clock/aware")));
  const Timestamp due = Must(ParseTimestamp(Text(incident, "/clock/due")));
  CHECK(Must(ParseTimestamp(Text(incident, "/clock/outer"))) >= due);
  CHECK(due - aware == Int(incident, "/clock/days") * kDay);
  return Int(incident, "/clock/days");
}
uint64_t Records(const TestEngine& engine, std::string_view kind) {
  uint64_t count = 0;
  for (uint64_t i = 0; i < engine.ledger().size(); ++i) {
    if (Must(engine.ledger().Read(i)).kind() == kind) ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("incidents: the shortest limit that applies runs from the awareness") {
  TestEngine engine(CompileRules(kManyRules));
  using C = IncidentCategory;
  CHECK(DaysOf(Open(engine, {C::kDeath})) == 10);
  CHECK(DaysOf(Open(engine, {C::kHealth})) == 15);
  CHECK(DaysOf(Open(engine, {C::kFundamentalRights})) == 15);
  CHECK(DaysOf(Open(engine, {C::kPropertyOrEnvironment})) == 15);
  CHECK(DaysOf(Open(engine, {C::kCriticalInfrastructure})) == 2);
  CHECK(DaysOf(Open(engine, {C::kFundamentalRights, C::kWidespread})) == 2);
  CHECK(DaysOf(Open(engine, {C::kDeath, C::kCriticalInfrastructure})) == 2);
}

TEST_CASE("incidents: an injury that becomes a death has ten days, from the first awareness") {
  TestEngine engine(CompileRules(kManyRules));
  const json::Value opened = Open(engine, {IncidentCategory::kHealth});
  engine.clock().Advance(3 * kDay);
  IncidentChange change;
  change.added = {IncidentCategory::kDeath};
  change.aware = engine.clock().Now();
  change.reason = "the hospital called";
  const json::Value changed = Must((*engine).incidents().Update(Text(opened, "/id"), change, kAda));
  CHECK(DaysOf(changed) == 10);
  CHECK(Text(changed, "/clock/aware") == Text(opened, "/clock/aware"));
  CHECK(Text(changed, "/categories/death") == FormatTimestamp(engine.clock().Now()));
  change.added = {};
  change.withdrawn = {IncidentCategory::kFundamentalRights};
  CHECK(Code((*engine).incidents().Update(Text(opened, "/id"), change, kAda)) ==
        "incident.category");
  change.withdrawn = {};
  CHECK(Code((*engine).incidents().Update(Text(opened, "/id"), change, kAda)) ==
        "incident.nothing");
}

TEST_CASE("incidents: opened, it holds the content of its system and pins what decided") {
  TestEngine engine(CompileRules(kManyRules));
  const std::string bundle = (*engine).active()->bundle().digest();
  const json::Value incident = Open(engine, {IncidentCategory::kDeath});
  CHECK(Text(incident, "/pin/bundles/0") == bundle);
  CHECK(Text(incident, "/pin/root").starts_with("sha256:"));
  const auto covered = Must(oversight::CoveredByHolds::Load(engine.ledger()));
  CHECK(covered.Covers("default", "anybody", "demo"));
  CHECK_FALSE(covered.Covers("default", "anybody", "credit"));
  CHECK(Code((*engine).contents().LiftHold(Text(incident, "/legal_hold"), "in the way", kBen)) ==
        "legal_hold.incident");
  const std::string id = Text(incident, "/id");
  CHECK(Code((*engine).incidents().Close(id, "not_serious", "a false alarm", kAda)) ==
        "incident.own");
  CHECK(Must(oversight::CoveredByHolds::Load(engine.ledger())).any());
  Must((*engine).incidents().Close(id, "not_serious", "a false alarm", kBen));
  CHECK_FALSE(Must(oversight::CoveredByHolds::Load(engine.ledger())).any());
  CHECK(Text(Found(engine, id), "/state") == "closed");
}

TEST_CASE("incidents: what happened is told in no record, and the report has it") {
  TestEngine engine(CompileRules(kManyRules));
  const json::Value decided = engine.Decide({{"/content/text", "xyzzy"}});
  IncidentTerms terms = Terms(engine, {IncidentCategory::kHealth});
  terms.description = "The pump <b>stopped</b>.\nNobody saw it.";
  terms.decisions = {Text(decided, "/id")};
  const std::string id = Text(json::Value(Must((*engine).incidents().Open(terms, kAda))), "/id");
  IncidentChange note;
  note.note = "The ward saw it at noon.";
  note.reason = "the ward reported";
  Must((*engine).incidents().Update(id, note, kBen));
  engine.Decide();
  for (uint64_t i = 0; i < engine.ledger().size(); ++i) {
    const std::string bytes(Must(engine.ledger().Read(i)).bytes());
    CHECK(bytes.find("pump") == std::string::npos);
    CHECK(bytes.find("ward saw") == std::string::npos);
  }
  const json::Object draft = Must((*engine).incidents().Draft("default", id));
  const json::Value report(draft);
  CHECK(Text(report, "/description") == terms.description);
  CHECK(Text(report, "/notes/0/text") == note.note);
  CHECK(Text(report, "/decisions/named/0/effect") == "deny");
  CHECK(Text(report, "/decisions/named/0/rules/0") == "p/forbidden-word");
  CHECK(Int(report, "/decisions/by_effect/allow") == 1);
  CHECK(Text(report, "/who_knew/0/person") == "Ada Example");
  CHECK(Text(report, "/who_knew/1/person") == "Ben Example");
  const std::string page = IncidentPage(draft);
  CHECK(page.find("The pump &lt;b&gt;stopped&lt;/b&gt;.") != std::string::npos);
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("not legal advice") != std::string::npos);
  CHECK(page.find("Draft of a report") != std::string::npos);
}

TEST_CASE("incidents: a report is recorded by its digest, and read back by it alone") {
  TestEngine engine(CompileRules(kManyRules));
  const std::string id = Text(Open(engine, {IncidentCategory::kDeath}), "/id");
  const json::Value reported =
      Must((*engine).incidents().Report(id, {.kind = "partial", .to = "Example authority"}, kAda));
  CHECK(Text(reported, "/state") == "partly_reported");
  const std::string digest = Text(reported, "/reported/report");
  const std::string bytes = Must((*engine).incidents().FindReport("default", id, digest));
  CHECK(DigestName(Sha256(bytes)) == digest);
  CHECK(Text(Json(bytes), "/kind") == "partial");
  CHECK(Must((*engine).incidents().FindReport("default", id, Text(reported, "/reported/page")))
            .starts_with("<!DOCTYPE html>"));
  const std::string bundle = (*engine).active()->bundle().digest();
  CHECK(Code((*engine).incidents().FindReport("default", id, bundle)) == "incident.no_report");
  CHECK(Code((*engine).incidents().Close(id, "reported", "done", kBen)) == "incident.not_reported");
  Must((*engine).incidents().Report(id, {.kind = "full", .to = "Example authority"}, kAda));
  Must((*engine).incidents().Close(id, "reported", "done", kBen));
}

TEST_CASE("incidents: a limit that passes is recorded once for each limit, and shown") {
  TestEngine engine(CompileRules(kManyRules));
  const std::string id = Text(Open(engine, {IncidentCategory::kDeath}), "/id");
  engine.clock().Advance(9 * kDay);
  CHECK(Must((*engine).incidents().NoteOverdue()) == 0);
  engine.clock().Advance(kDay);
  CHECK(At(Found(engine, id), "/late") == json::Value(true));
  CHECK(Must((*engine).incidents().NoteOverdue()) >= 1);
  CHECK(Must((*engine).incidents().NoteOverdue()) == 0);
  engine.clock().Advance(7 * kDay);
  Must((*engine).incidents().NoteOverdue());
  CHECK(Records(engine, "incident.overdue") == 2);
  const json::Value list = Must((*engine).incidents().List("default", IncidentFilter::kLate));
  CHECK(Int(list, "/late") == 1);
  CHECK(Text(list, "/incidents/0/overdue/0/limit") == "due");
  CHECK(engine.metrics().Render().find("reeve_incidents{state=\"late\"} 1") != std::string::npos);
  Must((*engine).incidents().Report(id, {.kind = "partial", .to = "Example authority"}, kAda));
  CHECK(Int(json::Value(Must((*engine).incidents().List("default", IncidentFilter::kAll))),
            "/late") == 0);
  CHECK(Must(ledger::VerifyProjections(engine.ledger().store(), AllProjections())).ok());
}

TEST_CASE("incidents: what is not there is refused, and nothing is written") {
  TestEngine engine(CompileRules(kManyRules));
  const uint64_t size = engine.ledger().size();
  IncidentTerms terms = Terms(engine, {IncidentCategory::kHealth});
  terms.system = "dmeo";
  CHECK(Code((*engine).incidents().Open(terms, kAda)) == "incident.unknown_system");
  terms.system = "demo";
  terms.decisions = {"d-none"};
  CHECK(Code((*engine).incidents().Open(terms, kAda)) == "incident.unknown_decision");
  terms.decisions = {};
  terms.aware = engine.clock().Now() + kDay;
  CHECK(Code((*engine).incidents().Open(terms, kAda)) == "incident.aware");
  CHECK(Code((*engine).incidents().Find("other", "inc-1")) == "incident.not_found");
  CHECK(engine.ledger().size() == size);
}

}  // namespace reeve::engine::testing
