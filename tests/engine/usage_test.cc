// Budgets from the rule that reads them to the count on record.
#include <atomic>
#include <future>
#include <thread>

#include "ledger/rebuild.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

constexpr char kRules[] = R"(
rules:
  - id: used-up
    scope: { stages: [input, tool_call] }
    when: usage.calls.remaining == 0
    effect: deny
    reason: The calls of this window are used up.
  - id: large
    when: action.amount > 100.0
    effect: hold
    hold: { roles: [lead] }
    reason: A person must look.
)";

std::shared_ptr<const policy::Bundle> Compile(std::string_view per, int limit) {
  policy::Compilation compiled = policy::CompileBundle(
      {{"bundle.yaml",
        "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\nbudgets:\n  calls: { of: calls, "
        "per: " +
            std::string(per) + ", window: 1h, limit: " + std::to_string(limit) + " }\n"},
       {"p.yaml",
        "apiVersion: reeve/v1\nkind: Policy\nmetadata: { id: p }\n" + std::string(kRules)}},
      DetectorVocabulary());
  if (compiled.bundle == nullptr) FAIL(policy::Render(compiled.diagnostics));
  CHECK(compiled.diagnostics.empty());
  return compiled.bundle;
}

std::string Effect(TestEngine& engine, const Changes& changes = {}) {
  return Text(engine.Decide(changes), "/effect");
}

// How many of so many calls pass.
int Passes(TestEngine& engine, int calls, const Changes& changes = {}) {
  int passed = 0;
  for (int i = 0; i < calls; ++i) passed += Effect(engine, changes) == "allow" ? 1 : 0;
  return passed;
}

const Changes kOtherActor = {{"/actor/id", "u-2"}};

}  // namespace

TEST_CASE("usage: an actor's calls pass up to the limit, and another's have their own count") {
  TestEngine engine(Compile("[actor]", 3));
  CHECK(Passes(engine, 5) == 3);
  CHECK(Passes(engine, 5, kOtherActor) == 3);
}

TEST_CASE("usage: a budget counts by what it says it counts by") {
  const Changes other_system = {{"/system", "credit"}};
  const Changes model = {{"/model", "m-1"}};
  SECTION("system") {
    TestEngine engine(Compile("[system]", 2));
    CHECK(Passes(engine, 3) == 2);
    CHECK(Effect(engine, kOtherActor) == "deny");
    CHECK(Passes(engine, 3, other_system) == 2);
  }
  SECTION("model") {
    TestEngine engine(Compile("[model]", 2));
    CHECK(Passes(engine, 3) == 2);
    CHECK(Passes(engine, 3, model) == 2);
  }
  SECTION("tenant") {
    TestEngine engine(Compile("[tenant]", 2));
    CHECK(Passes(engine, 1) + Passes(engine, 3, other_system) == 2);
  }
}

TEST_CASE("usage: answers are not counted, and what is denied or held is no call") {
  TestEngine engine(Compile("[actor]", 2));
  CHECK(Passes(engine, 5, {{"/stage", "output"}}) == 5);
  CHECK(Effect(engine, {{"/action/amount", 500.0}}) == "hold");
  CHECK(Effect(engine, {{"/action/amount", 500.0}}) == "hold");
  CHECK(Passes(engine, 3) == 2);
  const json::Value denied = engine.Decide();
  CHECK(Text(denied, "/effect") == "deny");
  CHECK(engine.BodyOf(denied).Find("charged") == nullptr);
  CHECK(Int(engine.BodyOf(denied), "/facts/usage/calls") == 2);
}

TEST_CASE("usage: callers that race for the last calls get no more than there are") {
  TestEngine engine(Compile("[actor]", 25));
  std::atomic<int> passed{0};
  std::vector<std::thread> callers;
  for (int t = 0; t < 4; ++t) {
    callers.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        const auto answer = engine->Decide(engine.principal(), MustParse(RequestText()));
        if (answer.ok() && answer->effect == policy::Effect::kAllow) ++passed;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  CHECK(passed == 25);
}

TEST_CASE("usage: a call whose answer comes later is counted like another") {
  TestEngine engine(Compile("[actor]", 2));
  std::vector<policy::Effect> effects;
  for (int i = 0; i < 3; ++i) {
    std::promise<std::function<void()>> recorded;
    engine->DecideThen(
        engine.principal(), MakeRequest(),
        [&](std::function<void()> task) { recorded.set_value(std::move(task)); },
        [&](const Result<Answer>& answer) { effects.push_back(Must(answer).effect); });
    recorded.get_future().get()();
  }
  CHECK(effects ==
        std::vector{policy::Effect::kAllow, policy::Effect::kAllow, policy::Effect::kDeny});
  CHECK(Passes(engine, 1) == 0);
}

TEST_CASE("usage: a batch does not pass the limit either") {
  TestEngine engine(Compile("[actor]", 2));
  std::vector<Result<Request>> requests;
  for (int i = 0; i < 4; ++i) requests.push_back(ParseRequest(RequestText()));
  int passed = 0;
  for (const Result<Answer>& answer : Must(engine->DecideBatch(engine.principal(), requests))) {
    passed += Must(answer).effect == policy::Effect::kAllow ? 1 : 0;
  }
  CHECK(passed == 2);
}

TEST_CASE("usage: counts are there again after a restart, and rebuild from the log") {
  TestEngine engine(Compile("[actor]", 3));
  CHECK(Passes(engine, 2) == 2);
  engine.Shut();
  CHECK(Must(ledger::RebuildFolder(engine.path(), AllProjections(), ledger::RebuildMode::kVerify))
            .ok());
  engine.Open();
  Must(engine->Activate(Compile("[actor]", 3), engine.principal()));
  CHECK(Passes(engine, 3) == 1);
}

TEST_CASE("usage: a window ends at a multiple of itself, and the next one begins unused") {
  TestEngine engine(Compile("[actor]", 2));
  CHECK(Passes(engine, 3) == 2);
  const auto now = engine.clock().Now().time_since_epoch();
  const auto next = std::chrono::ceil<std::chrono::hours>(now);
  engine.clock().Advance(next - now - std::chrono::microseconds(1));
  CHECK(Effect(engine) == "deny");
  engine.clock().Advance(std::chrono::microseconds(1));
  CHECK(Passes(engine, 3) == 2);
}

TEST_CASE("usage: a restart in the next window begins unused") {
  TestEngine engine(Compile("[actor]", 2));
  CHECK(Passes(engine, 3) == 2);
  engine.Shut();
  engine.clock().Advance(std::chrono::hours(1));
  engine.Open();
  Must(engine->Activate(Compile("[actor]", 2), engine.principal()));
  CHECK(Passes(engine, 3) == 2);
}

TEST_CASE("usage: a decision is replayed by what was used then") {
  TestEngine engine(Compile("[actor]", 1));
  const std::string first = Text(engine.Decide(), "/id");
  const std::string second = Text(engine.Decide(), "/id");
  Must(engine->Replay(first));
  Must(engine->Replay(second));
}

TEST_CASE("usage: another limit goes on from what was used, another window begins anew") {
  TestEngine engine(Compile("[actor]", 2));
  CHECK(Passes(engine, 3) == 2);
  Must(engine->Activate(Compile("[actor]", 3), engine.principal()));
  CHECK(Passes(engine, 3) == 1);
}

TEST_CASE("usage: no name of an actor is on record") {
  TestEngine engine(Compile("[actor]", 2));
  const json::Value answer = engine.Decide({{"/actor/id", "nora@example.org"}});
  const std::string body(engine.RecordOf(answer).body_text());
  CHECK(body.find("nora") == std::string::npos);
  CHECK(Text(Json(body), "/charged/0/actor") == Text(Json(body), "/facts/actor/id_digest"));
}

TEST_CASE("usage: without budgets a record says nothing of them") {
  TestEngine engine(CompileRules(R"(
rules:
  - { id: a, when: 'false', effect: deny, reason: Never. }
)"));
  const json::Value body = engine.BodyOf(engine.Decide());
  CHECK(body.Find("charged") == nullptr);
  CHECK(json::Resolve(body, "/facts/usage") == nullptr);
}

TEST_CASE("usage: what is given back can be used, and what is kept cannot") {
  TestEngine engine(nullptr);
  const auto counters = Must(UsageCounters::Open(engine.ledger(), kStart));
  const policy::Budget budget{"calls", policy::BudgetUnit::kCalls, true, false, false,
                              false,   std::chrono::hours(1),      1};
  const std::vector<UsageCount> counts = {CountOf(budget, {"a", "s", "t", "m"}, kStart)};
  const auto passes = [](const std::vector<uint64_t>&) { return true; };
  counters->Charge(counts, kStart, passes).reset();
  CHECK(counters->Used(counts, kStart) == std::vector<uint64_t>{0});
  counters->Charge(counts, kStart, passes)->Keep();
  CHECK(counters->Used(counts, kStart) == std::vector<uint64_t>{1});
}

TEST_CASE("usage: where no more can be counted, a new count reads as used up until windows end") {
  TestEngine engine(nullptr);
  const auto counters = Must(UsageCounters::Open(engine.ledger(), kStart));
  const policy::Budget budget{"calls", policy::BudgetUnit::kCalls, true, false, false,
                              false,   std::chrono::hours(1),      7};
  const auto passes = [](const std::vector<uint64_t>&) { return true; };
  const auto of = [&](const std::string& actor, Timestamp now) {
    return std::vector<UsageCount>{CountOf(budget, {actor, "s", "t", "m"}, now)};
  };
  for (size_t i = 0; i < kMaxUsageCounters; ++i) {
    counters->Charge(of(std::to_string(i), kStart), kStart, passes)->Keep();
  }
  CHECK(counters->Used(of("new", kStart), kStart) == std::vector<uint64_t>{7});
  CHECK(counters->Used(of("1", kStart), kStart) == std::vector<uint64_t>{1});
  const Timestamp later = kStart + std::chrono::hours(1);
  CHECK(counters->Used(of("new", later), later) == std::vector<uint64_t>{0});
}

}  // namespace reeve::engine::testing
