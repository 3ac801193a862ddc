// Chat completions through the proxy, whole and as a stream, against an upstream on a port.
#include "tests/api/proxy/fixture.h"

using namespace reeve;
using namespace reeve::api::proxy;
using namespace reeve::api::proxy::testing;

TEST_CASE("proxy: what is redacted leaves redacted, and the answer comes back redacted") {
  StandIn upstream(Saying(Completion("Write to nora.example@example.org.")));
  TestProxy proxy(upstream.url());
  const auto response = proxy.Post("chat/completions", Chat("My card is 4111 1111 1111 1111."));
  INFO(response.body);
  REQUIRE(response.status == 200);
  CHECK(Text(upstream.LastBody(), "/messages/0/content") == "My card is ***************1111.");
  CHECK(Text(Json(response.body), "/choices/0/message/content") == "Write to <EMAIL_ADDRESS>.");
  CHECK(upstream.asked()[0].path == "/v1/chat/completions");
  CHECK(upstream.asked()[0].get_header_value("Authorization") == "Bearer sk-upstream-0123456789");
  CHECK(proxy.Stages() == std::vector<std::string>{"input", "output"});
  CHECK(response.get_header_value("X-Reeve-Interaction").starts_with("p-"));
}

TEST_CASE("proxy: every part of a request is checked, whatever it is") {
  StandIn upstream(Saying(Completion("Good.")));
  TestProxy proxy(upstream.url());
  const std::string mail = "nora.example@example.org";
  const json::Value body = Json(R"({"model":"m","user":"u-1","messages":[
    {"role":"system","content":"A MAIL"},
    {"role":"user","name":"n","content":[{"type":"text","text":"B MAIL"}]},
    {"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function",
      "function":{"name":"f","arguments":"{\"to\":\"MAIL\"}"}}]},
    {"role":"tool","tool_call_id":"t1","content":"C MAIL"}],
    "tools":[{"type":"function","function":{"name":"f","description":"D MAIL",
      "parameters":{"type":"object","properties":{"to":{"type":"string","default":"MAIL"}}}}}],
    "stop":["MAIL"],"metadata":{"who":"MAIL"},"unheard_of":{"deep":["MAIL"]},"temperature":0.5})");
  std::string text = json::Compact(body);
  for (size_t at = 0; (at = text.find("MAIL", at)) != std::string::npos;) text.replace(at, 4, mail);
  const auto response = proxy.Post("chat/completions", Json(text));
  INFO(response.body);
  REQUIRE(response.status == 200);
  const std::string sent = upstream.asked()[0].body;
  CHECK(sent.find("nora.example") == std::string::npos);
  const json::Value seen = Json(sent);
  CHECK(Text(seen, "/messages/1/content/0/text") == "B <EMAIL_ADDRESS>");
  CHECK(Text(seen, "/messages/2/tool_calls/0/function/arguments") == R"({"to":"<EMAIL_ADDRESS>"})");
  CHECK(Text(seen, "/tools/0/function/description") == "D <EMAIL_ADDRESS>");
  CHECK(Text(seen, "/unheard_of/deep/0") == "<EMAIL_ADDRESS>");
  CHECK(Text(seen, "/messages/2/tool_calls/0/id") == "t1");
  CHECK(At(seen, "/temperature") == json::Value(0.5));
}

TEST_CASE("proxy: a denial is an API error, or the model declines, and no upstream is asked") {
  StandIn upstream(Saying(Completion("Good.")));
  TestProxy proxy(upstream.url(), {{.id = "credit", .on_deny = OnDeny::kRefusal}});
  const auto error = proxy.Post("chat/completions", Chat("say xyzzy"));
  CHECK(error.status == 403);
  CHECK(Text(Json(error.body), "/error/code") == "proxy.denied");
  CHECK(Text(Json(error.body), "/error/type") == "permission_error");
  CHECK(Text(Json(error.body), "/error/message") == "The word is forbidden.");
  CHECK(Text(Json(error.body), "/error/reeve/rules/0") == "p/forbidden-word");
  const auto refusal =
      proxy.Post("chat/completions", Chat("say xyzzy"), {{"X-Reeve-System", "credit"}});
  CHECK(refusal.status == 200);
  CHECK(Text(Json(refusal.body), "/choices/0/message/refusal") == "The word is forbidden.");
  CHECK(Text(Json(refusal.body), "/choices/0/finish_reason") == "content_filter");
  CHECK(upstream.asked().empty());
}

TEST_CASE("proxy: an answer that is denied does not come back") {
  StandIn upstream(Saying(Completion("the word is xyzzy, and more")));
  TestProxy proxy(upstream.url());
  const auto response = proxy.Post("chat/completions", Chat("hello"));
  CHECK(response.status == 403);
  CHECK(response.body.find("and more") == std::string::npos);
}

TEST_CASE("proxy: a call of a tool is decided on by its own arguments") {
  const auto call = [](const std::string& arguments) {
    json::Value answer = Json(Completion(""));
    json::Resolve(answer, "/choices/0/message")
        ->as_object()
        ->Set("tool_calls",
              json::Array{json::Object{
                  {"id", "t1"},
                  {"type", "function"},
                  {"function", json::Object{{"name", "send"}, {"arguments", arguments}}}}});
    return json::Compact(answer);
  };
  StandIn good(Saying(call(R"({"to":"nora.example@example.org","n":1})")));
  TestProxy proxy(good.url());
  const auto response = proxy.Post("chat/completions", Chat("send it"));
  CHECK(Text(Json(response.body), "/choices/0/message/tool_calls/0/function/arguments") ==
        R"({"to":"<EMAIL_ADDRESS>","n":1})");
  CHECK(proxy.Stages() == std::vector<std::string>{"input", "output", "tool_call"});

  StandIn held(Saying(call(R"({"target":"production"})")));
  TestProxy holding(held.url());
  const auto hold = holding.Post("chat/completions", Chat("send it"));
  CHECK(hold.status == 403);
  CHECK(Text(Json(hold.body), "/error/code") == "proxy.held");
  CHECK(Text(Json(hold.body), "/error/reeve/approval/id").starts_with("ap-"));
  CHECK(hold.body.find("production") == std::string::npos);
}

TEST_CASE("proxy: a stream that was cut anywhere passes no finding") {
  const std::string text =
      "Dear all, the card 4111 1111 1111 1111 of nora.example@example.org is "
      "to be billed, and that is all there is to say about it.";
  const std::string wanted =
      "Dear all, the card ***************1111 of <EMAIL_ADDRESS> is "
      "to be billed, and that is all there is to say about it.";
  std::string cut_body;
  StandIn upstream([&](const httplib::Request&, httplib::Response& response) {
    response.set_content(cut_body, "text/event-stream");
  });
  TestProxy proxy(upstream.url());
  json::Value body = Chat("hello");
  body.as_object()->Set("stream", true);
  for (size_t cut = 1; cut < text.size(); ++cut) {
    cut_body = Chunk({{"role", "assistant"}, {"content", ""}}) +
               Chunk({{"content", text.substr(0, cut)}}) + Chunk({{"content", text.substr(cut)}}) +
               Chunk({}, "stop") + kEndOfStream;
    const auto response = proxy.Post("chat/completions", body);
    INFO(cut << ": " << response.body);
    REQUIRE(response.status == 200);
    REQUIRE(Said(response.body) == wanted);
    REQUIRE(response.body.ends_with(kEndOfStream));
  }
}

TEST_CASE("proxy: a long stream leaves as it comes, with what is found in it redacted") {
  std::string text;
  std::string wanted;
  for (int i = 0; i < 200; ++i) {
    text += "Sentence " + std::to_string(i) + " is of no importance. ";
    wanted += "Sentence " + std::to_string(i) + " is of no importance. ";
    if (i % 20 != 10) continue;
    text += "Card 4111 1111 1111 1111. ";
    wanted += "Card ***************1111. ";
  }
  std::string stream;
  for (size_t at = 0; at < text.size(); at += 7) stream += Chunk({{"content", text.substr(at, 7)}});
  stream += Chunk({}, "stop") + kEndOfStream;
  StandIn upstream(Saying(stream, "text/event-stream"));
  TestProxy proxy(upstream.url());
  json::Value body = Chat("hello");
  body.as_object()->Set("stream", true);
  const auto response = proxy.Post("chat/completions", body);
  CHECK(Said(response.body) == wanted);
  CHECK(Events(response.body).size() > 20);
  CHECK(proxy.Stages() == std::vector<std::string>{"input", "output"});
}

TEST_CASE("proxy: a stream that the rules deny ends with an error, and what was denied stays") {
  std::string stream;
  for (int i = 0; i < 100; ++i) stream += Chunk({{"content", "Nothing of importance here. "}});
  stream += Chunk({{"content", "The word is xyzzy, and a secret. "}});
  stream += Chunk({}, "stop") + kEndOfStream;
  StandIn upstream(Saying(stream, "text/event-stream"));
  TestProxy proxy(upstream.url());
  json::Value body = Chat("hello");
  body.as_object()->Set("stream", true);
  const auto response = proxy.Post("chat/completions", body);
  CHECK(response.body.find("xyzzy") == std::string::npos);
  CHECK(response.body.find("proxy.denied") != std::string::npos);
  CHECK(response.body.find("[DONE]") == std::string::npos);
  CHECK(proxy.Stages() == std::vector<std::string>{"input", "output"});
}

TEST_CASE("proxy: fragments of a call are put together, decided on, and released whole") {
  const auto fragment = [](json::Object function, bool first) {
    json::Object call{{"index", 0}};
    if (first) call.Add("id", "t1").Add("type", "function");
    call.Add("function", std::move(function));
    return Chunk({{"tool_calls", json::Array{std::move(call)}}});
  };
  std::string stream = fragment({{"name", "send"}, {"arguments", ""}}, true);
  for (const char* piece : {"{\"to\":\"nora.exa", "mple@exam", "ple.org\"}"}) {
    stream += fragment({{"arguments", piece}}, false);
  }
  stream += Chunk({}, "tool_calls") + kEndOfStream;
  StandIn upstream(Saying(stream, "text/event-stream"));
  TestProxy proxy(upstream.url());
  json::Value body = Chat("hello");
  body.as_object()->Set("stream", true);
  const auto response = proxy.Post("chat/completions", body);
  const std::vector<std::string> events = Events(response.body);
  INFO(response.body);
  REQUIRE(events.size() == 3);
  CHECK(Text(Json(events[0]), "/choices/0/delta/tool_calls/0/function/arguments") ==
        R"({"to":"<EMAIL_ADDRESS>"})");
  CHECK(Text(Json(events[0]), "/choices/0/delta/tool_calls/0/id") == "t1");
  CHECK(Text(Json(events[1]), "/choices/0/finish_reason") == "tool_calls");
  CHECK(proxy.Stages() == std::vector<std::string>{"input", "output", "tool_call"});
}
