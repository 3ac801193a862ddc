// The server as its callers see it: every route, and every way to get it wrong.
#include "api/server.h"

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "api/handlers.h"
#include "ledger/receipt.h"
#include "ledger/verify.h"
#include "tests/api/fixture.h"

namespace reeve::api::testing {
namespace {

json::Value DecidedBody(httplib::Client& client, const Changes& changes = {}) {
  const httplib::Response response = Decide(client, RequestText(changes));
  REQUIRE(response.status == 200);
  return Json(response.body);
}

std::string StartRefusal(ServerOptions options, TestEngine& engine) {
  const auto server = Server::Start(std::move(options), *engine, engine.metrics());
  return server.ok() ? "" : std::string(server.error().code);
}

}  // namespace

TEST_CASE("server: a decision is answered as JSON, and its record and receipt can be fetched") {
  TestServer server;
  auto client = server.Client();
  const httplib::Response response =
      Decide(client, RequestText({{"/content/text", "card 4111 1111 1111 1111"}}));
  CHECK(response.status == 200);
  CHECK(response.get_header_value("Content-Type") == "application/json");
  const json::Value answer = Json(response.body);
  CHECK(Text(answer, "/effect") == "redact");
  const std::string id = Text(answer, "/id");

  const httplib::Response fetched = Got(client.Get("/v1/decisions/" + id));
  CHECK(fetched.status == 200);
  CHECK(fetched.get_header_value("Content-Type") == "application/json");
  const json::Value body = Json(fetched.body);
  CHECK(body.as_object()->size() == 2);
  CHECK(Text(body, "/leaf_hash") == Text(answer, "/record/leaf_hash"));
  CHECK(Text(body, "/record/id") == id);
  CHECK(At(body, "/record/index") == At(answer, "/record/index"));
  CHECK(Text(body, "/record/body/principal") == "service");

  const httplib::Response proof = Got(client.Get("/v1/decisions/" + id + "/receipt"));
  CHECK(proof.status == 200);
  CHECK(proof.get_header_value("Content-Type").starts_with("text/plain"));
  const ledger::Receipt receipt = Must(ledger::Receipt::Parse(proof.body));
  const Hash leaf = HashFromBytes(Must(HexDecode(Text(answer, "/record/leaf_hash"))));
  CHECK(ledger::VerifyReceipt(receipt, leaf, server.engine().ledger().vkey()).ok());
}

TEST_CASE("server: the record is answered byte for byte, so its leaf hash can be computed") {
  TestServer server;
  auto client = server.Client();
  const json::Value answer = DecidedBody(client);
  const httplib::Response fetched = Got(client.Get("/v1/decisions/" + Text(answer, "/id")));
  const ledger::Record record = server.engine().RecordOf(answer);
  CHECK(fetched.body.find(record.bytes()) != std::string::npos);
  CHECK(HexEncode(AsBytes(Sha256({std::string_view("\0", 1), record.bytes()}))) ==
        Text(answer, "/record/leaf_hash"));
}

TEST_CASE("server: every effect is answered with status 200") {
  TestServer server;
  auto client = server.Client();
  CHECK(Text(DecidedBody(client), "/effect") == "allow");
  CHECK(Text(DecidedBody(client, {{"/content/text", "xyzzy"}}), "/effect") == "deny");
  CHECK(Text(DecidedBody(client, {{"/system", "halted"}}), "/effect") == "deny");
  const json::Value held = DecidedBody(
      client, {{"/stage", "tool_call"}, {"/action", Json(R"({"kind":"refund","amount":900})")}});
  CHECK(Text(held, "/effect") == "hold");
  // Only decisions are fetched here.
  CHECK(Problem(Got(client.Get("/v1/decisions/" + Text(held, "/approval/id")))) ==
        "404 ledger.not_found");
}

TEST_CASE("server: probes and metrics answer without a token") {
  TestServer server;
  auto client = server.Client("");
  const httplib::Response live = Got(client.Get("/livez"));
  CHECK(live.status == 200);
  CHECK(live.body == "ok\n");
  CHECK(live.get_header_value("Content-Type").starts_with("text/plain"));
  const httplib::Response ready = Got(client.Get("/readyz"));
  CHECK(ready.status == 200);
  CHECK(Json(ready.body) ==
        json::Value(
            json::Object{{"ready", true},
                         {"bundle", CompileRules(kManyRules)->digest()},
                         {"ledger", json::Object{{"origin", engine::testing::kOrigin},
                                                 {"size", server.engine().ledger().size()}}}}));
  const httplib::Response metrics = Got(client.Get("/metrics"));
  CHECK(metrics.status == 200);
  CHECK(metrics.get_header_value("Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
}

TEST_CASE("server: metrics count decisions by effect, and hold no word of a request") {
  TestServer server;
  auto client = server.Client();
  DecidedBody(client, {{"/content/text", "planted"}, {"/actor/id", "planted"}});
  DecidedBody(client, {{"/content/text", "planted xyzzy"}, {"/interaction", "planted"}});
  Decide(client, RequestText({{"/system", "planted"}}));
  Got(client.Get("/planted"));
  const std::string metrics = Got(client.Get("/metrics")).body;
  CHECK(metrics.find("reeve_decisions_total{effect=\"allow\"} 1\n") != std::string::npos);
  CHECK(metrics.find("reeve_decisions_total{effect=\"deny\"} 1\n") != std::string::npos);
  CHECK(metrics.find("reeve_decisions_total{effect=\"hold\"} 0\n") != std::string::npos);
  CHECK(metrics.find("reeve_unknown_systems_total 1\n") != std::string::npos);
  CHECK(metrics.find("planted") == std::string::npos);
}

TEST_CASE("server: readiness ends with the ledger, and so do decisions") {
  TestServer server;
  auto client = server.Client();
  server.engine()->Close();
  const httplib::Response ready = Got(client.Get("/readyz"));
  CHECK(Problem(ready) == "503 ledger.closed");
  CHECK(ready.has_header("Retry-After"));
  CHECK(Problem(Decide(client, RequestText())) == "503 ledger.closed");
  CHECK(Got(client.Get("/livez")).status == 200);
}

TEST_CASE("server: nothing is ready, and nothing decided, before a bundle is active") {
  TestEngine engine(nullptr);
  const auto server = Must(Server::Start({.port = 0, .token = kToken}, *engine, engine.metrics()));
  httplib::Client client("127.0.0.1", server->port());
  client.set_bearer_token_auth(kToken);
  CHECK(Problem(Got(client.Get("/readyz"))) == "503 engine.no_bundle");
  CHECK(Problem(Decide(client, RequestText())) == "503 engine.no_bundle");
}

TEST_CASE("server: without the token, or with another, nothing is told or done") {
  TestServer server;
  auto good = server.Client();
  const std::string path = "/v1/decisions/" + Text(DecidedBody(good), "/id");
  const size_t before = server.engine().ledger().size();
  const std::string token = kToken;
  for (const std::string& authorization : std::vector<std::string>{
           "", "Bearer", "Bearer x", "Bearer " + token + "x",
           "Bearer " + token.substr(0, token.size() - 1), "Bearer " + token.substr(1),
           "Bearer x" + token, "Bearer " + std::string(token.size(), 'x'), "Basic " + token, token,
           "Bearer " + token + " " + token}) {
    INFO(authorization);
    auto client = server.Client(authorization);
    const httplib::Response refused = Decide(client, RequestText());
    CHECK(Problem(refused) == "401 http.unauthorized");
    CHECK(refused.get_header_value("WWW-Authenticate") == "Bearer");
    CHECK(Problem(Got(client.Post("/v1/decisions:batch", "{}", kJson))) == "401 http.unauthorized");
    CHECK(Problem(Got(client.Get(path))) == "401 http.unauthorized");
    CHECK(Problem(Got(client.Get(path + "/receipt"))) == "401 http.unauthorized");
    CHECK(refused.body.find(token) == std::string::npos);
  }
  CHECK(server.engine().ledger().size() == before);
  CHECK(Got(good.Get("/metrics")).body.find("reeve_http_unauthorized_total 44") !=
        std::string::npos);
}

TEST_CASE("server: the scheme of the token may be written in any case") {
  // RFC 9110 section 11.1
  TestServer server;
  for (const std::string scheme : {"Bearer ", "bearer ", "BEARER "}) {
    auto client = server.Client(scheme + kToken);
    CHECK(Decide(client, RequestText()).status == 200);
  }
}

TEST_CASE("server: a bad request is a problem that names its field, and leaves no record") {
  TestServer server;
  auto client = server.Client();
  const size_t before = server.engine().ledger().size();
  CHECK(Problem(Decide(client, "")) == "400 json.syntax");
  CHECK(Problem(Decide(client, "{")) == "400 json.syntax");
  CHECK(Problem(Decide(client, "\xff")) == "400 json.invalid_utf8");
  CHECK(Problem(Decide(client, "[]")) == "400 json.type");
  CHECK(Problem(Decide(client, RequestText({{"/sytem", "x"}}))) == "400 json.unknown_field /sytem");
  CHECK(Problem(Decide(client, RequestText({{"/stage", "inptu"}}))) == "400 json.value /stage");
  CHECK(Problem(Decide(client, RequestText({{"/actor/id", 1}}))) == "400 json.type /actor/id");
  CHECK(Problem(Decide(client, RequestText({{"/context/count", "x"}}))) ==
        "400 json.type /context/count");
  CHECK(Problem(Decide(client, RequestText({{"/context/n", int64_t{9007199254740993}}}))) ==
        "400 json.unrepresentable");
  CHECK(Problem(Decide(client, RequestText({{"/system", "nobody"}}))) ==
        "403 engine.unknown_system /system");
  CHECK(server.engine().ledger().size() == before);
}

TEST_CASE("server: paths and methods that are not there are problems") {
  TestServer server;
  auto client = server.Client();
  CHECK(Problem(Got(client.Get("/"))) == "404 http.not_found");
  CHECK(Problem(Got(client.Get("/v1"))) == "404 http.not_found");
  CHECK(Problem(Got(client.Get("/v1/decisions/a%2Fb"))) == "404 http.not_found");
  CHECK(Problem(Got(client.Get("/v1/decisions/d_1"))) == "404 http.not_found");
  CHECK(Problem(Got(client.Get("/v1/decisions/"))) == "404 http.not_found");
  CHECK(Problem(Got(client.Get("/v1/decisions/" + std::string(300, 'x')))) ==
        "404 ledger.not_found");
  CHECK(Problem(Got(client.Get("/v1/decisions/d-nothing"))) == "404 ledger.not_found");
  CHECK(Problem(Got(client.Get("/v1/decisions/d-nothing/receipt"))) == "404 ledger.not_found");

  const httplib::Response get = Got(client.Get("/v1/decisions"));
  CHECK(Problem(get) == "405 http.method");
  CHECK(get.get_header_value("Allow") == "POST");
  CHECK(Problem(Got(client.Put("/v1/decisions", "{}", kJson))) == "405 http.method");
  CHECK(Problem(Got(client.Delete("/v1/decisions/d-1"))) == "405 http.method");
  CHECK(Problem(Got(client.Patch("/v1/decisions:batch", "{}", kJson))) == "405 http.method");
  const httplib::Response post = Got(client.Post("/livez", "", kJson));
  CHECK(Problem(post) == "405 http.method");
  CHECK(post.get_header_value("Allow") == "GET");
}

TEST_CASE("server: another tenant's decision is as if it were not there") {
  TestServer server;
  auto client = server.Client();
  const std::string id = Text(DecidedBody(client), "/id");
  const Reply reply = GetDecision(*server.engine(), {"other", "acme"}, id);
  CHECK(reply.status == 404);
  CHECK(GetReceipt(*server.engine(), {"other", "acme"}, id).status == 404);
  CHECK(GetDecision(*server.engine(), {"other", "default"}, id).status == 200);
}

TEST_CASE("server: a record that is no decision is not fetched") {
  TestServer server;
  auto client = server.Client();
  const std::string id(Must(server.engine().ledger().Read(0)).id());
  CHECK(Problem(Got(client.Get("/v1/decisions/" + id))) == "404 ledger.not_found");
}

TEST_CASE("server: a request over 1 MiB, and a body over 8 MiB, are too large") {
  TestServer server;
  auto client = server.Client();
  const size_t before = server.engine().ledger().size();
  const std::string large(engine::kMaxRequestBytes, 'x');
  CHECK(Problem(Decide(client, RequestText({{"/content/text", large}}))) == "413 json.too_large");
  const std::string huge(kMaxBodyBytes + 1, ' ');
  CHECK(Problem(Got(client.Post("/v1/decisions:batch", huge, kJson))) == "413 http.too_large");
  CHECK(server.engine().ledger().size() == before);
  CHECK(Decide(client, RequestText()).status == 200);
}

TEST_CASE("server: a body larger than 8 KiB is read whatever its content type says") {
  // curl calls every body that it is given with -d a form.
  TestServer server;
  auto client = server.Client();
  const std::string body = RequestText({{"/content/text", std::string(20'000, 'x')}});
  for (const char* type : {"application/x-www-form-urlencoded", "text/plain", "", kJson}) {
    INFO(type);
    CHECK(Got(client.Post("/v1/decisions", body, type)).status == 200);
  }
}

TEST_CASE("server: a compressed body has the limits of its text") {
  TestServer server;
  auto client = server.Client();
  client.set_compress(true);
  CHECK(Decide(client, RequestText()).status == 200);
  // Some kilobytes on the wire.
  const std::string huge(kMaxBodyBytes + 1, ' ');
  CHECK(Problem(Got(client.Post("/v1/decisions:batch", huge, kJson))) == "413 http.too_large");
  CHECK(Problem(Got(client.Post("/v1/decisions", huge, kJson))) == "413 http.too_large");
  CHECK(Decide(client, RequestText()).status == 200);
}

TEST_CASE("server: a form of parts is no request") {
  TestServer server;
  auto client = server.Client();
  const httplib::MultipartFormDataItems parts = {{"request", RequestText(), "r.json", kJson}};
  CHECK(Problem(Got(client.Post("/v1/decisions", parts))) == "415 http.content_type");
  CHECK(Decide(client, RequestText()).status == 200);
}

TEST_CASE("server: one connection serves on after errors") {
  TestServer server;
  auto client = server.Client();
  for (int i = 0; i < 3; ++i) {
    CHECK(Decide(client, "{").status == 400);
    CHECK(Decide(client, RequestText()).status == 200);
    CHECK(Got(client.Get("/nothing")).status == 404);
    CHECK(Got(client.Get("/v1/decisions")).status == 405);
    CHECK(Decide(client, RequestText({{"/system", "nobody"}})).status == 403);
  }
}

TEST_CASE("server: a batch answers each request in order, the bad ones with problems") {
  TestServer server;
  auto client = server.Client();
  json::Array requests = {RequestValue(),
                          RequestValue({{"/stage", "inptu"}}),
                          RequestValue({{"/content/text", "xyzzy"}}),
                          RequestValue({{"/system", "nobody"}}),
                          RequestValue({{"/context/count", "x"}}),
                          json::Value("no request")};
  const httplib::Response response =
      Got(client.Post("/v1/decisions:batch",
                      json::Compact(json::Object{{"requests", std::move(requests)}}), kJson));
  CHECK(response.status == 200);
  CHECK(response.get_header_value("Content-Type") == "application/json");
  const json::Value body = Json(response.body);
  REQUIRE(At(body, "/results").as_array()->size() == 6);
  CHECK(Text(body, "/results/0/effect") == "allow");
  CHECK(Text(body, "/results/1/field") == "/requests/1/stage");
  CHECK(Text(body, "/results/2/effect") == "deny");
  CHECK(Int(body, "/results/2/record/index") == Int(body, "/results/0/record/index") + 1);
  CHECK(Int(body, "/results/3/status") == 403);
  CHECK(Text(body, "/results/3/field") == "/requests/3/system");
  CHECK(Text(body, "/results/4/field") == "/requests/4/context/count");
  CHECK(Text(body, "/results/5/field") == "/requests/5");
}

TEST_CASE("server: a batch has 1 to 100 requests and nothing else") {
  TestServer server;
  auto client = server.Client();
  const auto post = [&](const json::Value& body) {
    return Got(client.Post("/v1/decisions:batch", json::Compact(body), kJson));
  };
  const auto batch = [](size_t count) {
    return json::Object{{"requests", json::Array(count, RequestValue())}};
  };
  CHECK(Problem(post(batch(0))) == "400 batch.size /requests");
  CHECK(Problem(post(batch(engine::kMaxBatch + 1))) == "400 batch.size /requests");
  CHECK(Problem(post(json::Object())) == "400 json.missing /requests");
  CHECK(Problem(post(Json(R"({"requests":1})"))) == "400 json.type /requests");
  CHECK(Problem(post(Json(R"({"request":[]})"))) == "400 json.missing /requests");
  CHECK(Problem(Got(client.Post("/v1/decisions:batch", "", kJson))) == "400 json.syntax");
  const httplib::Response full = post(batch(engine::kMaxBatch));
  CHECK(full.status == 200);
  CHECK(At(Json(full.body), "/results").as_array()->size() == engine::kMaxBatch);
}

TEST_CASE("server: a request of a batch has the limit of a request") {
  TestServer server;
  auto client = server.Client();
  json::Object content;
  json::Array messages(3, json::Object{{"role", "user"}, {"content", std::string(400'000, 'x')}});
  content.Add("messages", std::move(messages));
  const json::Value body = json::Object{
      {"requests", json::Array{RequestValue({{"/content", content}}), RequestValue()}}};
  const json::Value answers =
      Json(Got(client.Post("/v1/decisions:batch", json::Compact(body), kJson)).body);
  CHECK(Text(answers, "/results/0/code") == "json.too_large");
  CHECK(Text(answers, "/results/0/field") == "/requests/0");
  CHECK(Text(answers, "/results/1/effect") == "allow");
}

TEST_CASE("server: past the bound of the queue it answers 503 and when to come again") {
  // A batch of holds needs two records each, and the queue takes eight.
  TestServer server(8);
  auto client = server.Client();
  const size_t before = server.engine().ledger().size();
  const auto batch = [](size_t count) {
    return json::Compact(json::Object{{"requests", json::Array(count, RequestValue())}});
  };
  CHECK(Got(client.Post("/v1/decisions:batch", batch(8), kJson)).status == 200);
  CHECK(server.engine().ledger().size() == before + 8);

  // Many at once, until one finds the queue full.
  std::atomic<int> refused = 0;
  std::atomic<int> answered = 0;
  std::mutex mutex;
  std::vector<std::string> others;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 16; ++t) {
      threads.emplace_back([&] {
        auto own = server.Client();
        for (int i = 0; i < 200 && refused == 0; ++i) {
          const auto result = own.Post("/v1/decisions:batch", batch(8), kJson);
          if (result && result->status == 200) {
            ++answered;
          } else if (result && result->status == 503 && result->has_header("Retry-After") &&
                     result->body.find("ledger.busy") != std::string::npos) {
            ++refused;
          } else {
            const std::lock_guard lock(mutex);
            others.push_back(result ? result->body : httplib::to_string(result.error()));
          }
        }
      });
    }
  }
  CHECK(refused > 0);
  CHECK(others == std::vector<std::string>{});
  CHECK(server.engine().ledger().size() == before + 8 + 8 * static_cast<size_t>(answered));
  CHECK(Decide(client, RequestText()).status == 200);
}

TEST_CASE("server: a burst of connections is answered, with threads for all or for two") {
  for (const size_t threads_of_server : {size_t{64}, size_t{2}}) {
    TestServer server(16'384, threads_of_server);
    std::atomic<int> answered = 0;
    {
      std::vector<std::jthread> threads;
      for (int t = 0; t < 48; ++t) {
        threads.emplace_back([&] {
          auto client = server.Client();
          client.set_keep_alive(false);
          const auto result = client.Post("/v1/decisions", RequestText(), kJson);
          if (result && result->status == 200) ++answered;
        });
      }
    }
    CHECK(answered == 48);
  }
}

TEST_CASE("server: of requests under way at Stop, each that was answered is in the ledger") {
  TestServer server;
  constexpr size_t kThreads = 16;
  std::vector<std::vector<std::string>> answers(kThreads);
  std::atomic<size_t> begun = 0;
  std::atomic<bool> stopped = false;
  {
    std::vector<std::jthread> threads;
    for (size_t t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        auto client = server.Client();
        while (!stopped) {
          const auto result = client.Post("/v1/decisions", RequestText(), kJson);
          ++begun;
          if (!result) return;
          if (result->status == 200) answers[t].push_back(result->body);
        }
      });
    }
    while (begun < 200) std::this_thread::yield();
    server->Stop();
    stopped = true;
  }
  server->Stop();
  size_t acknowledged = 0;
  for (const auto& of_thread : answers) {
    for (const std::string& text : of_thread) {
      const json::Value answer = Json(text);
      CHECK(server.engine().RecordOf(answer).id() == Text(answer, "/id"));
      ++acknowledged;
    }
  }
  CHECK(acknowledged >= 190);
  auto client = server.Client();
  CHECK_FALSE(client.Get("/livez"));
  server.engine().Shut();
  CHECK(Must(ledger::VerifyFolder(server.engine().path(), {})).ok());
}

TEST_CASE("server: an idle connection does not hold up Stop") {
  TestServer server;
  auto client = server.Client();
  CHECK(Got(client.Get("/livez")).status == 200);
  server->Stop();
  CHECK_FALSE(client.Get("/livez"));
}

TEST_CASE("server: it may be stopped from several threads, and again") {
  TestServer server;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) threads.emplace_back([&] { server->Stop(); });
  }
  server->Stop();
  auto client = server.Client();
  CHECK_FALSE(client.Get("/livez"));
}

TEST_CASE("server: it listens on loopback only") {
  TestEngine engine(CompileRules(kManyRules));
  for (const char* host : {"0.0.0.0", "::", "", "192.0.2.1", "example.com", "127.0.0.2"}) {
    INFO(host);
    CHECK(StartRefusal({.host = host, .port = 0, .token = kToken}, engine) == "server.host");
  }
  CHECK(StartRefusal({.host = "localhost", .port = 0, .token = kToken}, engine).empty());
}

TEST_CASE("server: a port that is taken, or is none, is refused") {
  TestServer first;
  TestEngine engine(CompileRules(kManyRules));
  CHECK(StartRefusal({.port = first->port(), .token = kToken}, engine) == "server.port");
  CHECK(StartRefusal({.port = 70'000, .token = kToken}, engine) == "server.port");
  CHECK(StartRefusal({.port = -1, .token = kToken}, engine) == "server.port");
  const int port = first->port();
  first->Stop();
  CHECK(StartRefusal({.port = port, .token = kToken}, engine).empty());
}

TEST_CASE("server: it does not start without a token") {
  TestEngine engine(CompileRules(kManyRules));
  CHECK(StartRefusal({.port = 0, .token = ""}, engine) == "server.token");
}

TEST_CASE("problem: every code has a status, and what is ours tells no field") {
  CHECK(ProblemReply({"json.type", "x", "/a"}).status == 400);
  CHECK(ProblemReply({"ledger.busy", "x"}).status == 503);
  CHECK(ProblemReply({"ledger.stopped", "x"}).status == 503);
  CHECK(ProblemReply({"ledger.closed", "x"}).status == 503);
  CHECK(ProblemReply({"ledger.stale_epoch", "x"}).status == 503);
  CHECK(ProblemReply({"ledger.unit_too_large", "x"}).status == 413);
  const Reply ours = ProblemReply({"ledger.damaged", "x", "/secret/path"});
  CHECK(ours.status == 500);
  CHECK(Json(ours.body).Find("field") == nullptr);
}

}  // namespace reeve::api::testing
