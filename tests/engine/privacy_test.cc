// What a record, a metric and a problem must never hold: planted words are looked for in the bytes.
#include "engine/engine.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

// Everything that the ledger keeps: records, projections and blobs of one engine.
std::string EverythingRecorded(const TestEngine& engine) {
  std::string all;
  for (uint64_t i = 0; i < engine.ledger().size(); ++i) {
    all += std::string(Must(engine.ledger().Read(i)).bytes()) + "\n";
  }
  for (const char* name : {"systems", "approvals", "bundles"}) {
    Must(engine.ledger().State(name).Scan("", [&](std::string_view key, std::string_view value) {
      all += std::string(key) + "=" + std::string(value) + "\n";
      return true;
    }));
  }
  return all;
}

// A request whose every private place holds a planted word.
Changes Planted(const std::string& action, const std::string& text) {
  return {{"/stage", "tool_call"},
          {"/actor/id", "planted-actor"},
          {"/subject", "planted-subject"},
          {"/action/kind", action},
          {"/action/amount", 900},
          {"/action/arguments",
           Json(R"({"to":"planted-argument","deep":[{"x":"planted.address@example.com"}],
               "target":"planted-target"})")},
          {"/content",
           json::Object{
               {"messages",
                json::Array{json::Object{{"role", "user"}, {"content", text + " planted-text"}},
                            json::Object{{"role", "user"}, {"content", "planted-second"}}}}}},
          {"/context", Json(R"({"region":"recorded-region","ticket":"planted-ticket",
              "note":"planted-note burn","undeclared":"planted-undeclared"})")}};
}

}  // namespace

TEST_CASE("privacy: no record holds a text, an argument, a name or an unrecorded attribute") {
  TestEngine engine(CompileRules(kManyRules));
  // A bundle in shadow with other detectors and attributes has facts of its own.
  const oversight::ActingPerson ada{"Ada Example", "tester", "default"};
  const auto shadow = CompileRules(R"(
attributes: { note: { type: string, record: nothing }, undeclared: { type: string, record: digest } }
detect: [CREDIT_CARD]
rules:
  - { id: a, when: 'content.text.contains(context.undeclared)', effect: deny, reason: No. }
  - { id: b, when: 'action.arguments.to == context.note', effect: deny, reason: No. }
)");
  const std::string digest = Must((*engine).bundles().Propose({shadow, "because", {}}, ada));
  TrialRequest trial;
  trial.reason = "to see";
  Must((*engine).bundles().StartTrial(digest, trial, ada));
  for (const std::string action : {"chat", "refund", "travel"}) {
    for (const std::string text : {"hello", "xyzzy", "4111 1111 1111 1111"}) {
      engine.Decide(Planted(action, text));
    }
  }
  Changes halted = Planted("chat", "hello");
  halted.push_back({"/system", "halted"});
  engine.Decide(halted);
  std::string large;
  for (int i = 0; i < 3000; ++i) large += "planted" + std::to_string(i) + "@example.com ";
  engine.Decide(Planted("chat", large));

  const std::string all = EverythingRecorded(engine);
  CHECK(all.find("recorded-region") != std::string::npos);  // the search finds what is there
  CHECK(all.find("\"shadow\":{\"effect\"") != std::string::npos);
  CHECK(all.find("planted") == std::string::npos);
  // As long as it is, no digest has it by chance.
  CHECK(all.find("4111 1111") == std::string::npos);
  CHECK(all.find("411111111111") == std::string::npos);
  CHECK(engine.metrics().Render().find("planted") == std::string::npos);
}

TEST_CASE("privacy: a clause that fails on a text records its code alone") {
  TestEngine engine(CompileRules(R"(
attributes:
  note: { type: string, record: nothing }
  ticket: { type: string, record: digest }
rules:
  - { id: text, when: 'int(content.text) > 3', effect: deny, reason: No. }
  - { id: argument, when: 'timestamp(action.arguments.to) < now', effect: deny, reason: No. }
  - { id: actor, when: 'double(actor.id) > 1.0', effect: deny, reason: No. }
  - { id: note, when: 'content.text.matches(context.note)', effect: deny, reason: No. }
  - { id: ticket, when: 'int(context.ticket) == 1', effect: deny, reason: No. }
  - { id: missing, when: 'action.arguments[content.text] == 1', effect: deny, reason: No. }
)"));
  const json::Value answer = engine.Decide({{"/content/text", "planted-text"},
                                            {"/actor/id", "planted-actor"},
                                            {"/action/arguments", Json(R"({"to":"planted-to"})")},
                                            {"/context/note", "planted-note["},
                                            {"/context/ticket", "planted-ticket"}});
  const json::Value body = engine.BodyOf(answer);
  const json::Array& outcomes = *At(body, "/outcomes").as_array();
  CHECK(outcomes.size() == 6);
  for (const json::Value& outcome : outcomes) CHECK(Text(outcome, "/2") == "error");
  CHECK(EverythingRecorded(engine).find("planted") == std::string::npos);
  Must((*engine).Replay(Text(answer, "/id")));
}

TEST_CASE("privacy: commitments differ by key, by value and by what they are made over") {
  const Commitments one("k1");
  const Commitments other("k2");
  CHECK(one.Commit("fact", "x") == one.Commit("fact", "x"));
  CHECK(one.Commit("fact", "x") != one.Commit("fact", "y"));
  CHECK(one.Commit("fact", "x") != one.Commit("request", "x"));
  CHECK(one.Commit("fact", "x") != other.Commit("fact", "x"));
  CHECK(one.Commit("a", std::string("b\0c", 3)) != one.Commit("ab", std::string("\0c", 2)));
  CHECK(one.Commit("fact", "x").starts_with("hmac-sha256:"));
  CHECK(one.Commit("fact", "x").size() == 12 + 64);
}

TEST_CASE("privacy: the same actor has the same digest in every record, and another has another") {
  TestEngine engine(CompileRules(kManyRules));
  const auto digest = [&](const char* actor) {
    return Text(engine.BodyOf(engine.Decide({{"/actor/id", actor}})), "/facts/actor/id_digest");
  };
  CHECK(digest("u-1") == digest("u-1"));
  CHECK(digest("u-1") != digest("u-2"));
}

}  // namespace reeve::engine::testing
