// Connections as callers use and misuse them: many that are idle, requests in one piece and in
// drops, several at once.
#include <arpa/inet.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <latch>
#include <memory>
#include <thread>
#include <vector>

#include "api/connection.h"
#include "api/http_server.h"
#include "api/later_answer.h"
#include "base/mutex.h"
#include "tests/api/fixture.h"

namespace reeve::api::testing {
namespace {

class Socket {
 public:
  explicit Socket(int port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(fd_ >= 0);
    REQUIRE(::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
  }
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (fd_ >= 0) ::close(fd_);
  }

  void Send(std::string_view text) const {
    REQUIRE(::send(fd_, text.data(), text.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(text.size()));
  }
  // What comes next, or nothing at the end.
  std::string Receive() const {
    char bytes[4096];
    const ssize_t count = ::recv(fd_, bytes, sizeof bytes, 0);
    return count > 0 ? std::string(bytes, static_cast<size_t>(count)) : std::string();
  }

 private:
  int fd_;
};

// As many as the machine lets this process have, of which the client and the server hold one each.
size_t IdleConnectionsToTry() {
  rlimit limit{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
  limit.rlim_cur = limit.rlim_max;
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &limit) == 0);
  return std::min<size_t>(10'000, (limit.rlim_cur - 500) / 2);
}

constexpr char kLive[] = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";

}  // namespace

TEST_CASE("api/connections: ten thousand that are idle do not stop decisions on eight threads") {
  const size_t count = IdleConnectionsToTry();
  TestServer server(16'384, 8);
  std::vector<Socket> idle;
  idle.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    idle.emplace_back(server->port());
    if (i % 2 == 0) idle.back().Send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n");  // then idle
  }
  auto client = server.Client();
  for (int i = 0; i < 20; ++i) CHECK(Decide(client, RequestText()).status == 200);
  // And each of them is still served.
  for (const size_t i : {size_t{0}, count / 2, count - 1}) {
    if (i % 2 == 0) CHECK(idle[i].Receive().starts_with("HTTP/1.1 200 OK"));
    idle[i].Send(kLive);
    CHECK(idle[i].Receive().starts_with("HTTP/1.1 200 OK"));
  }
}

TEST_CASE("api/connections: requests that come in one piece are answered in their order") {
  TestServer server;
  const std::string answers = Exchange(
      server->port(), std::string(kLive) + "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n" + kLive, 3);
  const size_t missing = answers.find("HTTP/1.1 404");
  REQUIRE(missing != std::string::npos);
  CHECK(answers.starts_with("HTTP/1.1 200 OK"));
  CHECK(answers.find("HTTP/1.1 200 OK", missing) != std::string::npos);
}

TEST_CASE("api/connections: head and body of an answer leave in one piece") {
  TestServer server;
  const Socket socket(server->port());
  socket.Send(kLive);
  const std::string answer = socket.Receive();
  const size_t body = answer.find("\r\n\r\n");
  REQUIRE(body != std::string::npos);
  CHECK(answer.size() > body + 4);
}

TEST_CASE("api/connections: a head that does not end is refused, and its connection ends") {
  TestServer server;
  const Socket socket(server->port());
  socket.Send("GET /livez HTTP/1.1\r\n");
  const std::string line = "X-More: " + std::string(1000, 'x') + "\r\n";
  for (size_t sent = 0; sent <= kMaxHeadBytes; sent += line.size()) socket.Send(line);
  CHECK(socket.Receive().starts_with("HTTP/1.1 400"));
  std::string rest = "more";
  while (!rest.empty()) rest = socket.Receive();  // until the end, or this waits for good
}

TEST_CASE("api/connections: a request may come byte by byte") {
  TestServer server;
  const Socket socket(server->port());
  for (const char c : std::string_view(kLive)) socket.Send({&c, 1});
  CHECK(socket.Receive().starts_with("HTTP/1.1 200 OK"));
}

namespace {

// A server of the library over our connections, with the routes that a test gives it.
class Bare {
 public:
  explicit Bare(const HttpServerOptions& options = {}) : http_(NewHttpServer(options)) {}
  ~Bare() { Stop(); }
  httplib::Server& http() { return *http_; }
  int Listen() {
    const int port = http_->bind_to_any_port("127.0.0.1");
    listener_ = std::jthread([this] { http_->listen_after_bind(); });
    while (!http_->is_running()) std::this_thread::yield();
    return port;
  }
  void Stop() {
    http_->stop();
    if (listener_.joinable()) listener_.join();
  }

 private:
  const std::unique_ptr<httplib::Server> http_;
  std::jthread listener_;
};

constexpr char kAsk[] = "GET /ask HTTP/1.1\r\nHost: localhost\r\n\r\n";

}  // namespace

TEST_CASE("api/connections: where all threads wait for something, more are let in") {
  constexpr size_t kTogether = 100;
  std::latch all(kTogether);
  Bare server;
  server.http().Get("/ask", [&](const httplib::Request&, httplib::Response& response) {
    all.arrive_and_wait();  // for good, if fewer than all of them are ever asked
    response.set_content("met", "text/plain");
  });
  const int port = server.Listen();
  std::vector<Socket> callers;
  callers.reserve(kTogether);
  for (size_t i = 0; i < kTogether; ++i) {
    callers.emplace_back(port);
    callers.back().Send(kAsk);
  }
  for (const Socket& caller : callers) CHECK(caller.Receive().ends_with("met"));
}

TEST_CASE("api/connections: answers that come later come in order, each once, and before the end") {
  std::vector<std::shared_ptr<LaterAnswer>> asked;
  Mutex mutex;
  const auto take = [&]() -> std::shared_ptr<LaterAnswer> {
    const MutexLock lock(mutex);
    if (asked.empty()) return nullptr;
    return std::exchange(asked, {}).front();
  };
  const auto next = [&] {
    std::shared_ptr<LaterAnswer> later = take();
    for (; later == nullptr; later = take()) std::this_thread::yield();
    return later;
  };
  Bare server;
  server.http().Get("/ask", [&](const httplib::Request&, httplib::Response& response) {
    response.status = kAnsweredLater;
    response.set_header("X-Own", "kept");
    response.set_content("of nobody", "text/html");
    const MutexLock lock(mutex);
    asked.push_back(AnswerLater());
  });
  const int port = server.Listen();
  const Socket caller(port);
  caller.Send(std::string(kAsk) + kAsk + kAsk);
  next()->Send({.body = "{}"});
  const std::string first = caller.Receive();
  CHECK(first.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(first.find("X-Own: kept\r\n") != std::string::npos);
  CHECK(first.find("Content-Type: application/json\r\n") != std::string::npos);
  CHECK(first.find("Content-Length: 2\r\n") != std::string::npos);
  CHECK(first.ends_with("\r\n\r\n{}"));
  CHECK(first.find("of nobody") == std::string::npos);

  next()->Send({.status = 503, .body = "busy"});
  const std::string second = caller.Receive();
  CHECK(second.starts_with("HTTP/1.1 503 \r\n"));
  CHECK(second.find("Retry-After: 1\r\n") != std::string::npos);

  SECTION("one that nobody sends is told to be none") {
    next().reset();
    CHECK(caller.Receive().starts_with("HTTP/1.1 500 \r\n"));
  }
  SECTION("the server ends after it") {
    std::shared_ptr<LaterAnswer> last = next();
    std::jthread stopping([&] { server.Stop(); });
    last->Send({.body = "at last"});
    CHECK(caller.Receive().ends_with("at last"));
    last.reset();
  }
}

}  // namespace reeve::api::testing
