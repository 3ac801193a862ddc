// A bundle on a web server as a source, with real servers: good, slow, lying, without a good
// certificate.
#include "api/http_source.h"

#include <httplib.h>
#include <sys/socket.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <thread>

#include "api/source_url.h"
#include "base/file.h"
#include "engine/bundle_watch.h"
#include "oversight/bundle_signature.h"
#include "tests/api/fixture.h"

namespace reeve::api::testing {
namespace {

using engine::BundleSource;
using engine::SourceLook;
using httplib::Request;
using httplib::Response;
using std::chrono::milliseconds;

// What a handler reads is what the test wrote before it asked, and the other way round.
std::mutex& Order() {
  static std::mutex order;
  return order;
}
void InOrder() { const std::lock_guard lock(Order()); }

// A server on a free port of this host.
class Web {
 public:
  using Handler = std::function<void(const Request&, Response&)>;

  explicit Web(Handler handler,
               std::unique_ptr<httplib::Server> server = std::make_unique<httplib::Server>())
      : server_(std::move(server)) {
    server_->Get(".*", [this, handler](const Request& request, Response& response) {
      ++requests;
      const std::lock_guard lock(Order());
      handler(request, response);
      if (response.status == 304) ++not_modified;
    });
    port_ = server_->bind_to_any_port("127.0.0.1");
    REQUIRE(port_ > 0);
    thread_ = std::jthread([this] { server_->listen_after_bind(); });
    while (!server_->is_running()) std::this_thread::yield();
  }
  ~Web() { server_->stop(); }

  std::string Url(const std::string& scheme = "http") const {
    return scheme + "://127.0.0.1:" + std::to_string(port_) + "/eu.bundle";
  }
  std::unique_ptr<BundleSource> Source(HttpSourceOptions options = {}) const {
    options.url = Url();
    return Must(HttpSource(std::move(options)));
  }

  std::atomic<int> requests = 0;
  std::atomic<int> not_modified = 0;

 private:
  std::unique_ptr<httplib::Server> server_;
  int port_ = -1;
  std::jthread thread_;
};

// Answers `body` with an ETag, and 304 to who has it.
void Serve(const std::string& body, const Request& request, Response& response) {
  const std::string tag = "\"" + HexEncode(AsBytes(Sha256(body))) + "\"";
  response.set_header("ETag", tag);
  if (request.get_header_value("If-None-Match") == tag) {
    response.status = 304;
  } else {
    response.set_content(body, "application/octet-stream");
  }
}

Result<SourceLook> TryLook(BundleSource& source, bool anew = false) {
  InOrder();
  auto look = source.Look(anew, {});
  InOrder();
  return look;
}
SourceLook Look(BundleSource& source, bool anew = false) { return Must(TryLook(source, anew)); }
std::string CodeOf(BundleSource& source) {
  const auto look = TryLook(source);
  return look.ok() ? "" : std::string(look.error().code);
}

// An endpoint that takes one connection after the other and says these bytes, then keeps them open.
class Raw {
 public:
  explicit Raw(std::string bytes) : bytes_(std::move(bytes)) {
    fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(fd_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    REQUIRE(::listen(fd_, 8) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this] {
      for (int peer = ::accept(fd_, nullptr, nullptr); peer >= 0;
           peer = ::accept(fd_, nullptr, nullptr)) {
        [[maybe_unused]] const auto sent = ::send(peer, bytes_.data(), bytes_.size(), MSG_NOSIGNAL);
        ++taken;
        char request[4096];
        while (::recv(peer, request, sizeof request, 0) > 0) continue;  // until the client hangs up
        ::close(peer);
      }
    });
  }
  ~Raw() {
    ::shutdown(fd_, SHUT_RDWR);
    thread_.join();
    ::close(fd_);
  }
  std::string Url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/b"; }

  std::atomic<int> taken = 0;

 private:
  const std::string bytes_;
  int fd_ = -1;
  int port_ = 0;
  std::jthread thread_;
};

}  // namespace

TEST_CASE("http source: an unchanged bundle costs an answer without a body") {
  std::string body = "one";
  const Web web(
      [&](const Request& request, Response& response) { Serve(body, request, response); });
  const auto source = web.Source();
  CHECK(Look(*source).content.file.bytes == "one");
  CHECK(Look(*source).kind == SourceLook::Kind::kUnchanged);
  CHECK(Look(*source).kind == SourceLook::Kind::kUnchanged);
  CHECK(web.not_modified == 2);
  body = "two";
  CHECK(Look(*source).content.file.bytes == "two");
  CHECK(Look(*source, true).content.file.bytes == "two");  // anew: unconditionally
  CHECK(web.not_modified == 2);
  CHECK(web.requests == 5);
}

TEST_CASE("http source: without an ETag the time of the last change asks, without both the bytes") {
  const std::string time = "Fri, 20 Nov 2026 09:30:00 GMT";
  const bool has_time = GENERATE(true, false);
  const Web web([&](const Request& request, Response& response) {
    if (has_time) response.set_header("Last-Modified", time);
    if (request.get_header_value("If-Modified-Since") == time) {
      response.status = 304;
    } else {
      response.set_content("bundle", "text/plain");
    }
  });
  const auto source = web.Source();
  CHECK(Look(*source).kind == SourceLook::Kind::kNew);
  CHECK(Look(*source).kind == SourceLook::Kind::kUnchanged);
  CHECK(web.not_modified == (has_time ? 1 : 0));
}

TEST_CASE("http source: the token is read at every look, and is in no error and no name") {
  const TempDir folder;
  const std::filesystem::path file = folder.path() / "token";
  Must(WriteFileDurably(file, "first\n", FileMode::kSecret));
  std::string seen;
  const Web web([&](const Request& request, Response& response) {
    seen = request.get_header_value("Authorization");
    response.status = 403;
  });
  const auto source = web.Source({.token_file = file.string()});
  const auto refused = TryLook(*source);
  CHECK(refused.error().code == "source.status");
  CHECK(refused.error().message.find("first") == std::string::npos);
  CHECK(seen == "Bearer first");
  Must(WriteFileDurably(file, "second", FileMode::kSecret));
  CHECK(CodeOf(*source) == "source.status");
  CHECK(seen == "Bearer second");
  Must(WriteFileDurably(file, GENERATE("", "\n", "a b\n", "a\tb"), FileMode::kSecret));
  CHECK(CodeOf(*source) == "source.token");
}

TEST_CASE("http source: a redirect is followed within the origin alone") {
  std::string location;
  std::atomic<int> elsewhere = 0;
  const Web other([&](const Request&, Response&) { ++elsewhere; });
  const Web web([&](const Request& request, Response& response) {
    if (request.path == "/moved") {
      response.set_content("moved", "text/plain");
    } else {
      response.status = 302;
      response.set_header("Location", location);
    }
  });
  const auto source = web.Source();
  location = "/moved";
  CHECK(Look(*source).content.file.bytes == "moved");
  location = GENERATE_REF(other.Url(), std::string("//127.0.0.1/x"), other.Url("https"),
                          std::string("moved"), std::string());
  CHECK(CodeOf(*source) == "source.redirect");
  location = "/eu.bundle";  // round and round
  CHECK(CodeOf(*source) == "source.redirect");
  CHECK(elsewhere == 0);
}

TEST_CASE("http source: what is too large is refused, announced or not") {
  const bool announced = GENERATE(true, false);
  const Web web([&](const Request&, Response& response) {
    const std::string body(2000, 'x');
    if (announced) return response.set_content(body, "text/plain");
    response.set_chunked_content_provider("text/plain", [body](size_t, httplib::DataSink& sink) {
      return sink.write(body.data(), body.size());  // without end
    });
  });
  CHECK(CodeOf(*web.Source({.max_bytes = 1999})) == "source.too_large");
  if (announced) CHECK(Look(*web.Source({.max_bytes = 2000})).kind == SourceLook::Kind::kNew);
}

TEST_CASE("http source: a server that stalls is left in time, whatever it had begun to say") {
  const Raw server(GENERATE("", "HTTP/1.1 200 OK\r\nContent-Le",
                            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"));
  const auto source = Must(HttpSource({.url = server.Url(), .whole = milliseconds(1)}));
  CHECK(CodeOf(*source) == "source.timeout");
  const auto cut = Must(HttpSource({.url = server.Url(), .gap = milliseconds(1)}));
  CHECK(CodeOf(*cut) == "source.cut");
}

TEST_CASE("http source: a requested stop ends a look at a server that stalls") {
  const Raw server("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
  const auto source = Must(HttpSource({.url = server.Url()}));
  bool ok = true;
  std::jthread looker([&](const std::stop_token& stop) { ok = source->Look(false, stop).ok(); });
  while (server.taken == 0) std::this_thread::yield();
  looker.request_stop();
  looker.join();  // or the test hangs for two minutes
  CHECK_FALSE(ok);
}

TEST_CASE("http source: a server out of reach, one that says no, and nonsense") {
  const std::string gone = [] {
    const Web web([](const Request&, Response&) {});
    return web.Url();
  }();
  CHECK(CodeOf(*Must(HttpSource({.url = gone}))) == "source.unreachable");
  const int status = GENERATE(400, 404, 500, 503, 304);
  const Web web([&](const Request&, Response& response) { response.status = status; });
  CHECK(CodeOf(*web.Source()) == "source.status");
}

TEST_CASE("http source: signatures are fetched beside it, and may be absent or change alone") {
  std::string signatures;
  const Web web([&](const Request& request, Response& response) {
    if (request.path == "/eu.bundle") return Serve("bundle", request, response);
    if (signatures.empty()) {
      response.status = 404;
    } else {
      Serve(signatures, request, response);
    }
  });
  const auto source = web.Source({.with_signatures = true});
  CHECK(Look(*source).content.file.signature.empty());
  CHECK(Look(*source).kind == SourceLook::Kind::kUnchanged);
  signatures = "of one";
  const SourceLook one = Look(*source);
  CHECK(one.content.file.bytes == "bundle");
  CHECK(one.content.file.signature == "of one");
  CHECK(Look(*source).kind == SourceLook::Kind::kUnchanged);
  signatures.clear();
  CHECK(Look(*source).content.file.signature.empty());
}

TEST_CASE("http source: a publication between the two answers is waited for") {
  const SigningKey key = Must(SigningKey::Generate());
  const auto signer = ledger::VerifierKey::Ed25519("ada.example", key.public_key());
  const auto sign = [&](std::string_view bytes) {
    return Must(oversight::AddBundleSignature("", {DigestName(Sha256(bytes)), {}}, signer, key));
  };
  std::string body = "old";
  std::string signatures = sign("old");
  int answers_until_published = 1000;
  const Web web([&](const Request& request, Response& response) {
    const bool is_bundle = request.path == "/eu.bundle";
    if (is_bundle && answers_until_published-- == 0) body = "new";
    Serve(is_bundle ? body : signatures, request, response);
  });
  const auto source = web.Source({.with_signatures = true});
  CHECK(Look(*source).content.file.bytes == "old");
  signatures = sign("new");
  SECTION("in the same look") {
    answers_until_published = 2;
    CHECK(Look(*source).content.file.bytes == "new");
  }
  SECTION("or by the next, and what stays out of step is given to be judged") {
    CHECK(Look(*source).kind == SourceLook::Kind::kSettling);
    const SourceLook look = Look(*source);
    CHECK(look.content.file.bytes == "old");
    CHECK(look.content.file.signature == signatures);
  }
}

TEST_CASE("http source: a certificate of an authority that is not trusted is refused") {
  const TempDir folder;
  const auto make = [&](const std::string& name) {
    const std::string base = (folder.path() / name).string();
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=" +
        name + " -addext subjectAltName=IP:127.0.0.1 -keyout " + base + ".key -out " + base +
        ".pem 2>/dev/null";
    REQUIRE(std::system(command.c_str()) == 0);
    return base;
  };
  const std::string good = make("good");
  const std::string other = make("other");
  const Web web(
      [](const Request& request, Response& response) { Serve("bundle", request, response); },
      std::make_unique<httplib::SSLServer>((good + ".pem").c_str(), (good + ".key").c_str()));
  const auto source = [&](const std::string& ca) {
    return Must(HttpSource({.url = web.Url("https"), .ca_file = ca}));
  };
  CHECK(Look(*source(good + ".pem")).content.file.bytes == "bundle");
  CHECK(CodeOf(*source(other + ".pem")) == "source.certificate");
  CHECK(CodeOf(*source("")) == "source.certificate");
  CHECK(HttpSource({.url = web.Url("https"), .ca_file = good + ".key"}).error().code ==
        "source.ca");
}

TEST_CASE("http source: plain HTTP is for this host, unless it is asked for") {
  const auto code = [](const std::string& url, bool allow) {
    const auto source = HttpSource({.url = url, .allow_plain = allow});
    return source.ok() ? "" : std::string(source.error().code);
  };
  CHECK(code("http://policies.example.org/b", false) == "source.plain_http");
  CHECK(code("http://127.0.0.1.example.org/b", false) == "source.plain_http");
  CHECK(code("http://policies.example.org/b", true).empty());
  CHECK(code("http://localhost:8080/b", false).empty());
  CHECK(code("http://[::1]:8080/b", false).empty());
}

TEST_CASE("source url: it is taken apart strictly, and shown without its query") {
  const SourceUrl url = Must(ParseSourceUrl("https://policies.example.org:8443/eu.bundle?sig=s3"));
  CHECK(url.origin == "https://policies.example.org:8443");
  CHECK(url.path == "/eu.bundle");
  CHECK(url.query == "?sig=s3");
  CHECK(url.ShownName() == "https://policies.example.org:8443/eu.bundle?...");
  for (const char* bad :
       {"", "ftp://h/b", "HTTPS://h/b", "https://", "https:///b", "https://h", "https://h?q",
        "https://a:b@h/b", "https://h:0/b", "https://h:65536/b", "https://h:/b", "https://h:8x/b",
        "https://h/b c", "https://h/b\r\nX: y", "https://h/\xc3\xa9", "https://h/b#f",
        "https://[::1/b", "https://[]/b", "https://h_/b"}) {
    INFO(bad);
    const auto parsed = ParseSourceUrl(bad);
    REQUIRE_FALSE(parsed.ok());
    CHECK(parsed.error().code == "source.url");
  }
}

TEST_CASE("server: readiness and metrics tell how the source of the bundle does") {
  const std::string bundle = CompileRules(kManyRules)->canonical_bytes();
  std::string body = bundle;
  int status = 200;
  const Web web([&](const Request& request, Response& response) {
    if (status == 200) return Serve(body, request, response);
    response.status = status;
  });
  TestEngine engine(nullptr);
  const auto source = web.Source();
  const auto watch =
      Must(engine::BundleWatch::Begin(*engine, *source, LookFirst(*source, engine::IntakeOptions()),
                                      {.interval = std::chrono::seconds(30),
                                       .max_age = std::chrono::seconds(100),
                                       .by = {"tester", "default"},
                                       .clock = &engine.clock()},
                                      engine.metrics()));
  const auto server = Must(
      Server::Start({.port = 0, .token = kToken, .watch = watch.get()}, *engine, engine.metrics()));
  httplib::Client client("127.0.0.1", server->port());
  const auto ready = [&] { return Json(Got(client.Get("/readyz")).body); };
  CHECK(At(ready(), "/degraded") == json::Value(false));
  CHECK(Text(ready(), "/source/name") == web.Url());

  engine.clock().Advance(std::chrono::seconds(40));
  body = "<html>Welcome to the hotel's network</html>";
  InOrder();
  watch->Look(false);
  const json::Value degraded = ready();
  CHECK(At(degraded, "/ready") == json::Value(true));
  CHECK(At(degraded, "/degraded") == json::Value(true));
  CHECK(Int(degraded, "/source/age_seconds") == 40);
  CHECK(Int(degraded, "/active_seconds") == 40);
  CHECK(Text(degraded, "/source/last_error/code") == "bundle.syntax");
  CHECK(Text(degraded, "/source/digest") == CompileRules(kManyRules)->digest());
  const uint64_t records = engine.ledger().size();
  CHECK(Must(engine.ledger().Read(records - 1)).kind() == "bundle.refused");

  status = 500;
  engine.clock().Advance(std::chrono::seconds(61));
  InOrder();
  watch->Look(false);
  const Response old = Got(client.Get("/readyz"));
  CHECK(Problem(old) == "503 bundle.too_old");
  CHECK(Text(Json(old.body), "/source/last_error/code") == "source.status");
  CHECK(engine.ledger().size() == records);
  const std::string metrics = Got(client.Get("/metrics")).body;
  CHECK(metrics.find("reeve_bundle_age_seconds 101\n") != std::string::npos);
  CHECK(metrics.find("reeve_bundle_info{digest=\"" + CompileRules(kManyRules)->digest() +
                     "\"} 1\n") != std::string::npos);
}

}  // namespace reeve::api::testing
