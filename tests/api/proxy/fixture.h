// A model behind the proxy: a stand-in upstream on a free port, an engine, and the proxy between.
#pragma once

#include <httplib.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "api/proxy/proxy.h"
#include "base/mutex.h"
#include "tests/api/fixture.h"

namespace reeve::api::proxy::testing {

using api::testing::At;
using api::testing::CompileRules;
using api::testing::Got;
using api::testing::Int;
using api::testing::Json;
using api::testing::kJson;
using api::testing::kManyRules;
using api::testing::kToken;
using api::testing::Must;
using api::testing::TestEngine;
using api::testing::Text;

// A server that answers what it is told to, and keeps what it was asked.
class StandIn {
 public:
  using Handler = std::function<void(const httplib::Request&, httplib::Response&)>;

  explicit StandIn(Handler handler) {
    const auto answer = [this, handler](const httplib::Request& request,
                                        httplib::Response& response) {
      {
        const MutexLock lock(mutex_);
        asked_.push_back(request);
      }
      handler(request, response);
    };
    server_.Post(".*", answer);
    server_.Get(".*", answer);
    port_ = server_.bind_to_any_port("127.0.0.1");
    REQUIRE(port_ > 0);
    thread_ = std::jthread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~StandIn() { server_.stop(); }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/v1"; }
  std::vector<httplib::Request> asked() const {
    const MutexLock lock(mutex_);
    return asked_;
  }
  json::Value LastBody() const { return Json(asked().back().body); }

 private:
  httplib::Server server_;
  int port_ = -1;
  mutable Mutex mutex_;
  std::vector<httplib::Request> asked_ REEVE_GUARDED_BY(mutex_);
  std::jthread thread_;
};

inline StandIn::Handler Saying(const std::string& body, const std::string& type = kJson,
                               int status = 200) {
  return [=](const httplib::Request&, httplib::Response& response) {
    response.status = status;
    response.set_content(body, type);
  };
}

// A chat completion with that text, as an upstream gives it.
inline std::string Completion(const std::string& text) {
  return json::Compact(json::Object{
      {"id", "c-1"},
      {"object", "chat.completion"},
      {"created", 1},
      {"model", "m"},
      {"choices",
       json::Array{json::Object{{"index", 0},
                                {"message", json::Object{{"role", "assistant"}, {"content", text}}},
                                {"finish_reason", "stop"}}}}});
}
inline json::Value Chat(const std::string& text) {
  return json::Object{{"model", "m"},
                      {"messages", json::Array{json::Object{{"role", "user"}, {"content", text}}}}};
}

// An event of OpenAI's streams.
inline std::string Data(const json::Value& value) {
  return "data: " + json::Compact(value) + "\n\n";
}
inline std::string Chunk(json::Object delta, json::Value finish = nullptr) {
  return Data(json::Object{
      {"id", "c-1"},
      {"object", "chat.completion.chunk"},
      {"created", 1},
      {"model", "m"},
      {"choices",
       json::Array{json::Object{
           {"index", 0}, {"delta", std::move(delta)}, {"finish_reason", std::move(finish)}}}}});
}
inline const std::string kEndOfStream = "data: [DONE]\n\n";

// A proxy that reaches the model "m" (and "claude", by Anthropic's interface) at the upstream,
// bound to a server of its own on a free port. Nothing pauses before a retry.
class TestProxy {
 public:
  explicit TestProxy(const std::string& upstream, std::vector<SystemTerms> systems = {},
                     const std::string& rules = kManyRules)
      : TestProxy(SettingsFor(upstream, std::move(systems)), rules) {}

  explicit TestProxy(ProxySettings settings, const std::string& rules = kManyRules)
      : engine_(CompileRules(rules)), settings_(std::move(settings)) {
    Start();
  }
  ~TestProxy() { Shut(); }

  static ProxySettings SettingsFor(const std::string& upstream,
                                   std::vector<SystemTerms> systems = {}) {
    ProxySettings out;
    out.upstreams.resize(2);
    out.upstreams[0] = {.id = "main", .url = upstream, .key = "sk-upstream-0123456789"};
    out.upstreams[1] = {.id = "other",
                        .url = upstream,
                        .kind = UpstreamKind::kAnthropic,
                        .key = "ak-upstream-0123456789"};
    out.models = {{"m", "main", ""}, {"renamed", "main", "m-2"}, {"claude*", "other", ""}};
    out.systems = std::move(systems);
    return out;
  }

  void Start() {
    gateway_ = Must(
        OpenProxy({.settings = settings_,
                   .folder = engine_.path(),
                   .pause = [](const std::stop_token&, std::chrono::milliseconds) { return true; }},
                  *engine_, engine_.metrics()));
    server_ = Must(Server::Start({.port = 0,
                                  .token = kToken,
                                  .principal = {"service", "default"},
                                  .gateway = gateway_.get()},
                                 *engine_, engine_.metrics()));
  }
  void Shut() {
    server_.reset();
    gateway_.reset();
  }

  httplib::Client Client() const {
    httplib::Client client("127.0.0.1", port());
    client.set_default_headers({{"Authorization", std::string("Bearer ") + kToken}});
    return client;
  }
  httplib::Response Post(const std::string& endpoint, const json::Value& body,
                         httplib::Headers headers = {}) {
    auto client = Client();
    if (headers.count("X-Reeve-System") == 0) headers.emplace("X-Reeve-System", "demo");
    return Got(client.Post("/v1/" + endpoint, headers, json::Compact(body), kJson));
  }
  TestEngine& engine() { return engine_; }
  int port() const { return server_->port(); }

  // The stages of the decisions on record, in order.
  std::vector<std::string> Stages() {
    std::vector<std::string> out;
    for (uint64_t i = 0; i < engine_.ledger().size(); ++i) {
      const ledger::Record record = Must(engine_.ledger().Read(i));
      if (record.kind() != "decision") continue;
      const json::Value body = Json(record.body_text());
      const json::Value* stage = json::Resolve(body, "/facts/stage");
      out.push_back(stage != nullptr ? *stage->as_string() : Text(body, "/stage"));
    }
    return out;
  }

 private:
  TestEngine engine_;
  const ProxySettings settings_;
  std::unique_ptr<Gateway> gateway_;
  std::unique_ptr<Server> server_;
};

// The data of each event of a stream.
inline std::vector<std::string> Events(const std::string& stream) {
  std::vector<std::string> out;
  for (size_t at = 0; (at = stream.find("data: ", at)) != std::string::npos;) {
    const size_t end = stream.find('\n', at);
    out.push_back(stream.substr(at + 6, end - at - 6));
    at = end;
  }
  return out;
}
// All that the deltas of a chat stream say in their `content`.
inline std::string Said(const std::string& stream) {
  std::string out;
  for (const std::string& event : Events(stream)) {
    if (event == "[DONE]") continue;
    const json::Value value = Json(event);
    const json::Value* content = json::Resolve(value, "/choices/0/delta/content");
    if (content != nullptr && content->as_string() != nullptr) out += *content->as_string();
  }
  return out;
}

}  // namespace reeve::api::proxy::testing
