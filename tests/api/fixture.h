// What the tests of the server share: an engine and a server on a free port, and a client that
// reads what comes back as JSON.
#pragma once

#include <httplib.h>

#include <memory>
#include <string>

#include "api/proxy/proxy.h"
#include "api/server.h"
#include "tests/engine/fixture.h"

namespace reeve::api::testing {

using engine::testing::At;
using engine::testing::Changes;
using engine::testing::CompileRules;
using engine::testing::Int;
using engine::testing::Json;
using engine::testing::kManyRules;
using engine::testing::Must;
using engine::testing::RequestText;
using engine::testing::RequestValue;
using engine::testing::TestEngine;
using engine::testing::Text;

inline constexpr char kToken[] = "reeve_0123456789abcdef0123456789abcdef";
inline constexpr char kJson[] = "application/json";

class TestServer {
 public:
  explicit TestServer(size_t max_queued = 16'384, size_t max_connections = 64)
      : engine_(CompileRules(kManyRules), max_queued, "", {.persons = {"Ada Example"}}) {
    gateway_ = Must(proxy::OpenProxy({.folder = engine_.path()}, *engine_, engine_.metrics()));
    auto server = Server::Start({.port = 0,
                                 .token = kToken,
                                 .principal = {"service", "default"},
                                 .gateway = gateway_.get(),
                                 .max_connections = max_connections},
                                *engine_, engine_.metrics());
    server_ = Must(std::move(server));
  }

  Server& operator*() { return *server_; }
  Server* operator->() { return server_.get(); }
  TestEngine& engine() { return engine_; }

  // With the token, unless told otherwise. Connections are kept.
  httplib::Client Client(const std::string& authorization = std::string("Bearer ") + kToken) const {
    httplib::Client client("127.0.0.1", server_->port());
    client.set_keep_alive(true);
    client.set_tcp_nodelay(true);
    if (!authorization.empty()) client.set_default_headers({{"Authorization", authorization}});
    return client;
  }

 private:
  TestEngine engine_;
  std::unique_ptr<Gateway> gateway_;  // to no model
  std::unique_ptr<Server> server_;
};

inline httplib::Response Got(httplib::Result result) {
  if (!result) FAIL("no answer: " << httplib::to_string(result.error()));
  return *result;
}
inline httplib::Response Decide(httplib::Client& client, const std::string& body) {
  return Got(client.Post("/v1/decisions", body, kJson));
}

// "status code field" of a problem document, whose members are checked (RFC 9457).
inline std::string Problem(const httplib::Response& response) {
  INFO(response.status << " " << response.body);
  CHECK(response.get_header_value("Content-Type") == "application/problem+json");
  const json::Value problem = Json(response.body);
  CHECK(Int(problem, "/status") == response.status);
  CHECK(Text(problem, "/type") == "urn:reeve:problem:" + Text(problem, "/code"));
  CHECK_FALSE(Text(problem, "/title").empty());
  CHECK_FALSE(Text(problem, "/detail").empty());
  const json::Value* field = problem.Find("field");
  return std::to_string(response.status) + " " + Text(problem, "/code") +
         (field == nullptr ? "" : " " + *field->as_string());
}

// Sends bytes as they are over a new connection and reads until the server closes it or has sent
// `answers` whole answers.
std::string Exchange(int port, const std::string& bytes, size_t answers = 1);

}  // namespace reeve::api::testing
