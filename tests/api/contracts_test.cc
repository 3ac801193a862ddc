// Foreign contracts on a real port: what their clients send, and what they must get back.
#include "tests/api/fixture.h"

namespace reeve::api::testing {
namespace {

httplib::Response Ask(TestServer& server, const std::string& path, const std::string& body) {
  httplib::Client client = server.Client();
  return Got(client.Post("/contracts/demo/" + path, body, kJson));
}

json::Value Answer(TestServer& server, const std::string& path, const std::string& body) {
  const httplib::Response response = Ask(server, path, body);
  INFO(response.body);
  REQUIRE(response.status == 200);
  return Json(response.body);
}

std::string Compact(const json::Value& value, const std::string& pointer) {
  const json::Value* found = json::Resolve(value, pointer);
  return found == nullptr ? "absent" : json::Compact(*found);
}

constexpr char kLiteLlm[] = "beta/litellm_basic_guardrail_api";

}  // namespace

TEST_CASE("api/contracts: LiteLLM's texts are passed, masked in their order, or blocked") {
  TestServer server;
  const json::Value passed =
      Answer(server, kLiteLlm, R"({"input_type":"request","texts":["hello"],"images":null})");
  CHECK(json::Compact(passed) == R"({"action":"NONE"})");
  const json::Value masked = Answer(
      server, kLiteLlm,
      R"({"input_type":"request","texts":["hello","card 4111 1111 1111 1111"],"model":"m"})");
  CHECK(Compact(masked, "/action") == R"("GUARDRAIL_INTERVENED")");
  CHECK(Compact(masked, "/texts") == R"(["hello","card ***************1111"])");
  const json::Value blocked =
      Answer(server, kLiteLlm, R"({"input_type":"response","texts":["say xyzzy"]})");
  CHECK(Compact(blocked, "/action") == R"("BLOCKED")");
  CHECK(Compact(blocked, "/blocked_reason") == R"("The word is forbidden.")");
  CHECK(Problem(Ask(server, kLiteLlm, R"({"texts":["a"]})")) == "400 json.value /input_type");
}

TEST_CASE("api/contracts: of a growing answer LiteLLM holds back what a finding may begin in") {
  TestServer server;
  const json::Value answer = Answer(
      server, kLiteLlm,
      R"({"input_type":"response","texts":["short )" + std::string(2000, 'a') + R"(","\u00FC"]})");
  CHECK(Compact(answer, "/stream_holdback_chars") == "[768,1]");
}

TEST_CASE("api/contracts: LiteLLM's tool calls are judged by their arguments") {
  TestServer server;
  const auto call = [](const char* arguments) {
    return R"({"input_type":"response","tool_calls":[{"id":"c","type":"function","function":)"
           R"({"name":"deploy","arguments":)" +
           json::Compact(json::Value(arguments)) + "}}]}";
  };
  CHECK(Compact(Answer(server, kLiteLlm, call(R"({"target":"test"})")), "/action") == R"("NONE")");
  const json::Value held = Answer(server, kLiteLlm, call(R"({"target":"production"})"));
  CHECK(Compact(held, "/action") == R"("BLOCKED")");
  CHECK(Text(held, "/blocked_reason").find("approval ap-") != std::string::npos);
  CHECK(Compact(Answer(server, kLiteLlm, call("not JSON, a@example.org")), "/action") ==
        R"("BLOCKED")");
  CHECK(Compact(Answer(server, kLiteLlm, call(R"({"to":"a@example.org"})")), "/action") ==
        R"("BLOCKED")");
}

TEST_CASE("api/contracts: an unknown system gets no, in each contract's words") {
  TestServer server;
  httplib::Client client = server.Client();
  const auto post = [&](const std::string& path, const char* body) {
    return Got(client.Post("/contracts/nobody/" + path, body, kJson));
  };
  CHECK(Compact(Json(post(kLiteLlm, R"({"input_type":"request","texts":["a"]})").body),
                "/action") == R"("BLOCKED")");
  CHECK(Compact(Json(post("hook", R"({"hook_event_name":"PreToolUse","tool_name":"Bash",)"
                                  R"("tool_input":{}})")
                         .body),
                "/hookSpecificOutput/permissionDecision") == R"("deny")");
  CHECK(Compact(Json(post("request", R"({"body":{"messages":[]}})").body), "/action/status_code") ==
        "403");
  CHECK(
      Compact(
          Json(post("portkey", R"({"eventType":"beforeRequestHook","request":{"text":"a"}})").body),
          "/verdict") == "false");
  CHECK(post("ext_authz/x", "").status != 200);
  CHECK(post("v1/data/reeve/allow",
             R"({"input":{"stage":"input","actor":{"id":"a"},"action":{"kind":"chat"},)"
             R"("content":{"text":"a"}}})")
            .status != 200);
}

TEST_CASE("api/contracts: Presidio's analyzer answers in code points, filtered as asked") {
  TestServer server;
  const char* text = R"({"text":"\u00FC card 4111 1111 1111 1111, a@example.org","language":"en")";
  const json::Value all = Answer(server, "analyze", std::string(text) + "}");
  CHECK(Compact(all, "/0/entity_type") == R"("CREDIT_CARD")");
  CHECK(Compact(all, "/0/start") == "7");
  CHECK(Compact(all, "/0/end") == "26");
  const json::Value mails =
      Answer(server, "analyze", std::string(text) + R"(,"entities":["EMAIL_ADDRESS"]})");
  CHECK(mails.as_array()->size() == 1);
  const json::Value allowed = Answer(
      server, "analyze",
      std::string(text) + R"(,"entities":["EMAIL_ADDRESS"],"allow_list":["a@example.org"]})");
  CHECK(allowed.as_array()->empty());
  CHECK(Answer(server, "analyze", std::string(text) + R"(,"score_threshold":1.1})")
            .as_array()
            ->empty());
  const json::Value person =
      Answer(server, "analyze", R"({"text":"we met Nora Fields there","entities":["PERSON"]})");
  CHECK(Compact(person, "/0/entity_type") == R"("PERSON")");
  const httplib::Response none = Ask(server, "analyze", R"({"language":"en"})");
  CHECK(none.status == 422);
  CHECK(none.body == R"({"error":"No text provided"})");
}

TEST_CASE("api/contracts: Presidio's anonymizer applies its operators to what it is given") {
  TestServer server;
  const json::Value answer =
      Answer(server, "anonymize",
             R"({"text":"\u00FCber Ada Example, +1 555 0100","analyzer_results":[)"
             R"({"entity_type":"PHONE_NUMBER","start":18,"end":29,"score":1},)"
             R"({"entity_type":"PERSON","start":5,"end":16,"score":0.9},)"
             R"({"entity_type":"FIRST_NAME","start":5,"end":8,"score":0.5}],)"
             R"("anonymizers":{"PHONE_NUMBER":{"type":"mask","masking_char":"*","chars_to_mask":4,)"
             R"("from_end":true}}})");
  CHECK(Text(answer, "/text") == "\u00FCber <PERSON>, +1 555 ****");
  CHECK(Compact(answer, "/items/1") ==
        R"({"start":5,"end":13,"entity_type":"PERSON","text":"<PERSON>","operator":"replace"})");
  CHECK(Compact(answer, "/items/0/start") == "15");
  const auto with = [&](const char* op) {
    return Text(
        Answer(server, "anonymize",
               std::string(R"({"text":"abc","analyzer_results":[{"entity_type":"X",)") +
                   R"("start":0,"end":3,"score":1}],"anonymizers":{"DEFAULT":)" + op + "}}"),
        "/text");
  };
  CHECK(with(R"({"type":"replace","new_value":"?"})") == "?");
  CHECK(with(R"({"type":"redact"})").empty());
  CHECK(with(R"({"type":"keep"})") == "abc");
  CHECK(with(R"({"type":"hash"})") ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(Ask(server, "anonymize",
            R"({"text":"abc","analyzer_results":[{"entity_type":"X",)"
            R"("start":0,"end":4,"score":1}]})")
            .status == 422);
}

TEST_CASE("api/contracts: OPA's paths give a decision, a boolean, or are undefined") {
  TestServer server;
  const auto input = [](const char* text) {
    return std::string(
               R"({"input":{"stage":"input","actor":{"id":"a"},"action":{"kind":"chat"},)") +
           R"("content":{"text":")" + text + R"("}}})";
  };
  const json::Value decision = Answer(server, "v1/data/reeve/decision", input("xyzzy"));
  CHECK(Compact(decision, "/result/effect") == R"("deny")");
  CHECK(Compact(decision, "/result/allow") == "false");
  CHECK(Text(decision, "/decision_id").starts_with("d-"));
  CHECK(Compact(Answer(server, "v1/data/reeve/allow", input("hello")), "/result") == "true");
  CHECK(json::Compact(Answer(server, "v1/data/other", "{}")) == "{}");
  CHECK(Ask(server, "v1/data/reeve/allow", "{}").status == 400);
}

TEST_CASE("api/contracts: AuthZEN asks for one, or for several with defaults") {
  TestServer server;
  const json::Value one =
      Answer(server, "access/v1/evaluation",
             R"({"subject":{"type":"user","id":"ada"},"action":{"name":"deploy"},)"
             R"("resource":{"type":"cluster","id":"c-1"}})");
  CHECK(Compact(one, "/decision") == "true");
  const std::string several =
      R"({"subject":{"type":"user","id":"ada"},"action":{"name":"read"},"evaluations":[)"
      R"({"resource":{"type":"page","id":"xyzzy"}},{"resource":{"type":"page","id":"b"}}])";
  CHECK(Compact(Answer(server, "access/v1/evaluations", several + "}"),
                "/evaluations/1/decision") == "true");
  const json::Value stopped =
      Answer(server, "access/v1/evaluations",
             several + R"(,"options":{"evaluations_semantic":"permit_on_first_permit"}})");
  CHECK(json::Resolve(stopped, "/evaluations")->as_array()->size() >= 1);
  CHECK(Problem(Ask(server, "access/v1/evaluation", R"({"subject":{"id":"a"}})")) ==
        "400 json.missing /action/name");
  httplib::Client client = server.Client();
  const httplib::Response echoed = Got(client.Post(
      "/contracts/demo/access/v1/evaluation", {{"X-Request-ID", "abc-1"}}, several + "}", kJson));
  CHECK(echoed.get_header_value("X-Request-ID") == "abc-1");
}

TEST_CASE("api/contracts: Envoy's request passes with 200 alone, by any method") {
  TestServer server;
  httplib::Client client = server.Client();
  CHECK(Got(client.Get("/contracts/demo/ext_authz/orders/1")).status == 200);
  CHECK(Got(client.Put("/contracts/demo/ext_authz/orders", "hello", "text/plain")).status == 200);
  const httplib::Response denied =
      Got(client.Post("/contracts/demo/ext_authz/orders", "xyzzy", "text/plain"));
  CHECK(denied.status == 403);
  CHECK(Text(Json(denied.body), "/error/message") == "The word is forbidden.");
  httplib::Client stranger = server.Client("");
  CHECK(Got(stranger.Get("/contracts/demo/ext_authz/orders/1")).status == 401);
}

TEST_CASE("api/contracts: agentgateway's messages and choices pass, are masked, or rejected") {
  TestServer server;
  const json::Value masked =
      Answer(server, "request",
             R"({"body":{"messages":[{"role":"user","content":"card 4111 1111 1111 1111"}]}})");
  CHECK(Compact(masked, "/action/body/messages/0/content") == R"("card ***************1111")");
  const json::Value rejected =
      Answer(server, "response",
             R"({"body":{"choices":[{"message":{"role":"assistant","content":"xyzzy"}}]}})");
  CHECK(Compact(rejected, "/action/status_code") == "403");
  const json::Value passed =
      Answer(server, "request", R"({"body":{"messages":[{"role":"user","content":"hello"}]}})");
  CHECK(Compact(passed, "/action/body") == "absent");
  const json::Value in_call =
      Answer(server, "response",
             R"({"body":{"choices":[{"message":{"role":"assistant","content":null,"tool_calls":[)"
             R"({"function":{"name":"f","arguments":"{\"to\":\"a@example.org\"}"}}]}}]}})");
  CHECK(Text(in_call, "/action/body/choices/0/message/tool_calls/0/function/arguments") ==
        R"({"to":"<EMAIL_ADDRESS>"})");
}

TEST_CASE("api/contracts: Portkey's verdict comes with what is changed") {
  TestServer server;
  const json::Value masked =
      Answer(server, "portkey",
             R"({"eventType":"beforeRequestHook","provider":"openai","request":{"text":"","json":)"
             R"({"model":"m","messages":[{"role":"user","content":[{"type":"text","text":)"
             R"("card 4111 1111 1111 1111"}]}]}},"response":{}})");
  CHECK(Compact(masked, "/verdict") == "true");
  CHECK(Compact(masked, "/transformedData/request/json/messages/0/content/0/text") ==
        R"("card ***************1111")");
  const json::Value refused =
      Answer(server, "portkey", R"({"eventType":"afterRequestHook","response":{"text":"xyzzy"}})");
  CHECK(Compact(refused, "/verdict") == "false");
  CHECK(Compact(Answer(server, "portkey", R"({"eventType":"other"})"), "/verdict") == "false");
}

TEST_CASE("api/contracts: Claude Code's calls are denied, asked, or left to the person") {
  TestServer server;
  const auto tool = [&](const char* input, const char* query = "") {
    return Answer(server, std::string("hook") + query,
                  std::string(R"({"session_id":"s","hook_event_name":"PreToolUse",)") +
                      R"("tool_name":"Bash","tool_input":)" + input + "}");
  };
  const char* decision = "/hookSpecificOutput/permissionDecision";
  CHECK(Compact(tool(R"({"command":"ls"})"), decision) == "absent");
  CHECK(Compact(tool(R"({"command":"ls"})", "?grant=true"), decision) == R"("allow")");
  CHECK(Compact(tool(R"({"target":"production"})"), decision) == R"("deny")");
  const json::Value asked = tool(R"({"command":"mail a@example.org"})");
  CHECK(Compact(asked, decision) == R"("ask")");
  CHECK(Compact(asked, "/hookSpecificOutput/updatedInput/command") == R"("mail <EMAIL_ADDRESS>")");
  CHECK(Compact(Answer(server, "hook",
                       R"({"hook_event_name":"UserPromptSubmit","prompt":"say xyzzy"})"),
                "/decision") == R"("block")");
  CHECK(Compact(Answer(server, "hook",
                       R"({"hook_event_name":"PostToolUse","tool_name":"Read",)"
                       R"("tool_response":{"out":"xyzzy"}})"),
                "/decision") == R"("block")");
  CHECK(json::Compact(Answer(server, "hook", R"({"hook_event_name":"Stop"})")) == "{}");
  CHECK(Compact(Answer(server, "hook", "no JSON"), "/decision") == R"("block")");
}

}  // namespace reeve::api::testing
