// Halts from the command to the record of each decision that they stop.
#include <atomic>
#include <set>
#include <thread>

#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

using oversight::ActingPerson;
using oversight::Halt;
using oversight::HaltScope;

const ActingPerson kAda{"Ada Example", "tester", "default"};
const ActingPerson kBen{"Ben Example", "tester", "default"};

Halt Terms(HaltScope scope, const std::string& value) {
  return {.scope = scope, .value = value, .reason = "it invents case law"};
}

std::string Placed(TestEngine& engine, HaltScope scope, const std::string& value) {
  return Text(Must(engine->halts().Place(Terms(scope, value), kAda)), "/id");
}

}  // namespace

TEST_CASE("halt: a halted system is denied on the next request, and answer and record say which") {
  TestEngine engine(CompileRules(kManyRules));
  CHECK(Text(engine.Decide(), "/effect") == "allow");
  const std::string id = Placed(engine, HaltScope::kSystem, "demo");
  const json::Value answer = engine.Decide();
  CHECK(Text(answer, "/effect") == "deny");
  CHECK(Rules(answer) == std::vector<std::string>{"system.halted"});
  CHECK(Text(answer, "/reasons/0/message") == "the system `demo` is halted (" + id + ")");
  CHECK(Text(answer, "/halt/id") == id);
  CHECK(Text(answer, "/halt/scope") == "system");
  CHECK(At(answer, "/content") == json::Value(json::Object()));
  CHECK(Text(engine.BodyOf(answer), "/standstill/halt") == id);
  CHECK(Text(engine.BodyOf(answer), "/standstill/code") == "system.halted");
  CHECK(Text(engine.Decide({{"/system", "credit"}}), "/effect") == "allow");

  Must(engine->halts().Lift(id, "repaired", kBen));
  CHECK(Text(engine.Decide(), "/effect") == "allow");
}

TEST_CASE("halt: a model and a tool are halted by their names in the request") {
  TestEngine engine(CompileRules(kManyRules));
  const std::string model = Placed(engine, HaltScope::kModel, "m-1");
  const json::Value answer = engine.Decide({{"/model", "m-1"}});
  CHECK(Rules(answer) == std::vector<std::string>{"model.halted"});
  CHECK(Text(engine.BodyOf(answer), "/model") == "m-1");
  CHECK(Text(engine.Decide({{"/model", "m-2"}}), "/effect") == "allow");
  CHECK(Text(engine.Decide(), "/effect") == "allow");
  const std::string tool = Placed(engine, HaltScope::kTool, "mail");
  const json::Value stopped = engine.Decide(
      {{"/stage", "tool_call"}, {"/action", Json(R"({"kind":"tool","tool":"mail"})")}});
  CHECK(Text(stopped, "/halt/id") == tool);
  CHECK(Rules(stopped) == std::vector<std::string>{"tool.halted"});
}

TEST_CASE(
    "halt: a system that nobody registered is named with the nearest, and nothing is recorded") {
  TestEngine engine(CompileRules(kManyRules));
  const uint64_t size = engine.ledger().size();
  const auto placed = engine->halts().Place(Terms(HaltScope::kSystem, "dmeo"), kAda);
  REQUIRE_FALSE(placed.ok());
  CHECK(placed.error().code == "halt.unknown_system");
  CHECK(placed.error().message.find("did you mean `demo`?") != std::string::npos);
  CHECK(engine.ledger().size() == size);
}

TEST_CASE("halt: it stands after the engine was opened anew") {
  TestEngine engine(CompileRules(kManyRules));
  const std::string id = Placed(engine, HaltScope::kAll, "");
  engine.Shut();
  engine.Open();
  Must(engine->Activate(CompileRules(kManyRules), engine.principal()));
  CHECK(Text(engine.Decide(), "/halt/id") == id);
}

// Decisions are begun by several threads while another places and lifts. Every one that was begun
// after Place had returned, and had ended before Lift was called, must be denied.
TEST_CASE("halt: under load, nothing begun after Place has returned passes") {
  TestEngine engine(CompileRules(kManyRules));
  constexpr int kRounds = 12;
  constexpr int kThreads = 4;
  std::atomic<int> placed{0};  // rounds whose halt stands
  std::atomic<int> lifting{0};
  std::atomic<int> denied{0};
  std::atomic<int> passed_while_halted{0};
  std::atomic<bool> done{false};
  const Request request = MakeRequest();
  std::vector<std::jthread> deciders;
  for (int i = 0; i < kThreads; ++i) {
    deciders.emplace_back([&] {
      while (!done) {
        const int begun = placed.load();
        const bool halted = begun > lifting.load();
        const auto answer = engine->Decide(engine.principal(), request);
        if (!answer.ok() || !halted || lifting.load() >= begun) continue;
        if (answer->effect == policy::Effect::kDeny)
          ++denied;
        else
          ++passed_while_halted;
      }
    });
  }
  for (int round = 1; round <= kRounds; ++round) {
    const std::string id = Placed(engine, HaltScope::kSystem, "demo");
    const int before = denied.load();
    placed = round;
    while (denied.load() + passed_while_halted.load() < before + kThreads)
      std::this_thread::yield();
    lifting = round;
    Must(engine->halts().Lift(id, "repaired", kBen));
  }
  done = true;
  deciders.clear();
  CHECK(passed_while_halted == 0);
  CHECK(denied >= kRounds * kThreads);
  CHECK(Text(engine.Decide(), "/effect") == "allow");
}

}  // namespace reeve::engine::testing
