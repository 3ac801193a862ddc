// The interfaces beside chat completions: Anthropic's messages, responses, embeddings, moderations,
// models; and the terms of a call in headers.
#include "tests/api/proxy/fixture.h"

using namespace reeve;
using namespace reeve::api::proxy;
using namespace reeve::api::proxy::testing;

namespace {

std::string Event(const std::string& type, json::Object members) {
  members.Add("type", type);
  return "event: " + type + "\ndata: " + json::Compact(std::move(members)) + "\n\n";
}

json::Value Ask(const std::string& text, bool streams = false) {
  json::Object body{{"model", "claude-1"},
                    {"max_tokens", 100},
                    {"messages", json::Array{json::Object{{"role", "user"}, {"content", text}}}}};
  if (streams) body.Add("stream", true);
  return body;
}

std::string BlockStream(const std::vector<std::string>& pieces) {
  std::string out =
      Event(
          "message_start",
          {{"message", Json(R"({"id":"m1","type":"message","role":"assistant","content":[]})")}}) +
      Event("content_block_start",
            {{"index", 0}, {"content_block", Json(R"({"type":"text","text":""})")}});
  for (const std::string& piece : pieces) {
    out += Event("content_block_delta",
                 {{"index", 0}, {"delta", json::Object{{"type", "text_delta"}, {"text", piece}}}});
  }
  return out + Event("content_block_stop", {{"index", 0}}) +
         Event("content_block_start",
               {{"index", 1},
                {"content_block",
                 Json(R"({"type":"tool_use","id":"t1","name":"send","input":{}})")}}) +
         Event("content_block_delta",
               {{"index", 1},
                {"delta",
                 Json(R"({"type":"input_json_delta","partial_json":"{\"to\":\"nora.exam"})")}}) +
         Event("content_block_delta",
               {{"index", 1},
                {"delta",
                 Json(R"({"type":"input_json_delta","partial_json":"ple@example.org\"}"})")}}) +
         Event("content_block_stop", {{"index", 1}}) +
         Event("message_delta", {{"delta", Json(R"({"stop_reason":"tool_use"})")}}) +
         Event("message_stop", {});
}

}  // namespace

TEST_CASE("proxy: messages of Anthropic's interface, whole") {
  StandIn upstream(Saying(R"({"id":"m1","type":"message","role":"assistant","content":[
      {"type":"text","text":"Write to nora.example@example.org."},
      {"type":"tool_use","id":"t1","name":"send","input":{"to":"nora.example@example.org","n":7}}],
      "stop_reason":"tool_use"})"));
  TestProxy proxy(upstream.url());
  json::Value body = Ask("Card 4111 1111 1111 1111");
  body.as_object()->Set("system", "You help nora.example@example.org.");
  const auto response = proxy.Post("messages", body);
  INFO(response.body);
  REQUIRE(response.status == 200);
  const json::Value answer = Json(response.body);
  CHECK(Text(answer, "/content/0/text") == "Write to <EMAIL_ADDRESS>.");
  CHECK(Text(answer, "/content/1/input/to") == "<EMAIL_ADDRESS>");
  CHECK(Int(answer, "/content/1/input/n") == 7);
  CHECK(Text(upstream.LastBody(), "/system") == "You help <EMAIL_ADDRESS>.");
  const auto asked = upstream.asked()[0];
  CHECK(asked.path == "/v1/messages");
  CHECK(asked.get_header_value("x-api-key") == "ak-upstream-0123456789");
  CHECK(asked.get_header_value("anthropic-version") == "2023-06-01");
  const auto denied = proxy.Post("messages", Ask("say xyzzy"));
  CHECK(denied.status == 403);
  CHECK(Text(Json(denied.body), "/type") == "error");
  CHECK(Text(Json(denied.body), "/error/type") == "permission_error");
}

TEST_CASE("proxy: a stream of messages that was cut anywhere passes no finding, in order") {
  const std::string text = "The card 4111 1111 1111 1111 is to be billed.";
  std::string stream;
  StandIn upstream([&](const httplib::Request&, httplib::Response& response) {
    response.set_content(stream, "text/event-stream");
  });
  for (const Streaming streaming : {Streaming::kIncremental, Streaming::kWhole}) {
    TestProxy proxy(upstream.url(), {{.id = "demo", .streaming = streaming}});
    for (size_t cut = 1; cut < text.size(); ++cut) {
      stream = BlockStream({text.substr(0, cut), text.substr(cut)});
      const auto response = proxy.Post("messages", Ask("hello", true));
      std::string said;
      std::string types;
      for (const std::string& event : Events(response.body)) {
        const json::Value value = Json(event);
        const json::Value* piece = json::Resolve(value, "/delta/text");
        if (piece != nullptr) said += *piece->as_string();
        const json::Value* arguments = json::Resolve(value, "/delta/partial_json");
        if (arguments != nullptr) said += *arguments->as_string();
        types += Text(value, "/type") + " ";
      }
      INFO(cut << ": " << response.body);
      REQUIRE(said == R"(The card ***************1111 is to be billed.{"to":"<EMAIL_ADDRESS>"})");
      REQUIRE(types ==
              "message_start content_block_start content_block_delta content_block_stop "
              "content_block_start content_block_delta content_block_stop message_delta "
              "message_stop ");
    }
  }
}

TEST_CASE("proxy: responses, whole and streamed") {
  const std::string answer = R"({"id":"r1","object":"response","status":"completed","output":[
      {"type":"message","id":"o1","role":"assistant","content":[
        {"type":"output_text","text":"Write to nora.example@example.org.","annotations":[]}]},
      {"type":"function_call","id":"o2","call_id":"c1","name":"send",
       "arguments":"{\"to\":\"nora.example@example.org\"}"}]})";
  std::string body = answer;
  std::string type = kJson;
  StandIn upstream([&](const httplib::Request&, httplib::Response& response) {
    response.set_content(body, type.c_str());
  });
  TestProxy proxy(upstream.url());
  json::Value asked = Json(R"({"model":"m","instructions":"Be kind to nora.example@example.org",
      "input":[{"role":"user","content":[{"type":"input_text","text":"4111 1111 1111 1111"}]},
               {"type":"function_call_output","call_id":"c0","output":"nora.example@example.org"}]})");
  const auto whole = proxy.Post("responses", asked);
  REQUIRE(whole.status == 200);
  CHECK(Text(Json(whole.body), "/output/0/content/0/text") == "Write to <EMAIL_ADDRESS>.");
  CHECK(Text(Json(whole.body), "/output/1/arguments") == R"({"to":"<EMAIL_ADDRESS>"})");
  const json::Value sent = upstream.LastBody();
  CHECK(Text(sent, "/input/0/content/0/text") == "***************1111");
  CHECK(Text(sent, "/input/1/output") == "<EMAIL_ADDRESS>");
  CHECK(Text(sent, "/instructions") == "Be kind to <EMAIL_ADDRESS>");

  body = Event("response.output_text.delta", {{"delta", "Write to nora.example@example.org."}}) +
         Event("response.completed", {{"response", Json(answer)}});
  type = "text/event-stream";
  asked.as_object()->Set("stream", true);
  const auto streamed = proxy.Post("responses", asked);
  CHECK(streamed.body.find("nora.example") == std::string::npos);
  const json::Value last = Json(Events(streamed.body).back());
  CHECK(Text(last, "/type") == "response.completed");
  CHECK(At(last, "/response/output") == At(Json(whole.body), "/output"));
}

TEST_CASE("proxy: embeddings are of what may be sent") {
  StandIn upstream(Saying(R"({"object":"list","data":[{"index":0,"embedding":[0.5]}]})"));
  TestProxy proxy(upstream.url());
  const auto response = proxy.Post(
      "embeddings", Json(R"({"model":"renamed","input":["nora.example@example.org","b"]})"));
  CHECK(response.body == R"({"object":"list","data":[{"index":0,"embedding":[0.5]}]})");
  CHECK(Text(upstream.LastBody(), "/input/0") == "<EMAIL_ADDRESS>");
  CHECK(Text(upstream.LastBody(), "/model") == "m-2");
}

TEST_CASE("proxy: moderations are answered by the rules, and models are those of the settings") {
  StandIn upstream(Saying("{}"));
  TestProxy proxy(upstream.url());
  const auto response =
      proxy.Post("moderations", Json(R"({"input":["hello","4111 1111 1111 1111","xyzzy"]})"));
  INFO(response.body);
  REQUIRE(response.status == 200);
  const json::Value said = Json(response.body);
  CHECK(At(said, "/results/0/flagged") == json::Value(false));
  CHECK(At(said, "/results/1/flagged") == json::Value(true));
  CHECK(At(said, "/results/1/categories/payment") == json::Value(true));
  CHECK(At(said, "/results/1/categories/secret") == json::Value(false));
  CHECK(*At(said, "/results/1/category_scores/payment").as_double() > 0.5);
  CHECK(Text(said, "/results/2/reeve/effect") == "deny");
  auto client = proxy.Client();
  const json::Value models = Json(Got(client.Get("/v1/models")).body);
  CHECK(Text(models, "/data/0/id") == "m");
  CHECK(At(models, "/data").as_array()->size() == 2);
  CHECK(Got(client.Get("/v1/models/claude-9")).status == 200);
  CHECK(Got(client.Get("/v1/models/none")).status == 404);
  CHECK(upstream.asked().empty());
}

TEST_CASE("proxy: the terms of a call come in headers, and are on record") {
  StandIn upstream(Saying(Completion("Good.")));
  TestProxy proxy(upstream.url());
  const auto response = proxy.Post(
      "chat/completions", Chat("hello"),
      {{"X-Reeve-Interaction", "i-7"},
       {"X-Reeve-Terms",
        R"({"actor":{"id":"u-9","roles":["employee"],"unit":"north"},"action":{"kind":"travel"},"context":{"region":"south"}})"}});
  CHECK(response.status == 200);
  CHECK(response.get_header_value("X-Reeve-Interaction") == "i-7");
  const ledger::Ledger& log = proxy.engine().ledger();
  const json::Value body = Json(Must(log.Read(log.size() - 1)).body_text());
  CHECK(Text(body, "/facts/interaction") == "i-7");
  CHECK(Text(body, "/facts/actor/unit") == "north");
  CHECK(Text(body, "/facts/context/region") == "south");
  CHECK(Text(body, "/facts/channel") == "proxy");
  const auto denied = proxy.Post(
      "chat/completions", Chat("hello"),
      {{"X-Reeve-Terms", R"({"action":{"kind":"travel"},"context":{"region":"nowhere"}})"}});
  CHECK(denied.status == 403);
  const auto slip =
      proxy.Post("chat/completions", Chat("hello"), {{"X-Reeve-Terms", R"({"contxt":{}})"}});
  CHECK(Text(Json(slip.body), "/error/code") == "proxy.terms");
  CHECK(Text(Json(slip.body), "/error/message").find("did you mean `context`") !=
        std::string::npos);
}
