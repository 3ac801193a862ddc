// The HTTP library's server over connections of our own (connection.h). The library gives a
// connection a thread for as long as it lasts, and looks for the next request every ten
// milliseconds; here a thread sleeps until something comes, and when other connections want it, the
// one that is between two requests is set aside (idle_connections.h). So idle connections, however
// many, hold no thread that a decision needs.
//
// A request whose body the library leaves unread is the last of its connection: what follows would
// be taken for another (RFC 9112 section 11.2).
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>

#include "api/connection.h"

namespace httplib {
class Server;
}

namespace reeve::api {

class Tls;

struct HttpServerOptions {
  const Tls* tls = nullptr;  // or null: plain
  size_t max_threads = 1024;
  size_t max_idle = 16'384;  // connections that are set aside
  std::chrono::milliseconds idle{5000};
  ConnectionLimits limits = {};
};

// Null where the TLS library gives no context.
std::unique_ptr<httplib::Server> NewHttpServer(const HttpServerOptions& options);

}  // namespace reeve::api
