#include "api/http_server.h"

#include <httplib.h>
#include <openssl/ssl.h>

#include <atomic>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/connection_threads.h"
#include "api/connection_watch.h"
#include "api/end_reading.h"
#include "api/http_messages.h"
#include "api/later_answer.h"
#include "api/tls.h"
#include "base/mutex.h"

namespace reeve::api {
namespace {

struct ContextDeleter {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using Context = std::unique_ptr<SSL_CTX, ContextDeleter>;

constexpr std::string_view kLineEnd = "\r\n";

class HttpServer;

// The end of an exchange whose answer comes later: of the head that the library wrote when the
// handler returned, and of the reply, whichever comes last sends both.
class Exchange final : public LaterAnswer {
 public:
  Exchange(HttpServer& server, std::shared_ptr<Connection> connection);
  ~Exchange() override;

  void Send(Reply reply) override;
  void Run(std::function<void()> task) override;
  // False where the reply has yet to come; then the connection is taken care of.
  bool OnHead(std::string head, bool is_last);
  // After an answer: whether the connection goes on.
  bool goes_on() const { return goes_on_; }

 private:
  void Answer() REEVE_EXCLUDES(mutex_);

  HttpServer& server_;
  const std::shared_ptr<Connection> connection_;
  Mutex mutex_;
  std::optional<Reply> reply_ REEVE_GUARDED_BY(mutex_);
  std::optional<std::string> head_ REEVE_GUARDED_BY(mutex_);
  bool is_last_ = false;
  bool goes_on_ = false;
};

// What a thread is serving.
struct Serving {
  HttpServer& server;
  const std::shared_ptr<Connection>& connection;
  std::shared_ptr<Exchange> later = nullptr;  // where the handler asked for it
  std::string head = {};                      // that the library then wrote
};
thread_local Serving* serving = nullptr;

// A connection as the library wants it.
class ConnectionStream final : public httplib::Stream {
 public:
  explicit ConnectionStream(Serving& of) : of_(of), connection_(*of.connection) {}

  bool is_readable() const override { return connection_.IsReadable(); }
  bool is_writable() const override { return connection_.IsWritable(); }
  ssize_t read(char* bytes, size_t size) override { return connection_.Read(bytes, size); }
  ssize_t write(const char* bytes, size_t size) override {
    if (of_.later == nullptr) return connection_.Write({bytes, size});
    of_.head.append(bytes, size);
    return static_cast<ssize_t>(size);
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
  Serving& of_;
  Connection& connection_;
};

class HttpServer final : public httplib::Server {
 public:
  HttpServer(const HttpServerOptions& options, Context tls)
      : options_(options),
        tls_(std::move(tls)),
        watch_(options.max_idle, options.idle),
        threads_(options.max_threads, watch_,
                 [this](const std::shared_ptr<Connection>& connection) { Serve(connection); }) {
    new_task_queue = [this] { return new Queue(*this); };
  }

  // Of exchanges whose answers come later.
  void OnBegun() { ++underway_; }
  void OnEnded() {
    if (--underway_ == 0) underway_.notify_all();
  }
  void Run(std::function<void()> task) { threads_.Post(std::move(task)); }
  void GoOn(std::shared_ptr<Connection> connection) {
    if (!connection->HasUnread()) return watch_.Add(std::move(connection));
    threads_.Post([this, connection = std::move(connection)] { Serve(connection); });
  }

 private:
  // The library's, for one run of the server: it has a job for each new connection, which only
  // gives it to the watch.
  class Queue final : public httplib::TaskQueue {
   public:
    explicit Queue(HttpServer& server) : server_(server) {}
    void enqueue(std::function<void()> job) override { job(); }
    void shutdown() override { server_.End(); }

   private:
    HttpServer& server_;
  };

  enum class Next { kRequest, kLater, kEnd };

  bool process_and_close_socket(socket_t socket) override {
    watch_.Add(std::make_shared<Connection>(socket, tls_.get(), options_.limits));
    return true;
  }

  void End() {
    watch_.Stop();
    for (size_t count = underway_; count != 0; count = underway_) underway_.wait(count);
    threads_.Stop();
  }

  void Serve(const std::shared_ptr<Connection>& connection) {
    while (svr_sock_ != INVALID_SOCKET) {
      if (connection->NeedsHandshake()) {
        if (!connection->Handshake()) return;
      } else {
        connection->BeginRequest();
        const Next next = AnswerOne(connection);
        if (next == Next::kLater) return;
        if (next == Next::kEnd) return connection->Close();
      }
      if (!connection->HasUnread()) return watch_.Add(connection);
    }
  }

  Next AnswerOne(const std::shared_ptr<Connection>& connection) {
    bool was_last = false;
    bool reads_body = false;  // where nobody got so far as to look, it is not
    Serving now{*this, connection};
    ConnectionStream stream(now);
    serving = &now;
    const bool good = process_request(stream, false, was_last, [&](httplib::Request& request) {
      connection->EndHead();
      request.ssl = connection->tls();
      reads_body = !LeavesBody(request.method, request.has_header("Transfer-Encoding"),
                               request.get_header_value("Content-Length"));
    });
    serving = nullptr;
    bool goes_on = good && !was_last && reads_body;
    if (now.later != nullptr) {
      if (!now.later->OnHead(std::move(now.head), !goes_on)) return Next::kLater;
      goes_on = now.later->goes_on();
    }
    return connection->Flush() && goes_on ? Next::kRequest : Next::kEnd;
  }

  const HttpServerOptions options_;
  const Context tls_;
  std::atomic<size_t> underway_{0};
  ConnectionWatch watch_;
  ConnectionThreads threads_;
};

Exchange::Exchange(HttpServer& server, std::shared_ptr<Connection> connection)
    : server_(server), connection_(std::move(connection)) {
  server_.OnBegun();
}

Exchange::~Exchange() {
  bool answered = false;
  {
    const MutexLock lock(mutex_);
    answered = reply_.has_value();
  }
  if (!answered) Exchange::Send(ProblemReply(OwnError(500)));
  server_.OnEnded();
}

void Exchange::Run(std::function<void()> task) { server_.Run(std::move(task)); }

void Exchange::Send(Reply reply) {
  {
    const MutexLock lock(mutex_);
    reply_ = std::move(reply);
    if (!head_) return;
  }
  Answer();
  if (!goes_on_) return connection_->Close();
  server_.GoOn(connection_);
}

bool Exchange::OnHead(std::string head, bool is_last) {
  {
    const MutexLock lock(mutex_);
    head_ = std::move(head);
    is_last_ = is_last;
    if (!reply_) return false;
  }
  Answer();
  return true;
}

// The library wrote a head, of which those headers hold that are not of the reply.
void Exchange::Answer() {
  const MutexLock lock(mutex_);
  httplib::Response own;
  SendHead(*reply_, own);
  own.set_header("Content-Type", reply_->content_type);
  own.set_header("Content-Length", std::to_string(reply_->body.size()));
  // What else a status means, the problem in the body says.
  std::string head = "HTTP/1.1 " + std::to_string(reply_->status);
  head.append(reply_->status == 200 ? " OK" : " ").append(kLineEnd);
  for (const auto& [name, value] : own.headers)
    head.append(name).append(": ").append(value).append(kLineEnd);
  const std::string_view written = *head_;
  for (size_t at = written.find('\n') + 1; at != 0 && at < written.size();) {
    const std::string_view line = written.substr(at, written.find('\n', at) + 1 - at);
    at += line.size();
    if (!line.starts_with("Content-")) head += line;
    if (line.size() <= kLineEnd.size()) break;
  }
  goes_on_ = connection_->Write(head) >= 0 && connection_->Write(reply_->body) >= 0 && !is_last_;
}

}  // namespace

std::shared_ptr<LaterAnswer> AnswerLater() {
  if (serving == nullptr) return nullptr;
  serving->later = std::make_shared<Exchange>(serving->server, serving->connection);
  return serving->later;
}

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
