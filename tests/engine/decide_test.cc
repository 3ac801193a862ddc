// A decision and its record, on a real ledger.
#include <set>

#include "engine/engine.h"
#include "ledger/receipt.h"
#include "oversight/approvals.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

const Changes kCard = {{"/content/text", "card 4111 1111 1111 1111"}};
const Changes kRefund = {{"/stage", "tool_call"},
                         {"/action", Json(R"({"kind":"refund","amount":900,"currency":"EUR",
                             "arguments":{"to":"ada@example.com"}})")}};
const Changes kForbidden = {{"/content/text", "say xyzzy"}};

std::set<std::string> Keys(const json::Value& value) {
  REQUIRE(value.as_object() != nullptr);
  std::set<std::string> keys;
  for (const json::Member& member : *value.as_object()) keys.insert(member.key);
  return keys;
}

bool IsHash(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// The members that every answer has, by docs/api/openapi.yaml.
void CheckShape(const json::Value& answer, std::set<std::string> more = {}) {
  more.merge(std::set<std::string>{"id", "effect", "reasons", "obligations", "findings", "content",
                                   "bundle", "record"});
  CHECK(Keys(answer) == more);
  CHECK(Text(answer, "/id").starts_with("d-"));
  CHECK(Text(answer, "/bundle").starts_with("sha256:"));
  CHECK(IsHash(Text(answer, "/bundle").substr(7)));
  CHECK(Int(answer, "/record/index") >= 0);
  CHECK(IsHash(Text(answer, "/record/leaf_hash")));
  CHECK(At(answer, "/content").as_object() != nullptr);
  CHECK(At(answer, "/obligations").as_array() != nullptr);
  for (const json::Value& reason : *At(answer, "/reasons").as_array()) {
    for (const char* key : {"/policy", "/rule", "/severity", "/message"}) {
      CHECK_FALSE(Text(reason, key).empty());
    }
  }
}

void CheckRecord(const TestEngine& engine, const json::Value& answer) {
  const ledger::Record record = engine.RecordOf(answer);
  CHECK(record.id() == Text(answer, "/id"));
  CHECK(record.kind() == kDecisionKind);
  CHECK(record.log() == ledger::LogRole::kDecision);
  CHECK(record.tenant() == "default");
  CHECK(HexEncode(AsBytes(record.leaf())) == Text(answer, "/record/leaf_hash"));
  const json::Value body = Json(record.body_text());
  CHECK(Text(body, "/effect") == Text(answer, "/effect"));
  CHECK(Text(body, "/bundle") == Text(answer, "/bundle"));
  CHECK(Text(body, "/principal") == "tester");
  CHECK(Text(body, "/at") == FormatTimestamp(kStart));
  CHECK(Text(body, "/request").starts_with("hmac-sha256:"));

  const std::string text = Must(engine.ledger().Receipt(record.index()));
  const ledger::Receipt receipt = Must(ledger::Receipt::Parse(text));
  CHECK(receipt.index == record.index());
  const auto proven = ledger::VerifyReceipt(receipt, record.leaf(), engine.ledger().vkey());
  REQUIRE(proven.ok());
  CHECK(proven->size > record.index());
}

size_t Size(const TestEngine& engine) { return engine.ledger().size(); }

}  // namespace

TEST_CASE("decide: an allowed request is answered, with its content and its record") {
  TestEngine engine(CompileRules(kManyRules));
  const json::Value answer = engine.Decide();
  CheckShape(answer);
  CheckRecord(engine, answer);
  CHECK(Text(answer, "/effect") == "allow");
  CHECK(answer.Find("content")->Find("text")->as_string() != nullptr);
  CHECK(At(answer, "/content") == Json(R"({"text":"Good morning."})"));
  CHECK(At(answer, "/findings") == json::Value(json::Array{}));
  CHECK(At(answer, "/obligations") == json::Value(json::Array{}));
  CHECK(At(answer, "/record/index") == json::Value(Size(engine) - 1));
}

TEST_CASE("decide: the default effect stands among the reasons") {
  TestEngine allowing(CompileRules(kManyRules));
  CHECK(At(allowing.Decide(), "/reasons") == Json(R"([{"policy":"reeve","rule":"default",
      "severity":"low","message":"no rule applied; the bundle's default effect is allow"}])"));
  TestEngine denying(CompileRules(kManyRules, "deny"));
  const json::Value denied = denying.Decide();
  CHECK(Text(denied, "/effect") == "deny");
  CHECK(Text(denied, "/reasons/0/message") ==
        "no rule applied; the bundle's default effect is deny");
  TestEngine silent(CompileRules(kManyRules, ""));
  const json::Value undeclared = silent.Decide();
  CHECK(Text(undeclared, "/effect") == "deny");
  CHECK(Text(undeclared, "/reasons/0/message").find("declares no default") != std::string::npos);
}

TEST_CASE("decide: redaction answers with the content to use, and with what was found where") {
  TestEngine engine(CompileRules(kManyRules));
  const json::Value answer = engine.Decide(kCard);
  CheckShape(answer);
  CheckRecord(engine, answer);
  CHECK(Text(answer, "/effect") == "redact");
  CHECK(At(answer, "/content") == Json(R"({"text":"card ***************1111"})"));
  const json::Value& finding = At(answer, "/findings/0");
  CHECK(Keys(finding) == std::set<std::string>{"kind", "entity", "category", "score", "parts",
                                               "validated", "path", "span"});
  CHECK(At(finding, "/validated") == json::Value(true));
  CHECK(At(finding, "/parts/check").as_double() != nullptr);
  CHECK(Text(finding, "/kind") == "identifier");
  CHECK(Text(finding, "/entity") == "CREDIT_CARD");
  CHECK(Text(finding, "/category") == "payment");
  CHECK(Text(finding, "/path") == "/content/text");
  CHECK(At(finding, "/span") == Json(R"({"bytes":[5,24],"code_points":[5,24],"utf16":[5,24]})"));
  CHECK(engine.BodyOf(answer).Find("released") != nullptr);
}

TEST_CASE("decide: a reason has the text of each audience that differs, and the references") {
  TestEngine engine(CompileRules(kManyRules));
  CHECK(At(engine.Decide(kCard), "/reasons/0") ==
        Json(R"({"policy":"p","rule":"mask-cards","severity":"medium",
            "message":"A card was masked.","operator":"A card number.","auditor":"PCI.",
            "references":["Article 1"]})"));
  CHECK(At(engine.Decide(kForbidden), "/reasons/0") ==
        Json(R"({"policy":"p","rule":"forbidden-word","severity":"critical",
            "message":"The word is forbidden.","references":["Article 1"]})"));
}

TEST_CASE("decide: redacted arguments are answered beside the content") {
  TestEngine engine(CompileRules(kManyRules));
  const json::Value answer = engine.Decide(
      {{"/stage", "tool_call"}, {"/action/arguments", Json(R"({"to":"ada@example.com","n":1})")}});
  CheckShape(answer, {"action"});
  CHECK(At(answer, "/action") == Json(R"({"arguments":{"to":"<EMAIL_ADDRESS>","n":1}})"));
  CHECK(At(answer, "/content") == Json(R"({"text":"Good morning."})"));
}

TEST_CASE("decide: a hold opens an approval in the unit of its decision") {
  TestEngine engine(CompileRules(kManyRules));
  const size_t before = Size(engine);
  const json::Value answer = engine.Decide(kRefund);
  CheckShape(answer, {"approval"});
  CheckRecord(engine, answer);
  CHECK(Text(answer, "/effect") == "hold");
  CHECK(At(answer, "/content") == json::Value(json::Object()));
  CHECK(At(answer, "/obligations") == Json(R"([{"type":"notify","value":"treasury"}])"));
  CHECK(Keys(At(answer, "/approval")) ==
        std::set<std::string>{"id", "quorum", "roles", "deadline"});
  CHECK(At(answer, "/approval/roles") == Json(R"(["auditor","team_lead"])"));
  CHECK(Int(answer, "/approval/quorum") == 2);
  CHECK(Text(answer, "/approval/deadline") == FormatTimestamp(kStart + std::chrono::hours(8)));

  REQUIRE(Size(engine) == before + 2);
  const std::string id = Text(answer, "/approval/id");
  const ledger::Record opening = Must(engine.ledger().Read(before + 1));
  CHECK(opening.kind() == oversight::kApprovalOpened);
  CHECK(opening.log() == ledger::LogRole::kControl);
  CHECK(opening.id() == id);
  const oversight::Approval approval =
      Must(oversight::FindApproval(engine.ledger().State("approvals"), id));
  CHECK(approval.decision == Text(answer, "/id"));
  CHECK(approval.interaction == "i-1");
  CHECK(approval.system == "demo");
  CHECK(approval.bundle == Text(answer, "/bundle"));
  CHECK(approval.quorum == 2);
  CHECK(approval.opened == kStart);
  const json::Value body = engine.BodyOf(answer);
  CHECK(Text(body, "/approval") == id);
  CHECK(approval.request == Text(body, "/request"));
}

TEST_CASE("decide: what an approver is shown does not depend on the order of keys") {
  TestEngine engine(CompileRules(kManyRules));
  const auto shown = [&](const char* arguments) {
    const json::Value answer =
        engine.Decide({{"/action", Json(R"({"kind":"refund","amount":900})")},
                       {"/stage", "tool_call"},
                       {"/action/arguments", Json(arguments)}});
    return Must(oversight::FindApproval(engine.ledger().State("approvals"),
                                        Text(answer, "/approval/id")))
        .shown;
  };
  CHECK(shown(R"({"a":1,"b":{"c":"x","d":2}})") == shown(R"({"b":{"d":2,"c":"x"},"a":1.0})"));
  CHECK(shown(R"({"a":1})") != shown(R"({"a":2})"));
}

TEST_CASE("decide: a hold of many roles opens its approval") {
  // Each rule names as many roles as a rule may; the approval asks for all of them.
  std::string rules = "rules:\n";
  for (int rule = 0; rule < 12; ++rule) {
    rules += "  - { id: r" + std::to_string(rule) +
             ", when: true, effect: hold, reason: Held.,"
             " hold: { roles: [";
    for (int role = 0; role < 16; ++role) {
      rules += "role-" + std::to_string(rule * 16 + role) + (role < 15 ? ", " : "] } }\n");
    }
  }
  TestEngine engine(CompileRules(rules));
  const json::Value answer = engine.Decide();
  CHECK(At(answer, "/approval/roles").as_array()->size() == 192);
  CHECK(Must(oversight::FindApproval(engine.ledger().State("approvals"),
                                     Text(answer, "/approval/id")))
            .roles.size() == 192);
}

TEST_CASE("decide: a denial has no content, and deny wins over hold and redact") {
  TestEngine engine(CompileRules(kManyRules));
  const json::Value answer = engine.Decide(kForbidden);
  CheckShape(answer);
  CheckRecord(engine, answer);
  CHECK(Text(answer, "/effect") == "deny");
  CHECK(At(answer, "/content") == json::Value(json::Object()));
  Changes all = kRefund;
  all.push_back({"/content/text", "xyzzy 4111 1111 1111 1111"});
  const json::Value denied = engine.Decide(all);
  CheckShape(denied);
  CHECK(Text(denied, "/effect") == "deny");
  CHECK(Rules(denied) ==
        std::vector<std::string>{"mask-cards", "hide-addresses", "large-refund", "forbidden-word"});
}

TEST_CASE("decide: findings of an answer and a record never hold the text") {
  TestEngine engine(CompileRules(kManyRules));
  for (const Changes& changes : {kCard, Changes{{"/content/text", "xyzzy 4111 1111 1111 1111"}}}) {
    const json::Value answer = engine.Decide(changes);
    CHECK(At(answer, "/findings").as_array()->size() == 1);
    CHECK(json::Compact(answer).find("4111 1111") == std::string::npos);
    CHECK(engine.RecordOf(answer).bytes().find("4111 1111") == std::string_view::npos);
  }
}

TEST_CASE("decide: what was seen through is named in the answer and on record") {
  TestEngine engine(CompileRules(kManyRules));
  const json::Value answer = engine.Decide({{"/content/text",
                                             "card \xEF\xBC\x94"
                                             "111 1111 1111 1111"}});  // U+FF14, a fullwidth four
  CHECK(Text(answer, "/effect") == "redact");
  CHECK(At(answer, "/findings/0/disguises") == Json(R"(["compatibility_form"])"));
  CHECK(At(engine.BodyOf(answer), "/disguises") == Json(R"([[0,["compatibility_form"]]])"));
  CHECK(engine.BodyOf(engine.Decide(kCard)).Find("disguises") == nullptr);
}

TEST_CASE("decide: a rule that fails counts as its effect, and says so") {
  TestEngine engine(CompileRules(kManyRules));
  const json::Value answer = engine.Decide({{"/action/kind", "travel"}});
  CHECK(Text(answer, "/effect") == "deny");
  CHECK(Rules(answer) == std::vector<std::string>{"forbidden-region"});
  CHECK_FALSE(Text(answer, "/reasons/0/error").empty());
  CHECK(Text(engine.BodyOf(answer), "/verdict/hits/0/error") == Text(answer, "/reasons/0/error"));
  CHECK(engine.metrics().Render().find("reeve_rule_errors_total 1") != std::string::npos);
}

TEST_CASE("decide: a shadow rule is recorded and changes nothing") {
  TestEngine engine(CompileRules(kManyRules));
  const json::Value answer = engine.Decide({{"/actor/roles", json::Array{"contractor"}}});
  CHECK(Text(answer, "/effect") == "allow");
  CHECK(Rules(answer) == std::vector<std::string>{"default"});
  CHECK(Text(engine.BodyOf(answer), "/verdict/shadow/0/rule") == "watched");
}

TEST_CASE("decide: an undeclared attribute is warned of, and not recorded") {
  TestEngine engine(CompileRules(kManyRules));
  const json::Value answer =
      engine.Decide({{"/context", Json(R"({"region":"eu","regoin":"planted"})")}});
  CheckShape(answer, {"warnings"});
  CHECK(At(answer, "/warnings").as_array()->size() == 1);
  CHECK(Keys(At(answer, "/warnings/0")) == std::set<std::string>{"field", "message"});
  CHECK(Text(answer, "/warnings/0/field") == "/context/regoin");
  CHECK(engine.RecordOf(answer).bytes().find("planted") == std::string_view::npos);
}

TEST_CASE("decide: an attribute of another type than declared is refused by its pointer") {
  TestEngine engine(CompileRules(kManyRules));
  const size_t before = Size(engine);
  const auto refusal = [&](const char* name, json::Value value) {
    const auto answer = (*engine).Decide(engine.principal(),
                                         MakeRequest({{std::string("/context/") + name, value}}));
    REQUIRE_FALSE(answer.ok());
    return std::string(answer.error().code) + " " + answer.error().at;
  };
  CHECK(refusal("count", "4") == "json.type /context/count");
  CHECK(refusal("count", 4.5) == "json.type /context/count");
  CHECK(refusal("region", 1) == "json.type /context/region");
  CHECK(refusal("flags", json::Array{"a", 1}) == "json.type /context/flags");
  CHECK(Size(engine) == before);
  CHECK(Text(engine.Decide({{"/context/count", 4.0}}), "/effect") == "deny");
  CHECK(Text(engine.Decide({{"/context/ratio", -1}}), "/effect") == "deny");
}

TEST_CASE("decide: an attribute that is null is as if it were not there") {
  TestEngine engine(CompileRules(kManyRules));
  for (const char* name : {"region", "count", "ratio", "ticket", "note", "flags"}) {
    INFO(name);
    const auto answer = (*engine).Decide(engine.principal(),
                                         MakeRequest({{std::string("/context/") + name, nullptr}}));
    REQUIRE(answer.ok());
    CHECK(answer->effect == policy::Effect::kAllow);
  }
}

TEST_CASE("decide: an unregistered system is an error at its field, and leaves no record") {
  TestEngine engine(CompileRules(kManyRules));
  const size_t before = Size(engine);
  const auto answer =
      (*engine).Decide(engine.principal(), MakeRequest({{"/system", "nobody-knows"}}));
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.error().code == "engine.unknown_system");
  CHECK(answer.error().at == "/system");
  CHECK(answer.error().message.find("nobody-knows") == std::string::npos);
  CHECK(Size(engine) == before);
}

TEST_CASE("decide: another tenant's system is unregistered") {
  TestEngine engine(CompileRules(kManyRules));
  const auto answer = (*engine).Decide({"tester", "other"}, MakeRequest());
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.error().code == "engine.unknown_system");
}

TEST_CASE("decide: a system that may not run is denied, on record, with its reason") {
  TestEngine engine(CompileRules(kManyRules));
  for (const std::string id : {"halted", "retired", "unclassified"}) {
    const json::Value answer = engine.Decide({{"/system", id}, {"/content/text", kCard[0].second}});
    CheckShape(answer);
    CheckRecord(engine, answer);
    CHECK(Text(answer, "/effect") == "deny");
    CHECK(Rules(answer) == std::vector<std::string>{"system." + id});
    CHECK(Text(answer, "/reasons/0/policy") == "reeve");
    CHECK(At(answer, "/content") == json::Value(json::Object()));
    CHECK(At(answer, "/findings") == json::Value(json::Array{}));
    CHECK(Text(engine.BodyOf(answer), "/standstill/code") == "system." + id);
    const Status replayed = (*engine).Replay(Text(answer, "/id"));
    REQUIRE_FALSE(replayed.ok());
    CHECK(replayed.error().code == "decision.not_by_rules");
  }
}

TEST_CASE("decide: more findings than a record holds are denied, on record") {
  TestEngine engine(CompileRules(kManyRules));
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "a" + std::to_string(i) + "@example.com ";
  const json::Value answer = engine.Decide({{"/content/text", text}});
  CheckShape(answer);
  CheckRecord(engine, answer);
  CHECK(Text(answer, "/effect") == "deny");
  CHECK(Rules(answer) == std::vector<std::string>{"engine.record_too_large"});
  CHECK(At(answer, "/content") == json::Value(json::Object()));
  const json::Value body = engine.BodyOf(answer);
  CHECK(Text(body, "/standstill/code") == "engine.record_too_large");
  CHECK(Text(body, "/interaction") == "i-1");
  CHECK(body.Find("facts") == nullptr);
}

TEST_CASE("decide: a hold whose facts do not fit a record opens no approval") {
  TestEngine engine(CompileRules(kManyRules));
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "a" + std::to_string(i) + "@example.com ";
  Changes changes = kRefund;
  changes.push_back({"/content/text", text});
  const size_t before = Size(engine);
  const json::Value answer = engine.Decide(changes);
  CheckShape(answer);
  CHECK(Text(answer, "/effect") == "deny");
  CHECK(Size(engine) == before + 1);
}

TEST_CASE("decide: a halted system is denied as halted, however much its request has to record") {
  TestEngine engine(CompileRules(kManyRules));
  const json::Value answer =
      engine.Decide({{"/system", "halted"}, {"/context/region", std::string(100'000, 'x')}});
  CHECK(Text(answer, "/effect") == "deny");
  CHECK(Rules(answer) == std::vector<std::string>{"system.halted"});
  CHECK(Text(engine.BodyOf(answer), "/standstill/code") == "system.halted");
}

TEST_CASE("decide: the longest names, in control characters, are answered and recorded") {
  TestEngine engine(CompileRules(kManyRules));
  const std::string longest(kMaxIdBytes, '\x01');
  const json::Value answer = engine.Decide(
      {{"/interaction", longest},
       {"/subject", longest},
       {"/actor",
        json::Object{{"id", longest}, {"roles", json::Array(64, longest)}, {"unit", longest}}},
       {"/action",
        json::Object{
            {"kind", longest}, {"tool", longest}, {"purpose", longest}, {"currency", longest}}}});
  CheckShape(answer);
  CheckRecord(engine, answer);
}

TEST_CASE("decide: nothing is decided before a bundle is active") {
  TestEngine engine(nullptr);
  const auto answer = (*engine).Decide(engine.principal(), MakeRequest());
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.error().code == "engine.no_bundle");
  CHECK((*engine).active() == nullptr);
}

TEST_CASE("decide: after Close every decision is an error, and the record count stands") {
  TestEngine engine(CompileRules(kManyRules));
  engine.Decide();
  const size_t before = Size(engine);
  (*engine).Close();
  (*engine).Close();
  const auto answer = (*engine).Decide(engine.principal(), MakeRequest());
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.error().code == "ledger.closed");
  CHECK(Size(engine) == before);
}

TEST_CASE("decide: metrics count decisions by effect") {
  TestEngine engine(CompileRules(kManyRules));
  engine.Decide();
  engine.Decide(kCard);
  engine.Decide(kCard);
  engine.Decide(kRefund);
  engine.Decide(kForbidden);
  engine.Decide({{"/system", "halted"}});
  const std::string metrics = engine.metrics().Render();
  for (const std::string line : {"{effect=\"allow\"} 1", "{effect=\"redact\"} 2",
                                 "{effect=\"hold\"} 1", "{effect=\"deny\"} 2"}) {
    CHECK(metrics.find("reeve_decisions_total" + line) != std::string::npos);
  }
}

TEST_CASE("decide: in a batch each request stands for itself, and the good ones are one unit") {
  TestEngine engine(CompileRules(kManyRules));
  const size_t before = Size(engine);
  std::vector<Result<Request>> requests;
  requests.emplace_back(MakeRequest(kRefund));
  requests.emplace_back(ParseRequest("{}"));
  requests.emplace_back(MakeRequest({{"/system", "nobody"}}));
  requests.emplace_back(MakeRequest(kCard));
  requests.emplace_back(MakeRequest({{"/system", "halted"}}));
  requests.emplace_back(MakeRequest({{"/context/count", "x"}}));
  const auto answers = Must((*engine).DecideBatch(engine.principal(), requests));
  REQUIRE(answers.size() == 6);
  CHECK(answers[0]->effect == policy::Effect::kHold);
  CHECK(answers[1].error().code == "json.missing");
  CHECK(answers[2].error().code == "engine.unknown_system");
  CHECK(answers[3]->effect == policy::Effect::kRedact);
  CHECK(answers[4]->effect == policy::Effect::kDeny);
  CHECK(answers[5].error().code == "json.type");
  CHECK(Size(engine) == before + 4);  // the hold has two
  uint64_t index = before;
  for (const size_t i : {0u, 3u, 4u}) {
    const json::Value answer = Json(answers[i]->json);
    CheckRecord(engine, answer);
    CHECK(At(answer, "/record/index") == json::Value(index));
    index += i == 0 ? 2 : 1;
  }
}

TEST_CASE("decide: a batch of bad requests leaves no record, and an empty one is empty") {
  TestEngine engine(CompileRules(kManyRules));
  const size_t before = Size(engine);
  std::vector<Result<Request>> requests;
  CHECK(Must((*engine).DecideBatch(engine.principal(), requests)).empty());
  requests.emplace_back(ParseRequest("{"));
  CHECK(Must((*engine).DecideBatch(engine.principal(), requests)).size() == 1);
  CHECK(Size(engine) == before);
}

TEST_CASE("decide: a full queue is an error, and nothing is recorded") {
  TestEngine engine(CompileRules(kManyRules), 8);
  const size_t before = Size(engine);
  std::vector<Result<Request>> requests;
  for (int i = 0; i < 9; ++i) requests.emplace_back(MakeRequest());
  const auto answers = (*engine).DecideBatch(engine.principal(), requests);
  REQUIRE_FALSE(answers.ok());
  CHECK((answers.error().code == "ledger.busy" || answers.error().code == "ledger.unit_too_large"));
  CHECK(Size(engine) == before);
  requests.pop_back();
  CHECK((*engine).DecideBatch(engine.principal(), requests).ok());
}

}  // namespace reeve::engine::testing
