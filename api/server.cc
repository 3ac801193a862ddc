#include "api/server.h"

#include <httplib.h>

#include <algorithm>
#include <limits>

#include "api/access.h"
#include "api/approval_handlers.h"
#include "api/approval_waiting.h"
#include "api/bias_handlers.h"
#include "api/bias_monitor_handlers.h"
#include "api/end_reading.h"
#include "api/event_feed.h"
#include "api/gateway_routes.h"
#include "api/guard.h"
#include "api/handlers.h"
#include "api/http_messages.h"
#include "api/http_server.h"
#include "api/later_answer.h"
#include "api/log_handlers.h"
#include "api/notification_handlers.h"
#include "api/problem.h"
#include "api/record_handlers.h"
#include "api/response_counts.h"
#include "api/router.h"
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

}  // namespace

struct Server::Impl {
  Impl(ServerOptions given, std::unique_ptr<httplib::Server> server, engine::Engine& the_engine,
       Metrics& the_metrics)
      : options(std::move(given)),
        engine(the_engine),
        metrics(the_metrics),
        guard(Authenticator(options.token, options.principal, engine.tokens(), options.jwt),
              options.rate, engine.clock(), metrics),
        listening_server(std::move(server)),
        http(*listening_server),
        router(http, guard, responses, options.spans) {}

  void Bind(std::span<const Route> routes) {
    for (const Route& route : routes) router.Bind(route, engine);
  }

  void SetLimits() {
    http.set_payload_max_length(kMaxLibraryBodyBytes);
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
    router.TellLater("/v1/decisions", [this](const Call& call, std::string_view body, Later later) {
      const engine::Principal& principal = call.caller.principal;
      if (!call.http.has_header(kCallbackHeader)) {
        return Decide(engine, principal, body, std::move(later));
      }
      DecideWithCallback(engine, principal, options.notifier,
                         call.http.get_header_value(kCallbackHeader), body, std::move(later));
    });
    router.Tell("/v1/decisions:batch", [this](const Call& call, std::string_view body) {
      return DecideBatch(engine, call.caller.principal, body);
    });
    router.Ask("/v1/decisions/([A-Za-z0-9-]+)", [this](const Call& call) {
      return GetDecision(engine, call.caller.principal, call.http.matches[1].str());
    });
    router.Ask("/v1/decisions/([A-Za-z0-9-]+)/receipt", [this](const Call& call) {
      return GetReceipt(engine, call.caller.principal, call.http.matches[1].str());
    });
    router.Ask("/v1/records", [this](const Call& call) {
      return SearchRecords(engine, call.caller.principal, ParametersOf(call.http));
    });
    router.Ask("/v1/records:count", [this](const Call& call) {
      return CountRecords(engine, call.caller.principal, ParametersOf(call.http));
    });
    Bind(RegisterRoutes());
    SetApprovalRoutes();
    SetLogRoutes();
    Bind(GovernanceRoutes());
    SetBiasRoutes();
    Bind(OversightRoutes());
    Bind(ContractRoutes());
    Bind(BiasRoutes());
    SetNotificationRoutes();
    router.Stream("/v1/events", [this](const Call& call) {
      return FollowEvents(engine, call.caller.principal, ParametersOf(call.http),
                          call.http.get_header_value("Last-Event-ID"), waiting);
    });
    SetTokenRoutes();
    if (options.gateway != nullptr) BindGateway(router, *options.gateway);
    router.Open("/v1/openapi.json", [](const Request&) { return GetOpenApi(); });
    router.Open("/livez", [](const Request&) { return Livez(); });
    router.Open("/readyz", [this](const Request&) { return Readyz(engine, options.watch); });
    router.Open("/metrics", [this](const Request&) { return GetMetrics(metrics); });
  }

  void SetApprovalRoutes() {
    using oversight::ActingPerson;
    router.Ask("/v1/approvals", [this](const Call& call) {
      return ListApprovals(engine, call.caller.principal, ParametersOf(call.http));
    });
    router.Stream("/v1/approvals/events", [this](const Call& call) {
      return FollowApprovals(engine, call.caller.principal,
                             call.http.get_header_value("Last-Event-ID"), waiting);
    });
    router.Ask("/v1/approvals/([A-Za-z0-9-]+)", [this](const Call& call) {
      const std::string id = call.http.matches[1].str();
      if (!call.http.has_param("wait")) return GetApproval(engine, call.caller.principal, id);
      return AwaitApproval(engine, call.caller.principal, id, call.http.get_param_value("wait"),
                           waiting);
    });
    router.Stream("/v1/approvals/([A-Za-z0-9-]+)/events", [this](const Call& call) {
      return FollowApproval(engine, call.caller.principal, call.http.matches[1].str(), waiting);
    });
    router.Order("/v1/approvals/([A-Za-z0-9-]+)/votes",
                 [this](const Call& call, const ActingPerson& person, std::string_view body) {
                   return VoteOnApproval(engine, person, call.http.matches[1].str(), body);
                 });
    router.Order("/v1/approvals/([A-Za-z0-9-]+)/withdraw",
                 [this](const Call& call, const ActingPerson& person, std::string_view body) {
                   return WithdrawApproval(engine, person, call.http.matches[1].str(), body);
                 });
  }

  // The checkpoint and the hashes tell nothing but how many records there are, and outsiders must
  // be able to compare them; records are for whom the table lets, unless the log is public.
  void SetLogRoutes() {
    using httplib::Request;
    router.Open("/log/checkpoint", [this](const Request& request) {
      return GetCheckpoint(engine, request.get_header_value("If-None-Match"));
    });
    router.Open("/log/cosigned/checkpoint", [this](const Request& request) {
      return GetCosignedCheckpoint(engine, request.get_header_value("If-None-Match"));
    });
    constexpr char kEntries[] = "/log/(?:cosigned/)?(tile/entries/.+)";
    const auto tile = [this](const Request& request) {
      return GetTile(engine, request.matches[1].str(), options.public_log);
    };
    if (options.public_log) {
      router.Open(kEntries, tile);
    } else {
      router.Ask(kEntries, [tile](const Call& call) { return tile(call.http); });
    }
    router.Open("/log/(?:cosigned/)?(tile/.+)", tile);
    router.Ask("/v1/ledger/receipt", [this](const Call& call) {
      return GetLedgerReceipt(engine, call.caller.principal,
                              {.index = call.http.get_param_value("index"),
                               .id = call.http.get_param_value("id"),
                               .leaf_hash = call.http.get_param_value("leaf_hash"),
                               .with = call.http.get_param_value("with"),
                               .under = call.http.get_param_value("under")});
    });
    router.Ask("/v1/ledger/consistency", [this](const Call& call) {
      return GetConsistency(engine, call.http.get_param_value("old"),
                            call.http.get_param_value("size"));
    });
  }

  // What is not in a table: another limit of the body, a header that is read.
  void SetBiasRoutes() {
    using httplib::Request;
    router.Order(
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
    router.Open("/.well-known/audits.json",
                [this](const Request&) { return GetPublicAudits(engine); });
    router.Open("/audits/([A-Za-z0-9-]+)", [this](const Request& request) {
      return GetPublicAudit(engine, request.matches[1].str());
    });
    router.Ask("/v1/bias-reports/(sha256:[0-9a-f]{64})", [this](const Call& call) {
      return GetBiasReport(engine, call.caller.principal, call.http.matches[1].str(),
                           call.http.get_param_value("format"),
                           call.http.get_header_value("Accept"));
    });
  }

  void SetNotificationRoutes() {
    using oversight::ActingPerson;
    router.Ask("/v1/notifications", [this](const Call& call) {
      return ListNotifications(options.notifier, call.caller.principal);
    });
    router.Order("/v1/notifications/([A-Za-z0-9._-]+)/retry",
                 [this](const Call& call, const ActingPerson&, std::string_view body) {
                   return RetryNotification(options.notifier, call.caller.principal,
                                            call.http.matches[1].str(), body);
                 });
  }

  void SetTokenRoutes() {
    using oversight::ActingPerson;
    router.Ask("/v1/tokens", [this](const Call& call) {
      return ListTokens(engine, call.caller.principal, call.http.get_param_value("state"));
    });
    router.Ask("/v1/tokens/([A-Za-z0-9-]+)", [this](const Call& call) {
      return GetToken(engine, call.caller.principal, call.http.matches[1].str());
    });
    router.Order("/v1/tokens",
                 [this](const Call& call, const ActingPerson& person, std::string_view body) {
                   return NewToken(engine, call.caller, person, body);
                 });
    router.Order("/v1/tokens/([A-Za-z0-9-]+)/revoke",
                 [this](const Call& call, const ActingPerson& person, std::string_view body) {
                   return RevokeToken(engine, person, call.http.matches[1].str(), body);
                 });
    router.Ask("/v1/principal", [](const Call& call) { return GetPrincipal(call.caller); });
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
      // A method that it has no routes for is malformed to the library.
      const bool no_route = response.status == 404 || response.status == 400;
      if (const std::string allowed = no_route ? OtherMethods(PathOf(request), request.method) : "";
          !allowed.empty()) {
        response.status = 405;
        response.set_header("Allow", allowed);
      }
      const Reply reply = ProblemReply(OwnError(response.status));
      // The library may have left the body unread.
      if (request.remote_port <= 0 || HasBody(request)) return SendLast(reply, response);
      Send(reply, response);
    });
    http.set_pre_routing_handler([](const httplib::Request& request, httplib::Response& response) {
      if (HasClearEnd(request)) return httplib::Server::HandlerResponse::Unhandled;
      SendLast(ProblemReply(OwnError(400)), response);
      return httplib::Server::HandlerResponse::Handled;
    });
    http.set_logger([this](const httplib::Request&, const httplib::Response& response) {
      if (response.status != kAnsweredLater) responses.Count(response.status);
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
  ResponseCounts responses{metrics};
  WaitingRoom waiting{std::min(kMaxWaiting, std::max<size_t>(1, options.max_connections / 4))};
  const std::unique_ptr<httplib::Server> listening_server;
  httplib::Server& http;
  Router router;
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
  auto http = NewHttpServer({.tls = options.tls,
                             .max_threads = options.max_connections,
                             .idle = std::chrono::seconds(options.idle_seconds),
                             .limits = {.gap = std::chrono::seconds(options.phase_seconds),
                                        .whole = std::chrono::seconds(options.request_seconds)}});
  if (http == nullptr) return Error{"server.tls", "the TLS library gives no context"};
  auto impl = std::make_unique<Impl>(std::move(options), std::move(http), engine, metrics);
  impl->SetLimits();
  impl->SetRoutes();
  impl->SetErrors();
  impl->EchoRequestIds();
  if (!impl->router.not_in_table().empty()) {
    return Error{"server.route",
                 "nobody said in api/access.cc who may ask " + impl->router.not_in_table()};
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
  if (impl_->options.gateway != nullptr) impl_->options.gateway->Close();
  impl_->http.stop();
  EndReading(impl_->port);
  impl_->listener.join();
}

}  // namespace reeve::api
