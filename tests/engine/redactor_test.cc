// The operators as policies ask for them, through the engine: tokens that come back, numbers that
// stay, documents within arguments, and what records say of it.
#include "engine/redactor.h"

#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

constexpr char kCard[] = "4111 1111 1111 1111";

std::string RuleText(const std::string& redact, const std::string& scope = "") {
  return "detect: [payment, EMAIL_ADDRESS]\n"
         "rules:\n"
         "  - id: r\n" +
         (scope.empty() ? "" : "    scope: { stages: " + scope + " }\n") +
         "    when: findings.size() > 0\n"
         "    effect: redact\n"
         "    redact: " +
         redact + "\n    reason: Redacted.\n";
}

Changes Input(const std::string& text, const std::string& interaction = "i-1") {
  return {{"/content/text", text}, {"/interaction", interaction}};
}
Changes Output(const std::string& text, const std::string& interaction = "i-1") {
  return {{"/content/text", text}, {"/interaction", interaction}, {"/stage", "output"}};
}
Changes ToolCall(const json::Value& arguments, const std::string& interaction = "i-1") {
  return {{"/stage", "tool_call"},
          {"/interaction", interaction},
          {"/action", json::Object{{"kind", "call"}, {"tool", "t"}, {"arguments", arguments}}}};
}

constexpr char kArguments[] = "/action/arguments";

TEST_CASE("engine: the operators of policies are those of the detectors, by name") {
  for (size_t i = 0; i < policy::kRedactOperatorCount; ++i) {
    CHECK(policy::RedactOperatorName(static_cast<policy::RedactOperator>(i)) ==
          detectors::OperatorName(static_cast<detectors::Operator>(i)));
  }
}

TEST_CASE("engine: a mask has the terms of its rule, and its record names them") {
  TestEngine engine(CompileRules(RuleText(
      "{ operator: mask, character: '#', keep_first: 2, keep_last: 0, keep_separators: true }")));
  const json::Value answer = engine.Decide(Input(std::string("card ") + kCard));
  CHECK(Text(answer, "/content/text") == "card 41## #### #### ####");
  const json::Value body = engine.BodyOf(answer);
  CHECK(json::Compact(At(body, "/verdict/redactions/0")) ==
        R"({"character":"#","entity":"CREDIT_CARD","keep_first":2,"keep_last":0,)"
        R"("keep_separators":true,"operator":"mask"})");
  Must((*engine).Replay(Text(answer, "/id")));
}

TEST_CASE("engine: a sealed value comes back in the output of its interaction, and in no other") {
  TestEngine engine(
      CompileRules(RuleText("{ operator: encrypt, restore: output }", "[input, tool_call]")));
  const std::string sealed =
      Text(engine.Decide(Input(std::string("card ") + kCard)), "/content/text");
  CHECK(sealed.starts_with("card <CREDIT_CARD:"));
  CHECK(sealed.find("1111") == std::string::npos);

  const json::Value answer = engine.Decide(Output("Paid with " + sealed.substr(5) + "."));
  CHECK(Text(answer, "/content/text") == "Paid with " + std::string(kCard) + ".");
  CHECK(Text(engine.Decide(Output(sealed, "i-2")), "/content/text") == sealed);
  CHECK(Text(engine.Decide(Input(sealed)), "/content/text") == sealed);
  const json::Value call = engine.Decide(ToolCall(json::Object{{"card", sealed}}));
  CHECK(Text(call, std::string(kArguments) + "/card") == sealed);

  const json::Value body = engine.BodyOf(answer);
  CHECK(json::Compact(At(body, "/restored")) == R"({"CREDIT_CARD":1})");
  CHECK(body.Find("released") != nullptr);
  CHECK(json::Compact(body).find("1111 1111") == std::string::npos);
  Must((*engine).Replay(Text(answer, "/id")));
}

TEST_CASE("engine: what comes back is looked at by the rules of its stage") {
  TestEngine engine(CompileRules(
      RuleText("{ operator: encrypt, restore: output }", "[input]") +
      "  - { id: no-cards-out, scope: { stages: [output] }, effect: deny, reason: No.,\n"
      "      when: 'findings.exists(f, f.entity == \"CREDIT_CARD\")' }\n"));
  const std::string sealed = Text(engine.Decide(Input(kCard)), "/content/text");
  CHECK(Text(engine.Decide(Output(sealed)), "/effect") == "deny");
  CHECK(Text(engine.Decide(Output("Nothing.")), "/effect") == "allow");
}

TEST_CASE("engine: a value comes back in a tool call where that is said, escaped in documents") {
  TestEngine engine(CompileRules(RuleText("{ operator: encrypt, restore: tool_call }", "[input]")));
  const std::string sealed = Text(engine.Decide(Input(kCard)), "/content/text");
  const std::string document = "{\"card\":\"" + sealed + "\"}";
  const json::Value call = engine.Decide(ToolCall(json::Object{{"body", document}}));
  CHECK(Text(call, std::string(kArguments) + "/body") ==
        "{\"card\":\"" + std::string(kCard) + "\"}");
  CHECK(Text(engine.Decide(Output(sealed)), "/content/text") == sealed);
}

TEST_CASE("engine: a bundle that lets nothing come back leaves every token as it is") {
  TestEngine engine(CompileRules(RuleText("{ operator: encrypt, restore: output }", "[input]")));
  const std::string sealed = Text(engine.Decide(Input(kCard)), "/content/text");
  Must(engine->Activate(CompileRules(RuleText("{ operator: encrypt }", "[input]")),
                        engine.principal()));
  CHECK(Text(engine.Decide(Output(sealed)), "/content/text") == sealed);
}

TEST_CASE("engine: a label's number is a value's through all stages of its interaction") {
  TestEngine engine(CompileRules(RuleText("{ operator: number }")));
  CHECK(Text(engine.Decide(Input("ada@example.org, bob@example.org")), "/content/text") ==
        "<EMAIL_ADDRESS_1>, <EMAIL_ADDRESS_2>");
  CHECK(Text(engine.Decide(Output("to Bob@example.org")), "/content/text") ==
        "to <EMAIL_ADDRESS_2>");
  const json::Value call =
      engine.Decide(ToolCall(json::Object{{"to", "eve@example.org"}, {"cc", "ada@example.org"}}));
  CHECK(Text(call, std::string(kArguments) + "/to") == "<EMAIL_ADDRESS_3>");
  CHECK(Text(call, std::string(kArguments) + "/cc") == "<EMAIL_ADDRESS_1>");
  CHECK(Text(engine.Decide(Input("bob@example.org", "i-2")), "/content/text") ==
        "<EMAIL_ADDRESS_1>");
}

TEST_CASE("engine: numbers that were forgotten are not given again while a text shows them") {
  TestEngine engine(CompileRules(RuleText("{ operator: number }")));
  const std::string first =
      Text(engine.Decide(Input("ada@example.org, bob@example.org")), "/content/text");
  engine.clock().Advance(Redactor::kNumbersLife + std::chrono::hours(1));
  CHECK(Text(engine.Decide(Input(first + ", eve@example.org")), "/content/text") ==
        first + ", <EMAIL_ADDRESS_3>");
}

TEST_CASE("engine: only so many interactions have numbers, and the least used ends first") {
  Redactor redactor(Redactor::RehearsalKey());
  const auto bundle = CompileRules(RuleText("{ operator: number }"));
  const auto evaluator = Must(Evaluator::Create(bundle));
  const auto system = MakeSystem("demo", policy::RiskClass::kLimited);
  const auto label = [&](const std::string& text, const std::string& interaction) {
    const Evaluation evaluation = evaluator->Evaluate(MakeRequest(Input(text, interaction)), system,
                                                      kStart, nullptr, &redactor);
    return Text(evaluation.payload, "/content/text");
  };
  CHECK(label("ada@example.org bob@example.org", "first") == "<EMAIL_ADDRESS_1> <EMAIL_ADDRESS_2>");
  CHECK(label("ada@example.org bob@example.org", "kept") == "<EMAIL_ADDRESS_1> <EMAIL_ADDRESS_2>");
  for (size_t i = 2; i < Redactor::kMaxInteractions; ++i) {
    (void)label("x@example.org", "i-" + std::to_string(i));
  }
  CHECK(label("bob@example.org", "kept") == "<EMAIL_ADDRESS_2>");
  (void)label("x@example.org", "one more");
  CHECK(label("bob@example.org", "kept") == "<EMAIL_ADDRESS_2>");
  CHECK(label("bob@example.org", "first") == "<EMAIL_ADDRESS_1>");
}

TEST_CASE("engine: a token and a surrogate are the same in every request of a tenant") {
  TestEngine engine(CompileRules(RuleText("{ operator: token }")));
  const std::string token = Text(engine.Decide(Input(kCard)), "/content/text");
  CHECK(token.starts_with("<CREDIT_CARD#"));
  CHECK(Text(engine.Decide(Input("4111111111111111", "i-2")), "/content/text") == token);
  Must(engine->Activate(CompileRules(RuleText("{ operator: surrogate }")), engine.principal()));
  const std::string surrogate = Text(engine.Decide(Input(kCard)), "/content/text");
  CHECK(surrogate.starts_with("4000 00"));
  CHECK(Text(engine.Decide(Input(kCard, "i-3")), "/content/text") == surrogate);
}

TEST_CASE("engine: a number among arguments that is a card becomes a string") {
  TestEngine engine(CompileRules(RuleText("{ operator: mask }")));
  const json::Value call = engine.Decide(
      ToolCall(Json(R"({"card":4111111111111111,"n":[12,{"id":4111111111111112}]})")));
  CHECK(json::Compact(At(call, kArguments)) ==
        R"({"card":"************1111","n":[12,{"id":4111111111111112}]})");
  CHECK(Text(call, "/findings/0/path") == "/action/arguments/card");
}

TEST_CASE("engine: arguments that are a document in a string stay one") {
  TestEngine engine(CompileRules(RuleText("{ operator: label }")));
  const json::Value call = engine.Decide(ToolCall(json::Object{
      {"body", R"({"to":"ada@example.org\n","card": 4111111111111111, "x" : 1.50})"}}));
  CHECK(Text(call, std::string(kArguments) + "/body") ==
        R"({"to":"<EMAIL_ADDRESS>\n","card": "<CREDIT_CARD>", "x" : 1.50})");
}

TEST_CASE("engine: a key of redaction that is too short is refused") {
  TempDir folder;
  Metrics metrics;
  const auto opened = Engine::Open({.data = folder.path(),
                                    .origin = kOrigin,
                                    .key = Must(SigningKey::Generate()),
                                    .commitment_key = std::string(32, 'k'),
                                    .redaction_key = std::string(31, 'r'),
                                    .metrics = &metrics});
  REQUIRE_FALSE(opened.ok());
  CHECK(opened.error().code == "engine.redaction_key");
}

}  // namespace
}  // namespace reeve::engine::testing
