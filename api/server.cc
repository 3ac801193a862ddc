#include "api/server.h"

#include <httplib.h>

#include <algorithm>
#include <limits>

#include "api/access.h"
#include "api/approval_handlers.h"
#include "api/approval_waiting.h"
#include "api/bias_handlers.h"
#include "api/bias_monitor_handlers.h"
#include "api/connection_threads.h"
#include "api/end_reading.h"
#include "api/guard.h"
#include "api/handlers.h"
#include "api/log_handlers.h"
#include "api/methods.h"
#include "api/notification_handlers.h"
#include "api/person.h"
#include "api/problem.h"
#include "api/record_handlers.h"
#include "api/routes.h"
#include "api/token_handlers.h"
#include "base/log.h"
#include "base/mutex.h"
#include "oversight/bias/sealed_attributes.h"

namespace reeve::api {
namespace {

constexpr char kRequestIdHeader[] = "X-Request-ID";
constexpr size_t kMaxRequestIdBytes = 128;
constexpr std::string_view kLoopback[] = {"127.0.0.1", "::1", "localhost"};

// Connections that wait to be accepted; the kernel takes less if its own limit is lower.
constexpr int kBacklog = 4096;

// What the library refuses unread; each route has its own limit below it.
constexpr size_t kMaxLibraryBodyBytes =
    std::max(kMaxBodyBytes, oversight::bias::kMaxAttributeBytes);

bool IsLoopback(std::string_view host) {
  return std::find(std::begin(kLoopback), std::end(kLoopback), host) != std::end(kLoopback);
}

class TaskQueue final : public httplib::TaskQueue {
 public:
  explicit TaskQueue(size_t most) : threads_(most) {}
  void enqueue(std::function<void()> job) override { threads_.Enqueue(std::move(job)); }
  void shutdown() override { threads_.Shutdown(); }

 private:
  ConnectionThreads threads_;
};

void Send(const Reply& reply, httplib::Response& response) {
  response.status = reply.status;
  if (reply.status == 503) response.set_header("Retry-After", "1");
  if (reply.status == 401) response.set_header("WWW-Authenticate", "Bearer");
  for (const auto& [name, value] : reply.headers) response.set_header(name, value);
  response.set_content(reply.body, reply.content_type);
}

Parameters ParametersOf(const httplib::Request& request) {
  return {request.params.begin(), request.params.end()};
}

// What the library answers by itself (no route, too large, malformed) becomes a problem as well.
Error OwnError(int status) {
  switch (status) {
    case 404:
      return {"http.not_found", "there is nothing at this path; see docs/api/openapi.yaml"};
    case 405:
      return {"http.method", "this path is for another method; see the header `Allow`"};
    case 413:
      return {"http.too_large", "the body has more than " + std::to_string(kMaxBodyBytes) +
                                    " bytes, or of attributes " +
                                    std::to_string(oversight::bias::kMaxAttributeBytes)};
    case 414:
      return {"http.uri_too_long", "the path is too long"};
    case 415:
      return {"http.content_type", "send the body as application/json, not as a form's parts"};
    case 500:
      return {"http_internal", "the request could not be answered"};
    default:
      return {"http.malformed", "the request is not proper HTTP"};
  }
}

}  // namespace

struct Server::Impl {
  Impl(ServerOptions given, engine::Engine& the_engine, Metrics& the_metrics)
      : options(std::move(given)),
        engine(the_engine),
        metrics(the_metrics),
        guard(Authenticator(options.token, options.principal, engine.tokens(), options.jwt),
              options.rate, engine.clock(), metrics),
        listening_server(NewServer(options.tls)),
        http(*listening_server) {}

  static std::unique_ptr<httplib::Server> NewServer(const Tls* tls) {
    if (tls == nullptr) return std::make_unique<httplib::Server>();
    return std::make_unique<httplib::SSLServer>(
        [tls](SSL_CTX& context) { return tls->Configure(&context); });
  }

  // A request that was let in, and who sends it.
  struct Call {
    const httplib::Request& http;
    const Caller& caller;
  };

  // The rows of a route that is about to be bound. One without any is remembered, and not served.
  std::span<const RouteAccess> RowsOf(const char* method, const char* pattern) {
    const std::span<const RouteAccess> rows = AccessOf(method, pattern);
    if (rows.empty()) not_in_table.append(method).append(" ").append(pattern).append("; ");
    return rows;
  }

  Result<Caller> Admit(const httplib::Request& request, std::span<const RouteAccess> rows) {
    std::string authorization = request.get_header_value("Authorization");
    if (authorization.empty() && request.has_header(kKeyHeader)) {
      authorization = "Bearer " + request.get_header_value(kKeyHeader);
    }
    const std::string tenant = request.get_header_value(kTenantHeader);
    Presented given{.authorization = authorization, .tenant = tenant};
    if (authorization.empty()) given.certificate_names = CertificateNames(request.ssl);
    return guard.Admit(given, rows,
                       std::string_view(request.path).substr(request.path.rfind('/') + 1));
  }

  void Refuse(const Error& error, httplib::Response& response) {
    if (StatusOf(error.code) == 429) {
      response.set_header("Retry-After", std::to_string(guard.retry_seconds()));
    }
    Send(ProblemReply(error), response);
  }

  void Answer(const Reply& reply, httplib::Response& response) {
    guard.CountAnswer(reply.status);
    Send(reply, response);
  }

  // Without a body, of whom the rows let.
  template <typename Handler>
  httplib::Server::Handler Asked(std::span<const RouteAccess> rows, Handler handler) {
    return [this, handler, rows](const httplib::Request& request, httplib::Response& response) {
      const Result<Caller> caller = Admit(request, rows);
      if (!caller.ok()) return Refuse(caller.error(), response);
      Answer(handler(Call{request, *caller}), response);
    };
  }

  template <typename Handler>
  void Question(const char* pattern, Handler handler) {
    http.Get(pattern, Asked(RowsOf("GET", pattern), handler));
  }

  // GET, answered with events until there are no more, the caller goes or may no longer ask, or the
  // server stops.
  template <typename Follow>
  void Stream(const char* pattern, Follow follow) {
    http.Get(pattern, [this, follow, rows = RowsOf("GET", pattern)](const httplib::Request& request,
                                                                    httplib::Response& response) {
      const Result<Caller> caller = Admit(request, rows);
      if (!caller.ok()) return Refuse(caller.error(), response);
      Result<std::unique_ptr<EventSource>> source = follow(Call{request, *caller});
      if (!source.ok()) return Answer(ProblemReply(source.error()), response);
      const std::shared_ptr<EventSource> events = *std::move(source);
      response.set_header("Cache-Control", "no-store");
      response.set_chunked_content_provider(
          "text/event-stream", [this, events, who = *caller](size_t, httplib::DataSink& sink) {
            const std::optional<std::string> next =
                guard.StillStands(who) ? events->Next() : std::nullopt;
            if (next) return sink.write(next->data(), next->size());
            sink.done();
            return true;
          });
    });
  }

  // With a body, of whom the rows let. It is read here: the library would keep one that is chunked
  // or compressed whole in memory however large it grows, and would take a body that curl calls a
  // form for too large at 8 KiB. What is not kept is still read, or it would be taken for the next
  // request.
  template <typename Handler>
  httplib::Server::HandlerWithContentReader Told(std::span<const RouteAccess> rows, Handler handler,
                                                 size_t most) {
    return [this, handler, rows, most](const httplib::Request& request, httplib::Response& response,
                                       const httplib::ContentReader& read) {
      const Result<Caller> caller = Admit(request, rows);
      std::string body;
      const int failed = ReadBody(request, response, read, caller.ok() ? most : 0, &body);
      if (!caller.ok()) return Refuse(caller.error(), response);
      if (failed != 0) return Send(ProblemReply(OwnError(failed)), response);
      Answer(handler(Call{request, *caller}, body), response);
    };
  }

  template <typename Handler>
  void Notice(const char* pattern, Handler handler, size_t most = kMaxBodyBytes) {
    http.Post(pattern, Told(RowsOf("POST", pattern), handler, most));
  }

  // The same, of a person.
  template <typename Handler>
  void Command(const char* pattern, Handler handler, size_t most = kMaxBodyBytes) {
    Notice(
        pattern,
        [this, handler](const Call& call, std::string_view body) {
          const Result<oversight::ActingPerson> person =
              guard.Acting(call.caller, call.http.get_header_value(kPersonHeader));
          return person.ok() ? handler(call, *person, body) : ProblemReply(person.error());
        },
        most);
  }

  // Any method, as a gateway passes it on.
  template <typename Handler>
  void Forwarded(const char* pattern, Handler handler) {
    const std::span<const RouteAccess> rows = RowsOf("ANY", pattern);
    const auto asked = Asked(rows, [handler](const Call& call) { return handler(call, {}); });
    http.Get(pattern, asked);
    http.Options(pattern, asked);
    const auto told = Told(rows, handler, kMaxBodyBytes);
    http.Post(pattern, told);
    http.Put(pattern, told);
    http.Patch(pattern, told);
    http.Delete(pattern, told);
  }

  template <typename Handler>
  void Open(const char* pattern, Handler handler) {
    RowsOf("GET", pattern);
    http.Get(pattern, [handler](const httplib::Request& request, httplib::Response& response) {
      Send(handler(request), response);
    });
  }

  // Keeps at most `most` bytes. 0, or the status that answers a body that cannot be taken.
  static int ReadBody(const httplib::Request& request, const httplib::Response& response,
                      const httplib::ContentReader& read, size_t most, std::string* body) {
    if (request.is_multipart_form_data()) {
      read([](const httplib::MultipartFormData&) { return true; },
           [](const char*, size_t) { return true; });
      return 415;
    }
    size_t size = 0;
    const bool whole = read([&](const char* bytes, size_t count) {
      size += count;
      if (size <= most) body->append(bytes, count);
      return true;
    });
    if (size > most) return 413;
    if (whole) return 0;
    return response.status >= 400 ? response.status : 400;
  }

  void SetLimits() {
    http.new_task_queue = [most = options.max_connections] { return new TaskQueue(most); };
    http.set_payload_max_length(kMaxLibraryBodyBytes);
    http.set_read_timeout(options.phase_seconds);
    http.set_write_timeout(options.phase_seconds);
    http.set_keep_alive_timeout(options.idle_seconds);
    http.set_keep_alive_max_count(std::numeric_limits<size_t>::max());
    http.set_tcp_nodelay(true);
    // Not the library's default, which lets a second server share the port.
    http.set_socket_options([this](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
      listening = socket;
    });
  }

  void SetRoutes() {
    using httplib::Request;
    // The library tries routes in this order: the hot one first.
    Notice("/v1/decisions", [this](const Call& call, std::string_view body) {
      if (!call.http.has_header(kCallbackHeader)) {
        return Decide(engine, call.caller.principal, body);
      }
      return DecideWithCallback(engine, call.caller.principal, options.notifier,
                                call.http.get_header_value(kCallbackHeader), body);
    });
    Notice("/v1/decisions:batch", [this](const Call& call, std::string_view body) {
      return DecideBatch(engine, call.caller.principal, body);
    });
    Question("/v1/decisions/([A-Za-z0-9-]+)", [this](const Call& call) {
      return GetDecision(engine, call.caller.principal, call.http.matches[1].str());
    });
    Question("/v1/decisions/([A-Za-z0-9-]+)/receipt", [this](const Call& call) {
      return GetReceipt(engine, call.caller.principal, call.http.matches[1].str());
    });
    Question("/v1/records", [this](const Call& call) {
      return SearchRecords(engine, call.caller.principal, ParametersOf(call.http));
    });
    Question("/v1/records:count", [this](const Call& call) {
      return CountRecords(engine, call.caller.principal, ParametersOf(call.http));
    });
    for (const Route& route : RegisterRoutes()) SetRoute(route);
    SetApprovalRoutes();
    SetLogRoutes();
    for (const Route& route : GovernanceRoutes()) SetRoute(route);
    SetBiasRoutes();
    for (const Route& route : OversightRoutes()) SetRoute(route);
    for (const Route& route : ContractRoutes()) SetRoute(route);
    for (const Route& route : BiasRoutes()) SetRoute(route);
    SetNotificationRoutes();
    SetTokenRoutes();
    Open("/v1/openapi.json", [](const Request&) { return GetOpenApi(); });
    Open("/livez", [](const Request&) { return Livez(); });
    Open("/readyz", [this](const Request&) { return Readyz(engine, options.watch); });
    Open("/metrics", [this](const Request&) { return GetMetrics(metrics); });
  }

  void SetApprovalRoutes() {
    using oversight::ActingPerson;
    Question("/v1/approvals", [this](const Call& call) {
      return ListApprovals(engine, call.caller.principal, ParametersOf(call.http));
    });
    Stream("/v1/approvals/events", [this](const Call& call) {
      return FollowApprovals(engine, call.caller.principal,
                             call.http.get_header_value("Last-Event-ID"), waiting);
    });
    Question("/v1/approvals/([A-Za-z0-9-]+)", [this](const Call& call) {
      const std::string id = call.http.matches[1].str();
      if (!call.http.has_param("wait")) return GetApproval(engine, call.caller.principal, id);
      return AwaitApproval(engine, call.caller.principal, id, call.http.get_param_value("wait"),
                           waiting);
    });
    Stream("/v1/approvals/([A-Za-z0-9-]+)/events", [this](const Call& call) {
      return FollowApproval(engine, call.caller.principal, call.http.matches[1].str(), waiting);
    });
    Command("/v1/approvals/([A-Za-z0-9-]+)/votes",
            [this](const Call& call, const ActingPerson& person, std::string_view body) {
              return VoteOnApproval(engine, person, call.http.matches[1].str(), body);
            });
    Command("/v1/approvals/([A-Za-z0-9-]+)/withdraw",
            [this](const Call& call, const ActingPerson& person, std::string_view body) {
              return WithdrawApproval(engine, person, call.http.matches[1].str(), body);
            });
  }

  // The checkpoint and the hashes tell nothing but how many records there are, and outsiders must
  // be able to compare them; records are for whom the table lets, unless the log is public.
  void SetLogRoutes() {
    using httplib::Request;
    Open("/log/checkpoint", [this](const Request& request) {
      return GetCheckpoint(engine, request.get_header_value("If-None-Match"));
    });
    Open("/log/cosigned/checkpoint", [this](const Request& request) {
      return GetCosignedCheckpoint(engine, request.get_header_value("If-None-Match"));
    });
    constexpr char kEntries[] = "/log/(?:cosigned/)?(tile/entries/.+)";
    const auto tile = [this](const Request& request) {
      return GetTile(engine, request.matches[1].str(), options.public_log);
    };
    if (options.public_log) {
      Open(kEntries, tile);
    } else {
      Question(kEntries, [tile](const Call& call) { return tile(call.http); });
    }
    Open("/log/(?:cosigned/)?(tile/.+)", tile);
    Question("/v1/ledger/receipt", [this](const Call& call) {
      return GetLedgerReceipt(engine, call.caller.principal,
                              {.index = call.http.get_param_value("index"),
                               .id = call.http.get_param_value("id"),
                               .leaf_hash = call.http.get_param_value("leaf_hash"),
                               .with = call.http.get_param_value("with"),
                               .under = call.http.get_param_value("under")});
    });
    Question("/v1/ledger/consistency", [this](const Call& call) {
      return GetConsistency(engine, call.http.get_param_value("old"),
                            call.http.get_param_value("size"));
    });
  }

  // What is not in a table: another limit of the body, a header that is read.
  void SetBiasRoutes() {
    using httplib::Request;
    Command(
        "/v1/bias-attributes",
        [this](const Call& call, const oversight::ActingPerson& person, std::string_view csv) {
          const Request& request = call.http;
          return UploadAttributes(engine, person,
                                  {.system = request.get_param_value("system"),
                                   .purpose = request.get_param_value("purpose"),
                                   .legal_basis = request.get_param_value("legal_basis"),
                                   .delete_at = request.get_param_value("delete_at")},
                                  csv);
        },
        oversight::bias::kMaxAttributeBytes);
    // Local Law 144 wants them public, so nobody is asked for a token.
    Open("/.well-known/audits.json", [this](const Request&) { return GetPublicAudits(engine); });
    Open("/audits/([A-Za-z0-9-]+)", [this](const Request& request) {
      return GetPublicAudit(engine, request.matches[1].str());
    });
    Question("/v1/bias-reports/(sha256:[0-9a-f]{64})", [this](const Call& call) {
      return GetBiasReport(engine, call.caller.principal, call.http.matches[1].str(),
                           call.http.get_param_value("format"),
                           call.http.get_header_value("Accept"));
    });
  }

  void SetRoute(const Route& route) {
    const auto answer = [this, &route](const Call& call, oversight::ActingPerson person,
                                       std::string_view body) {
      RouteCall asked{{},   ParametersOf(call.http), std::move(person),
                      body, call.http.method,        call.http.get_header_value(kRequestIdHeader)};
      for (size_t i = 1; i < call.http.matches.size(); ++i) {
        asked.parts.push_back(call.http.matches[i]);
      }
      // Some contracts only look at texts, and would ask no register for whom.
      const bool names_system = std::string_view(route.pattern).starts_with("/contracts/");
      if (names_system && !call.caller.principal.MaySpeakFor(asked.parts.front())) {
        return ProblemReply({"identity.system",
                             "this token does not speak for the system in the path; ask an "
                             "administrator for one that does"});
      }
      return route.answer(engine, call.caller.principal, asked);
    };
    switch (route.kind) {
      case RouteKind::kQuestion:
        Question(route.pattern, [answer](const Call& call) { return answer(call, {}, {}); });
        break;
      case RouteKind::kNotice:
        Notice(route.pattern, [answer](const Call& call, std::string_view body) {
          return answer(call, {}, body);
        });
        break;
      case RouteKind::kCommand:
        Command(route.pattern,
                [answer](const Call& call, const oversight::ActingPerson& person,
                         std::string_view body) { return answer(call, person, body); });
        break;
      case RouteKind::kForwarded:
        Forwarded(route.pattern, [answer](const Call& call, std::string_view body) {
          return answer(call, {}, body);
        });
        break;
    }
  }

  void SetNotificationRoutes() {
    using oversight::ActingPerson;
    Question("/v1/notifications", [this](const Call& call) {
      return ListNotifications(options.notifier, call.caller.principal);
    });
    Command("/v1/notifications/([A-Za-z0-9._-]+)/retry",
            [this](const Call& call, const ActingPerson&, std::string_view body) {
              return RetryNotification(options.notifier, call.caller.principal,
                                       call.http.matches[1].str(), body);
            });
  }

  void SetTokenRoutes() {
    using oversight::ActingPerson;
    Question("/v1/tokens", [this](const Call& call) {
      return ListTokens(engine, call.caller.principal, call.http.get_param_value("state"));
    });
    Question("/v1/tokens/([A-Za-z0-9-]+)", [this](const Call& call) {
      return GetToken(engine, call.caller.principal, call.http.matches[1].str());
    });
    Command("/v1/tokens",
            [this](const Call& call, const ActingPerson& person, std::string_view body) {
              return NewToken(engine, call.caller, person, body);
            });
    Command("/v1/tokens/([A-Za-z0-9-]+)/revoke",
            [this](const Call& call, const ActingPerson& person, std::string_view body) {
              return RevokeToken(engine, person, call.http.matches[1].str(), body);
            });
    Question("/v1/principal", [](const Call& call) { return GetPrincipal(call.caller); });
  }

  // So that a caller finds its own requests in its own logs (AuthZEN 1.0 asks for it).
  void EchoRequestIds() {
    http.set_post_routing_handler([](const httplib::Request& request, httplib::Response& response) {
      const std::string id = request.get_header_value(kRequestIdHeader);
      const bool is_plain =
          std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 127; });
      if (!id.empty() && id.size() <= kMaxRequestIdBytes && is_plain) {
        response.set_header(kRequestIdHeader, id);
      }
    });
  }

  void SetErrors() {
    http.set_error_handler([](const httplib::Request& request, httplib::Response& response) {
      if (!response.body.empty()) return;  // one of our own problems
      if (const char* allowed = OtherMethod(request.path, request.method);
          allowed != nullptr && response.status == 404) {
        response.status = 405;
        response.set_header("Allow", allowed);
      }
      Send(ProblemReply(OwnError(response.status)), response);
    });
    http.set_exception_handler(
        [](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
          Log(LogLevel::kError, "http.exception");
          Send(ProblemReply(OwnError(500)), response);
        });
  }

  Status Listen() {
    port = options.port == 0 ? http.bind_to_any_port(options.host)
                             : (http.bind_to_port(options.host, options.port) ? options.port : -1);
    if (port < 0) {
      return Error{"server.port", "cannot listen on " + options.host + ":" +
                                      std::to_string(options.port) +
                                      "; is another server running there?"};
    }
    // The library lets five connections wait to be accepted; of a burst, the others would wait for
    // a second, or be reset.
    ::listen(listening, kBacklog);
    listener = std::jthread([this] { http.listen_after_bind(); });
    while (!http.is_running()) std::this_thread::yield();
    return {};
  }

  const ServerOptions options;
  engine::Engine& engine;
  Metrics& metrics;
  Guard guard;
  std::string not_in_table;  // routes that nobody said who may ask
  WaitingRoom waiting{std::min(kMaxWaiting, std::max<size_t>(1, options.max_connections / 4))};
  const std::unique_ptr<httplib::Server> listening_server;
  httplib::Server& http;
  int port = -1;
  socket_t listening = INVALID_SOCKET;  // the library's, and closed by it
  Mutex stopping;
  std::jthread listener;
};

Status CheckHost(std::string_view host, bool development, bool tls, bool plain_network) {
  if (IsLoopback(host) || (!development && (tls || plain_network))) return {};
  return Error{"server.host",
               "`" + std::string(host) + "` is no loopback address: " +
                   (development ? "the development token stands for everybody, so the server "
                                  "listens on 127.0.0.1, ::1 or localhost only"
                                : "give a certificate and its key, or say --plain-network where "
                                  "something in front of this server speaks TLS")};
}

namespace {

Status CheckSomebodyMayCall(const ServerOptions& options, engine::Engine& engine) {
  if (!options.token.empty()) return {};
  REEVE_ASSIGN_OR_RETURN(const bool any, engine.tokens().AnyMade());
  if (any) return {};
  return Error{"server.token",
               "nobody may call this server yet: make the first administrator's token with `reeve "
               "init`, or try things out with `reeve serve --dev-token`"};
}

}  // namespace

Result<std::unique_ptr<Server>> Server::Start(ServerOptions options, engine::Engine& engine,
                                              Metrics& metrics) {
  REEVE_RETURN_IF_ERROR(CheckHost(options.host, !options.token.empty(), options.tls != nullptr,
                                  options.plain_network));
  REEVE_RETURN_IF_ERROR(CheckSomebodyMayCall(options, engine));
  if (options.port < 0 || options.port > std::numeric_limits<uint16_t>::max()) {
    return Error{"server.port", "`" + std::to_string(options.port) + "` is no port"};
  }
  auto impl = std::make_unique<Impl>(std::move(options), engine, metrics);
  if (!impl->http.is_valid()) return Error{"server.tls", "the TLS library gives no context"};
  impl->SetLimits();
  impl->SetRoutes();
  impl->SetErrors();
  impl->EchoRequestIds();
  if (!impl->not_in_table.empty()) {
    return Error{"server.route", "nobody said in api/access.cc who may ask " + impl->not_in_table};
  }
  REEVE_RETURN_IF_ERROR(impl->Listen());
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() { Stop(); }

int Server::port() const { return impl_->port; }

void Server::Stop() {
  const MutexLock one_at_a_time(impl_->stopping);
  if (!impl_->listener.joinable()) return;  // the port may be another server's by now
  impl_->waiting.Close();
  impl_->http.stop();
  EndReading(impl_->port);
  impl_->listener.join();
}

}  // namespace reeve::api
