// What happens when an upstream, a decision or the log fails: retries, the breaker, fallbacks,
// holds that go on, passes without a check, the cache.

#include <atomic>

#include "api/proxy/upstreams.h"
#include "tests/api/proxy/fixture.h"

using namespace reeve;
using namespace reeve::api::proxy;
using namespace reeve::api::proxy::testing;

namespace {

std::string CodeOf(const httplib::Response& response) {
  return std::to_string(response.status) + " " + Text(Json(response.body), "/error/code");
}

json::Value AsStream(json::Value body) {
  body.as_object()->Set("stream", true);
  return body;
}

std::string CallAnswer(const std::string& arguments) {
  json::Value answer = Json(Completion(""));
  json::Resolve(answer, "/choices/0/message")
      ->as_object()
      ->Set("tool_calls",
            json::Array{json::Object{
                {"id", "t1"},
                {"type", "function"},
                {"function", json::Object{{"name", "deploy"}, {"arguments", arguments}}}}});
  return json::Compact(answer);
}

// Grants the approval by a person of the role that it asks for.
void Grant(TestProxy& proxy, const std::string& approval) {
  auto& engine = proxy.engine();
  oversight::Grant right;
  right.person = "Grace Example";
  right.role = "auditor";
  right.until = engine::testing::kStart + std::chrono::hours(99);
  right.reason = "a test";
  Must(engine->grants().Give(right, {"Ada Example", "tester", "default"}));
  engine::VoteTerms vote;
  vote.approve = true;
  vote.reason = "seen";
  Must(engine->approvals().CastVote(approval, vote, {"Grace Example", "tester", "default"}));
}

}  // namespace

TEST_CASE("proxy: what fails is tried again, and what the caller got wrong is not") {
  std::atomic<int> calls = 0;
  StandIn upstream([&](const httplib::Request&, httplib::Response& response) {
    const int call = ++calls;
    response.status = call == 1 ? 503 : call == 2 ? 429 : call == 3 ? 200 : 400;
    response.set_content(call == 3 ? Completion("Good.") : R"({"error":{"message":"no"}})", kJson);
  });
  TestProxy proxy(upstream.url());
  CHECK(proxy.Post("chat/completions", Chat("hello")).status == 200);
  CHECK(calls == 3);
  const auto wrong = proxy.Post("chat/completions", Chat("hello"));
  CHECK(CodeOf(wrong) == "400 upstream.status");
  CHECK(calls == 4);
}

TEST_CASE("proxy: an upstream that fails again and again is left alone, and then tried") {
  std::atomic<bool> good = false;
  StandIn upstream([&](const httplib::Request&, httplib::Response& response) {
    response.status = good ? 200 : 500;
    response.set_content(good ? Completion("Good.") : "{}", kJson);
  });
  TestProxy proxy(upstream.url());
  CHECK(CodeOf(proxy.Post("chat/completions", Chat("hello"))) == "500 upstream.status");
  CHECK(CodeOf(proxy.Post("chat/completions", Chat("hello"))) == "500 upstream.status");
  const size_t asked = upstream.asked().size();
  CHECK(asked == kOpensAfter);
  CHECK(CodeOf(proxy.Post("chat/completions", Chat("hello"))) == "503 upstream.open");
  CHECK(upstream.asked().size() == asked);
  good = true;
  proxy.engine().clock().Advance(kOpenFor + std::chrono::seconds(1));
  CHECK(proxy.Post("chat/completions", Chat("hello")).status == 200);
}

TEST_CASE("proxy: the fallback answers for an upstream that does not") {
  StandIn spare(Saying(Completion("From the spare.")));
  ProxySettings settings = TestProxy::SettingsFor("http://127.0.0.1:1/v1");
  settings.upstreams.push_back({.id = "spare", .url = spare.url()});
  settings.upstreams[0].fallback = "spare";
  TestProxy proxy(settings);
  const auto response = proxy.Post("chat/completions", Chat("hello"));
  CHECK(Text(Json(response.body), "/choices/0/message/content") == "From the spare.");
  CHECK(spare.asked()[0].get_header_value("Authorization").empty());
}

TEST_CASE("proxy: an upstream that is not there, or says nonsense, is an error of its own") {
  TestProxy nobody("http://127.0.0.1:1/v1");
  CHECK(CodeOf(nobody.Post("chat/completions", Chat("hello"))) == "502 upstream.unreachable");
  StandIn nonsense(Saying("<html>", "text/html"));
  TestProxy proxy(nonsense.url());
  CHECK(CodeOf(proxy.Post("chat/completions", Chat("hello"))) == "502 upstream.malformed");
}

TEST_CASE("proxy: an error of the upstream is redacted, and that of a wrong key says nothing") {
  StandIn quoting(Saying(R"({"error":{"message":"bad: nora.example@example.org"}})", kJson, 422));
  TestProxy proxy(quoting.url());
  const auto redacted = proxy.Post("chat/completions", Chat("hello"));
  CHECK(redacted.status == 422);
  CHECK(Text(Json(redacted.body), "/error/message") ==
        "the upstream `main` answers with status 422: bad: <EMAIL_ADDRESS>");
  StandIn refusing(Saying(R"({"error":{"message":"wrong key: sk-upst*"}})", kJson, 401));
  TestProxy refused(refusing.url());
  const auto answer = refused.Post("chat/completions", Chat("hello"));
  CHECK(CodeOf(answer) == "502 upstream.refused_key");
  CHECK(answer.body.find("sk-") == std::string::npos);
}

TEST_CASE("proxy: a stream that breaks off ends with an error, and what came is on record") {
  std::string stream;
  for (int i = 0; i < 100; ++i) stream += Chunk({{"content", "Nothing of importance here. "}});
  StandIn upstream(Saying(stream, "text/event-stream"));
  TestProxy proxy(upstream.url());
  const auto response = proxy.Post("chat/completions", AsStream(Chat("hello")));
  CHECK(response.body.find("upstream.broken") != std::string::npos);
  CHECK(response.body.find("[DONE]") == std::string::npos);
  CHECK(proxy.Stages() == std::vector<std::string>{"input", "output"});
  StandIn silent(Saying("", "text/event-stream"));
  TestProxy other(silent.url());
  CHECK(CodeOf(other.Post("chat/completions", AsStream(Chat("hello")))) == "502 upstream.broken");
}

TEST_CASE("proxy: an answer that was held is released by its approval, and the model not asked") {
  for (const bool streams : {false, true}) {
    const std::string arguments = R"({"target": "production"})";
    std::string body = CallAnswer(arguments);
    if (streams) {
      const json::Value call = At(Json(body), "/choices/0/message/tool_calls/0");
      json::Object fragment = *call.as_object();
      fragment.Set("index", 0);
      body = Chunk({{"tool_calls", json::Array{std::move(fragment)}}}) + Chunk({}, "tool_calls") +
             kEndOfStream;
    }
    StandIn upstream(Saying(body, streams ? "text/event-stream" : kJson));
    TestProxy proxy(upstream.url());
    const json::Value asked = streams ? AsStream(Chat("deploy it")) : Chat("deploy it");
    const auto held = proxy.Post("chat/completions", asked);
    INFO(held.body);
    REQUIRE(CodeOf(held) == "403 proxy.held");
    const json::Value said = Json(held.body);
    const httplib::Headers again{{"X-Reeve-Interaction", Text(said, "/error/reeve/interaction")},
                                 {"X-Reeve-Approval", Text(said, "/error/reeve/approval/id")}};
    CHECK(proxy.Post("chat/completions", asked, again).status == 403);
    Grant(proxy, Text(said, "/error/reeve/approval/id"));
    const auto other = proxy.Post("chat/completions", Chat("deploy something else"), again);
    CHECK(other.status != 200);
    const size_t calls = upstream.asked().size();
    const auto passed = proxy.Post("chat/completions", asked, again);
    INFO(passed.body);
    REQUIRE(passed.status == 200);
    CHECK(upstream.asked().size() == calls);
    CHECK(passed.body.find("production") != std::string::npos);
  }
}

TEST_CASE("proxy: where Reeve fails nothing passes, unless the system says so, on record") {
  StandIn upstream(Saying(Completion("Good.")));
  TestProxy proxy(upstream.url(), {{.id = "credit", .on_failure = OnFailure::kOpen}});
  const std::string folder = proxy.engine().path();
  proxy.engine()->Close();
  CHECK(proxy.Post("chat/completions", Chat("hello")).status == 503);
  CHECK(upstream.asked().empty());
  const httplib::Headers credit{{"X-Reeve-System", "credit"}};
  CHECK(proxy.Post("chat/completions", Chat("hello"), credit).status == 200);
  CHECK(upstream.asked().size() == 1);
  // One of the input, one of the output; they become records once the log takes some.
  proxy.Shut();
  proxy.engine().Shut();
  proxy.engine().Open();
  proxy.Start();
  std::vector<std::string> passes;
  const ledger::Ledger& log = proxy.engine().ledger();
  for (uint64_t i = 0; i < log.size(); ++i) {
    const ledger::Record record = Must(log.Read(i));
    if (record.kind() != "bypass.passed") continue;
    const json::Value body = Json(record.body_text());
    passes.push_back(Text(body, "/system") + " " + Text(body, "/stage"));
  }
  CHECK(passes == std::vector<std::string>{"credit input", "credit output"});
  CHECK_FALSE(std::filesystem::exists(folder + "/bypasses.jsonl"));
}

TEST_CASE("proxy: a stream goes on in failure too, where the system says so") {
  StandIn upstream(
      Saying(Chunk({{"content", "Card 4111 1111 1111 1111."}}) + Chunk({}, "stop") + kEndOfStream,
             "text/event-stream"));
  TestProxy proxy(upstream.url(), {{.id = "credit", .on_failure = OnFailure::kOpen}});
  proxy.engine()->Close();
  const auto passed =
      proxy.Post("chat/completions", AsStream(Chat("hello")), {{"X-Reeve-System", "credit"}});
  CHECK(Said(passed.body) == "Card ***************1111.");
  CHECK(proxy.Post("chat/completions", AsStream(Chat("hello"))).status == 503);
}

TEST_CASE("proxy: what is halted stands still, whatever fails") {
  StandIn upstream(Saying(Completion("Good.")));
  TestProxy proxy(upstream.url(), {{.id = "halted", .on_failure = OnFailure::kOpen}});
  proxy.engine()->Close();
  const auto response =
      proxy.Post("chat/completions", Chat("hello"), {{"X-Reeve-System", "halted"}});
  CHECK(response.status == 503);
  CHECK(upstream.asked().empty());
}

TEST_CASE("proxy: a pass that can be recorded nowhere is none") {
  StandIn upstream(Saying(Completion("Good.")));
  TestProxy proxy(upstream.url(), {{.id = "demo", .on_failure = OnFailure::kOpen}});
  proxy.engine()->Close();
  // A folder in the place of the file, which nobody can write to, whoever runs this.
  std::filesystem::create_directory(proxy.engine().path() / "bypasses.jsonl");
  CHECK(proxy.Post("chat/completions", Chat("hello")).status == 503);
  CHECK(upstream.asked().empty());
}

TEST_CASE("proxy: the same question has the same answer for as long as the system says") {
  std::atomic<int> calls = 0;
  StandIn upstream([&](const httplib::Request&, httplib::Response& response) {
    response.set_content(Completion("Answer " + std::to_string(++calls)), kJson);
  });
  TestProxy proxy(upstream.url(), {{.id = "demo", .cache = std::chrono::seconds(60)}});
  const auto ask = [&](const std::string& text, const std::string& system) {
    const auto response = proxy.Post("chat/completions", Chat(text), {{"X-Reeve-System", system}});
    return Text(Json(response.body), "/choices/0/message/content");
  };
  CHECK(ask("a", "demo") == "Answer 1");
  CHECK(ask("a", "demo") == "Answer 1");
  CHECK(ask("b", "demo") == "Answer 2");
  CHECK(ask("a", "credit") == "Answer 3");
  CHECK(ask("a", "credit") == "Answer 4");
  CHECK(proxy.Stages().size() == 10);
  proxy.engine().clock().Advance(std::chrono::seconds(60));
  CHECK(ask("a", "demo") == "Answer 5");
}

TEST_CASE("proxy: images and numbers of tokens pass only where the system lets them") {
  StandIn upstream(Saying(Completion("Good.")));
  TestProxy proxy(upstream.url(), {{.id = "credit", .passes_media = true}});
  const json::Value image = Json(R"({"model":"m","messages":[{"role":"user","content":[
      {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]})");
  const auto refused = proxy.Post("chat/completions", image);
  CHECK(CodeOf(refused) == "400 proxy.unchecked_content");
  CHECK(Text(Json(refused.body), "/error/param") == "/messages/0/content/0/image_url");
  CHECK(proxy.Post("chat/completions", image, {{"X-Reeve-System", "credit"}}).status == 200);
  CHECK(CodeOf(proxy.Post("embeddings", Json(R"({"model":"m","input":[1,2,3]})"))) ==
        "400 proxy.unchecked_content");
}

TEST_CASE(
    "proxy: who calls without a token, a system, a known model hears so in the client's form") {
  StandIn upstream(Saying(Completion("Good.")));
  TestProxy proxy(upstream.url());
  httplib::Client nobody("127.0.0.1", proxy.port());
  CHECK(CodeOf(Got(nobody.Post("/v1/chat/completions", "{}", kJson))) == "401 http.unauthorized");
  auto client = proxy.Client();
  const auto post = [&](const std::string& path, const std::string& body) {
    return CodeOf(Got(client.Post(path, body, kJson)));
  };
  CHECK(post("/v1/chat/completions", json::Compact(Chat("hello"))) == "400 proxy.no_system");
  CHECK(post("/proxy/nobody/v1/chat/completions", json::Compact(Chat("hello"))) ==
        "403 engine.unknown_system");
  CHECK(post("/proxy/demo/v1/chat/completions", R"({"model":"x"})") == "404 proxy.unknown_model");
  CHECK(post("/proxy/demo/v1/chat/completions", R"({"model":"claude-1"})") == "400 proxy.kind");
  CHECK(post("/proxy/demo/v1/chat/completions", "{") == "400 json.syntax");
  CHECK(post("/proxy/demo/v1/chat/completions", R"({"model":"m","model":"m"})") ==
        "400 json.duplicate_key");
  CHECK(upstream.asked().empty());
}
