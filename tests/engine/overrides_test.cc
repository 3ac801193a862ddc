// Overrides and appeals from the decision to what is counted, and to what audits read.
#include "ledger/rebuild.h"
#include "oversight/outcome.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

using oversight::ActingPerson;

const ActingPerson kAda{"Ada Example", "tester", "default"};
const ActingPerson kBen{"Ben Example", "tester", "default"};

template <typename T>
std::string Code(const Result<T>& result) {
  return result.ok() ? "" : std::string(result.error().code);
}
std::string Code(const Status& status) {
  return status.ok() ? "" : std::string(status.error().code);
}

oversight::Override Overridden(const std::string& decision) {
  oversight::Override one;
  one.decision = decision;
  one.did = oversight::ResponseToOutput::kOverridden;
  one.reason = "inaccurate";
  one.role = "clerk";
  one.person = "u-17";
  return one;
}
AppealTerms Terms(const std::string& decision) {
  AppealTerms terms;
  terms.appeal.decision = decision;
  terms.appeal.kind = "contest";
  terms.appeal.grounds = "facts";
  terms.statement = "My income was misread.";
  terms.person = "s-17";
  return terms;
}
json::Value BodyOfLast(TestEngine& engine, uint64_t back = 0) {
  return Json(Must(engine.ledger().Read(engine.ledger().size() - 1 - back)).body_text());
}

}  // namespace

TEST_CASE("overrides: system and rules come from the decision, the person is a commitment") {
  TestEngine engine(CompileRules(kManyRules));
  const std::string decision = Text(engine.Decide({{"/content/text", "xyzzy"}}), "/id");
  Must((*engine).overrides().Record({Overridden(decision)}, engine.principal()));
  const json::Value body = BodyOfLast(engine);
  CHECK(Text(body, "/system") == "demo");
  CHECK(At(body, "/rules") == Json(R"(["p/forbidden-word"])"));
  CHECK(Text(body, "/person") == (*engine).IdentityDigest("u-17"));
  CHECK(json::Compact(body).find("u-17") == std::string::npos);
  const json::Value rates = Must((*engine).overrides().Rates("default", ""));
  CHECK(Int(rates, "/systems/0/overridden") == 1);
  CHECK(Text(rates, "/rules/0/rule") == "p/forbidden-word");
  CHECK(Code((*engine).overrides().Record({Overridden(decision), Overridden("d-none")},
                                          engine.principal())) == "override.unknown_decision");
  CHECK(Int(json::Value(Must((*engine).overrides().Rates("default", "demo"))),
            "/systems/0/overridden") == 1);
}

TEST_CASE("appeals: what was reversed is an outcome of the decision, in the unit of the ruling") {
  TestEngine engine(CompileRules(kManyRules));
  const std::string decision = Text(engine.Decide({{"/content/text", "xyzzy"}}), "/id");
  const json::Value opened = Must((*engine).overrides().OpenAppeal(Terms(decision), kAda));
  CHECK(json::Compact(BodyOfLast(engine)).find("income") == std::string::npos);
  CHECK(Text(BodyOfLast(engine), "/person") == (*engine).IdentityDigest("s-17"));
  const std::string id = Text(opened, "/id");
  OverrideCommands& commands = (*engine).overrides();
  const AppealRuling ruling{"reversed", "granted", "the income was misread"};
  CHECK(Code(commands.DecideAppeal(id, ruling, kAda)) == "appeal.own");
  CHECK(Code(commands.DecideAppeal(id, {"upheld", "granted", "no"}, kBen)) == "appeal.outcome");
  Must(commands.DecideAppeal(id, ruling, kBen));
  const ledger::Record last = Must(engine.ledger().Read(engine.ledger().size() - 1));
  const oversight::Outcome outcome = Must(oversight::OutcomeOf(last));
  CHECK(outcome.decision == decision);
  CHECK(outcome.value == "granted");
  CHECK(Text(BodyOfLast(engine), "/appeal") == id);
  CHECK(Int(json::Value(Must(commands.ListAppeals("default", true))), "/total") == 0);
  CHECK(Code(commands.OpenAppeal(Terms("d-none"), kAda)) == "appeal.unknown_decision");
  CHECK(Must(ledger::VerifyProjections(engine.ledger().store(), AllProjections())).ok());
}

TEST_CASE("appeals: who voted on the decision does not decide the appeal") {
  TestEngine engine(CompileRules(R"(
rules:
  - id: large
    when: action.amount > 100.0
    effect: hold
    hold: { roles: [officer] }
    reason: A person must look.
)"));
  oversight::Grant grant;
  grant.person = "Ben Example";
  grant.role = "officer";
  grant.until = engine.clock().Now() + std::chrono::hours(24);
  grant.reason = "is an officer";
  [[maybe_unused]] const auto given = Must(engine->grants().Give(grant, kAda));
  const json::Value held = engine.Decide({{"/action/amount", 900.0}, {"/action/currency", "EUR"}});
  [[maybe_unused]] const auto voted = Must(engine->approvals().CastVote(
      Text(held, "/approval/id"), {.approve = false, .reason = "not due", .conditions = {}}, kBen));
  const std::string id = Text(
      json::Value(Must(engine->overrides().OpenAppeal(Terms(Text(held, "/id")), kAda))), "/id");
  const AppealRuling ruling{"upheld", "", "it is not due"};
  CHECK(Code(engine->overrides().DecideAppeal(id, ruling, kBen)) == "appeal.voted");
  CHECK(Code(engine->overrides().DecideAppeal(id, ruling, {"Cleo Example", "x", "default"})) == "");
}

}  // namespace reeve::engine::testing
