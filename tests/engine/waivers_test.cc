// Waivers from the grant to the record of each use.
#include <thread>

#include "engine/replay.h"
#include "engine/waiver_uses.h"
#include "ledger/rebuild.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

using oversight::ActingPerson;
using oversight::Waiver;
using policy::ScopeKey;

const ActingPerson kBen{"Ben Example", "tester", "default"};
constexpr std::chrono::hours kDay{24};

constexpr char kRules[] = R"(
attributes:
  region: { type: string, record: value }
rules:
  - id: word
    when: content.text.contains("xyzzy")
    effect: deny
    waivable: true
    obligations: [ { type: notify, to: desk } ]
    reason: The word is forbidden.
  - id: large
    when: action.amount > 100.0
    effect: hold
    hold: { roles: [lead] }
    waivable: true
    reason: A person must look.
  - id: strict
    when: content.text.contains("plugh")
    effect: deny
    waivable: false
    reason: Never.
  - id: region
    when: context.region == "nowhere"
    scope: { actions: [travel] }
    effect: deny
    waivable: true
    reason: Not there.
  - id: watched
    mode: shadow
    when: content.text.contains("xyzzy")
    effect: deny
    waivable: true
    reason: Watched.
)";

std::string Code(const Status& status) {
  return status.ok() ? "" : std::string(status.error().code);
}
template <typename T>
std::string Code(const Result<T>& result) {
  return result.ok() ? "" : std::string(result.error().code);
}

// For a day from now, for system demo, at Ada's request.
Waiver Terms(TestEngine& engine, const std::string& rule) {
  Waiver waiver;
  waiver.policy = "p";
  waiver.rule = rule;
  waiver.until = engine.clock().Now() + kDay;
  waiver.reason = "until the list of words is repaired";
  waiver.requested_by = "Ada Example";
  waiver.scope.values[static_cast<size_t>(ScopeKey::kSystem)] = {"demo"};
  return waiver;
}
std::string Grant(TestEngine& engine, const std::string& rule) {
  return Must((*engine).waivers().Grant(Terms(engine, rule), kBen));
}
json::Value Decide(TestEngine& engine, const std::string& text) {
  return engine.Decide({{"/content/text", text}});
}
json::Value Found(TestEngine& engine, const std::string& id) {
  return Must((*engine).waivers().Find("default", id));
}
std::vector<std::string> Listed(TestEngine& engine, WaiverFilter filter,
                                std::chrono::hours within = kExpiringWithin) {
  const json::Value list = Must((*engine).waivers().List("default", {filter, within}));
  std::vector<std::string> out;
  for (const json::Value& waiver : *At(list, "/waivers").as_array()) {
    out.push_back(Text(waiver, "/id"));
  }
  CHECK(Int(list, "/total") == static_cast<int64_t>(out.size()));
  return out;
}
using Ids = std::vector<std::string>;

void CheckReplays(TestEngine& engine, const json::Value& answer) {
  Must((*engine).Replay(Text(answer, "/id")));
}

}  // namespace

TEST_CASE("waivers: a waived rule decides nothing, and answer and record say by which waiver") {
  TestEngine engine(CompileRules(kRules));
  CHECK(Text(Decide(engine, "xyzzy"), "/effect") == "deny");
  const std::string id = Grant(engine, "word");
  const json::Value answer = Decide(engine, "xyzzy");
  CHECK(Text(answer, "/effect") == "allow");
  CHECK(At(answer, "/obligations").as_array()->empty());
  CHECK(Text(answer, "/waivers/0/id") == id);
  CHECK(Text(answer, "/waivers/0/policy") == "p");
  CHECK(Text(answer, "/waivers/0/rule") == "word");
  CHECK(Text(answer, "/waivers/0/by") == "Ben Example");
  CHECK(Text(answer, "/waivers/0/until") == FormatTimestamp(kStart + kDay));
  CHECK(Rules(answer) == std::vector<std::string>{"default"});
  CHECK(Text(answer, "/reasons/0/message").find("that is not waived") != std::string::npos);
  const json::Value body = engine.BodyOf(answer);
  CHECK(At(body, "/verdict/waived") ==
        Json(R"([{"policy":"p","rule":"word","waiver":")" + id + R"("}])"));
  CHECK(At(body, "/verdict/hits").as_array()->empty());
  CHECK(Text(body, "/verdict/shadow/0/rule") == "watched");
  CheckReplays(engine, answer);
  CHECK(engine.metrics().Render().find("reeve_waiver_uses_total{effect=\"deny\"} 1\n") !=
        std::string::npos);
}

TEST_CASE("waivers: what else applies still does") {
  TestEngine engine(CompileRules(kRules));
  Grant(engine, "word");
  const json::Value held = engine.Decide({{"/content/text", "xyzzy"}, {"/action/amount", 101}});
  CHECK(Text(held, "/effect") == "hold");
  CHECK(Rules(held) == std::vector<std::string>{"large"});
  CheckReplays(engine, held);
  const json::Value denied = Decide(engine, "xyzzy plugh");
  CHECK(Text(denied, "/effect") == "deny");
  CheckReplays(engine, denied);
  Grant(engine, "large");
  const json::Value allowed = engine.Decide({{"/content/text", "xyzzy"}, {"/action/amount", 101}});
  CHECK(Text(allowed, "/effect") == "allow");
  CHECK(allowed.Find("approval") == nullptr);
  CHECK(At(allowed, "/waivers").as_array()->size() == 2);
  CheckReplays(engine, allowed);
}

TEST_CASE("waivers: it ends by itself at its moment, without a record") {
  TestEngine engine(CompileRules(kRules));
  const std::string id = Grant(engine, "word");
  engine.clock().Advance(kDay - std::chrono::microseconds(1));
  CHECK(Text(Decide(engine, "xyzzy"), "/effect") == "allow");
  CHECK(Text(Found(engine, id), "/state") == "active");
  const uint64_t size = engine.ledger().size();
  engine.clock().Advance(std::chrono::microseconds(1));
  CHECK(Text(Found(engine, id), "/state") == "expired");
  CHECK(engine.ledger().size() == size);
  const json::Value answer = Decide(engine, "xyzzy");
  CHECK(Text(answer, "/effect") == "deny");
  CHECK(answer.Find("waivers") == nullptr);
  CHECK(engine.BodyOf(answer).Find("verdict")->Find("waived") == nullptr);
  CHECK(Code((*engine).waivers().Revoke(id, "late", kBen)) == "waiver.state");
}

TEST_CASE(
    "waivers: one that begins later waits, and a revoked one is gone with the next decision") {
  TestEngine engine(CompileRules(kRules));
  Waiver terms = Terms(engine, "word");
  terms.from = kStart + std::chrono::hours(1);
  const std::string id = Must((*engine).waivers().Grant(terms, kBen));
  CHECK(Text(Found(engine, id), "/state") == "pending");
  CHECK(Text(Decide(engine, "xyzzy"), "/effect") == "deny");
  engine.clock().Advance(std::chrono::hours(1));
  CHECK(Text(Decide(engine, "xyzzy"), "/effect") == "allow");
  Must((*engine).waivers().Revoke(id, "repaired", {"Cleo Example", "tester", "default"}));
  CHECK(Text(Decide(engine, "xyzzy"), "/effect") == "deny");
  const json::Value found = Found(engine, id);
  CHECK(Text(found, "/state") == "revoked");
  CHECK(Text(found, "/revoked/by") == "Cleo Example");
  CHECK(Int(found, "/uses/count") == 1);
  CHECK(Code((*engine).waivers().Revoke(id, "again", kBen)) == "waiver.state");
  CHECK(Code((*engine).waivers().Revoke("w-0", "?", kBen)) == "waiver.not_found");
}

TEST_CASE("waivers: a rule that is not waivable, or not there, is refused, and nothing written") {
  TestEngine engine(CompileRules(kRules));
  const uint64_t size = engine.ledger().size();
  WaiverCommands& waivers = (*engine).waivers();
  CHECK(Code(waivers.Grant(Terms(engine, "strict"), kBen)) == "waiver.not_waivable");
  const Result<std::string> misspelt = waivers.Grant(Terms(engine, "wrod"), kBen);
  CHECK(Code(misspelt) == "waiver.no_rule");
  CHECK(misspelt.error().message.find("did you mean `p/word`?") != std::string::npos);
  Waiver terms = Terms(engine, "word");
  terms.requested_by = "ben example";
  CHECK(Code(waivers.Grant(terms, kBen)) == "waiver.own_request");
  terms = Terms(engine, "word");
  terms.from = kStart - std::chrono::seconds(1);
  CHECK(Code(waivers.Grant(terms, kBen)) == "waiver.from");
  terms = Terms(engine, "word");
  terms.scope.values[static_cast<size_t>(ScopeKey::kSystem)] = {"dmeo"};
  CHECK(Code(waivers.Grant(terms, kBen)) == "waiver.scope");
  CHECK(engine.ledger().size() == size);
}

TEST_CASE("waivers: nothing is waived for a system of a prohibited class") {
  TestEngine engine(CompileRules(kRules));
  const auto reclass = [&](policy::RiskClass risk_class) {
    const std::vector<oversight::System> systems = {MakeSystem("demo", risk_class)};
    Must((*engine).systems().Register(systems, engine.clock().Now(), Random::System()));
  };
  reclass(policy::RiskClass::kProhibited);
  CHECK(Code((*engine).waivers().Grant(Terms(engine, "word"), kBen)) == "waiver.prohibited");
  reclass(policy::RiskClass::kLimited);
  Waiver everywhere = Terms(engine, "word");
  everywhere.scope = {};
  everywhere.everywhere = true;
  Must((*engine).waivers().Grant(everywhere, kBen));
  CHECK(Text(Decide(engine, "xyzzy"), "/effect") == "allow");
  reclass(policy::RiskClass::kProhibited);
  const json::Value answer = Decide(engine, "xyzzy");
  CHECK(Text(answer, "/effect") == "deny");
  CHECK(answer.Find("waivers") == nullptr);
  CheckReplays(engine, answer);
}

TEST_CASE("waivers: of another system, or another tenant, the rule holds") {
  TestEngine engine(CompileRules(kRules));
  oversight::System foreign = MakeSystem("demo", policy::RiskClass::kLimited);
  foreign.tenant = "other";
  Must((*engine).systems().Register(std::vector<oversight::System>{foreign}, kStart,
                                    Random::System()));
  const std::string id = Grant(engine, "word");
  CHECK(Text(engine.Decide({{"/content/text", "xyzzy"}, {"/system", "credit"}}), "/effect") ==
        "deny");
  const Principal other{"tester", "other"};
  const Request request = MakeRequest({{"/content/text", "xyzzy"}});
  CHECK(Must((*engine).Decide(other, request)).effect == policy::Effect::kDeny);
  CHECK(Must((*engine).Decide(engine.principal(), request)).effect == policy::Effect::kAllow);
  CHECK(Code((*engine).waivers().Find("other", id)) == "waiver.not_found");
  CHECK(Code((*engine).waivers().Revoke(id, "x", {"Eve Example", "tester", "other"})) ==
        "waiver.not_found");
  CHECK(Int(Must((*engine).waivers().List("other", {})), "/total") == 0);
}

TEST_CASE("waivers: a rule that fails is waived, with its error on record") {
  TestEngine engine(CompileRules(kRules));
  const Changes travel = {{"/action/kind", "travel"}};  // no region
  CHECK(Text(engine.Decide(travel), "/effect") == "deny");
  Grant(engine, "region");
  const json::Value answer = engine.Decide(travel);
  CHECK(Text(answer, "/effect") == "allow");
  CHECK(Text(engine.BodyOf(answer), "/verdict/waived/0/error") == "cel.no_such_field");
  CheckReplays(engine, answer);
}

TEST_CASE("waivers: a bundle that takes the rule away, or lets it not be waived, wins") {
  TestEngine engine(CompileRules(kRules));
  const std::string word = Grant(engine, "word");
  const std::string large = Grant(engine, "large");
  const std::string without_large = R"(
rules:
  - id: word
    when: content.text.contains("xyzzy")
    effect: deny
    waivable: false
    reason: The word is forbidden.
)";
  Must((*engine).Activate(CompileRules(without_large), engine.principal()));
  CHECK(Text(Decide(engine, "xyzzy"), "/effect") == "deny");
  CHECK(Text(Found(engine, word), "/rule_state") == "not_waivable");
  CHECK(Text(Found(engine, word), "/state") == "active");
  CHECK(Text(Found(engine, large), "/rule_state") == "orphaned");
  CHECK(Listed(engine, WaiverFilter::kOrphaned) == Ids{large});
  CHECK(Listed(engine, WaiverFilter::kNotWaivable) == Ids{word});
  Must((*engine).Activate(CompileRules(kRules), engine.principal()));
  CHECK(Text(Decide(engine, "xyzzy"), "/effect") == "allow");
  CHECK(Listed(engine, WaiverFilter::kOrphaned).empty());
}

TEST_CASE("waivers: each is listed as what it is") {
  TestEngine engine(CompileRules(kRules));
  const auto grant = [&](int from_hours, int until_hours) {
    Waiver terms = Terms(engine, "word");
    if (from_hours > 0) terms.from = kStart + std::chrono::hours(from_hours);
    terms.until = kStart + std::chrono::hours(until_hours);
    engine.clock().Advance(std::chrono::microseconds(1));  // so that the order is certain
    return Must((*engine).waivers().Grant(terms, kBen));
  };
  const std::string ended = grant(0, 1);
  const std::string used = grant(0, 24);
  const std::string revoked = grant(0, 24);
  const std::string unused = grant(0, 2400);
  const std::string pending = grant(100, 200);
  Must((*engine).waivers().Revoke(revoked, "not needed", kBen));
  engine.clock().Advance(std::chrono::hours(1));
  Decide(engine, "xyzzy");
  CHECK(Listed(engine, WaiverFilter::kAll) == Ids{pending, unused, revoked, used, ended});
  CHECK(Listed(engine, WaiverFilter::kActive) == Ids{unused, used});
  CHECK(Listed(engine, WaiverFilter::kPending) == Ids{pending});
  CHECK(Listed(engine, WaiverFilter::kExpired) == Ids{ended});
  CHECK(Listed(engine, WaiverFilter::kRevoked) == Ids{revoked});
  CHECK(Listed(engine, WaiverFilter::kUnused) == Ids{unused});
  CHECK(Listed(engine, WaiverFilter::kExpiring) == Ids{used});
  CHECK(Listed(engine, WaiverFilter::kExpiring, std::chrono::hours(22)).empty());
  CHECK(Listed(engine, WaiverFilter::kExpiring, std::chrono::hours(2400)) == Ids{used, unused});
}

TEST_CASE("waivers: uses are counted, survive a restart, and a rebuild comes to the same") {
  TestEngine engine(CompileRules(kRules));
  const std::string id = Grant(engine, "word");
  Decide(engine, "xyzzy");
  Decide(engine, "good");
  engine.clock().Advance(std::chrono::seconds(5));
  const json::Value last = Decide(engine, "xyzzy");
  Decide(engine, "plugh");
  const json::Value found = Found(engine, id);
  CHECK(Int(found, "/uses/count") == 2);
  CHECK(Text(found, "/uses/first") == FormatTimestamp(kStart));
  CHECK(Text(found, "/uses/last") == FormatTimestamp(kStart + std::chrono::seconds(5)));
  CHECK(Text(found, "/uses/last_decision") == Text(last, "/id"));
  engine.Shut();
  CHECK(Must(ledger::RebuildFolder(engine.path(), AllProjections(), ledger::RebuildMode::kVerify))
            .ok());
  engine.Open();
  Must((*engine).bundles().Resume());
  CHECK(Found(engine, id) == found);
  CHECK(Text(Decide(engine, "xyzzy"), "/effect") == "allow");
}

TEST_CASE("waivers: an attribute named waived is no use of one") {
  TestEngine engine(CompileRules(R"(
attributes:
  waived: { type: list<string>, record: value }
rules: [ { id: r, when: 'has(context.waived) && "w-1" in context.waived', effect: deny, mode: shadow, reason: x } ]
)"));
  const json::Value answer = engine.Decide({{"/context/waived", json::Array{"w-1"}}});
  CHECK(engine.RecordOf(answer).body_text().find("\"waived\":[") != std::string::npos);
  CHECK(Must(UseOfWaiver(engine.ledger(), "w-1")).count == 0);
}

TEST_CASE("waivers: a replay gives back what was waived, under another bundle by name") {
  TestEngine engine(CompileRules(kRules));
  Grant(engine, "word");
  Decide(engine, "xyzzy");
  Decide(engine, "good");
  engine.Shut();
  const auto replay = [&](const std::shared_ptr<const policy::Bundle>& other) {
    ReplayOptions options;
    options.other = other;
    const ReplayReport report = Must(ReplayRange(engine.path(), options));
    CHECK(report.ok());
    return report;
  };
  CHECK(replay(nullptr).identical == 2);
  CHECK(replay(CompileRules(kRules)).changed() == 0);
  std::string strict = kRules;
  strict.replace(strict.find("waivable: true"), 14, "waivable: false");
  const ReplayReport report = replay(CompileRules(strict));
  REQUIRE(report.changes.size() == 1);
  CHECK(report.changes[0].from == "allow");
  CHECK(report.changes[0].to == "deny");
  CHECK(report.changes[0].rules == std::vector<std::string>{"+p/word"});
}

TEST_CASE("waivers: a record that says a rule was waived which may not be does not replay") {
  TestEngine engine(CompileRules(kRules));
  json::Value body = engine.BodyOf(Decide(engine, "plugh"));
  json::Object& verdict = *body.as_object()->Find("verdict")->as_object();
  verdict.Set("effect", "allow");
  verdict.Set("default", true);
  verdict.Set("hits", json::Array());
  verdict.Set("waived", Json(R"([{"policy":"p","rule":"strict","waiver":"w-1"}])"));
  Replayer replayer(engine.ledger().blobs());
  CHECK(Code(ReplayIdentically(body, replayer)) == "replay.differs");
  verdict.Set("waived", Json(R"([{"policy":"p"}])"));
  CHECK(Code(ReplayIdentically(body, replayer)) == "decision.malformed");
}

TEST_CASE("waivers: while waivers are granted and revoked every decision is one or the other") {
  TestEngine engine(CompileRules(kRules));
  std::atomic<bool> ended = false;
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> callers;
  for (int i = 0; i < 3; ++i) {
    callers.emplace_back([&] {
      const Request request = MakeRequest({{"/content/text", "xyzzy"}});
      while (!ended) {
        const Result<Answer> answer = (*engine).Decide(engine.principal(), request);
        const bool waived = answer.ok() && answer->json.find("\"waivers\":[") != std::string::npos;
        const auto expected = waived ? policy::Effect::kAllow : policy::Effect::kDeny;
        if (!answer.ok() || answer->effect != expected) ++wrong;
      }
    });
  }
  for (int i = 0; i < 20; ++i) {
    const std::string id = Grant(engine, "word");
    CHECK(Text(Decide(engine, "xyzzy"), "/effect") == "allow");
    Must((*engine).waivers().Revoke(id, "again", kBen));
    CHECK(Text(Decide(engine, "xyzzy"), "/effect") == "deny");
  }
  ended = true;
  callers.clear();
  CHECK(wrong == 0);
  engine.Shut();
  CHECK(Must(ReplayRange(engine.path(), {})).ok());
}

}  // namespace reeve::engine::testing
