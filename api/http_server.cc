#include "api/http_server.h"

#include <httplib.h>
#include <openssl/ssl.h>
#include <poll.h>

#include <array>
#include <limits>
#include <string_view>
#include <utility>

#include "api/connection_threads.h"
#include "api/end_reading.h"
#include "api/idle_connections.h"
#include "api/tls.h"

namespace reeve::api {
namespace {

struct ContextDeleter {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using Context = std::unique_ptr<SSL_CTX, ContextDeleter>;

// A connection as the library wants it.
class ConnectionStream final : public httplib::Stream {
 public:
  explicit ConnectionStream(Connection& connection) : connection_(connection) {}

  bool is_readable() const override { return connection_.IsReadable(); }
  bool is_writable() const override { return connection_.IsWritable(); }
  ssize_t read(char* bytes, size_t size) override { return connection_.Read(bytes, size); }
  ssize_t write(const char* bytes, size_t size) override {
    return connection_.Write({bytes, size});
  }
  void get_remote_ip_and_port(std::string& address, int& port) const override {
    address = connection_.remote().address;
    port = connection_.remote().port;
  }
  void get_local_ip_and_port(std::string& address, int& port) const override {
    address = connection_.local().address;
    port = connection_.local().port;
  }
  socket_t socket() const override { return connection_.socket(); }

 private:
  Connection& connection_;
};

class HttpServer final : public httplib::Server {
 public:
  HttpServer(const HttpServerOptions& options, Context tls)
      : options_(options),
        tls_(std::move(tls)),
        threads_(options.max_threads),
        idle_(options.max_idle, options.idle,
              [this](std::shared_ptr<Connection> connection) { Enqueue(std::move(connection)); }) {
    new_task_queue = [this] { return new Queue(*this); };
  }

 private:
  // The library's, for one run of the server.
  class Queue final : public httplib::TaskQueue {
   public:
    explicit Queue(HttpServer& server) : server_(server) {}
    void enqueue(std::function<void()> job) override { server_.threads_.Enqueue(std::move(job)); }
    void shutdown() override {
      server_.idle_.Stop();
      server_.threads_.Shutdown();
    }

   private:
    HttpServer& server_;
  };

  enum class Next { kRequest, kSetAside, kEnd };

  void Enqueue(std::shared_ptr<Connection> connection) {
    threads_.Enqueue([this, connection = std::move(connection)] { Serve(connection); });
  }

  bool process_and_close_socket(socket_t socket) override {
    Serve(std::make_shared<Connection>(socket, tls_.get(), options_.limits));
    return true;
  }

  void Serve(const std::shared_ptr<Connection>& connection) {
    while (svr_sock_ != INVALID_SOCKET) {
      const Next next = connection->HasUnread() ? Next::kRequest : Wait(*connection);
      if (next == Next::kSetAside) return idle_.Add(connection);
      if (next == Next::kEnd) return;
      if (connection->NeedsHandshake()) {
        if (!connection->Handshake()) return;
        continue;
      }
      connection->BeginRequest();
      if (!AnswerOne(*connection)) return connection->Close();
    }
  }

  // For what comes first: the next request, somebody else who wants the thread, the end.
  Next Wait(const Connection& connection) const {
    std::array<pollfd, 2> asked{{{connection.socket(), POLLIN, 0}, {threads_.wanted(), POLLIN, 0}}};
    int ready = -1;
    do {
      ready = ::poll(asked.data(), asked.size(), static_cast<int>(options_.idle.count()));
    } while (ready < 0 && errno == EINTR);
    if (ready <= 0) return Next::kEnd;
    return asked[0].revents != 0 ? Next::kRequest : Next::kSetAside;
  }

  // False where the connection ends with it.
  bool AnswerOne(Connection& connection) {
    bool was_last = false;
    bool reads_body = false;  // where nobody got so far as to look, it is not
    ConnectionStream stream(connection);
    const bool good = process_request(stream, false, was_last, [&](httplib::Request& request) {
      connection.EndHead();
      request.ssl = connection.tls();
      reads_body = !LeavesBody(request.method, request.has_header("Transfer-Encoding"),
                               request.get_header_value("Content-Length"));
    });
    return connection.Flush() && good && !was_last && reads_body;
  }

  const HttpServerOptions options_;
  const Context tls_;
  ConnectionThreads threads_;
  IdleConnections idle_;
};

}  // namespace

std::unique_ptr<httplib::Server> NewHttpServer(const HttpServerOptions& options) {
  Context tls;
  if (options.tls != nullptr) {
    tls.reset(SSL_CTX_new(TLS_server_method()));
    if (tls == nullptr || !options.tls->Configure(tls.get())) return nullptr;
  }
  auto server = std::make_unique<HttpServer>(options, std::move(tls));
  server->set_read_timeout(options.limits.gap);
  server->set_write_timeout(options.limits.gap);
  server->set_keep_alive_timeout(std::chrono::ceil<std::chrono::seconds>(options.idle).count());
  server->set_keep_alive_max_count(std::numeric_limits<size_t>::max());
  return server;
}

}  // namespace reeve::api
