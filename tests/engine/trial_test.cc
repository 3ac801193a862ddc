// Trials of bundles: who decides, what is on record, what is counted, and what ends them.
#include "engine/trial.h"

#include <chrono>
#include <thread>

#include "engine/bundle_lifecycle.h"
#include "engine/replay.h"
#include "ledger/rebuild.h"
#include "oversight/bundle_register.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

using oversight::ActingPerson;
using oversight::TrialMode;
using std::chrono::hours;
using std::chrono::microseconds;

const ActingPerson kAda{"Ada Example", "tester", "default"};
const ActingPerson kBen{"Ben Example", "tester", "default"};
const ActingPerson kCleo{"Cleo Example", "tester", "default"};

constexpr uint64_t kFew = 20;  // the least minimum of decisions

std::string Code(const Status& status) {
  return status.ok() ? "" : std::string(status.error().code);
}

std::shared_ptr<const policy::Bundle> Denies(const std::string& word) {
  return CompileRules("rules: [ { id: word, when: 'content.text.contains(\"" + word +
                      "\")', effect: deny, reason: No. } ]");
}
std::shared_ptr<const policy::Bundle> DeniesAlways() {
  return CompileRules("rules: [ { id: all, when: true, effect: deny, reason: No. } ]");
}

std::string Propose(TestEngine& engine, const std::shared_ptr<const policy::Bundle>& bundle) {
  return Must((*engine).bundles().Propose({bundle, "because", {}}, kAda));
}
std::string Approved(TestEngine& engine, const std::shared_ptr<const policy::Bundle>& bundle) {
  const std::string digest = Propose(engine, bundle);
  Must((*engine).bundles().Approve(digest, "", kBen));
  Must((*engine).bundles().Approve(digest, "", kCleo));
  return digest;
}

TrialRequest Canary(uint32_t share, uint64_t min_decisions = kFew) {
  TrialRequest request;
  request.mode = TrialMode::kCanary;
  request.share = share;
  request.thresholds = oversight::DefaultThresholds(TrialMode::kCanary);
  request.thresholds.min_decisions = min_decisions;
  request.thresholds.latency = oversight::kMaxLatencyFactor;  // the machine's, unless asked for
  request.reason = "to see";
  return request;
}
TrialRequest Shadow() {
  TrialRequest request = Canary(0);
  request.mode = TrialMode::kShadow;
  request.thresholds = oversight::DefaultThresholds(TrialMode::kShadow);
  request.thresholds.min_decisions = kFew;
  request.thresholds.latency = oversight::kMaxLatencyFactor;
  return request;
}

std::string Interaction(size_t i) { return "i-" + std::to_string(i); }

json::Value Decide(TestEngine& engine, size_t i, const std::string& text = "one") {
  return engine.Decide({{"/interaction", Interaction(i)}, {"/content/text", text}});
}

// The record that ended the last trial.
json::Value LastEnd(TestEngine& engine) {
  for (uint64_t i = engine.ledger().size(); i > 0; --i) {
    const ledger::Record record = Must(engine.ledger().Read(i - 1));
    if (record.kind() == oversight::kBundleTrialEnded) return Json(record.body_text());
  }
  FAIL("no trial has ended");
  return {};
}

json::Value Report(TestEngine& engine, const std::string& digest) {
  return Must((*engine).bundles().TrialReport(digest));
}

// Without the terms of the trial, whose order of members is no matter.
std::string Counts(TestEngine& engine, const std::string& digest) {
  return Must(json::Canonical(Report(engine, digest)));
}

void CheckRebuild(TestEngine& engine) {
  CHECK(Must(ledger::VerifyProjections(engine.ledger().store(), AllProjections())).ok());
}

// Steps by what a test says is the cost of the next decision.
std::atomic<int64_t> stopwatch_now = 0;
std::atomic<int64_t> stopwatch_step = 0;
std::chrono::steady_clock::time_point FakeStopwatch() {
  stopwatch_now += stopwatch_step;
  return std::chrono::steady_clock::time_point(microseconds(stopwatch_now.load()));
}

}  // namespace

TEST_CASE("trial: a canary decides its share of the interactions, and each side keeps its own") {
  TestEngine engine(Denies("one"));
  const std::string first = (*engine).active()->bundle().digest();
  const std::string digest = Approved(engine, Denies("two"));
  TrialRequest request = Canary(1000);
  request.thresholds.deny_increase = 100;
  Must((*engine).bundles().StartTrial(digest, request, kAda));
  for (size_t i = 0; i < 200; ++i) {
    const bool in = oversight::TrialBucket(digest, "default", Interaction(i)) < 1000;
    for (const char* stage : {"input", "output"}) {
      const json::Value answer = engine.Decide(
          {{"/interaction", Interaction(i)}, {"/stage", stage}, {"/content/text", "two"}});
      CHECK(Text(answer, "/effect") == (in ? "deny" : "allow"));
      CHECK(Text(answer, "/bundle") == (in ? digest : first));
      const json::Value body = engine.BodyOf(answer);
      CHECK(Text(body, "/trial/bundle") == digest);
      CHECK(Text(body, "/trial/mode") == "canary");
      CHECK(Text(body, "/trial/arm") == (in ? "canary" : "active"));
      Must((*engine).Replay(Text(answer, "/id")));
    }
  }
  CheckRebuild(engine);
}

TEST_CASE("trial: shadow and canary need what they need, and one runs at a time") {
  TestEngine engine(Denies("one"));
  BundleLifecycle& bundles = (*engine).bundles();
  const std::string digest = Propose(engine, Denies("two"));
  const std::string other = Propose(engine, Denies("three"));
  const uint64_t size = engine.ledger().size();
  CHECK(Code(bundles.StartTrial(digest, Canary(500), kAda)) == "bundle.state");
  CHECK(Code(bundles.StartTrial(Denies("four")->digest(), Shadow(), kAda)) == "bundle.not_found");
  CHECK(Code(bundles.StopTrial(digest, "x", kAda)) == "bundle.no_trial");
  CHECK(Code(bundles.Promote(digest, "x", kAda)) == "bundle.no_trial");
  CHECK(engine.ledger().size() == size);
  Must(bundles.StartTrial(digest, Shadow(), kAda));
  CHECK(Code(bundles.StartTrial(other, Shadow(), kAda)) == "bundle.trial_running");
  CHECK(Code(bundles.WidenTrial(digest, 500, "", kAda)) == "bundle.trial_share");
  CHECK(Code(bundles.StopTrial(other, "x", kAda)) == "bundle.no_trial");
  Must(bundles.StopTrial(digest, "enough", kBen));
  CHECK(Text(LastEnd(engine), "/why") == "stopped");
  CHECK(Text(LastEnd(engine), "/reason") == "enough");
  Must(bundles.Approve(digest, "", kBen));
  CHECK(Code(bundles.StartTrial(digest, Canary(500), kAda)) == "bundle.state");  // one of two
  Must(bundles.Approve(digest, "", kCleo));
  CHECK(Code(bundles.StartTrial(digest, Canary(0), kAda)) == "json.value");
  CHECK(Code(bundles.StartTrial(digest, Canary(9901), kAda)) == "json.value");
  Must(bundles.StartTrial(digest, Canary(500), kAda));
}

TEST_CASE("trial: a share only grows, and who is in stays in") {
  TestEngine engine(Denies("one"));
  const std::string digest = Approved(engine, Denies("two"));
  Must((*engine).bundles().StartTrial(digest, Canary(500, 1000), kAda));
  std::vector<size_t> in;
  for (size_t i = 0; i < 300; ++i) {
    if (Text(Decide(engine, i), "/bundle") == digest) in.push_back(i);
  }
  REQUIRE(in.size() > 3);
  CHECK(Code((*engine).bundles().WidenTrial(digest, 500, "", kBen)) == "bundle.trial_share");
  CHECK(Code((*engine).bundles().WidenTrial(digest, 100, "", kBen)) == "bundle.trial_share");
  CHECK(Code((*engine).bundles().WidenTrial(digest, 9901, "", kBen)) == "bundle.trial_share");
  Must((*engine).bundles().WidenTrial(digest, 2000, "it goes well", kBen));
  size_t now_in = 0;
  for (size_t i = 0; i < 300; ++i) now_in += Text(Decide(engine, i), "/bundle") == digest ? 1 : 0;
  CHECK(now_in > in.size());
  for (const size_t i : in) CHECK(Text(Decide(engine, i), "/bundle") == digest);
}

TEST_CASE("trial: the share of 10,000 interactions is the one asked for") {
  // Of a binomial of 10,000 with p = 0.1 the standard deviation is 30.
  size_t in = 0;
  size_t in_at_five = 0;
  for (size_t i = 0; i < 10'000; ++i) {
    const uint32_t bucket = oversight::TrialBucket("sha256:ab", "default", Interaction(i));
    REQUIRE(bucket == oversight::TrialBucket("sha256:ab", "default", Interaction(i)));
    in += bucket < 1000 ? 1 : 0;
    in_at_five += bucket < 500 ? 1 : 0;
  }
  CHECK(in > 1000 - 120);
  CHECK(in < 1000 + 120);
  CHECK(in_at_five > 500 - 88);
  CHECK(in_at_five < 500 + 88);
  // printf 'reeve trial\0sha256:ab\0default\0i-1' | sha256sum | cut -c1-16: ab17a20895d822cc
  CHECK(oversight::TrialBucket("sha256:ab", "default", "i-1") == 92);
  CHECK(oversight::TrialBucket("sha256:ab", "default", "i-1") !=
        oversight::TrialBucket("sha256:ac", "default", "i-1"));
}

TEST_CASE("trial: a shadow changes nothing, and its verdict is on record and replays") {
  TestEngine engine(CompileRules(kManyRules));
  const auto shadow = CompileRules(R"(
attributes: { region: { type: string, record: value }, extra: { type: string, record: value } }
detect: [PHONE_NUMBER, CREDIT_CARD]
rules:
  - { id: phones, when: 'findings.exists(f, f.entity == "PHONE_NUMBER")', effect: deny, reason: No. }
  - { id: extra, when: 'has(context.extra) && context.extra == "x"', effect: hold,
      hold: { roles: [team_lead] }, reason: Look. }
  - { id: word, when: 'content.text.contains("pineapple")', effect: deny, reason: No. }
  - { id: fails, when: 'context.region == "moon"', effect: deny, reason: No., scope: { actions: [travel] } }
)");
  const std::vector<Changes> requests = {
      {{"/content/text", "call +1 415 555 0132"}},
      {{"/content/text", "my card is 4111 1111 1111 1111"}},
      {{"/content/text", "pineapple"}},
      {{"/context", json::Object{{"extra", "x"}}}},
      {{"/action/kind", "travel"}, {"/context", json::Object{}}},
      {{"/content/text", "xyzzy"}},
  };
  std::vector<std::string> before;
  for (const Changes& changes : requests) {
    const json::Value answer = engine.Decide(changes);
    before.push_back(Text(answer, "/effect") + json::Compact(At(answer, "/reasons")) +
                     json::Compact(At(answer, "/findings")) +
                     json::Compact(At(answer, "/content")));
  }
  const std::string digest = Propose(engine, shadow);
  Must((*engine).bundles().StartTrial(digest, Shadow(), kAda));
  const std::vector<std::string> expected = {"deny", "allow", "deny", "hold", "deny", "allow"};
  for (size_t i = 0; i < requests.size(); ++i) {
    const json::Value answer = engine.Decide(requests[i]);
    CHECK(Text(answer, "/effect") + json::Compact(At(answer, "/reasons")) +
              json::Compact(At(answer, "/findings")) + json::Compact(At(answer, "/content")) ==
          before[i]);
    const json::Value body = engine.BodyOf(answer);
    CHECK(Text(body, "/trial/shadow/effect") == expected[i]);
    Must((*engine).Replay(Text(answer, "/id")));
  }
  const json::Value report = Report(engine, digest);
  CHECK(Int(report, "/tried/decisions") == 6);
  CHECK(Int(report, "/tried/effects/deny") == 3);
  CHECK(Int(report, "/tried/errors") == 1);
  CHECK(Int(report, "/differences/other_effect") == 5);
  CHECK(Text(report, "/tried/rules/0/rule") == "phones");
  CHECK(Text(report, "/differences/changes/0/examples/0").starts_with("d-"));
  CHECK(
      engine.metrics().Render().find(
          R"(reeve_rule_hits_total{bundle="shadow",policy="p",rule="phones",mode="enforce"} 1)") !=
      std::string::npos);
}

TEST_CASE("trial: a rule that is waived is waived in a shadow too, and that replays") {
  constexpr char kWaivable[] =
      "rules: [ { id: word, when: 'content.text.contains(\"one\")', effect: deny, waivable: true, "
      "reason: No. } ]";
  TestEngine engine(CompileRules(kWaivable));
  oversight::Waiver waiver;
  waiver.policy = "p";
  waiver.rule = "word";
  waiver.until = engine.clock().Now() + hours(24);
  waiver.reason = "until the list is repaired";
  waiver.requested_by = "Ada Example";
  waiver.scope.values[static_cast<size_t>(policy::ScopeKey::kSystem)] = {"demo"};
  const std::string id = Must((*engine).waivers().Grant(waiver, kBen));
  const auto next = CompileRules(std::string(kWaivable) +
                                 "\ndetect: [EMAIL_ADDRESS]\n"
                                 "attributes: { m: { type: int, record: value } }");
  const std::string digest = Propose(engine, next);
  Must((*engine).bundles().StartTrial(digest, Shadow(), kAda));
  const json::Value answer = Decide(engine, 1, "one");
  CHECK(Text(answer, "/effect") == "allow");
  const json::Value body = engine.BodyOf(answer);
  CHECK(Text(body, "/trial/shadow/effect") == "allow");
  CHECK(Text(body, "/trial/shadow/verdict/waived/0/waiver") == id);
  Must((*engine).Replay(Text(answer, "/id")));
  CHECK(Int(Report(engine, digest), "/differences/other_effect") == 0);
}

TEST_CASE("trial: a verdict of a shadow that was tampered with is noticed by a replay") {
  TestEngine engine(Denies("one"));
  Must((*engine).bundles().StartTrial(Propose(engine, Denies("two")), Shadow(), kAda));
  json::Value body = engine.BodyOf(Decide(engine, 1, "two"));
  Replayer replayer(engine.ledger().blobs());
  Must(ReplayIdentically(body, replayer));
  *json::Resolve(body, "/trial/shadow/verdict/effect") = json::Value("allow");
  CHECK(Code(ReplayIdentically(body, replayer)) == "replay.shadow_differs");
}

TEST_CASE("trial: what a shadow would refuse as malformed is told, and refused nobody") {
  TestEngine engine(
      CompileRules("attributes: { n: { type: string, record: value } }\n"
                   "rules: [ { id: a, when: 'has(context.n) && context.n == \"x\"', "
                   "effect: deny, reason: No. } ]"));
  const auto strict = CompileRules(
      "attributes: { n: { type: int, record: value } }\n"
      "rules: [ { id: a, when: 'has(context.n) && context.n > 1', "
      "effect: deny, reason: No. } ]");
  const std::string digest = Approved(engine, strict);
  Must((*engine).bundles().StartTrial(digest, Shadow(), kAda));
  const json::Value answer = engine.Decide({{"/context", json::Object{{"n", "y"}}}});
  CHECK(Text(answer, "/effect") == "allow");
  CHECK(Text(engine.BodyOf(answer), "/trial/shadow/refused/field") == "/context/n");
  CHECK(Int(Report(engine, digest), "/tried/refused") == 1);
  Must((*engine).bundles().StopTrial(digest, "seen", kAda));
  // A canary refuses it, and is charged with it unless the active bundle refuses it too.
  Must((*engine).bundles().StartTrial(digest, Canary(oversight::kMaxShare), kAda));
  const Changes changes = {{"/interaction", "i-2"}, {"/context", json::Object{{"n", "y"}}}};
  REQUIRE(oversight::TrialBucket(digest, "default", "i-2") < oversight::kMaxShare);
  CHECK((*engine).Decide(engine.principal(), MakeRequest(changes)).error().code == "json.type");
  CHECK(Int(Report(engine, digest), "/tried/refused") == 1);
}

TEST_CASE("trial: a shadow's part that no record has room for is left out, and said so") {
  TestEngine engine(Denies("zzz"));
  std::string rules = "rules:\n";
  for (int i = 0; i < 900; ++i) {
    rules += "  - { id: a-rule-with-a-rather-long-name-for-its-record-" + std::to_string(i) +
             ", when: true, effect: deny, reason: No. }\n";
  }
  const std::string digest = Propose(engine, CompileRules(rules));
  Must((*engine).bundles().StartTrial(digest, Shadow(), kAda));
  const json::Value answer = Decide(engine, 1);
  CHECK(Text(answer, "/effect") == "allow");
  const json::Value body = engine.BodyOf(answer);
  CHECK(At(body, "/trial/shadow/left_out") == json::Value(true));
  CHECK(Text(body, "/trial/shadow/effect") == "deny");
  Must((*engine).Replay(Text(answer, "/id")));
  const std::string counted = Counts(engine, digest);
  engine.Shut();
  engine.Open();
  Must((*engine).bundles().Resume());
  CHECK(Counts(engine, digest) == counted);
}

TEST_CASE("trial: too many denials of a canary stop it with the next decision, on record") {
  TestEngine engine(Denies("one"));
  const std::string first = (*engine).active()->bundle().digest();
  const std::string digest = Approved(engine, DeniesAlways());
  Must((*engine).bundles().StartTrial(digest, Canary(5000), kAda));
  size_t denied = 0;
  size_t i = 0;
  // By the twentieth decision of each side at the latest: all are denied by one, none by the other.
  while ((*engine).bundles().deployment()->trial != nullptr && i < 200) {
    denied += Text(Decide(engine, i++, "harmless"), "/effect") == "deny" ? 1 : 0;
  }
  const json::Value end = LastEnd(engine);
  CHECK(Text(end, "/why") == "threshold");
  CHECK(Text(end, "/by") == "reeve");
  CHECK(Text(end, "/breach/threshold") == "deny_increase");
  CHECK(Int(end, "/breach/limit") == 5);
  CHECK(Int(end, "/figures/tried/effects/deny") == static_cast<int64_t>(denied));
  CHECK(std::min(Int(end, "/figures/tried/decisions"), Int(end, "/figures/active/decisions")) ==
        static_cast<int64_t>(kFew));
  for (size_t j = 0; j < 50; ++j) CHECK(Text(Decide(engine, j, "harmless"), "/bundle") == first);
  CHECK(At(Report(engine, digest), "/running") == json::Value(false));
  CHECK(engine.metrics().Render().find("reeve_trial_stops_total 1") != std::string::npos);
  CheckRebuild(engine);
}

TEST_CASE("trial: holds, errors and refusals stop a canary too") {
  const auto stops = [](const std::string& rules, Changes changes) {
    TestEngine engine(
        CompileRules("attributes: { n: { type: string, record: value } }\n"
                     "rules: [ { id: a, when: 'has(context.n) && context.n == "
                     "\"x\"', effect: deny, reason: No. } ]"));
    const std::string digest = Approved(engine, CompileRules(rules));
    TrialRequest request = Canary(5000);
    request.thresholds.deny_increase = 100;
    Must((*engine).bundles().StartTrial(digest, request, kAda));
    for (size_t i = 0; i < 200; ++i) {
      changes.emplace_back("/interaction", Interaction(i));
      if ((*engine).bundles().deployment()->trial == nullptr) break;
      const auto ignored = (*engine).Decide(engine.principal(), MakeRequest(changes));
      changes.pop_back();
    }
    return Text(LastEnd(engine), "/breach/threshold");
  };
  CHECK(stops("rules: [ { id: h, when: true, effect: hold, hold: { roles: [r] }, reason: Wait. } ]",
              {}) == "hold_increase");
  CHECK(stops("attributes: { m: { type: int, record: value } }\n"
              "rules: [ { id: e, when: 'context.m > 1', effect: redact, reason: No., redact: { "
              "entities: [EMAIL_ADDRESS] } } ]\ndetect: [EMAIL_ADDRESS]",
              {}) == "errors");
  CHECK(stops("attributes: { n: { type: int, record: value } }\n"
              "rules: [ { id: a, when: 'has(context.n) && context.n > 1', effect: deny, reason: "
              "No. } ]",
              {{"/context", json::Object{{"n", "y"}}}}) == "errors");
}

TEST_CASE("trial: a canary that is slow stops, by a stopwatch that the test holds") {
  TestEngine engine(Denies("one"));
  engine.Shut();
  engine.Open(&FakeStopwatch);
  Must((*engine).bundles().Resume());
  const std::string digest = Approved(engine, Denies("two"));
  TrialRequest request = Canary(5000);
  request.thresholds.deny_increase = 100;
  request.thresholds.latency = 3;
  Must((*engine).bundles().StartTrial(digest, request, kAda));
  for (size_t i = 0; i < 400 && (*engine).bundles().deployment()->trial != nullptr; ++i) {
    const bool in = oversight::TrialBucket(digest, "default", Interaction(i)) < 5000;
    stopwatch_step = in ? 4000 : 1000;
    Decide(engine, i);
  }
  const json::Value end = LastEnd(engine);
  CHECK(Text(end, "/breach/threshold") == "latency");
  CHECK(Int(end, "/figures/active/p99_micros") < 1100);
  CHECK(Int(end, "/figures/tried/p99_micros") >= 4000);
}

TEST_CASE("trial: two sides that do the same go on") {
  TestEngine engine(Denies("one"));
  const auto same = CompileRules(
      "rules: [ { id: other, when: 'content.text.contains(\"one\")', "
      "effect: deny, reason: No. } ]");
  const std::string digest = Approved(engine, same);
  Must((*engine).bundles().StartTrial(digest, Canary(5000), kAda));
  for (size_t i = 0; i < 400; ++i) Decide(engine, i, i % 3 == 0 ? "one" : "harmless");
  CHECK(At(Report(engine, digest), "/running") == json::Value(true));
  CHECK(At(Report(engine, digest), "/minimum_reached") == json::Value(true));
}

TEST_CASE("trial: promotion waits for the minimum, unless it is forced with a reason") {
  TestEngine engine(Denies("one"));
  BundleLifecycle& bundles = (*engine).bundles();
  const std::string digest = Approved(engine, Denies("two"));
  Must(bundles.StartTrial(digest, Canary(5000), kAda));
  CHECK(Code(bundles.Promote(digest, "", kAda)) == "bundle.trial_minimum");
  for (size_t i = 0; i < 200; ++i) Decide(engine, i, "harmless");
  Must(bundles.Promote(digest, "", kBen));
  CHECK((*engine).active()->bundle().digest() == digest);
  CHECK(Text(LastEnd(engine), "/why") == "promoted");
  CHECK(LastEnd(engine).Find("forced") == nullptr);
  CHECK(Text(Must(oversight::FindBundle(engine.ledger(), digest)), "/state") == "active");

  const std::string next = Approved(engine, Denies("three"));
  Must(bundles.StartTrial(next, Shadow(), kAda));
  Must(bundles.Promote(next, "the regulator waits", kBen));
  CHECK(At(LastEnd(engine), "/forced") == json::Value(true));
  CHECK(Text(LastEnd(engine), "/reason") == "the regulator waits");
  CheckRebuild(engine);
}

TEST_CASE("trial: a shadow that nobody approved is not promoted") {
  TestEngine engine(Denies("one"));
  const std::string digest = Propose(engine, Denies("two"));
  Must((*engine).bundles().StartTrial(digest, Shadow(), kAda));
  CHECK(Code((*engine).bundles().Promote(digest, "now", kAda)) == "bundle.state");
  CHECK(At(Report(engine, digest), "/running") == json::Value(true));
}

TEST_CASE("trial: a canary is promoted with the first decision at its time that has the minimum") {
  TestEngine engine(Denies("one"));
  const std::string digest = Approved(engine, Denies("two"));
  TrialRequest request = Canary(5000);
  request.promote_after = hours(24);
  Must((*engine).bundles().StartTrial(digest, request, kAda));
  engine.clock().Advance(hours(25));
  size_t i = 0;
  for (; i < 200 && !(*engine).bundles().deployment()->trial->counts->ReachedMinimum(); ++i) {
    Decide(engine, i, "harmless");
  }
  CHECK((*engine).active()->bundle().digest() != digest);
  CHECK(Text(Decide(engine, i), "/bundle") == digest);
  const json::Value entry = Must(oversight::FindBundle(engine.ledger(), digest));
  CHECK(Text(entry, "/activated/by") == "Ada Example");
  CHECK(Text(entry, "/trial/ended/why") == "promoted");
}

TEST_CASE("trial: it ends at once when a bundle becomes active, or its own is rejected") {
  TestEngine engine(Denies("one"));
  BundleLifecycle& bundles = (*engine).bundles();
  const std::string second = Approved(engine, Denies("two"));
  const std::string third = Approved(engine, Denies("three"));
  Must(bundles.StartTrial(third, Canary(oversight::kMaxShare), kAda));
  Must(bundles.Activate(second, kAda));
  CHECK(Text(LastEnd(engine), "/why") == "superseded");
  CHECK(Text(Decide(engine, 1), "/bundle") == second);

  Must(bundles.StartTrial(third, Canary(oversight::kMaxShare), kAda));
  Must(bundles.RollBack("", "refunds stand still", kCleo));
  CHECK(Text(LastEnd(engine), "/by") == "Cleo Example");
  for (size_t i = 0; i < 20; ++i)
    CHECK(Text(Decide(engine, i), "/bundle") == Denies("one")->digest());

  Must(bundles.StartTrial(third, Shadow(), kAda));
  Must(bundles.Reject(third, "no", kBen));
  CHECK(Text(LastEnd(engine), "/why") == "rejected");
  CHECK(Must(oversight::RunningTrial(engine.ledger())) == std::nullopt);

  const std::string fourth = Approved(engine, Denies("four"));
  Must(bundles.StartTrial(fourth, Shadow(), kAda));
  Must(bundles.Activate(fourth, kAda));
  CHECK(Text(LastEnd(engine), "/why") == "activated");
  CheckRebuild(engine);
}

TEST_CASE("trial: after a restart it goes on with the same interactions and the same counts") {
  TestEngine engine(CompileRules(kManyRules));
  const std::string digest = Approved(engine, Denies("two"));
  for (const TrialRequest& request : {Canary(3000, 1000), Shadow()}) {
    Must((*engine).bundles().StartTrial(digest, request, kAda));
    const auto bundle_of = [&](size_t i) {
      return Text(Decide(engine, i,
                         i % 4 == 0   ? "two"
                         : i % 4 == 1 ? "xyzzy"
                                      : "hello"),
                  "/bundle");
    };
    std::vector<std::string> before;
    for (size_t i = 0; i < 40; ++i) before.push_back(bundle_of(i));
    const std::string counted = Counts(engine, digest);
    engine.Shut();
    engine.Open();
    Must((*engine).bundles().Resume());
    CHECK(Counts(engine, digest) == counted);
    for (size_t i = 0; i < 40; ++i) CHECK(bundle_of(i) == before[i]);
    Must((*engine).bundles().StopTrial(digest, "next", kAda));
  }
  CheckRebuild(engine);
}

TEST_CASE("trial: a breach of which the end was not recorded is acted on after a restart") {
  TestEngine engine(Denies("one"));
  const std::string digest = Approved(engine, DeniesAlways());
  Must((*engine).bundles().StartTrial(digest, Canary(5000), kAda));
  const std::string trial = Must(oversight::RunningTrial(engine.ledger()))->id;
  for (size_t i = 0; i < 200 && (*engine).bundles().deployment()->trial != nullptr; ++i) {
    Decide(engine, i, "harmless");
  }
  // A log as a crash leaves it: the decisions are there, the end of the trial is not.
  TestEngine crashed(nullptr);
  crashed.Shut();
  auto log = crashed.OpenLedger();
  for (uint64_t i = 0; i < engine.ledger().size(); ++i) {
    const ledger::Record record = Must(engine.ledger().Read(i));
    if (record.kind() == oversight::kBundleTrialEnded || record.kind() == "system.registered")
      continue;
    Must(log->Append({{.kind = std::string(record.kind()),
                       .log = record.log(),
                       .tenant = std::string(record.tenant()),
                       .id = std::string(record.id()),
                       .body = std::string(record.body_text())}}));
  }
  for (const auto& bundle : {Denies("one"), DeniesAlways()}) {
    Must(log->blobs().Put(bundle->canonical_bytes()));
  }
  log.reset();
  crashed.Open();
  Must((*crashed).bundles().Resume());
  REQUIRE((*crashed).bundles().deployment()->trial != nullptr);
  CHECK(Text(Decide(crashed, 1, "harmless"), "/bundle") == Denies("one")->digest());
  CHECK(Text(LastEnd(crashed), "/trial") == trial);
  CHECK(Text(LastEnd(crashed), "/why") == "threshold");
}

TEST_CASE(
    "trial: a stop and a widening amid many threads leave no decision of a side that is gone") {
  TestEngine engine(Denies("one"));
  const std::string digest = Approved(engine, DeniesAlways());
  Must((*engine).bundles().StartTrial(digest, Canary(3000), kAda));
  std::atomic<size_t> next = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (size_t i = next++; i < 400; i = next++) {
          const auto answer = (*engine).Decide(
              engine.principal(),
              MakeRequest({{"/interaction", Interaction(i)}, {"/content/text", "harmless"}}));
          if (!answer.ok()) std::abort();
        }
      });
    }
    threads.emplace_back([&] {
      const auto ignored = (*engine).bundles().WidenTrial(digest, 5000, "", kBen);
      static_cast<void>((*engine).bundles().TrialReport(digest));
      static_cast<void>(engine.metrics().Render());
    });
  }
  CHECK(Text(LastEnd(engine), "/why") == "threshold");
  CHECK((*engine).bundles().deployment()->trial == nullptr);
  CHECK(Text(Decide(engine, 1, "harmless"), "/effect") == "allow");
  size_t ends = 0;
  for (uint64_t i = 0; i < engine.ledger().size(); ++i) {
    ends += Must(engine.ledger().Read(i)).kind() == oversight::kBundleTrialEnded ? 1 : 0;
  }
  CHECK(ends == 1);
  CheckRebuild(engine);
}

}  // namespace reeve::engine::testing
