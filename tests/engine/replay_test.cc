// Decisions decided again from their records.
#include <map>

#include "base/file.h"
#include "engine/activation.h"
#include "engine/engine.h"
#include "ledger/layout.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

std::string Code(const Status& status) {
  return status.ok() ? "" : std::string(status.error().code);
}

// A repeatable choice among values; its numbers are those of a linear congruential generator
// (Knuth, MMIX).
class Choices {
 public:
  size_t Below(size_t bound) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<size_t>(state_ >> 33) % bound;
  }
  json::Value Of(const std::vector<json::Value>& values) { return values[Below(values.size())]; }

 private:
  uint64_t state_ = 2026;
};

// Every sort of fact, in and out of the rules' conditions.
Changes Varied(Choices& choose) {
  Changes changes = {
      {"/stage", choose.Of({"input", "output", "tool_call", "tool_result"})},
      {"/system", choose.Of({"demo", "credit"})},
      {"/interaction", choose.Of({"i-1", "i/2 \u00e9", "i\n3"})},
      {"/actor", choose.Of({Json(R"({"id":"u-1"})"), Json(R"({"id":"u-2","roles":["contractor"]})"),
                            Json(R"({"id":"\u0001😀","roles":["",""],"unit":"x"})")})},
      {"/action/kind", choose.Of({"chat", "refund", "travel", "quote"})},
      {"/action/amount", choose.Of({0, -0.0, 500, 500.01, 1e21, 1e-7, 9007199254740992})},
      {"/action/consequential", choose.Of({true, false})},
      {"/content", choose.Of({Json(R"({"text":""})"), Json(R"({"text":"xyzzy"})"),
                              Json(R"({"text":"4111 1111 1111 1111 ada@example.com"})"),
                              Json(R"({"messages":[]})"), Json(R"({"messages":[{"role":"a"},
                                  {"role":"b","content":"é😀 ada@example.com"}]})")})}};
  const auto maybe = [&](const char* at, std::vector<json::Value> values) {
    if (choose.Below(2) == 0) changes.push_back({at, choose.Of(values)});
  };
  maybe("/subject", {"", "s-1"});
  maybe("/sequence", {0, 17});
  maybe("/action/arguments", {json::Object(), Json(R"({"target":"production"})"),
                              Json(R"({"target":3,"x":[null,1.5,{"y":"bob@example.com"}]})")});
  maybe("/context/region", {"nowhere", "eu", ""});
  maybe("/context/count", {3, 4, 4.0, 1e3, -1});
  maybe("/context/ratio", {-0.0, -1, 0.1, -1e-300, 1e300, 2.0});
  maybe("/context/ticket", {"T-1", "T-2"});
  maybe("/context/note", {"burn this", "keep"});
  maybe("/context/flags", {json::Array{}, json::Array{"a", "b"}});
  maybe("/context/undeclared", {1, "x", nullptr});
  return changes;
}

// Rules for which the smallest difference between what was read and what is recorded shows.
constexpr char kTouchyRules[] = R"(
attributes:
  region: { type: string, record: value }
  count: { type: int, record: value }
  ratio: { type: double, record: value }
  ticket: { type: string, record: digest }
  note: { type: string, record: nothing }
  flags: { type: list<string>, record: value }
detect: [EMAIL_ADDRESS, payment]
rules:
  - { id: sign, when: 1.0 / action.amount < 0.0, effect: deny, reason: No. }
  - { id: ratio-sign, when: has(context.ratio) && 1.0 / context.ratio < 0.0, effect: deny, reason: No. }
  - { id: count, when: context.count + 1 > 4, effect: hold, hold: { roles: [a] }, reason: No. }
  - { id: region, when: context.region != "eu", effect: deny, mode: shadow, reason: No. }
  - { id: flags, when: 'context.flags.exists(f, f == "b")', effect: allow }
  - { id: either, when: 'content.text == "xyzzy" || context.count > 3', effect: deny, reason: No. }
  - { id: both, when: 'context.note.contains("burn") && context.region == "eu"', effect: deny, reason: No. }
  - { id: ticket, when: 'context.ticket == "T-1" || actor.id == "u-2"', effect: deny, reason: No. }
  - { id: target, when: 'action.arguments.target == "production" && subject != ""', effect: deny, reason: No. }
  - { id: number, when: 'int(content.text) > 1', effect: deny, mode: shadow, reason: No. }
  - { id: found, when: 'findings.exists(f, f.score > 0.5 && f.path.endsWith("content"))', effect: redact, redact: { entities: [EMAIL_ADDRESS] }, reason: No. }
  - { id: roles, when: '"" in actor.roles && content.size > 10', effect: deny, reason: No. }
  - { id: interaction, when: 'interaction.matches("^i/2 .$")', effect: deny, mode: shadow, reason: No. }
  - { id: hour, when: 'now.getHours() == 3', effect: deny, mode: shadow, reason: No. }
)";

}  // namespace

TEST_CASE("replay: every decision replays identically from its record") {
  TestEngine engine(CompileRules(kManyRules));
  Choices choose;
  std::map<std::string, int> effects;
  for (const auto& rules :
       {CompileRules(kManyRules), CompileRules(kTouchyRules), CompileRules(kTouchyRules, "deny")}) {
    Must((*engine).Activate(rules, engine.principal()));
    for (int i = 0; i < 150; ++i) {
      const std::string request = RequestText(Varied(choose));
      INFO(request);
      const json::Value answer = engine.DecideText(request);
      ++effects[Text(answer, "/effect")];
      CHECK(Code((*engine).Replay(Text(answer, "/id"))) == "");
      engine.clock().Advance(std::chrono::minutes(7) + std::chrono::microseconds(13));
    }
  }
  CHECK(effects.size() == 4);  // the requests were varied indeed
  for (const auto& [effect, count] : effects) {
    INFO(effect);
    CHECK(count >= 10);
  }
}

TEST_CASE("replay: a decision replays under its own bundle after another was activated") {
  TestEngine engine(CompileRules(kManyRules));
  const json::Value answer = engine.Decide({{"/content/text", "xyzzy"}});
  Must((*engine).Activate(CompileRules("rules: [ { id: r, when: true, effect: allow } ]"),
                          engine.principal()));
  CHECK(Text(engine.Decide({{"/content/text", "xyzzy"}}), "/effect") == "allow");
  Must((*engine).Replay(Text(answer, "/id")));
}

TEST_CASE("replay: a bundle whose bytes were swapped for another's is told from the one recorded") {
  TestEngine engine(CompileRules(kManyRules));
  const json::Value answer = engine.Decide({{"/content/text", "xyzzy"}});
  const auto other = CompileRules("rules: [ { id: r, when: true, effect: allow } ]");
  const std::string digest = Text(answer, "/bundle").substr(7);
  const std::filesystem::path blob = ledger::BlobFolder(engine.path()) / digest;
  REQUIRE(std::filesystem::exists(blob));
  std::filesystem::permissions(blob, std::filesystem::perms::owner_all);
  Must(WriteFileDurably(blob, other->canonical_bytes(), FileMode::kPublic));
  CHECK(Code((*engine).Replay(Text(answer, "/id"))) == "ledger.blob_damaged");
  std::filesystem::remove(blob);
  CHECK(Code((*engine).Replay(Text(answer, "/id"))) == "ledger.not_found");
}

TEST_CASE("replay: a record that says another verdict than its facts come to differs") {
  TestEngine engine(CompileRules(kManyRules));
  const json::Value denied = engine.Decide({{"/content/text", "xyzzy"}});
  const json::Value held = engine.Decide(
      {{"/stage", "tool_call"}, {"/action", Json(R"({"kind":"refund","amount":900})")}});
  const json::Value first = engine.BodyOf(denied);
  const json::Value second = engine.BodyOf(held);
  const auto tampered = [](json::Value body, const std::string& pointer, json::Value value) {
    *json::Resolve(body, pointer) = std::move(value);
    return Must(json::Canonical(body));
  };
  const std::vector<std::pair<std::string, std::string>> bodies = {
      {"t-same", Must(json::Canonical(first))},
      {"t-effect", tampered(first, "/verdict/effect", "allow")},
      {"t-hits", tampered(first, "/verdict/hits", json::Array{})},
      {"t-outcome", tampered(first, "/outcomes/0/2", "false")},
      {"t-amount", tampered(second, "/facts/action/amount", 1)},
      {"t-quorum", tampered(second, "/verdict/hold/quorum", 1)},
      {"t-bundle", tampered(first, "/bundle", "sha256:" + std::string(64, '0'))},
      {"t-digest", tampered(first, "/bundle", "md5:00")},
      {"t-time", tampered(first, "/at", "yesterday")},
      {"t-facts", tampered(first, "/facts", 1)},
      {"t-stage", tampered(first, "/facts/stage", "never")},
      {"t-outcomes", tampered(first, "/outcomes", json::Array{1})}};
  engine.Shut();
  {
    const auto ledger = engine.OpenLedger();
    for (const auto& [id, body] : bodies) {
      Must(ledger->Append({{.kind = "decision", .tenant = "default", .id = id, .body = body}}));
    }
  }
  engine.Open();
  CHECK(Code((*engine).Replay("t-same")) == "");
  for (const char* id : {"t-effect", "t-hits", "t-outcome", "t-amount", "t-quorum"}) {
    INFO(id);
    CHECK(Code((*engine).Replay(id)) == "replay.differs");
  }
  CHECK(Code((*engine).Replay("t-bundle")) == "ledger.not_found");
  CHECK(Code((*engine).Replay("t-digest")) == "bundle.not_found");
  CHECK(Code((*engine).Replay("t-time")) == "time.syntax");
  CHECK(Code((*engine).Replay("t-facts")) == "decision.malformed");
  CHECK(Code((*engine).Replay("t-stage")) == "record.facts");
  CHECK(Code((*engine).Replay("t-outcomes")) == "record.outcomes");
}

TEST_CASE("replay: only decisions replay") {
  TestEngine engine(CompileRules(kManyRules));
  CHECK(Code((*engine).Replay("d-unknown")) == "ledger.not_found");
  const ledger::Record registration = Must(engine.ledger().Read(0));
  CHECK(Code((*engine).Replay(registration.id())) == "decision.malformed");
}

}  // namespace reeve::engine::testing
