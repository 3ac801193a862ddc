// Activation, reopening, and many callers at once.
#include "engine/engine.h"

#include <set>
#include <thread>

#include "engine/activation.h"
#include "engine/dry_run.h"
#include "engine/policy_tests.h"
#include "ledger/rebuild.h"
#include "ledger/verify.h"
#include "oversight/approvals.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

constexpr char kAllow[] = "rules: [ { id: r, when: true, effect: allow } ]";
constexpr char kDeny[] = "rules: [ { id: r, when: true, effect: deny, reason: No. } ]";

void CheckFolder(const std::filesystem::path& path) {
  const ledger::Report verified = Must(ledger::VerifyFolder(path, {}));
  INFO(verified.Text());
  CHECK(verified.ok());
  const ledger::RebuildReport rebuilt =
      Must(ledger::RebuildFolder(path, AllProjections(), ledger::RebuildMode::kVerify));
  CHECK(rebuilt.ok());
  CHECK(rebuilt.records == verified.size);
}

}  // namespace

TEST_CASE("engine: an activation is recorded once, with its digest, and its bytes are kept") {
  TestEngine engine(nullptr);
  const size_t before = engine.ledger().size();
  const auto bundle = CompileRules(kAllow);
  Must((*engine).Activate(bundle, {"ada", "default"}));
  REQUIRE(engine.ledger().size() == before + 1);
  const ledger::Record record = Must(engine.ledger().Read(before));
  CHECK(record.kind() == oversight::kBundleActivated);
  CHECK(record.log() == ledger::LogRole::kControl);
  CHECK(Json(record.body_text()) == json::Value(json::Object{{"bundle", bundle->digest()},
                                                             {"default", "allow"},
                                                             {"policies", json::Array{"p"}},
                                                             {"principal", "ada"}}));
  CHECK(Must(oversight::ActiveBundle(engine.ledger())) == bundle->digest());
  CHECK(Must(LoadBundle(engine.ledger().blobs(), bundle->digest()))->digest() == bundle->digest());

  Must((*engine).Activate(CompileRules(kAllow), {"bob", "default"}));
  CHECK(engine.ledger().size() == before + 1);
  Must((*engine).Activate(CompileRules(kDeny), {"bob", "default"}));
  Must((*engine).Activate(bundle, {"bob", "default"}));
  CHECK(engine.ledger().size() == before + 3);
  CHECK((*engine).active()->bundle().digest() == bundle->digest());
}

TEST_CASE("engine: a bundle that cannot be recorded does not become active") {
  TestEngine engine(CompileRules(kDeny));
  (*engine).Close();
  const Status status = (*engine).Activate(CompileRules(kAllow), engine.principal());
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().code == "ledger.closed");
  CHECK((*engine).active()->bundle().digest() == CompileRules(kDeny)->digest());
}

TEST_CASE("engine: what is active is what the log says, whoever activates at the same time") {
  TestEngine engine(nullptr);
  std::vector<std::shared_ptr<const policy::Bundle>> bundles;
  for (const char* rules : {kAllow, kDeny, kManyRules}) {
    for (const char* effect : {"allow", "deny"}) bundles.push_back(CompileRules(rules, effect));
  }
  for (size_t round = 0; round < 40; ++round) {
    {
      const size_t first = round % 2 * 3;
      std::vector<std::jthread> threads;
      for (size_t i = 0; i < 3; ++i) {
        threads.emplace_back(
            [&, i] { Must((*engine).Activate(bundles[first + i], engine.principal())); });
      }
    }
    CHECK((*engine).active()->bundle().digest() == Must(oversight::ActiveBundle(engine.ledger())));
  }
}

TEST_CASE("engine: a reopened folder has its register, approvals and active bundle") {
  TestEngine engine(CompileRules(kManyRules));
  const json::Value held = engine.Decide(
      {{"/stage", "tool_call"}, {"/action", Json(R"({"kind":"refund","amount":900})")}});
  const std::string approval = Text(held, "/approval/id");
  const auto before = Must(oversight::FindApproval(engine.ledger().State("approvals"), approval));
  const auto systems = (*engine).systems().All();
  const size_t size = engine.ledger().size();
  engine.Shut();
  CheckFolder(engine.path());

  engine.Open();
  CHECK(engine.ledger().size() == size);
  CHECK((*engine).systems().All() == systems);
  CHECK(Must(oversight::FindApproval(engine.ledger().State("approvals"), approval)) == before);
  CHECK(Must(oversight::ActiveBundle(engine.ledger())) == CompileRules(kManyRules)->digest());
  Must((*engine).Activate(CompileRules(kManyRules), engine.principal()));
  CHECK(engine.ledger().size() == size);
  Must((*engine).Replay(Text(held, "/id")));
  CHECK(At(engine.Decide(), "/record/index") == json::Value(size));
}

TEST_CASE("engine: a log of another key or name is not opened") {
  TestEngine engine(CompileRules(kAllow));
  engine.Shut();
  Metrics metrics;
  const auto open = [&](const std::string& origin, SigningKey key) {
    const auto opened = Engine::Open({.data = engine.path(),
                                      .origin = origin,
                                      .key = std::move(key),
                                      .commitment_key = std::string(32, 'k'),
                                      .metrics = &metrics});
    return opened.ok() ? "" : std::string(opened.error().code);
  };
  CHECK(open(kOrigin, Must(SigningKey::Generate())) == "ledger.wrong_key");
  engine.Open();
}

TEST_CASE("engine: commitments need a key of 32 bytes") {
  const TempDir folder;
  Metrics metrics;
  const auto opened = Engine::Open({.data = folder.path(),
                                    .origin = kOrigin,
                                    .key = Must(SigningKey::Generate()),
                                    .commitment_key = std::string(31, 'k'),
                                    .metrics = &metrics});
  REQUIRE_FALSE(opened.ok());
  CHECK(opened.error().code == "engine.commitment_key");
}

TEST_CASE("engine: 32 callers at once get indexes of their own, and the log verifies") {
  TestEngine engine(CompileRules(kManyRules));
  constexpr size_t kThreads = 32;
  constexpr size_t kEach = 50;
  const std::vector<std::string> requests = {
      RequestText(), RequestText({{"/content/text", "card 4111 1111 1111 1111"}}),
      RequestText({{"/content/text", "xyzzy"}}), RequestText({{"/system", "halted"}}),
      RequestText(
          {{"/stage", "tool_call"}, {"/action", Json(R"({"kind":"refund","amount":900})")}})};
  std::vector<std::vector<std::string>> answers(kThreads);
  {
    std::vector<std::jthread> threads;
    for (size_t t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (size_t i = 0; i < kEach; ++i) {
          auto answer = (*engine).Decide(engine.principal(),
                                         *ParseRequest(requests[(t + i) % requests.size()]));
          if (answer.ok()) answers[t].push_back(std::move(answer->json));
        }
      });
    }
  }
  std::set<int64_t> indexes;
  for (const auto& of_thread : answers) {
    CHECK(of_thread.size() == kEach);
    int64_t last = -1;
    for (const std::string& json : of_thread) {
      const json::Value answer = Json(json);
      const ledger::Record record = engine.RecordOf(answer);
      CHECK(record.id() == Text(answer, "/id"));
      CHECK(HexEncode(AsBytes(record.leaf())) == Text(answer, "/record/leaf_hash"));
      CHECK(static_cast<int64_t>(record.index()) > last);
      last = static_cast<int64_t>(record.index());
      indexes.insert(last);
    }
  }
  CHECK(indexes.size() == kThreads * kEach);
  engine.Shut();
  CheckFolder(engine.path());
}

TEST_CASE("engine: decisions go on while bundles and systems change") {
  TestEngine engine(CompileRules(kAllow));
  const auto allow = CompileRules(kAllow);
  const auto deny = CompileRules(kDeny);
  std::atomic<bool> mixed = false;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i) {
          const auto answer = (*engine).Decide(engine.principal(), MakeRequest());
          if (!answer.ok()) continue;
          const bool allowed = answer->effect == policy::Effect::kAllow;
          const std::string& digest = allowed ? allow->digest() : deny->digest();
          if (answer->json.find(digest) == std::string::npos) mixed = true;
        }
      });
    }
    for (int i = 0; i < 10; ++i) {
      Must((*engine).Activate(i % 2 == 0 ? deny : allow, engine.principal()));
      oversight::System system = MakeSystem("new-" + std::to_string(i), policy::RiskClass::kHigh);
      Must((*engine).systems().Register({&system, 1}, kStart, Random::System()));
    }
  }
  CHECK_FALSE(mixed.load());
  engine.Shut();
  CheckFolder(engine.path());
}

TEST_CASE("dry run: the answer is the engine's, without id and record, and nothing is recorded") {
  TestEngine engine(CompileRules(kManyRules));
  for (const Changes& changes :
       {Changes{}, Changes{{"/content/text", "card 4111 1111 1111 1111"}},
        Changes{{"/content/text", "xyzzy"}}, Changes{{"/action/kind", "travel"}},
        Changes{{"/context/unknown", 1}}}) {
    json::Value answer = engine.Decide(changes);
    json::Object expected;
    for (const json::Member& member : *answer.as_object()) {
      if (member.key != "id" && member.key != "record") expected.Add(member.key, member.value);
    }
    const size_t size = engine.ledger().size();
    CHECK(Json(Must(DryRun(CompileRules(kManyRules), MakeRequest(changes),
                           MakeSystem("demo", policy::RiskClass::kLimited), kStart))) ==
          json::Value(expected));
    CHECK(engine.ledger().size() == size);
  }
}

TEST_CASE("dry run: a system that may not run is denied") {
  const json::Value answer =
      Json(Must(DryRun(CompileRules(kAllow), MakeRequest(), MakeSystem("demo", {}), kStart)));
  CHECK(Text(answer, "/effect") == "deny");
  CHECK(Rules(answer) == std::vector<std::string>{"system.unclassified"});
}

TEST_CASE("dry run: a hold names no approval") {
  const json::Value answer =
      Json(Must(DryRun(CompileRules(kManyRules),
                       MakeRequest({{"/stage", "tool_call"},
                                    {"/action", Json(R"({"kind":"refund","amount":900})")}}),
                       MakeSystem("demo", policy::RiskClass::kLimited), kStart)));
  CHECK(Text(answer, "/effect") == "hold");
  CHECK(answer.Find("approval") == nullptr);
}

TEST_CASE("policy tests: what is expected and comes passes, and each difference is told") {
  const auto bundle = CompileRules(R"(
detect: [EMAIL_ADDRESS]
rules:
  - id: addresses
    scope: { risk_classes: [limited] }
    when: findings.size() > 0
    effect: redact
    redact: { entities: [EMAIL_ADDRESS] }
    reason: Removed.
tests:
  - name: passes
    request: { content: { text: to ada@example.com } }
    expect: { effect: redact, rules: [addresses], findings: [EMAIL_ADDRESS], redacted: to <EMAIL_ADDRESS> }
  - name: another class
    request: { system: { id: s, risk_class: high }, content: { text: to ada@example.com } }
    expect: { effect: allow, rules: [] }
  - name: wrong effect
    request: { content: { text: hello } }
    expect: { effect: deny }
  - name: wrong rules
    request: { content: { text: hello } }
    expect: { effect: allow, rules: [addresses] }
  - name: wrong findings
    request: { content: { text: ada@example.com } }
    expect: { effect: redact, findings: [] }
  - name: wrong text
    request: { content: { text: ada@example.com } }
    expect: { effect: redact, redacted: hidden }
  - name: no request at all
    request: { stage: inptu }
    expect: { effect: allow }
)");
  const auto results = Must(RunPolicyTests(bundle)).results;
  std::vector<std::pair<std::string, std::string>> failures;
  for (const PolicyTestResult& result : results) {
    CHECK(result.policy == "p");
    CHECK(result.file == "p.yaml");
    CHECK(result.line > 0);
    if (!result.failure.empty()) failures.push_back({result.name, result.failure});
  }
  CHECK(results.size() == 7);
  REQUIRE(failures.size() == 5);
  CHECK(failures[0].second == "effect: expected deny, got allow");
  CHECK(failures[1].second == "rules: expected addresses, got none");
  CHECK(failures[2].second == "findings: expected none, got EMAIL_ADDRESS");
  CHECK(failures[3].second == "redacted: expected `hidden`, got `<EMAIL_ADDRESS>`");
  CHECK(failures[4].second.find("the request:") == 0);
}

TEST_CASE("policy tests: the starter policies pass their own") {
  policy::Compilation compiled = policy::CompileBundle(
      Must(policy::LoadFolder(REEVE_SOURCE_DIR "/policies")), DetectorVocabulary());
  REQUIRE(compiled.bundle != nullptr);
  for (const PolicyTestResult& result : Must(RunPolicyTests(compiled.bundle)).results) {
    INFO(result.file << ":" << result.line << " " << result.name << ": " << result.failure);
    CHECK(result.failure.empty());
  }
}

}  // namespace reeve::engine::testing
