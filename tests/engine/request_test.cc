#include "engine/request.h"

#include <cmath>

#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

// "code at" of the error that a request is refused with.
std::string Refusal(const std::string& text) {
  const Result<Request> request = ParseRequest(text);
  if (request.ok()) FAIL("accepted: " << text.substr(0, 200));
  return std::string(request.error().code) + " " + request.error().at;
}
std::string Refused(const Changes& changes) { return Refusal(RequestText(changes)); }

std::string MessageOf(const Changes& changes) {
  const Result<Request> request = ParseRequest(RequestText(changes));
  REQUIRE_FALSE(request.ok());
  return request.error().message;
}

std::vector<std::string> Paths(const Request& request) {
  std::vector<std::string> paths;
  for (const Request::Text& text : request.Texts()) paths.push_back(text.path);
  return paths;
}

json::Value Messages(std::initializer_list<const char*> contents) {
  json::Array messages;
  for (const char* content : contents) {
    messages.push_back(json::Object{{"role", "user"}, {"content", content}});
  }
  return json::Object{{"messages", std::move(messages)}};
}

std::string Nested(size_t arrays) { return std::string(arrays, '[') + std::string(arrays, ']'); }

}  // namespace

TEST_CASE("request: every field is read") {
  const Request request = MustParse(R"({"interaction":"i-9","stage":"tool_call","system":"demo",
      "actor":{"id":"u-2","roles":["a","b"],"unit":"north"},"subject":"s-3","sequence":7,
      "action":{"kind":"refund","tool":"billing","purpose":"goodwill","consequential":true,
                "amount":12.5,"currency":"EUR","arguments":{"to":"x"}},
      "content":{"text":"hello"},"context":{"region":"eu"}})");
  CHECK(request.interaction == "i-9");
  CHECK(request.stage == policy::Stage::kToolCall);
  CHECK(request.system == "demo");
  CHECK(request.actor.id == "u-2");
  CHECK(request.actor.roles == std::vector<std::string>{"a", "b"});
  CHECK(request.actor.unit == "north");
  CHECK(request.subject == "s-3");
  CHECK(request.sequence == 7u);
  CHECK(request.action.kind == "refund");
  CHECK(request.action.tool == "billing");
  CHECK(request.action.purpose == "goodwill");
  CHECK(request.action.consequential);
  CHECK(request.action.amount == 12.5);
  CHECK(request.action.currency == "EUR");
  REQUIRE(request.arguments() != nullptr);
  CHECK(request.arguments()->size() == 1);
  CHECK(request.context.size() == 1);
  CHECK(Text(request.payload, "/content/text") == "hello");
}

TEST_CASE("request: what may be left out has a default") {
  const Request request = MustParse(R"({"interaction":"i","stage":"output","system":"s",
      "actor":{"id":"u"},"action":{"kind":"k"},"content":{"text":""}})");
  CHECK(request.actor.roles.empty());
  CHECK(request.subject.empty());
  CHECK_FALSE(request.sequence.has_value());
  CHECK_FALSE(request.action.consequential);
  CHECK(request.action.amount == 0);
  CHECK(request.arguments() == nullptr);
  CHECK(request.context.empty());
}

TEST_CASE("request: each required field is asked for by its pointer") {
  for (const std::string field : {"/interaction", "/stage", "/system", "/actor", "/action",
                                  "/actor/id", "/action/kind", "/content"}) {
    CHECK(Refusal(RequestWithout(field)) == "json.missing " + field);
  }
}

TEST_CASE("request: an empty id is refused where an id is required") {
  for (const std::string field : {"/interaction", "/system", "/actor/id", "/action/kind"}) {
    CHECK(Refused({{field, ""}}) == "json.value " + field);
  }
}

TEST_CASE("request: a value of the wrong type is refused by its pointer") {
  for (const std::string text :
       {"/interaction", "/stage", "/system", "/subject", "/actor/id", "/actor/unit", "/action/kind",
        "/action/tool", "/action/purpose", "/action/currency", "/content/text"}) {
    CHECK(Refused({{text, 1}}) == "json.type " + text);
    CHECK(Refused({{text, nullptr}}) == "json.type " + text);
  }
  for (const std::string object :
       {"/actor", "/action", "/content", "/context", "/action/arguments"}) {
    CHECK(Refused({{object, "x"}}) == "json.type " + object);
    CHECK(Refused({{object, json::Array{}}}) == "json.type " + object);
    CHECK(Refused({{object, nullptr}}) == "json.type " + object);
  }
  CHECK(Refused({{"/actor/roles", "employee"}}) == "json.type /actor/roles");
  CHECK(Refused({{"/actor/roles", json::Array{"a", 1}}}) == "json.type /actor/roles");
  CHECK(Refused({{"/action/consequential", "true"}}) == "json.type /action/consequential");
  CHECK(Refused({{"/action/consequential", 1}}) == "json.type /action/consequential");
  CHECK(Refused({{"/action/amount", "12"}}) == "json.type /action/amount");
  CHECK(Refused({{"/content", json::Object{{"messages", "x"}}}}) == "json.type /content/messages");
}

TEST_CASE("request: a sequence is a whole number that is not negative") {
  CHECK(MakeRequest({{"/sequence", 0}}).sequence == 0u);
  for (const json::Value& wrong :
       {json::Value(-1), json::Value(1.5), json::Value("1"), json::Value(nullptr)}) {
    CHECK(Refused({{"/sequence", wrong}}) == "json.type /sequence");
  }
}

TEST_CASE("request: an unknown field is refused, and the one that was meant is named") {
  CHECK(Refused({{"/sytem", "x"}}) == "json.unknown_field /sytem");
  CHECK(MessageOf({{"/sytem", "x"}}).find("did you mean `system`?") != std::string::npos);
  CHECK(MessageOf({{"/actor/role", "x"}}).find("did you mean `roles`?") != std::string::npos);
  CHECK(Refused({{"/action/amout", 1}}) == "json.unknown_field /action/amout");
  CHECK(Refused({{"/content/txt", "x"}}) == "json.unknown_field /content/txt");
  CHECK(MessageOf({{"/zebra", 1}}).find("did you mean") == std::string::npos);
  CHECK(Refused({{"/content", Json(R"({"messages":[{"role":"user","name":"x"}]})")}}) ==
        "json.unknown_field /content/messages/0/name");
}

TEST_CASE("request: an unknown field's pointer is escaped") {
  CHECK(Refusal(R"({"a/b~c":1,"interaction":"i","stage":"input","system":"s","actor":{"id":"u"},
      "action":{"kind":"k"},"content":{"text":""}})") == "json.unknown_field /a~1b~0c");
}

TEST_CASE("request: an unknown stage is refused, and the one that was meant is named") {
  CHECK(Refused({{"/stage", "inptu"}}) == "json.value /stage");
  CHECK(MessageOf({{"/stage", "inptu"}}).find("did you mean `input`?") != std::string::npos);
  CHECK(Refused({{"/stage", ""}}) == "json.value /stage");
  CHECK(Refused({{"/stage", std::string(300, 'x')}}) == "json.too_long /stage");
}

TEST_CASE("request: a text at its limit is taken, and one byte more is refused") {
  for (const std::string field :
       {"/interaction", "/system", "/subject", "/actor/id", "/actor/unit", "/action/kind",
        "/action/tool", "/action/purpose", "/action/currency"}) {
    CHECK(ParseRequest(RequestText({{field, std::string(kMaxIdBytes, 'x')}})).ok());
    CHECK(Refused({{field, std::string(kMaxIdBytes + 1, 'x')}}) == "json.too_long " + field);
  }
}

TEST_CASE("request: roles are limited in number and in length") {
  CHECK(MakeRequest({{"/actor/roles", json::Array(kMaxRoles, "r")}}).actor.roles.size() ==
        kMaxRoles);
  CHECK(Refused({{"/actor/roles", json::Array(kMaxRoles + 1, "r")}}) ==
        "json.too_long /actor/roles");
  CHECK(Refused({{"/actor/roles", json::Array{std::string(kMaxIdBytes + 1, 'r')}}}) ==
        "json.too_long /actor/roles");
}

TEST_CASE("request: messages and context attributes are limited in number") {
  const json::Value message = Json(R"({"role":"user","content":"x"})");
  const auto content = [&](size_t count) {
    return json::Object{{"messages", json::Array(count, message)}};
  };
  CHECK(MakeRequest({{"/content", content(kMaxMessages)}}).Texts().size() == kMaxMessages);
  CHECK(Refused({{"/content", content(kMaxMessages + 1)}}) == "json.too_long /content/messages");
  json::Object context;
  for (size_t i = 0; i < kMaxContextAttributes; ++i) context.Add("a" + std::to_string(i), true);
  CHECK(ParseRequest(RequestText({{"/context", context}})).ok());
  context.Add("more", true);
  CHECK(Refused({{"/context", context}}) == "json.too_long /context");
}

TEST_CASE("request: the content is either a text or messages") {
  CHECK(Refused({{"/content", json::Object()}}) == "json.value /content");
  CHECK(Refused({{"/content", Json(R"({"text":"a","messages":[]})")}}) == "json.value /content");
  CHECK(MakeRequest({{"/content", Json(R"({"messages":[]})")}}).Texts().empty());
}

TEST_CASE("request: content may be left out where a tool has arguments") {
  const Changes changes = {{"/action/arguments", json::Object{{"to", "x"}}}};
  const Request request = MustParse(RequestWithout("/content", changes));
  CHECK(Paths(request) == std::vector<std::string>{"/action/arguments/to"});
  CHECK(request.payload.Find("content") == nullptr);
  CHECK(ParseRequest(RequestWithout("/content", {{"/action/arguments", json::Object()}})).ok());
}

TEST_CASE("request: each message has a role, and its content is a text") {
  const auto refusal = [](const char* messages) {
    return Refused({{"/content", json::Object{{"messages", Json(messages)}}}});
  };
  CHECK(refusal(R"([{"content":"x"}])") == "json.missing /content/messages/0/role");
  CHECK(refusal(R"([{"role":"user"},{"role":""}])") == "json.value /content/messages/1/role");
  CHECK(refusal(R"([{"role":"user","content":null}])") == "json.type /content/messages/0/content");
  CHECK(refusal(R"([{"role":"user","content":[]}])") == "json.type /content/messages/0/content");
  CHECK(refusal(R"(["x"])") == "json.type /content/messages/0");
}

TEST_CASE("request: what is no JSON object is refused") {
  CHECK(Refusal("").starts_with("json.syntax"));
  CHECK(Refusal("null").starts_with("json.type"));
  CHECK(Refusal("[]").starts_with("json.type"));
  CHECK(Refusal("{").starts_with("json.syntax"));
  CHECK(Refusal(RequestText() + "x").starts_with("json."));
  CHECK(Refusal("\xff\xfe").starts_with("json.invalid_utf8"));
}

TEST_CASE("request: a key that stands twice is refused wherever it stands") {
  CHECK(Refusal(R"({"system":"a","system":"b"})") == "json.duplicate_key /system");
  CHECK(Refusal(R"({"context":{"a":1,"a":1}})") == "json.duplicate_key /context/a");
  CHECK(Refusal(R"({"action":{"arguments":{"x":{"k":1,"\u006b":2}}}})") ==
        "json.duplicate_key /action/arguments/x/k");
}

TEST_CASE("request: nesting has a limit") {
  // The request, its context and the attribute's value count.
  CHECK(ParseRequest(RequestText({{"/context/a", Json(Nested(kMaxRequestDepth - 2))}})).ok());
  CHECK(Refused({{"/context/a", Json(Nested(kMaxRequestDepth - 1))}}).starts_with("json.too_deep"));
  CHECK(Refusal(std::string(100'000, '[')).starts_with("json."));
}

TEST_CASE("request: a number that a double would change is refused wherever it stands") {
  const auto with = [](const std::string& number) {
    return R"({"interaction":"i","stage":"input","system":"s","actor":{"id":"u"},
        "action":{"kind":"k","arguments":{"n":)" +
           number + R"(}},"context":{"n":)" + number + "}}";
  };
  CHECK(ParseRequest(with("9007199254740992")).ok());
  CHECK(Refusal(with("9007199254740993")).starts_with("json.unrepresentable"));
  CHECK(Refusal(with("-9007199254740993")).starts_with("json.unrepresentable"));
  CHECK(Refusal(with("18446744073709551615")).starts_with("json.unrepresentable"));
  CHECK(Refusal(with("18446744073709551617")).starts_with("json.number"));
  CHECK(Refusal(with("1e999")).starts_with("json."));
  CHECK(Refusal(with("0." + std::string(60, '1'))).starts_with("json.number"));
}

TEST_CASE("request: a body of a mebibyte is read, and one byte more is refused") {
  const size_t frame = RequestText({{"/content/text", ""}}).size();
  const std::string most(kMaxRequestBytes - frame, 'x');
  CHECK(MakeRequest({{"/content/text", most}}).Texts()[0].text.size() == most.size());
  CHECK(Refused({{"/content/text", most + "x"}}).starts_with("json.too_large"));
  CHECK(Refusal(std::string(kMaxRequestBytes + 1, ' ')).starts_with("json.too_large"));
}

TEST_CASE("request: texts are named by their pointers, content first") {
  const Request request = MakeRequest(
      {{"/content", Messages({"one", "two"})},
       {"/action/arguments", Json(R"({"to":["a","b",{"c":"d"}],"n":1,"x":null,"y":"z"})")}});
  CHECK(Paths(request) ==
        std::vector<std::string>{"/content/messages/0/content", "/content/messages/1/content",
                                 "/action/arguments/to/0", "/action/arguments/to/1",
                                 "/action/arguments/to/2/c", "/action/arguments/y"});
}

TEST_CASE("request: a message without content has no text") {
  const Request request = MakeRequest(
      {{"/content", Json(R"({"messages":[{"role":"tool"},{"role":"user","content":"x"}]})")}});
  CHECK(Paths(request) == std::vector<std::string>{"/content/messages/1/content"});
}

TEST_CASE("request: pointers of texts are escaped and lead back to the text") {
  const Request request = MakeRequest(
      {{"/action/arguments",
        Json(R"({"a/b":"1","c~d":"2","~1":"3","":"4","0":["5"],"é😀":"6","x":{"/":{"~":"7"}}})")}});
  const std::vector<Request::Text> texts = request.Texts();
  REQUIRE(texts.size() == 8);
  CHECK(texts[1].path == "/action/arguments/a~1b");
  CHECK(texts[2].path == "/action/arguments/c~0d");
  CHECK(texts[3].path == "/action/arguments/~01");
  CHECK(texts[4].path == "/action/arguments/");
  CHECK(texts[7].path == "/action/arguments/x/~1/~0");
  for (const Request::Text& text : texts) CHECK(Text(request.payload, text.path) == text.text);
}

TEST_CASE("request: the canonical form depends on neither the order of keys nor white space") {
  const Request one = MustParse(R"({"interaction":"i","stage":"input","system":"s",
      "actor":{"id":"u","unit":"n"},"action":{"kind":"k","amount":1.0},"content":{"text":"\u0041"}})");
  const Request other = MustParse(
      "{ \"content\" :{\"text\":\"A\"},\n\t\"action\":{\"amount\":1e0,\"kind\":\"k\"},"
      "\"actor\":{\"unit\":\"n\",\"id\":\"u\"},\"system\":\"s\",\"stage\":\"input\","
      "\"interaction\":\"i\"}");
  CHECK(one.canonical == other.canonical);
  CHECK(one.canonical ==
        R"({"action":{"amount":1,"kind":"k"},"actor":{"id":"u","unit":"n"},"content":{"text":"A"},)"
        R"("interaction":"i","stage":"input","system":"s"})");
  CHECK(MakeRequest().canonical != MakeRequest({{"/content/text", "Good morning"}}).canonical);
}

TEST_CASE("request: within a document, errors are named from the document's root") {
  const Result<Request> request = ReadRequest(RequestValue({{"/actor/id", 1}}), "/requests/3");
  REQUIRE_FALSE(request.ok());
  CHECK(request.error().at == "/requests/3/actor/id");
  const Result<Request> missing = ReadRequest(Json(RequestWithout("/content")), "/requests/0");
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().at == "/requests/0/content");
}

TEST_CASE("request: a whole number in a context attribute is one value, however it is written") {
  // The record holds it in canonical form, where 4.0 is 4; a replay must read what was decided on.
  const auto number = [](const std::string& literal) {
    const Request request = MustParse(R"({"interaction":"i","stage":"input","system":"s",
        "actor":{"id":"u"},"action":{"kind":"k"},"content":{"text":""},"context":{"n":[{"x":)" +
                                      literal + "}]}}");
    return At(request.context.Find("n")->as_array()->at(0), "/x");
  };
  for (const std::string literal :
       {"4.0", "-0.0", "1e3", "4.5", "-7.0", "1e17", "9223372036854775808.0", "1e19", "1e20",
        "1e21", "1e300", "-1e18", "-9223372036854775808.0", "-1e19"}) {
    INFO(literal);
    const json::Value value = number(literal);
    CHECK(value == Json(Must(json::Canonical(value))));
  }
  CHECK(number("4.0") == json::Value(4));
  CHECK(number("4.5") == json::Value(4.5));
}

TEST_CASE("request: an amount of minus zero is zero") {
  // A record holds no amount of zero, so its sign would be lost to a replay.
  const Request request = MustParse(R"({"interaction":"i","stage":"input","system":"s",
      "actor":{"id":"u"},"action":{"kind":"k","amount":-0.0},"content":{"text":""}})");
  CHECK_FALSE(std::signbit(request.action.amount));
}

}  // namespace reeve::engine::testing
