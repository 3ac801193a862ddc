// The HTTP server: routes, authentication, limits. docs/api/openapi.yaml describes it for callers.
//
// A request has a thread, which waits while its decision's record is made durable; so
// max_connections is also the number of decisions under way at once. Connections between two
// requests need none (http_server.h).
//
// Thread-safety: Stop may be called from any thread; everything else from one.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "api/jwt_issuers.h"
#include "api/rate_limiter.h"
#include "api/tls.h"
#include "base/metrics.h"
#include "base/result.h"
#include "engine/bundle_watch.h"
#include "engine/engine.h"

namespace reeve::api {

class Gateway;
class Notifier;
class SpanExporter;

inline constexpr size_t kMaxBodyBytes = size_t{8} << 20;  // of a batch; one request: 1 MiB
inline constexpr int kDefaultPort = 8484;

struct ServerOptions {
  // Loopback only, but with TLS, or where plain_network says so; never with a development token.
  std::string host = "127.0.0.1";
  int port = kDefaultPort;  // 0: any free one
  // Of development: stands for everybody in every role. Empty: only tokens of access are taken.
  std::string token = {};
  engine::Principal principal{"development", "default"};  // who comes with it
  const engine::BundleWatch* watch =
      nullptr;                    // of the bundle's source, for /readyz and /metrics; or null
  Notifier* notifier = nullptr;   // or null: nobody is notified
  Gateway* gateway = nullptr;     // or null: no model is reached through this server
  bool public_log = false;        // whether /log/tile/entries, the records, is answered to anybody
  const Tls* tls = nullptr;       // or null: plain HTTP
  bool plain_network = false;     // plain HTTP to others than this host
  SpanExporter* spans = nullptr;  // or null: nobody is told of traces
  const JwtIssuers* jwt = nullptr;  // or null: no signed tokens of others are taken
  RateLimit rate = {};
  size_t max_connections = 1024;  // with a request under way
  int idle_seconds = 5;           // a connection without a request is closed after this
  int phase_seconds = 5;          // the longest gap within a request that is being read or answered
  int request_seconds = 60;       // a request comes whole in this time
};

// server.host: no loopback address, although it must be (options.host). Start checks it as well;
// this is for asking before anything is made.
Status CheckHost(std::string_view host, bool development, bool tls, bool plain_network);

class Server {
 public:
  // Listens and answers, on threads of its own. Engine, metrics, and what options point to must
  // outlive the server. server.host, server.port (taken, or not allowed),
  // server.token (none was given, and no token of access was ever made), server.route (one that
  // access.h does not have)
  static Result<std::unique_ptr<Server>> Start(ServerOptions options, engine::Engine& engine,
                                               Metrics& metrics);
  ~Server();

  int port() const;
  // Takes no new connection, finishes the requests under way, joins the threads. Idempotent.
  void Stop();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace reeve::api
