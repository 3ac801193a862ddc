// What calls of models use, from the upstream's word to the budget.
#include "api/proxy/token_use.h"
#include "engine/evaluator.h"
#include "tests/api/proxy/fixture.h"

using namespace reeve;
using namespace reeve::api::proxy;
using namespace reeve::api::proxy::testing;

namespace {

constexpr char kBundle[] = R"(apiVersion: reeve/v1
kind: Bundle
default: allow
budgets:
  tokens: { of: tokens, per: [system], window: 1h, limit: 5000 }
  spend: { of: cost, per: [system], window: 1h, limit: 1000000 }
)";
constexpr char kPolicy[] = R"(apiVersion: reeve/v1
kind: Policy
metadata: { id: p }
rules:
  - id: tokens
    scope: { stages: [input] }
    when: usage.tokens.asked > usage.tokens.remaining || usage.spend.remaining == 0
    effect: deny
    reason: There are not so many tokens left.
)";

// A proxy whose model `m` costs 2 a million tokens of input and 10 of output.
class CountingProxy {
 public:
  explicit CountingProxy(const std::string& upstream, std::vector<SystemTerms> systems = {})
      : proxy_(Settings(upstream, std::move(systems))) {
    const policy::Compilation compiled = policy::CompileBundle(
        {{"bundle.yaml", kBundle}, {"p.yaml", kPolicy}}, engine::DetectorVocabulary());
    if (compiled.bundle == nullptr) FAIL(policy::Render(compiled.diagnostics));
    const Status active = proxy_.engine()->Activate(compiled.bundle, {"service", "default"});
    REQUIRE(active.ok());
  }
  TestProxy* operator->() { return &proxy_; }

  int64_t Used(const std::string& budget) {
    engine::UsageQuery query;
    query.tenant = "default";
    query.budget = budget;
    const json::Value report = Must(proxy_.engine()->Usage(query));
    return At(report, "/counts").as_array()->empty() ? 0 : Int(report, "/counts/0/used");
  }

 private:
  static ProxySettings Settings(const std::string& upstream, std::vector<SystemTerms> systems) {
    ProxySettings out = TestProxy::SettingsFor(upstream, std::move(systems));
    out.upstreams[0].retries = 0;
    out.models[0].price = Price{2'000'000, 10'000'000};
    return out;
  }
  TestProxy proxy_;
};

std::string CompletionUsing(int64_t input, int64_t output) {
  json::Value answer = Json(Completion("Good."));
  answer.as_object()->Add("usage", json::Object{{"prompt_tokens", input},
                                                {"completion_tokens", output},
                                                {"total_tokens", input + output}});
  return json::Compact(answer);
}

json::Value Bounded(int64_t max_tokens) {
  json::Value body = Chat("hello");
  body.as_object()->Add("max_tokens", max_tokens);
  return body;
}

}  // namespace

TEST_CASE("proxy: what the upstream used is counted, in tokens and in money") {
  StandIn upstream(Saying(CompletionUsing(100, 7)));
  CountingProxy proxy(upstream.url());
  REQUIRE(proxy->Post("chat/completions", Bounded(4000)).status == 200);
  CHECK(proxy.Used("tokens") == 107);
  CHECK(proxy.Used("spend") == 100 * 2 + 7 * 10);
}

TEST_CASE("proxy: what a call may use is reserved, and one that may use too much is denied") {
  StandIn upstream(Saying(CompletionUsing(100, 7)));
  CountingProxy proxy(upstream.url());
  CHECK(proxy->Post("chat/completions", Bounded(4990)).status == 200);
  CHECK(proxy->Post("chat/completions", Bounded(4893)).status == 403);
  CHECK(proxy.Used("tokens") == 107);
}

TEST_CASE("proxy: where the upstream does not say what it used, the reservation stays") {
  StandIn upstream(Saying(Completion("Good.")));
  CountingProxy proxy(upstream.url());
  REQUIRE(proxy->Post("chat/completions", Bounded(400)).status == 200);
  CHECK(proxy.Used("tokens") > 400);
}

TEST_CASE("proxy: a call that the upstream refuses, or that reaches none, has used nothing") {
  SECTION("refused") {
    StandIn upstream(Saying(R"({"error":{"message":"too often"}})", kJson, 429));
    CountingProxy proxy(upstream.url());
    CHECK(proxy->Post("chat/completions", Bounded(400)).status == 429);
    CHECK(proxy.Used("tokens") == 0);
  }
  SECTION("wrong key") {
    StandIn upstream(Saying("{}", kJson, 401));
    CountingProxy proxy(upstream.url());
    CHECK(proxy->Post("chat/completions", Bounded(400)).status == 502);
    CHECK(proxy.Used("tokens") == 0);
  }
  SECTION("unreachable") {
    CountingProxy proxy("http://127.0.0.1:1/v1");
    CHECK(proxy->Post("chat/completions", Bounded(400)).status >= 500);
    CHECK(proxy.Used("tokens") == 0);
  }
}

TEST_CASE("proxy: an answer that was kept has used nothing again") {
  StandIn upstream(Saying(CompletionUsing(100, 7)));
  CountingProxy proxy(upstream.url(), {{.id = "demo", .cache = std::chrono::seconds(60)}});
  REQUIRE(proxy->Post("chat/completions", Bounded(50)).status == 200);
  REQUIRE(proxy->Post("chat/completions", Bounded(50)).status == 200);
  CHECK(upstream.asked().size() == 1);
  CHECK(proxy.Used("tokens") == 107);
}

TEST_CASE("proxy: a stream is asked what it used, and a caller that did not ask is not told") {
  const std::string stream =
      Chunk(json::Object{{"role", "assistant"}, {"content", "Good."}}) +
      Chunk(json::Object(), "stop") +
      Data(
          json::Object{{"id", "c-1"},
                       {"choices", json::Array()},
                       {"usage", json::Object{{"prompt_tokens", 30}, {"completion_tokens", 12}}}}) +
      kEndOfStream;
  StandIn upstream(Saying(stream, "text/event-stream"));
  CountingProxy proxy(upstream.url());
  json::Value body = Bounded(400);
  body.as_object()->Add("stream", true);
  const auto hidden = proxy->Post("chat/completions", body);
  CHECK(Said(hidden.body) == "Good.");
  CHECK(hidden.body.find("prompt_tokens") == std::string::npos);
  CHECK(At(upstream.LastBody(), "/stream_options/include_usage") == json::Value(true));
  CHECK(proxy.Used("tokens") == 42);
  body.as_object()->Add("stream_options", json::Object{{"include_usage", true}});
  const auto told = proxy->Post("chat/completions", body);
  CHECK(told.body.find("\"prompt_tokens\":30") != std::string::npos);
  CHECK(proxy.Used("tokens") == 84);
}

TEST_CASE("proxy: without a budget of tokens or cost an upstream is asked as the caller asks") {
  StandIn upstream(Saying(Chunk(json::Object{{"content", "Good."}}, "stop") + kEndOfStream,
                          "text/event-stream"));
  TestProxy proxy(upstream.url());
  json::Value body = Chat("hello");
  body.as_object()->Add("stream", true);
  REQUIRE(proxy.Post("chat/completions", body).status == 200);
  CHECK(json::Resolve(upstream.LastBody(), "/stream_options") == nullptr);
}

TEST_CASE("proxy: the use of every form of answer is read") {
  const auto used = [](std::string_view text) {
    std::optional<TokenUse> use;
    const json::Value value = Json(text);
    ReadUse(&value, &use);
    return use ? std::pair(use->input, use->output) : std::pair(uint64_t{99}, uint64_t{99});
  };
  const auto pair = [](uint64_t input, uint64_t output) { return std::pair(input, output); };
  CHECK(used(R"({"prompt_tokens":3,"completion_tokens":4})") == pair(3, 4));
  CHECK(used(R"({"prompt_tokens":3,"total_tokens":3})") == pair(3, 0));
  CHECK(used(R"({"input_tokens":5,"output_tokens":6})") == pair(5, 6));
  CHECK(used(R"({"input_tokens":5,"cache_creation_input_tokens":2,"cache_read_input_tokens":1,
      "output_tokens":6})") == pair(8, 6));
  CHECK(used(R"({"input_tokens":-5})") == pair(99, 99));
  CHECK(used("null") == pair(99, 99));
}

TEST_CASE("proxy: cost is rounded up to the millionth") {
  CHECK(UseOf({1, 0}, Price{1, 0}).cost == uint64_t{1});
  CHECK(UseOf({3, 5}, Price{150'000, 600'000}).cost == uint64_t{4});  // 0.45 + 3.0
  CHECK(UseOf({3, 5}, std::nullopt).cost == std::nullopt);
  CHECK(UseOf({3, 5}, std::nullopt).tokens == uint64_t{8});
}

TEST_CASE("proxy: what a call may use is guessed by its texts and by the bound that it sets") {
  Reading reading;
  reading.texts.push_back({"/messages/0/content", "user", false, "hello"});
  CHECK(GuessedUse(reading, Json("{}"), true).input == 2);
  CHECK(GuessedUse(reading, Json("{}"), true).output == kGuessedOutputTokens);
  CHECK(GuessedUse(reading, Json(R"({"max_tokens":50,"n":3})"), true).output == 150);
  CHECK(GuessedUse(reading, Json(R"({"max_output_tokens":70})"), true).output == 70);
  CHECK(GuessedUse(reading, Json("{}"), false).output == 0);
}
