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
constexpr UsageAmounts kOne = {uint64_t{1}, std::nullopt, std::nullopt};

// A budget of tokens and one of cost, for each actor.
constexpr char kTokenBundle[] = R"(apiVersion: reeve/v1
kind: Bundle
default: allow
budgets:
  tokens: { of: tokens, per: [actor], window: 1h, limit: 1000 }
  spend: { of: cost, window: 1h, limit: 5000 }
)";
constexpr char kTokenRules[] = R"(apiVersion: reeve/v1
kind: Policy
metadata: { id: p }
rules:
  - id: tokens
    scope: { stages: [input, tool_call] }
    when: usage.tokens.asked > usage.tokens.remaining
    effect: deny
    reason: There are not so many tokens left.
  - id: spend
    scope: { stages: [input] }
    when: usage.spend.asked > usage.spend.remaining
    effect: deny
    reason: There is not so much money left.
  - id: reviewed
    scope: { stages: [output] }
    when: action.amount > 100.0
    effect: hold
    hold: { roles: [lead] }
    reason: A person must look.
  - id: unsaid
    scope: { stages: [output] }
    when: action.purpose == "forbidden"
    effect: deny
    reason: Not this.
)";

std::shared_ptr<const policy::Bundle> TokenBundle() {
  policy::Compilation compiled = policy::CompileBundle(
      {{"bundle.yaml", kTokenBundle}, {"p.yaml", kTokenRules}}, DetectorVocabulary());
  if (compiled.bundle == nullptr) FAIL(policy::Render(compiled.diagnostics));
  return compiled.bundle;
}

Changes With(Changes changes, const Changes& more) {
  changes.insert(changes.end(), more.begin(), more.end());
  return changes;
}
Changes Tokens(int64_t tokens, const std::string& interaction = "i-1") {
  return {{"/interaction", interaction}, {"/usage", json::Object{{"tokens", tokens}}}};
}
Changes Answered(int64_t tokens, const std::string& interaction = "i-1") {
  return With(Tokens(tokens, interaction), {{"/stage", "output"}});
}

// What is used of the budget of tokens, as a decision that changes nothing reads it.
int64_t UsedTokens(TestEngine& engine, const Changes& changes = {}) {
  return Int(engine.BodyOf(engine.Decide(With({{"/stage", "output"}}, changes))),
             "/facts/usage/tokens/used");
}

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
  CHECK(Int(engine.BodyOf(denied), "/facts/usage/calls/used") == 2);
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
  counters->Charge(counts, kOne, "s/i", kStart, passes).reset();
  CHECK(counters->Used(counts, kStart) == std::vector<uint64_t>{0});
  counters->Charge(counts, kOne, "s/i", kStart, passes)->Keep();
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
    counters->Charge(of(std::to_string(i), kStart), kOne, "s/i", kStart, passes)->Keep();
  }
  CHECK(counters->Used(of("new", kStart), kStart) == std::vector<uint64_t>{7});
  CHECK(counters->Used(of("1", kStart), kStart) == std::vector<uint64_t>{1});
  const Timestamp later = kStart + std::chrono::hours(1);
  CHECK(counters->Used(of("new", later), later) == std::vector<uint64_t>{0});
}

TEST_CASE("usage: tokens are reserved before the call and settled after it") {
  TestEngine engine(TokenBundle());
  const json::Value asked = engine.BodyOf(engine.Decide(Tokens(600)));
  CHECK(Int(asked, "/facts/usage/tokens/asked") == 600);
  CHECK(Int(asked, "/charged/0/amount") == 600);
  CHECK(UsedTokens(engine) == 600);
  CHECK(Effect(engine, Tokens(600, "i-2")) == "deny");
  const json::Value answered = engine.BodyOf(engine.Decide(Answered(150)));
  CHECK(Int(answered, "/charged/0/amount") == -450);
  CHECK(Int(answered, "/charged/0/settles") == 600);
  CHECK(UsedTokens(engine) == 150);
  CHECK(Effect(engine, Tokens(850, "i-3")) == "allow");
  CHECK(UsedTokens(engine) == 1000);
}

TEST_CASE("usage: an answer may use more than was reserved") {
  TestEngine engine(TokenBundle());
  engine.Decide(Tokens(100));
  engine.Decide(Answered(1200));
  CHECK(UsedTokens(engine) == 1200);
  CHECK(Effect(engine, Tokens(1, "i-2")) == "deny");
}

TEST_CASE("usage: a reservation is settled once, and a further answer adds what it used") {
  TestEngine engine(TokenBundle());
  engine.Decide(Tokens(500));
  engine.Decide(Answered(100));
  engine.Decide(Answered(40));
  CHECK(UsedTokens(engine) == 140);
}

TEST_CASE("usage: what is settled is what the same interaction of the same system reserved") {
  TestEngine engine(TokenBundle());
  engine.Decide(Tokens(300, "i-1"));
  engine.Decide(Tokens(200, "i-2"));
  engine.Decide(With(Answered(10, "i-1"), {{"/system", "credit"}}));
  CHECK(UsedTokens(engine) == 510);
  engine.Decide(Answered(20, "i-2"));
  CHECK(UsedTokens(engine) == 330);
}

TEST_CASE("usage: what several calls of an interaction reserved is settled together") {
  TestEngine engine(TokenBundle());
  engine.Decide(Tokens(300));
  engine.Decide(Tokens(200));
  engine.Decide(Answered(70));
  CHECK(UsedTokens(engine) == 70);
}

TEST_CASE("usage: an answer that is denied or held was used all the same, and is counted once") {
  TestEngine engine(TokenBundle());
  engine.Decide(Tokens(500));
  const Changes denied = With(Answered(60), {{"/action/purpose", "forbidden"}});
  CHECK(Effect(engine, denied) == "deny");
  CHECK(UsedTokens(engine) == 60);
  engine.Decide(Tokens(500, "i-2"));
  CHECK(Effect(engine, With(Answered(30, "i-2"), {{"/action/amount", 500.0}})) == "hold");
  CHECK(UsedTokens(engine) == 90);
}

TEST_CASE("usage: a call that is denied or held reserves nothing") {
  TestEngine engine(TokenBundle());
  CHECK(Effect(engine, Tokens(1001)) == "deny");
  CHECK(UsedTokens(engine) == 0);
}

TEST_CASE("usage: cost is counted apart from tokens, and each is settled by itself") {
  TestEngine engine(TokenBundle());
  const auto use = [](int64_t tokens, int64_t cost) {
    return Changes{{"/usage", json::Object{{"tokens", tokens}, {"cost_micros", cost}}}};
  };
  engine.Decide(use(100, 4000));
  const Changes cost = {{"/usage", json::Object{{"cost_micros", 1500}}}, {"/stage", "output"}};
  engine.Decide(cost);
  const json::Value body = engine.BodyOf(engine.Decide({{"/stage", "output"}}));
  CHECK(Int(body, "/facts/usage/tokens/used") == 100);
  CHECK(Int(body, "/facts/usage/spend/used") == 1500);
  CHECK(Effect(engine, use(1, 3501)) == "deny");
  CHECK(Effect(engine, use(1, 3500)) == "allow");
}

TEST_CASE("usage: reservations are there after a restart, and settled ones are not") {
  TestEngine engine(TokenBundle());
  engine.Decide(Tokens(300, "i-1"));
  engine.Decide(Tokens(200, "i-2"));
  engine.Decide(Answered(50, "i-2"));
  engine.Shut();
  CHECK(Must(ledger::RebuildFolder(engine.path(), AllProjections(), ledger::RebuildMode::kVerify))
            .ok());
  engine.Open();
  Must(engine->Activate(TokenBundle(), engine.principal()));
  CHECK(UsedTokens(engine) == 350);
  engine.Decide(Answered(10, "i-1"));
  CHECK(UsedTokens(engine) == 60);
  engine.Decide(Answered(5, "i-2"));
  CHECK(UsedTokens(engine) == 65);
}

TEST_CASE("usage: an answer in the next window gives back nothing of it") {
  TestEngine engine(TokenBundle());
  engine.Decide(Tokens(300));
  engine.clock().Advance(std::chrono::hours(1));
  engine.Decide(Tokens(100, "i-2"));
  engine.Decide(Answered(250));
  CHECK(UsedTokens(engine) == 100);
}

TEST_CASE("usage: callers that race reserve no more than there is, and what is settled is exact") {
  TestEngine engine(TokenBundle());
  std::atomic<int> passed{0};
  std::vector<std::thread> callers;
  for (int t = 0; t < 4; ++t) {
    callers.emplace_back([&engine, &passed, t] {
      for (int i = 0; i < 10; ++i) {
        const std::string interaction = std::to_string(t) + "-" + std::to_string(i);
        const auto answer =
            engine->Decide(engine.principal(), MustParse(RequestText(Tokens(100, interaction))));
        if (!answer.ok() || answer->effect != policy::Effect::kAllow) continue;
        ++passed;
        const Request settles = MustParse(RequestText(Answered(30, interaction)));
        if (!engine->Decide(engine.principal(), settles).ok()) passed = 1000;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  // Thirty each: the last that pass find 100 of the 1,000 unreserved.
  CHECK(passed <= 31);
  CHECK(passed >= 20);
  CHECK(UsedTokens(engine) == 30 * passed);
}

TEST_CASE("usage: a reservation whose settlement has no record stands again") {
  TestEngine engine(nullptr);
  const auto counters = Must(UsageCounters::Open(engine.ledger(), kStart));
  const policy::Budget budget{"t",   policy::BudgetUnit::kTokens, false, false, false,
                              false, std::chrono::hours(1),       1000};
  const std::vector<UsageCount> counts = {CountOf(budget, {"a", "s", "t", "m"}, kStart)};
  const auto passes = [](const std::vector<uint64_t>&) { return true; };
  const auto tokens = [](uint64_t amount) {
    return UsageAmounts{std::nullopt, amount, std::nullopt};
  };
  const auto used = [&] { return counters->Used(counts, kStart).front(); };
  counters->Charge(counts, tokens(400), "s/i", kStart, passes)->Keep();
  counters->Settle(counts, tokens(100), "s/i", kStart).reset();
  CHECK(used() == 400);
  counters->Settle(counts, tokens(100), "s/i", kStart)->Keep();
  CHECK(used() == 100);
}

TEST_CASE("usage: of one interaction no more than so many reservations are kept to be settled") {
  TestEngine engine(nullptr);
  const auto counters = Must(UsageCounters::Open(engine.ledger(), kStart));
  const policy::Budget budget{"t",   policy::BudgetUnit::kTokens, false,    false, false,
                              false, std::chrono::hours(1),       1'000'000};
  const std::vector<UsageCount> counts = {CountOf(budget, {"a", "s", "t", "m"}, kStart)};
  const auto passes = [](const std::vector<uint64_t>&) { return true; };
  const UsageAmounts ten = {std::nullopt, uint64_t{10}, std::nullopt};
  for (size_t i = 0; i < kMaxReservationsEach + 3; ++i) {
    counters->Charge(counts, ten, "s/i", kStart, passes)->Keep();
  }
  counters->Settle(counts, {std::nullopt, uint64_t{1}, std::nullopt}, "s/i", kStart)->Keep();
  CHECK(counters->Used(counts, kStart).front() == 3 * 10 + 1);
}

TEST_CASE("usage: a count stops at its bounds") {
  CHECK(Changed(7, 5) == 12);
  CHECK(Changed(7, -5) == 2);
  CHECK(Changed(3, -5) == 0);
  CHECK(Changed(kMaxUsed, 1) == kMaxUsed);
}

TEST_CASE("usage: amounts that no budget could have are refused") {
  const auto refused = [](const json::Object& use) {
    const auto request = ParseRequest(RequestText({{"/usage", use}}));
    return request.ok() ? std::string() : request.error().at;
  };
  CHECK(refused({{"tokens", -1}}) == "/usage/tokens");
  CHECK(refused({{"cost_micros", int64_t{1'000'000'000'001}}}) == "/usage/cost_micros");
  CHECK(refused({{"euros", 1}}) == "/usage/euros");
}

}  // namespace reeve::engine::testing
