// Traces over real ports: the ids that come in, those that go on, and the spans that a collector
// gets. Rounds are made by hand, so no test waits for one.
#include <future>

#include "api/request_trace.h"
#include "tests/api/proxy/fixture.h"

namespace reeve::api::testing {
namespace {

using proxy::testing::Chat;
using proxy::testing::Completion;
using proxy::testing::Saying;
using proxy::testing::StandIn;

const std::string kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string kParent = "00f067aa0ba902b7";
const std::string kSampled = "00-" + kTrace + "-" + kParent + "-01";

json::Value BodyOf(TestEngine& engine, const httplib::Response& response) {
  const std::string id = Text(Json(response.body), "/id");
  return Json(Must(engine.ledger().FindById(id)).body_text());
}

// The spans of all that a collector was sent, by name, in order.
std::vector<json::Value> SpansOf(const StandIn& collector, const std::string& name) {
  std::vector<json::Value> out;
  for (const httplib::Request& request : collector.asked()) {
    CHECK(request.path == "/v1/traces");
    CHECK(request.get_header_value("Content-Type") == kJson);
    const json::Value body = Json(request.body);
    CHECK(Text(body, "/resourceSpans/0/resource/attributes/0/value/stringValue") == "reeve");
    for (const json::Value& span : *At(body, "/resourceSpans/0/scopeSpans/0/spans").as_array()) {
      if (Text(span, "/name") == name) out.push_back(span);
    }
  }
  return out;
}

std::string AttributeOf(const json::Value& span, std::string_view key) {
  for (const json::Value& attribute : *At(span, "/attributes").as_array()) {
    if (Text(attribute, "/key") != key) continue;
    const json::Value* text = json::Resolve(attribute, "/value/stringValue");
    return text != nullptr ? *text->as_string() : Text(attribute, "/value/intValue");
  }
  return "";
}

// A collector, and a server that tells it; its rounds are the test's.
struct Traced {
  explicit Traced(StandIn::Handler handler = Saying("{}"), size_t most_waiting = kMaxWaitingSpans)
      : collector(std::move(handler)),
        spans(Must(SpanExporter::Open({.url = collector.url().substr(0, collector.url().size() - 3),
                                       .version = "0.0",
                                       .most_waiting = most_waiting},
                                      engine.metrics()))),
        server(Must(Server::Start(
            {.port = 0, .token = kToken, .principal = {"service", "default"}, .spans = spans.get()},
            *engine, engine.metrics()))) {}

  httplib::Response Post(const std::string& path, const std::string& body,
                         const httplib::Headers& headers = {}) {
    httplib::Client client("127.0.0.1", server->port());
    client.set_default_headers({{"Authorization", std::string("Bearer ") + kToken}});
    return Got(client.Post(path, headers, body, kJson));
  }
  bool HasFigure(const std::string& line) {
    return engine.metrics().Render().find(line + "\n") != std::string::npos;
  }

  TestEngine engine{CompileRules(kManyRules)};
  StandIn collector;
  std::unique_ptr<SpanExporter> spans;
  std::unique_ptr<Server> server;
};

TEST_CASE("trace: the id that comes in is on record, and told back") {
  TestServer server;
  httplib::Client client = server.Client();
  const auto decide = [&](const httplib::Headers& headers) {
    return Got(client.Post("/v1/decisions", headers, RequestText(), kJson));
  };
  const httplib::Response traced = decide({{"traceparent", kSampled}, {"tracestate", "a=1"}});
  CHECK(Text(BodyOf(server.engine(), traced), "/trace") == kTrace);
  const std::string said = traced.get_header_value("traceresponse");
  const auto read = ReadTraceContext(said, "");
  REQUIRE(read);
  CHECK(read->trace_id == kTrace);
  CHECK(read->parent_id != kParent);
  CHECK(read->sampled());

  SECTION("nothing is made up where nobody traces") {
    const httplib::Response plain = decide({});
    CHECK(BodyOf(server.engine(), plain).Find("trace") == nullptr);
    CHECK_FALSE(plain.has_header("traceresponse"));
  }
  SECTION("what is malformed is a new trace") {
    for (const httplib::Headers& headers :
         {httplib::Headers{{"traceparent", "00-" + kTrace + "-" + kParent}},
          httplib::Headers{{"traceparent", kSampled}, {"traceparent", kSampled}}}) {
      const httplib::Response response = decide(headers);
      const std::string id = Text(BodyOf(server.engine(), response), "/trace");
      CHECK(id != kTrace);
      const auto own = ReadTraceContext(response.get_header_value("traceresponse"), "");
      REQUIRE(own);
      CHECK(own->trace_id == id);
      CHECK_FALSE(own->sampled());
    }
  }
  SECTION("of a batch, and of a contract, too") {
    const std::string batch = "{\"requests\":[" + RequestText() + "," + RequestText() + "]}";
    const json::Value results = Json(
        Got(client.Post("/v1/decisions:batch", {{"traceparent", kSampled}}, batch, kJson)).body);
    for (const char* id : {"/results/0/id", "/results/1/id"}) {
      const auto record = Must(server.engine().ledger().FindById(Text(results, id)));
      CHECK(Text(Json(record.body_text()), "/trace") == kTrace);
    }
    const uint64_t size = server.engine().ledger().size();
    Got(client.Post("/contracts/demo/v1/data/reeve/allow", {{"traceparent", kSampled}},
                    "{\"input\":" + RequestText() + "}", kJson));
    const auto record = Must(server.engine().ledger().Read(size));
    CHECK(Text(Json(record.body_text()), "/trace") == kTrace);
  }
}

TEST_CASE("trace: a request is a span with its steps beneath it, and nothing of its content") {
  Traced traced;
  const httplib::Response answer =
      traced.Post("/v1/decisions", RequestText({{"/content/text", "Write to ada@example.org."}}),
                  {{"traceparent", kSampled}, {"tracestate", "a=1"}});
  traced.spans->RunOnce({});
  const json::Value server = SpansOf(traced.collector, "POST /v1/decisions").at(0);
  const json::Value evaluate = SpansOf(traced.collector, "evaluate").at(0);
  const json::Value record = SpansOf(traced.collector, "record").at(0);
  CHECK(Int(server, "/kind") == 2);
  CHECK(Text(server, "/parentSpanId") == kParent);
  CHECK(Text(server, "/traceState") == "a=1");
  CHECK(answer.get_header_value("traceresponse") ==
        "00-" + kTrace + "-" + Text(server, "/spanId") + "-01");
  for (const json::Value& span : {server, evaluate, record}) {
    CHECK(Text(span, "/traceId") == kTrace);
    CHECK(std::stoll(Text(span, "/startTimeUnixNano")) <=
          std::stoll(Text(span, "/endTimeUnixNano")));
  }
  CHECK(Text(evaluate, "/parentSpanId") == Text(server, "/spanId"));
  CHECK(Text(record, "/parentSpanId") == Text(server, "/spanId"));
  CHECK(Text(evaluate, "/endTimeUnixNano") == Text(record, "/startTimeUnixNano"));
  for (const json::Value& span : {server, evaluate}) {
    CHECK(AttributeOf(span, "reeve.decision") == Text(Json(answer.body), "/id"));
    CHECK(AttributeOf(span, "reeve.effect") == "redact");
    CHECK(AttributeOf(span, "reeve.system") == "demo");
    CHECK(AttributeOf(span, "reeve.stage") == "input");
    CHECK(AttributeOf(span, "reeve.bundle") == Text(Json(answer.body), "/bundle"));
  }
  CHECK(AttributeOf(server, "http.route") == "/v1/decisions");
  CHECK(AttributeOf(server, "http.response.status_code") == "200");
  const std::string sent = traced.collector.asked().front().body;
  for (const char* secret : {"ada@example.org", "Write to", "u-1", "i-1", "service\""}) {
    INFO(secret);
    CHECK(sent.find(secret) == std::string::npos);
  }
  CHECK(traced.HasFigure("reeve_spans_total{result=\"exported\"} 3"));
}

TEST_CASE("trace: who says that a trace is not sampled is not told of, and who says nothing is") {
  Traced traced;
  traced.Post("/v1/decisions", RequestText(),
              {{"traceparent", "00-" + kTrace + "-" + kParent + "-00"}});
  traced.spans->RunOnce({});
  CHECK(traced.collector.asked().empty());
  const httplib::Response answer = traced.Post("/v1/decisions", RequestText());
  traced.spans->RunOnce({});
  const json::Value server = SpansOf(traced.collector, "POST /v1/decisions").at(0);
  CHECK(server.Find("parentSpanId") == nullptr);
  CHECK(Text(BodyOf(traced.engine, answer), "/trace") == Text(server, "/traceId"));
}

TEST_CASE("trace: a collector that hangs holds up no decision, and what is too much is counted") {
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  Traced traced(
      [released](const httplib::Request&, httplib::Response& response) {
        released.wait();
        response.status = 200;
      },
      10);
  traced.Post("/v1/decisions", RequestText());
  std::thread round([&] { traced.spans->RunOnce({}); });
  while (traced.collector.asked().empty()) std::this_thread::yield();
  // The collector has the first three and does not answer; room is for nine of these.
  for (int i = 0; i < 5; ++i) CHECK(traced.Post("/v1/decisions", RequestText()).status == 200);
  CHECK(traced.HasFigure("reeve_spans_total{result=\"dropped\"} 6"));
  CHECK(traced.HasFigure("reeve_spans_waiting 9"));
  release.set_value();
  round.join();
  CHECK(traced.HasFigure("reeve_spans_total{result=\"exported\"} 12"));
  CHECK(traced.HasFigure("reeve_spans_waiting 0"));
}

TEST_CASE("trace: what is not taken now is sent again after a pause, what is refused is not") {
  std::atomic<int> status{503};
  Traced traced([&status](const httplib::Request&, httplib::Response& response) {
    response.status = status;
  });
  traced.Post("/v1/decisions", RequestText());
  traced.spans->RunOnce({});
  status = 200;
  traced.spans->RunOnce({});  // left out
  CHECK(traced.collector.asked().size() == 1);
  traced.spans->RunOnce({});
  REQUIRE(traced.collector.asked().size() == 2);
  CHECK(traced.collector.asked()[0].body == traced.collector.asked()[1].body);
  status = 400;
  traced.Post("/v1/decisions", RequestText());
  traced.spans->RunOnce({});
  traced.spans->RunOnce({});
  CHECK(traced.collector.asked().size() == 3);
  CHECK(traced.HasFigure("reeve_spans_total{result=\"refused\"} 3"));
}

TEST_CASE("trace: a collector is reached by TLS, or on this host") {
  Metrics metrics;
  for (const char* url : {"http://collector.example.org:4318", "collector:4318", "ftp://x/", ""}) {
    INFO(url);
    const auto opened = SpanExporter::Open({.url = url}, metrics);
    REQUIRE_FALSE(opened.ok());
    CHECK(opened.error().code == "otlp.url");
  }
  CHECK(SpanExporter::Open({.url = "https://collector.example.org/v1/traces"}, metrics).ok());
}

TEST_CASE("trace: a model is called as a part of the caller's trace") {
  const StandIn upstream(Saying(Completion("Good morning.")));
  proxy::testing::TestProxy proxy(upstream.url());
  const httplib::Response answer =
      proxy.Post("chat/completions", Chat("Hello."),
                 {{"traceparent", kSampled}, {"tracestate", "tenant=private"}});
  CHECK(answer.status == 200);
  const httplib::Request asked = upstream.asked().at(0);
  const auto child = ReadTraceContext(asked.get_header_value("traceparent"), "");
  REQUIRE(child);
  CHECK(child->trace_id == kTrace);
  CHECK(child->parent_id != kParent);
  CHECK_FALSE(asked.has_header("tracestate"));
  CHECK(answer.get_header_value("traceresponse").find(kTrace) != std::string::npos);
  size_t traced = 0;
  for (uint64_t i = 0; i < proxy.engine().ledger().size(); ++i) {
    const ledger::Record record = Must(proxy.engine().ledger().Read(i));
    if (record.kind() == "decision") traced += Text(Json(record.body_text()), "/trace") == kTrace;
  }
  CHECK(traced == 2);
  proxy.Post("chat/completions", Chat("Hello again."));
  CHECK_FALSE(upstream.asked().at(1).has_header("traceparent"));
}

TEST_CASE(
    "trace: a stream of a model is one span until its end, with the call and both decisions") {
  using proxy::testing::Chunk;
  const StandIn upstream(Saying(Chunk({{"content", "Good "}}) + Chunk({{"content", "morning."}}) +
                                    Chunk({}, "stop") + proxy::testing::kEndOfStream,
                                "text/event-stream"));
  const StandIn collector(Saying("{}"));
  TestEngine engine{CompileRules(kManyRules)};
  const auto spans = Must(SpanExporter::Open(
      {.url = collector.url().substr(0, collector.url().size() - 3)}, engine.metrics()));
  const auto gateway = Must(proxy::OpenProxy(
      {.settings = proxy::testing::TestProxy::SettingsFor(upstream.url()), .folder = engine.path()},
      *engine, engine.metrics()));
  const auto server = Must(Server::Start({.port = 0,
                                          .token = kToken,
                                          .principal = {"service", "default"},
                                          .gateway = gateway.get(),
                                          .spans = spans.get()},
                                         *engine, engine.metrics()));
  httplib::Client client("127.0.0.1", server->port());
  client.set_default_headers({{"Authorization", std::string("Bearer ") + kToken}});
  json::Value chat = Chat("Hello.");
  chat.as_object()->Set("stream", true);
  const auto answer = Got(client.Post("/v1/chat/completions", {{"X-Reeve-System", "demo"}},
                                      json::Compact(chat), kJson));
  CHECK(proxy::testing::Said(answer.body) == "Good morning.");
  server->Stop();  // the span ends with the stream
  spans->RunOnce({});
  const json::Value whole = SpansOf(collector, "POST /v1/chat/completions").at(0);
  const auto calls = SpansOf(collector, "upstream");
  REQUIRE(calls.size() == 1);
  CHECK(Int(calls[0], "/kind") == 3);
  CHECK(AttributeOf(calls[0], "reeve.upstream") == "main");
  CHECK(Text(calls[0], "/parentSpanId") == Text(whole, "/spanId"));
  CHECK(upstream.asked().at(0).get_header_value("traceparent").find(Text(calls[0], "/spanId")) !=
        std::string::npos);
  const auto evaluations = SpansOf(collector, "evaluate");
  REQUIRE(evaluations.size() == 2);
  CHECK(AttributeOf(evaluations[0], "reeve.stage") == "input");
  CHECK(AttributeOf(evaluations[1], "reeve.stage") == "output");
  CHECK(Text(whole, "/endTimeUnixNano") >= Text(evaluations[1], "/endTimeUnixNano"));
}

}  // namespace
}  // namespace reeve::api::testing
