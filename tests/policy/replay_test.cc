#include <random>

#include "policy/recording.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

// Rules that read every kind of fact, recorded and not, in every mix of clauses.
const char* const kRules = R"(
attributes:
  level: { type: int, record: value }
  grade: { type: string, record: digest }
  ratio: { type: double, record: nothing }
detect: [payment, pii]
rules:
  - { id: a, effect: deny, reason: x, when: 'action.amount > 3.0 && content.text.contains("bad")' }
  - { id: b, effect: redact, reason: x, when: 'findings.exists(f, f.score > 0.5)' }
  - { id: c, effect: hold, reason: x, hold: { roles: [r] }, when: 'context.level > 2' }
  - { id: d, effect: deny, reason: x, when: 'context.grade == "low" && stage == "input"' }
  - { id: e, effect: allow, reason: x, when: 'context.ratio < 0.5 || actor.id == "u-1"' }
  - { id: f, effect: deny, reason: x, mode: shadow, when: 'content.messages.size() > 1 && context.ratio > 0.2 && subject == "s-1"' }
  - { id: g, effect: hold, reason: x, hold: { roles: [q], quorum: 2 }, when: 'action.arguments.to == "me"' }
  - { id: h, effect: deny, reason: x, when: '"chief" in actor.roles && content.size > 3 && now > timestamp("2026-01-01T00:00:00Z")' }
  - { id: i, effect: redact, reason: x, scope: { risk_classes: [high] }, when: 'size(content.text) > 4 && system.owner != "" && has(context.grade)' }
)";

// A random request, with the memory behind its views.
struct RandomRequest {
  explicit RandomRequest(std::mt19937& random) {
    const auto one_in = [&random](unsigned n) { return random() % n == 0; };
    facts.interaction = "i-1";
    facts.stage = static_cast<Stage>(random() % kStageCount);
    facts.tenant = one_in(2) ? "t" : "";
    facts.system = {"s", "name", static_cast<RiskClass>(random() % kRiskClassCount), "p",
                    one_in(2) ? "owner" : ""};
    facts.actor.id = one_in(2) ? "u-1" : "u-2";
    if (one_in(2)) facts.actor.roles = {"clerk", "chief"};
    facts.subject = one_in(2) ? "s-1" : "";
    facts.action.kind = "chat";
    facts.action.amount = static_cast<double>(random() % 6);
    facts.action.consequential = one_in(2);
    if (one_in(2)) arguments.Add("to", one_in(2) ? "me" : "you");
    if (one_in(4)) arguments.Add("n", 5);
    facts.action.arguments = &arguments;
    facts.content.text = one_in(2) ? "this is bad" : "good";
    facts.content.size = facts.content.text.size();
    if (one_in(2)) facts.content.messages = {{"user", "this"}, {"user", "is bad"}};
    if (one_in(2)) facts.findings.push_back({"CREDIT_CARD", "payment", "identifier", 0.9, "/a"});
    if (one_in(3)) facts.findings.push_back({"US_SSN", "pii", "identifier", 0.4, ""});
    if (one_in(2)) context.Add("level", static_cast<int64_t>(random() % 5));
    if (one_in(2)) context.Add("grade", one_in(2) ? "low" : "high");
    if (one_in(2)) context.Add("ratio", one_in(2) ? json::Value(0.25) : json::Value(1));
    if (one_in(5)) context.Add("undeclared", "x");
    facts.context = &context;
    facts.now = Timestamp(std::chrono::seconds(1'700'000'000 + random() % 200'000'000));
  }
  RandomRequest(const RandomRequest&) = delete;

  Facts facts;
  json::Object arguments;
  json::Object context;
};

std::string Digest(std::string_view text) { return "digest-of-" + std::to_string(text.size()); }

// To bytes and back, as a ledger would carry it.
json::Value ThroughBytes(const json::Value& value) {
  return json::Parse(json::Canonical(value).value()).value();
}

}  // namespace

TEST_CASE("replay: recorded facts and outcomes give the identical verdict") {
  const auto bundle = MustCompile(kRules);
  std::mt19937 random(7);
  Scratch scratch;
  size_t errors = 0;
  size_t outcomes = 0;
  for (int i = 0; i < 5000; ++i) {
    const RandomRequest request(random);
    const Verdict verdict = Decide(*bundle, request.facts, scratch);
    const json::Value facts = ThroughBytes(RecordFacts(*bundle, request.facts, Digest));
    const json::Value recorded = ThroughBytes(RecordOutcomes(verdict.outcomes));
    const auto read = RecordedFacts::Read(*facts.as_object(), request.facts.now);
    REQUIRE(read.ok());
    const auto read_outcomes = ReadOutcomes(*recorded.as_array());
    REQUIRE(read_outcomes.ok());
    const Verdict replayed = Replay(*bundle, read->facts(), *read_outcomes, scratch);
    REQUIRE(replayed == verdict);
    outcomes += verdict.outcomes.size();
    for (const Hit& hit : verdict.hits) errors += hit.error ? 1 : 0;
  }
  // Or else nothing was tested.
  CHECK(errors > 100);
  CHECK(outcomes > 1000);
}

TEST_CASE("replay: a bundle compiled from its bytes gives the identical verdict") {
  const auto bundle = MustCompile(kRules);
  const auto later = BundleFromBytes(bundle->canonical_bytes()).value();
  std::mt19937 random(8);
  Scratch scratch;
  for (int i = 0; i < 500; ++i) {
    const RandomRequest request(random);
    const Verdict verdict = Decide(*bundle, request.facts, scratch);
    const json::Object facts = RecordFacts(*bundle, request.facts, Digest);
    const auto read = RecordedFacts::Read(facts, request.facts.now);
    REQUIRE(read.ok());
    const Verdict replayed = Replay(*later, read->facts(), verdict.outcomes, scratch);
    REQUIRE(replayed.effect == verdict.effect);
    REQUIRE(Ids(replayed.hits) == Ids(verdict.hits));
    REQUIRE(Ids(replayed.shadow) == Ids(verdict.shadow));
    REQUIRE(replayed.outcomes == verdict.outcomes);
    REQUIRE(replayed.undecided.empty());
  }
}

TEST_CASE(
    "replay: without its outcomes, a rule is undecided unless a recorded fact makes it false") {
  const auto bundle = MustCompile(
      "rules:\n"
      "  - { id: a, effect: deny, reason: x, when: 'content.text == \"b\" && action.amount > 1.0' "
      "}\n");
  Scratch scratch;
  Facts recorded;
  CHECK(Replay(*bundle, recorded, {}, scratch).undecided.empty());
  recorded.action.amount = 2;
  const Verdict verdict = Replay(*bundle, recorded, {}, scratch);
  REQUIRE(verdict.undecided.size() == 1);
  CHECK(verdict.undecided[0]->id == "a");
  CHECK(verdict.hits.empty());
}

TEST_CASE("replay: an outcome is recorded only of what was evaluated, recorded facts first") {
  const auto bundle = MustCompile(
      "rules:\n"
      "  - { id: a, effect: deny, reason: x, when: 'content.text == \"b\" && action.amount > 1.0' "
      "}\n");
  Facts facts;
  facts.content.text = "b";
  CHECK(Ask(*bundle, facts).outcomes.empty());
  facts.action.amount = 2;
  const Verdict verdict = Ask(*bundle, facts);
  REQUIRE(verdict.outcomes.size() == 1);
  CHECK(verdict.outcomes[0].clause == 0);
  CHECK(verdict.outcomes[0].kind == ClauseOutcome::Kind::kTrue);
  CHECK(json::Canonical(RecordOutcomes(verdict.outcomes)).value() == R"([[0,0,"true"]])");
}

TEST_CASE("recording: nothing that the table does not record by value is in the record") {
  const auto bundle = MustCompile(kRules);
  Facts facts;
  facts.actor.id = "SECRET-actor";
  facts.subject = "SECRET-subject";
  facts.content.text = "SECRET-text";
  facts.content.messages = {{"user", "SECRET-message"}};
  const json::Object arguments{{"to", "SECRET-argument"}};
  facts.action.arguments = &arguments;
  const json::Object context{
      {"grade", "SECRET-grade"}, {"level", 3}, {"other", "SECRET-other"}, {"ratio", 0.123}};
  facts.context = &context;
  const std::string record = json::Canonical(RecordFacts(*bundle, facts, Digest)).value();
  CHECK(record.find("SECRET") == std::string::npos);
  CHECK(record.find("0.123") == std::string::npos);
  CHECK(record == R"({"actor":{"id_digest":"digest-of-12"},"context":{"level":3},)"
                  R"("context_digests":{"grade":"digest-of-14"},"stage":"input",)"
                  R"("subject_digest":"digest-of-14"})");
}

TEST_CASE("recording: every path of the table is a fact that rules can read") {
  for (const FactPath& fact : FactTable()) {
    INFO(fact.path);
    const std::string when = "[" + std::string(fact.path) + "].size() == 1";
    const auto bundle = MustCompile(
        "detect: [pii]\nrules: [ { id: r, effect: deny, reason: x, when: '" + when + "' } ]\n");
    CHECK(bundle->rules()[0].clauses.at(0).opaque == (fact.recorded != Recorded::kValue));
  }
}

TEST_CASE("recording: reading a whole object reads all of its facts") {
  for (const std::string_view whole : {"actor", "action", "content"}) {
    const auto bundle = MustCompile("rules: [ { id: r, effect: deny, reason: x, when: '[" +
                                    std::string(whole) + "].size() == 1' } ]\n");
    CHECK(bundle->rules()[0].clauses.at(0).opaque);
  }
}

TEST_CASE("recording: a record of another form is refused") {
  const auto read = [](std::string_view text) {
    const json::Value value = json::Parse(text).value();
    return RecordedFacts::Read(*value.as_object(), Timestamp()).ok();
  };
  CHECK(read("{}"));
  CHECK_FALSE(read(R"({"stage":"noon"})"));
  CHECK_FALSE(read(R"({"stage":1})"));
  CHECK_FALSE(read(R"({"system":{"risk_class":"x"}})"));
  CHECK_FALSE(read(R"({"system":"demo"})"));
  CHECK_FALSE(read(R"({"actor":{"roles":["a",1]}})"));
  CHECK_FALSE(read(R"({"action":{"amount":"5"}})"));
  CHECK_FALSE(read(R"({"content":{"size":-1}})"));
  CHECK_FALSE(read(R"({"findings":[1]})"));
  CHECK_FALSE(read(R"({"findings":[{"score":"x"}]})"));
  const auto outcomes = [](std::string_view text) {
    const json::Value value = json::Parse(text).value();
    return ReadOutcomes(*value.as_array()).ok();
  };
  CHECK(outcomes(R"([[0,1,"true"],[2,0,"error","cel.budget"]])"));
  CHECK_FALSE(outcomes(R"([[0,1]])"));
  CHECK_FALSE(outcomes(R"([[0,1,"maybe"]])"));
  CHECK_FALSE(outcomes(R"([[0,1,"error"]])"));
  CHECK_FALSE(outcomes(R"([[0,-1,"true"]])"));
}

}  // namespace reeve::policy
