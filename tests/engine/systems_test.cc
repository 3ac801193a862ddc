// What the register lets pass: states, reviews, purposes, and calls with systems that nobody knows.
#include <set>
#include <thread>

#include "engine/dry_run.h"
#include "ledger/rebuild.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

using oversight::PurposeDrift;
using oversight::System;
using oversight::SystemState;
using policy::RiskClass;

constexpr std::chrono::hours kDay{24};

// Registers a system as `hr`, over whatever was there.
void Put(TestEngine& engine, System system) {
  system.id = "hr";
  Must(engine->systems().Register({&system, 1}, engine.clock().Now(), Random::System()));
}

System Limited(SystemState state = SystemState::kActive) {
  return MakeSystem("hr", RiskClass::kLimited, state);
}

System Declaring(PurposeDrift drift = PurposeDrift::kDeny) {
  System system = Limited();
  system.purposes = {"ranking", "scheduling"};
  system.purpose_drift = drift;
  return system;
}

json::Value Use(TestEngine& engine, const std::string& purpose, Changes more = {}) {
  more.push_back({"/system", "hr"});
  if (!purpose.empty()) more.push_back({"/action/purpose", purpose});
  return engine.Decide(more);
}

// "allow", or the code of what denied it.
std::string Outcome(const json::Value& answer) {
  return Text(answer, "/effect") == "allow" ? "allow" : Rules(answer).front();
}

std::vector<json::Value> Alarms(TestEngine& engine) {
  std::vector<json::Value> out;
  for (uint64_t i = 0; i < engine.ledger().size(); ++i) {
    const ledger::Record record = Must(engine.ledger().Read(i));
    if (record.kind() == oversight::kPurposeDrift) out.push_back(Json(record.body_text()));
  }
  return out;
}

}  // namespace

TEST_CASE("register: only an active system runs, and the answer says why another does not") {
  TestEngine engine(CompileRules(kManyRules));
  const std::vector<std::pair<SystemState, std::string>> states = {
      {SystemState::kActive, "allow"},
      {SystemState::kRestricted, "allow"},
      {SystemState::kSuspended, "system.suspended"},
      {SystemState::kProposed, "system.not_active"},
      {SystemState::kInReview, "system.not_active"},
      {SystemState::kApproved, "system.not_active"},
      {SystemState::kRetired, "system.retired"},
      {SystemState::kHalted, "system.halted"}};
  for (const auto& [state, outcome] : states) {
    Put(engine, Limited(state));
    const json::Value answer = Use(engine, "");
    INFO(oversight::SystemStateName(state));
    CHECK(Outcome(answer) == outcome);
    if (outcome != "allow") CHECK(Text(engine.BodyOf(answer), "/standstill/code") == outcome);
  }
}

TEST_CASE("register: a restricted system takes no consequential action and calls no tool") {
  TestEngine engine(CompileRules(kManyRules));
  Put(engine, Limited(SystemState::kRestricted));
  CHECK(Outcome(Use(engine, "")) == "allow");
  CHECK(Outcome(Use(engine, "", {{"/action/consequential", true}})) == "system.restricted");
  CHECK(Outcome(Use(engine, "", {{"/stage", "tool_call"}})) == "system.restricted");
  CHECK(Outcome(Use(engine, "", {{"/stage", "tool_result"}})) == "allow");
  Put(engine, Limited());
  CHECK(Outcome(Use(engine, "", {{"/action/consequential", true}})) == "allow");
}

TEST_CASE("register: a system runs through the day of its review, and not a moment longer") {
  TestEngine engine(CompileRules(kManyRules));
  System system = Limited();
  // The clock stands within that day.
  system.review_due = std::chrono::floor<std::chrono::days>(engine.clock().Now());
  Put(engine, system);
  const Timestamp end = *system.review_due + kDay;
  engine.clock().Advance(end - engine.clock().Now() - std::chrono::microseconds(1));
  CHECK(Outcome(Use(engine, "")) == "allow");
  engine.clock().Advance(std::chrono::microseconds(1));
  CHECK(Outcome(Use(engine, "")) == "system.review_overdue");
}

TEST_CASE("drift: a purpose that is not declared is denied, and the alarm names the article") {
  TestEngine engine(CompileRules(kManyRules));
  Put(engine, Declaring());
  CHECK(Outcome(Use(engine, "ranking")) == "allow");
  CHECK(Alarms(engine).empty());
  const json::Value denied = Use(engine, "firing");
  CHECK(Outcome(denied) == "system.purpose_drift");
  CHECK(Text(denied, "/reasons/0/message").find("Art. 25(1)(c)") != std::string::npos);
  const std::vector<json::Value> alarms = Alarms(engine);
  REQUIRE(alarms.size() == 1);
  CHECK(Text(alarms[0], "/system") == "hr");
  CHECK(Text(alarms[0], "/purpose") == "firing");
  CHECK(Text(alarms[0], "/effect") == "deny");
  CHECK(Text(alarms[0], "/articles/0") == "Art. 25(1)(c)");
  CHECK(Text(alarms[0], "/decision") == Text(denied, "/id"));
  CHECK(Text(alarms[0], "/principal") == "tester");
  // The alarm is in the decision's unit: behind it, with nothing in between.
  const auto index = static_cast<uint64_t>(Int(denied, "/record/index"));
  CHECK(Must(engine.ledger().Read(index + 1)).kind() == oversight::kPurposeDrift);
}

TEST_CASE("drift: a request that names no purpose is denied where purposes are declared") {
  TestEngine engine(CompileRules(kManyRules));
  Put(engine, Declaring());
  CHECK(Outcome(Use(engine, "")) == "system.purpose_missing");
  Put(engine, Limited());
  CHECK(Outcome(Use(engine, "")) == "allow");
  CHECK(Outcome(Use(engine, "anything")) == "allow");
}

TEST_CASE("drift: where the system says alarm, it passes with a warning and the alarm") {
  TestEngine engine(CompileRules(kManyRules));
  Put(engine, Declaring(PurposeDrift::kAlarm));
  const json::Value answer = Use(engine, "firing");
  CHECK(Outcome(answer) == "allow");
  CHECK(Text(answer, "/warnings/0/field") == "/action/purpose");
  REQUIRE(Alarms(engine).size() == 1);
  CHECK(Text(Alarms(engine)[0], "/effect") == "alarm");
  CHECK(At(Use(engine, "ranking"), "/effect") == json::Value("allow"));
  Must((*engine).Replay(Text(answer, "/id")));
}

TEST_CASE("drift: one alarm for a purpose and a day, also after a restart, and at most a hundred") {
  TestEngine engine(CompileRules(kManyRules));
  Put(engine, Declaring());
  Use(engine, "firing");
  Use(engine, "firing");
  CHECK(Alarms(engine).size() == 1);
  engine.Shut();
  engine.Open();
  Must(engine->Activate(CompileRules(kManyRules), engine.principal()));
  Use(engine, "firing");
  CHECK(Alarms(engine).size() == 1);
  engine.clock().Advance(kDay);
  Use(engine, "firing");
  CHECK(Alarms(engine).size() == 2);
  for (size_t i = 0; i < oversight::kMaxDriftAlarms + 5; ++i) {
    CHECK(Outcome(Use(engine, "p-" + std::to_string(i))) == "system.purpose_drift");
  }
  CHECK(Alarms(engine).size() == 1 + oversight::kMaxDriftAlarms);
  const json::Value shown = Must(engine->system_commands().Find("default", "hr"));
  CHECK(At(shown, "/drift").as_array()->size() == oversight::kMaxDriftAlarms);
  for (const json::Value& seen : *At(shown, "/drift").as_array()) {
    if (Text(seen, "/purpose") == "firing") CHECK(Int(seen, "/days") == 2);
  }
}

TEST_CASE("drift: of many at once, one raises the alarm") {
  TestEngine engine(CompileRules(kManyRules));
  Put(engine, Declaring());
  const Request request = MakeRequest({{"/system", "hr"}, {"/action/purpose", "firing"}});
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int j = 0; j < 10; ++j) (void)engine->Decide(engine.principal(), request);
      });
    }
  }
  CHECK(Alarms(engine).size() == 1);
}

TEST_CASE("drift: an alarm that could not be recorded is due again") {
  TestEngine engine(CompileRules(kManyRules));
  Put(engine, Declaring());
  auto alarms = Must(oversight::DriftAlarms::Open(engine.ledger(), kStart));
  const System system = Declaring();
  CHECK(alarms->Take(system, "firing", kStart));
  CHECK_FALSE(alarms->Take(system, "firing", kStart));
  alarms->GiveBack(system, "firing", kStart);
  CHECK(alarms->Take(system, "firing", kStart));
  // A clock that is set back brings no alarm again.
  CHECK(alarms->Take(system, "firing", kStart + kDay));
  CHECK_FALSE(alarms->Take(system, "firing", kStart));
}

TEST_CASE("drift: a system that stands still for another reason raises no alarm") {
  TestEngine engine(CompileRules(kManyRules));
  System system = Declaring();
  system.state = SystemState::kSuspended;
  Put(engine, system);
  CHECK(Outcome(Use(engine, "firing")) == "system.suspended");
  CHECK(Alarms(engine).empty());
}

TEST_CASE("register: a dry run says the same as a decision") {
  TestEngine engine(CompileRules(kManyRules));
  const auto dry = [&](const System& system, const Changes& changes) {
    return Outcome(Json(Must(
        DryRun(CompileRules(kManyRules), MakeRequest(changes), system, engine.clock().Now()))));
  };
  CHECK(dry(Declaring(), {{"/action/purpose", "firing"}}) == "system.purpose_drift");
  CHECK(dry(Limited(SystemState::kRestricted), {{"/stage", "tool_call"}}) == "system.restricted");
}

TEST_CASE(
    "unknown systems: calls are counted by caller, of the own tenant, until one is registered") {
  TestEngine engine(CompileRules(kManyRules));
  const auto call = [&](const Principal& caller, const std::string& system) {
    CHECK_FALSE(engine->Decide(caller, MakeRequest({{"/system", system}})).ok());
  };
  call({"gateway", "default"}, "shadow");
  call({"gateway", "default"}, "shadow");
  call({"batch", "default"}, "shadow");
  call({"gateway", "acme"}, "theirs");
  const uint64_t size = engine.ledger().size();
  const json::Value unknown = engine->system_commands().Unknown("default");
  CHECK(engine.ledger().size() == size);
  REQUIRE(At(unknown, "/unknown").as_array()->size() == 2);
  CHECK(Text(unknown, "/unknown/0/system") == "shadow");
  CHECK(Text(unknown, "/unknown/0/principal") == "gateway");
  CHECK(Int(unknown, "/unknown/0/calls") == 2);
  CHECK(Text(unknown, "/unknown/1/principal") == "batch");
  CHECK(At(engine->system_commands().Unknown("acme"), "/unknown").as_array()->size() == 1);
  const System shadow = MakeSystem("shadow", RiskClass::kLimited);
  Must(engine->systems().Register({&shadow, 1}, kStart, Random::System()));
  CHECK(At(engine->system_commands().Unknown("default"), "/unknown").as_array()->empty());
}

TEST_CASE("unknown systems: the table is bounded, and says what it left out") {
  UnknownSystems unknown(kStart);
  for (size_t i = 0; i < kMaxUnknownSystems + 7; ++i) {
    unknown.Count({"gateway", "default"}, "s-" + std::to_string(i), kStart);
  }
  unknown.Count({"gateway", "default"}, "s-3", kStart);
  const std::vector<UnknownSystem> list = unknown.List("default");
  CHECK(list.size() == kMaxUnknownSystems);
  CHECK(list.front().system == "s-3");
  CHECK(list.front().calls == 2);
  CHECK(unknown.not_listed() == 7);
}

}  // namespace reeve::engine::testing
