// An answer that is decided while it comes (engine/streamed_output.h).
#include "engine/streamed_output.h"

#include "tests/engine/fixture.h"

using namespace reeve;
using namespace reeve::engine;
using namespace reeve::engine::testing;

namespace {

constexpr char kSealing[] = R"(
detect: [EMAIL_ADDRESS, payment]
rules:
  - id: seal
    scope: { stages: [input] }
    when: findings.exists(f, f.entity == "CREDIT_CARD")
    effect: redact
    redact: { entities: [CREDIT_CARD], operator: encrypt, restore: [output] }
    reason: Sealed.
  - id: hide
    when: findings.exists(f, f.entity == "EMAIL_ADDRESS")
    effect: redact
    redact: { entities: [EMAIL_ADDRESS], operator: label }
    reason: Removed.
)";

Request OutputRequest(const Changes& more = {}) {
  Changes changes = {{"/stage", "output"}, {"/content", Json(R"({"messages":[]})")}};
  changes.insert(changes.end(), more.begin(), more.end());
  return MakeRequest(changes);
}

std::unique_ptr<StreamedOutput> Begin(TestEngine& engine,
                                      StreamMode mode = StreamMode::kIncremental) {
  return Must(engine->BeginOutput(engine.principal(), OutputRequest(), mode));
}

struct Streamed {
  std::string text;      // all that left
  std::string at_first;  // of it, before the end
  json::Value answer;
};

Streamed Stream(TestEngine& engine, std::string_view text, size_t step,
                StreamMode mode = StreamMode::kIncremental) {
  const auto output = Begin(engine, mode);
  const size_t place = Must(output->AddText());
  Streamed out;
  for (size_t at = 0; at < text.size(); at += step) {
    out.at_first += Must(output->Push(place, text.substr(at, step)));
  }
  auto conclusion = Must(output->Finish());
  out.text = out.at_first + conclusion.rest[0];
  out.answer = Json(conclusion.answer.json);
  return out;
}

std::string Long(const std::string& middle) {
  std::string text;
  while (text.size() < 1500) text += "Nothing of importance stands here. ";
  text += middle;
  while (text.size() < 4000) text += " Nothing of importance stands there.";
  return text;
}

}  // namespace

TEST_CASE("streamed output: what leaves is what the record of the whole commits to") {
  TestEngine engine(CompileRules(kManyRules));
  const std::string text = Long("Card 4111 1111 1111 1111.");
  const Streamed streamed = Stream(engine, text, 13);
  CHECK(streamed.text == Long("Card ***************1111."));
  CHECK(streamed.at_first.size() > 2000);
  CHECK(Text(streamed.answer, "/effect") == "redact");
  CHECK(Text(streamed.answer, "/content/messages/0/content") == streamed.text);
  const auto whole = engine.Decide(
      {{"/stage", "output"},
       {"/content", json::Object{{"messages", json::Array{json::Object{{"role", "assistant"},
                                                                       {"content", text}}}}}}});
  const json::Value first = engine.BodyOf(streamed.answer);
  const json::Value second = engine.BodyOf(whole);
  for (const char* member : {"facts", "verdict", "outcomes", "released", "request", "spans"}) {
    INFO(member);
    CHECK(At(first, std::string("/") + member) == At(second, std::string("/") + member));
  }
  Must(engine->Replay(Text(streamed.answer, "/id")));
}

TEST_CASE("streamed output: what a rule denies never leaves, whatever stands before it") {
  TestEngine engine(CompileRules(kManyRules));
  const Streamed streamed = Stream(engine, Long("The word is xyzzy, I say."), 64);
  CHECK(streamed.text.find("xyzzy") == std::string::npos);
  CHECK(streamed.text == streamed.at_first);
  CHECK(Text(streamed.answer, "/effect") == "deny");
}

TEST_CASE("streamed output: whole means that nothing leaves before the record") {
  TestEngine engine(CompileRules(kManyRules));
  const Streamed streamed =
      Stream(engine, Long("Card 4111 1111 1111 1111."), 100, StreamMode::kWhole);
  CHECK(streamed.at_first.empty());
  CHECK(streamed.text == Long("Card ***************1111."));
}

TEST_CASE("streamed output: a value comes back in place of its token, however that is cut") {
  TestEngine engine(CompileRules(kSealing));
  const json::Value asked = engine.Decide({{"/content/text", "Card 4111 1111 1111 1111."}});
  const std::string sealed = Text(asked, "/content/text");
  REQUIRE(sealed.starts_with("Card <CREDIT_CARD:"));
  const std::string said = "You wrote: " + sealed + " Ask nora.example@example.org. 1 < 2";
  for (size_t step = 1; step < said.size(); ++step) {
    const Streamed streamed = Stream(engine, said, step);
    INFO(step);
    REQUIRE(streamed.text == "You wrote: Card 4111 1111 1111 1111. Ask <EMAIL_ADDRESS>. 1 < 2");
    if (step == 7) CHECK(Int(engine.BodyOf(streamed.answer), "/restored/CREDIT_CARD") == 1);
  }
}

TEST_CASE("streamed output: a halt ends a stream that is under way") {
  TestEngine engine(CompileRules(kManyRules));
  const auto output = Begin(engine);
  const size_t place = Must(output->AddText());
  CHECK_FALSE(Must(output->Push(place, Long(""))).empty());
  oversight::Halt halt;
  halt.scope = oversight::HaltScope::kSystem;
  halt.value = "demo";
  halt.reason = "a drill";
  Must(engine->halts().Place(halt, {"Ada Example", "tester", "default"}));
  CHECK(Must(output->Push(place, Long(""))).empty());
  const auto conclusion = Must(output->Finish());
  CHECK(conclusion.answer.effect == policy::Effect::kDeny);
  CHECK(conclusion.rest[0].empty());
}

TEST_CASE("streamed output: several texts are one decision") {
  TestEngine engine(CompileRules(kManyRules));
  const auto output = Begin(engine);
  const size_t first = Must(output->AddText());
  const size_t second = Must(output->AddText());
  Must(output->Push(second, "Write to nora.example@example.org."));
  Must(output->Push(first, "Card 4111 1111 1111 1111."));
  const auto conclusion = Must(output->Finish());
  CHECK(conclusion.rest ==
        std::vector<std::string>{"Card ***************1111.", "Write to <EMAIL_ADDRESS>."});
}

TEST_CASE("streamed output: more text than can be decided on is refused") {
  TestEngine engine(CompileRules(kManyRules));
  const auto output = Begin(engine, StreamMode::kWhole);
  const size_t place = Must(output->AddText());
  Must(output->Push(place, std::string(kMaxRequestBytes, 'a')));
  const auto more = output->Push(place, "a");
  REQUIRE_FALSE(more.ok());
  CHECK(more.error().code == "stream.too_large");
}
