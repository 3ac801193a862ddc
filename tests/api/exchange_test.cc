// Bytes that no client library would send, over a plain socket.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/api/fixture.h"

namespace reeve::api::testing {
namespace {

size_t Count(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
  return count;
}

// Whether `text` holds that many answers with the whole of their bodies.
bool Whole(const std::string& text, size_t answers) {
  size_t at = 0;
  for (size_t i = 0; i < answers; ++i) {
    const size_t end = text.find("\r\n\r\n", at);
    if (end == std::string::npos) return false;
    const size_t length = text.find("Content-Length: ", at);
    if (length == std::string::npos || length > end) return false;
    at = end + 4 + std::stoul(text.substr(length + 16));
    if (at > text.size()) return false;
  }
  return true;
}

std::string Head(const std::string& more) {
  return std::string("POST /v1/decisions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ") + kToken +
         "\r\n" + more;
}

}  // namespace

std::string Exchange(int port, const std::string& bytes, size_t answers) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  REQUIRE(fd >= 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  for (size_t sent = 0; sent < bytes.size();) {
    const ssize_t more = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (more <= 0) break;
    sent += static_cast<size_t>(more);
  }
  std::string out;
  char buffer[4096];
  while (!Whole(out, answers)) {
    const ssize_t more = ::recv(fd, buffer, sizeof buffer, 0);
    if (more <= 0) break;
    out.append(buffer, static_cast<size_t>(more));
  }
  ::close(fd);
  return out;
}

TEST_CASE("exchange: a body that is refused unread is not taken for the next request") {
  TestServer server;
  const size_t before = server.engine().ledger().size();
  // Within the body that is too large stands a request that would be good.
  const std::string inner = RequestText();
  const std::string smuggled =
      Head("Content-Length: " + std::to_string(inner.size()) + "\r\n\r\n") + inner;
  std::string body = smuggled;
  while (body.size() <= kMaxBodyBytes) body += smuggled;
  const std::string answers = Exchange(
      server->port(), Head("Content-Length: " + std::to_string(body.size()) + "\r\n\r\n") + body);
  CHECK(Count(answers, "HTTP/1.1 200") == 0);
  CHECK(server.engine().ledger().size() == before);
}

TEST_CASE("exchange: the body of a method that has none is not taken for the next request") {
  TestServer server;
  const size_t before = server.engine().ledger().size();
  const std::string inner =
      Head("Content-Length: " + std::to_string(RequestText().size())) + "\r\n\r\n" + RequestText();
  // More than the library reads at once, so that some of it comes after the answer.
  std::string body(size_t{64} << 10, ' ');
  for (size_t i = 0; i + inner.size() < body.size(); i += inner.size())
    body.replace(i, inner.size(), inner);
  const std::string length = "Content-Length: " + std::to_string(body.size());
  for (const std::string start :
       {"GET /livez", "GET /v1/nothing", "GET /v1/systems", "HEAD /livez", "OPTIONS /v1/systems",
        "TRACE /v1/systems", "CONNECT /v1/systems", "PROPFIND /v1/systems", "G@T /livez"}) {
    INFO(start);
    const std::string answer = Exchange(
        server->port(), start + " HTTP/1.1\r\nHost: x\r\n" + length + "\r\n\r\n" + body, 9);
    CHECK(Count(answer, "HTTP/1.1 ") <= 1);
  }
  CHECK(server.engine().ledger().size() == before);
}

TEST_CASE("exchange: a body that the library does not read is not taken for the next request") {
  TestServer server;
  const size_t before = server.engine().ledger().size();
  const std::string inner =
      Head("Content-Length: " + std::to_string(RequestText().size())) + "\r\n\r\n" + RequestText();
  std::string body(size_t{64} << 10, ' ');
  for (size_t i = 0; i + inner.size() < body.size(); i += inner.size())
    body.replace(i, inner.size(), inner);
  const std::string length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
  for (const std::string start : {"POST /v1/decisions", "POST /v1/nothing", "PUT /v1/decisions",
                                  "POST /v1/chat/completions", "POST /livez"}) {
    for (const std::string& more :
         {length + "Content-Type: multipart/form-data\r\n", length + "Range: nonsense\r\n",
          length + "Content-Encoding: nonsense\r\n", length + "Content-Length: 5\r\n",
          length + "Transfer-Encoding: chunked\r\n", length + "Transfer-Encoding: gzip\r\n",
          std::string("Content-Length: nonsense\r\n"), std::string("Content-Length: -1\r\n"),
          std::string("Content-Length: +5\r\n"), std::string("Content-Length: 5, 5\r\n"),
          std::string("Transfer-Encoding: gzip, chunked\r\n"),
          std::string("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"),
          std::string("Transfer-Encoding: chunked\r\n")}) {  // and then no chunk
      for (const bool known : {true, false}) {
        INFO(start << " " << more << (known ? "known" : "unknown"));
        const std::string who =
            known ? std::string("Authorization: Bearer ") + kToken + "\r\n" : "";
        const std::string answer = Exchange(
            server->port(), start + " HTTP/1.1\r\nHost: x\r\n" + who + more + "\r\n" + body, 9);
        CHECK(Count(answer, "HTTP/1.1 ") <= 1);
        CHECK(Count(answer, "HTTP/1.1 200") == 0);
      }
    }
  }
  CHECK(server.engine().ledger().size() == before);
}

TEST_CASE("exchange: a method that no path is for is told which ones are") {
  TestServer server;
  // The library knows TRACE, and nothing of QUERY.
  for (const std::string start :
       {"TRACE /v1/systems", "QUERY /v1/systems?state=active", "QUERY /v1/%73ystems"}) {
    INFO(start);
    const std::string answer = Exchange(server->port(), start + " HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(Count(answer, "HTTP/1.1 405") == 1);
    CHECK(Count(answer, "Allow: GET, POST\r\n") == 1);
  }
  const std::string nothing =
      Exchange(server->port(), "QUERY /v1/nothing HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(Count(nothing, "HTTP/1.1 400") == 1);
  const std::string trial =
      Exchange(server->port(), "OPTIONS /v1/bundles/sha256:" + std::string(64, '0') +
                                   "/trial HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(Count(trial, "Allow: GET\r\n") == 1);
}

TEST_CASE("exchange: a chunked body is decided like any other") {
  TestServer server;
  const std::string body = RequestText();
  std::ostringstream size;
  size << std::hex << body.size();
  const std::string answer =
      Exchange(server->port(), Head("Transfer-Encoding: chunked\r\nContent-Type: application/json"
                                    "\r\n\r\n") +
                                   size.str() + "\r\n" + body + "\r\n0\r\n\r\n");
  CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST_CASE("exchange: a chunked body over the limit is refused by its size") {
  TestServer server;
  const size_t before = server.engine().ledger().size();
  const std::string chunk(1 << 20, ' ');
  std::string body;
  for (size_t i = 0; i < 9; ++i) body += "100000\r\n" + chunk + "\r\n";
  const std::string answer =
      Exchange(server->port(), Head("Transfer-Encoding: chunked\r\n\r\n") + body + "0\r\n\r\n");
  CHECK(answer.starts_with("HTTP/1.1 413"));
  CHECK(answer.find("http.too_large") != std::string::npos);
  CHECK(server.engine().ledger().size() == before);
}

TEST_CASE("exchange: a body that is cut short is decided by nobody") {
  TestServer server;
  const size_t before = server.engine().ledger().size();
  const std::string body = RequestText();
  // Chunks end with one of size 0; this one is malformed.
  const std::string answer = Exchange(
      server->port(), Head("Transfer-Encoding: chunked\r\n\r\n") + "zz\r\n" + body + "\r\n");
  CHECK(Count(answer, "HTTP/1.1 200") == 0);
  CHECK(server.engine().ledger().size() == before);
}

TEST_CASE("exchange: what is no HTTP is answered with a problem or not at all") {
  TestServer server;
  const size_t before = server.engine().ledger().size();
  for (const std::string& bytes : std::vector<std::string>{
           std::string("nonsense\r\n\r\n"), std::string("FOO /livez HTTP/1.1\r\nHost: x\r\n\r\n"),
           std::string("GET /livez HTTP/9.9\r\n\r\n"),
           "GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\nHost: x\r\n\r\n",
           "GET /livez HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n",
           "GET /livez HTTP/1.1\r\nContent-Length: 5\r\nX: " + std::string(20'000, 'x') +
               "\r\n\r\nabcde"}) {
    const std::string answer = Exchange(server->port(), bytes);
    INFO(bytes.substr(0, 40) << " gave " << answer.substr(0, 400));
    CHECK(Count(answer, "HTTP/1.1 200") == 0);
    if (answer.empty()) continue;
    CHECK(answer.find("application/problem+json") != std::string::npos);
    const std::string status = answer.substr(9, 3);
    CHECK(answer.find("\"status\":" + status) != std::string::npos);
  }
  CHECK(server.engine().ledger().size() == before);
  auto client = server.Client();
  CHECK(Got(client.Get("/livez")).status == 200);
}

TEST_CASE("exchange: an empty token authorises nobody") {
  TestServer server;
  const std::string body = RequestText();
  for (const std::string header : {"Authorization: Bearer\r\n", "Authorization: Bearer \r\n",
                                   "Authorization: Bearer  \r\n", "Authorization:\r\n"}) {
    const std::string answer = Exchange(
        server->port(), "POST /v1/decisions HTTP/1.1\r\nHost: x\r\n" + header +
                            "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    CHECK(answer.starts_with("HTTP/1.1 401"));
  }
}

}  // namespace reeve::api::testing
