#include "api/server.h"

#include <httplib.h>

#include <algorithm>
#include <limits>

#include "api/approval_handlers.h"
#include "api/approval_waiting.h"
#include "api/bias_handlers.h"
#include "api/bias_monitor_handlers.h"
#include "api/bundle_handlers.h"
#include "api/connection_threads.h"
#include "api/content_handlers.h"
#include "api/end_reading.h"
#include "api/gateway_routes.h"
#include "api/handlers.h"
#include "api/log_handlers.h"
#include "api/methods.h"
#include "api/notification_handlers.h"
#include "api/person.h"
#include "api/problem.h"
#include "api/record_handlers.h"
#include "api/routes.h"
#include "api/trial_handlers.h"
#include "api/waiver_handlers.h"
#include "base/log.h"
#include "base/mutex.h"
#include "base/sha256.h"
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

// An answer after which the library closes the connection, since its body cannot be written to the
// end: to bytes that are no request, of which nobody knows where the next one begins.
void SendLast(const Reply& reply, httplib::Response& response) {
  response.status = reply.status;
  response.set_header("Connection", "close");
  response.set_content_provider(reply.body.size(), reply.content_type,
                                [body = reply.body](size_t, size_t, httplib::DataSink& sink) {
                                  sink.write(body.data(), body.size());
                                  return false;
                                });
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
        token_digest(Sha256(options.token)),
        engine(the_engine),
        metrics(the_metrics) {}

  // Digests are compared, so neither the time nor the length tells anything about the token.
  // The scheme's case does not matter (RFC 9110 section 11.1).
  bool IsAuthorized(const httplib::Request& request) const {
    constexpr std::string_view kScheme = "Bearer ";
    const std::string header = request.get_header_value("Authorization");
    if (::strncasecmp(header.c_str(), kScheme.data(), kScheme.size()) != 0) return false;
    const Hash given = Sha256(std::string_view(header).substr(kScheme.size()));
    return ConstantTimeEqual(AsBytes(given), AsBytes(token_digest));
  }

  void Refuse(httplib::Response& response) {
    refused.Add();
    Send(ProblemReply({"http.unauthorized", "send the API token as `Authorization: Bearer`"}),
         response);
  }

  // A route that needs the token.
  template <typename Handler>
  httplib::Server::Handler Guarded(Handler handler) {
    return [this, handler](const httplib::Request& request, httplib::Response& response) {
      if (!IsAuthorized(request)) {
        Refuse(response);
        return;
      }
      Send(handler(request), response);
    };
  }

  // A route that needs the token and answers with events, until there are no more, the caller goes,
  // or the server stops.
  template <typename Follow>
  httplib::Server::Handler Streaming(Follow follow) {
    return [this, follow](const httplib::Request& request, httplib::Response& response) {
      if (!IsAuthorized(request)) return Refuse(response);
      Result<std::unique_ptr<EventSource>> source = follow(request);
      if (!source.ok()) return Send(ProblemReply(source.error()), response);
      const std::shared_ptr<EventSource> events = *std::move(source);
      response.set_header("Cache-Control", "no-store");
      response.set_chunked_content_provider(
          "text/event-stream", [events](size_t, httplib::DataSink& sink) {
            const std::optional<std::string> next = events->Next();
            if (next) return sink.write(next->data(), next->size());
            sink.done();
            return true;
          });
    };
  }

  // A route that needs the token and takes a body. The body is read here: the library would keep
  // one that is chunked or compressed whole in memory however large it grows, and would take a body
  // that curl calls a form for too large at 8 KiB. What is not kept is still read, or it would be
  // taken for the next request.
  template <typename Handler>
  httplib::Server::HandlerWithContentReader GuardedBody(Handler handler,
                                                        size_t most = kMaxBodyBytes) {
    return [this, handler, most](const httplib::Request& request, httplib::Response& response,
                                 const httplib::ContentReader& read) {
      const bool authorized = IsAuthorized(request);
      std::string body;
      const int failed = ReadBody(request, response, read, authorized ? most : 0, &body);
      if (!authorized) return Refuse(response);
      if (failed != 0) return Send(ProblemReply(OwnError(failed)), response);
      Send(handler(request, body), response);
    };
  }

  // A command of a person, who is named beside the token.
  template <typename Handler>
  httplib::Server::HandlerWithContentReader Command(Handler handler, size_t most = kMaxBodyBytes) {
    return GuardedBody(
        [this, handler](const httplib::Request& request, std::string_view body) {
          const Result<oversight::ActingPerson> person =
              PersonOf(options.principal, request.get_header_value(kPersonHeader));
          if (!person.ok()) return ProblemReply(person.error());
          return handler(request, *person, body);
        },
        most);
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

  template <typename Handler>
  static httplib::Server::Handler Open(Handler handler) {
    return [handler](const httplib::Request&, httplib::Response& response) {
      Send(handler(), response);
    };
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
    // The library tries routes in this order: the hot one first.
    http.Post("/v1/decisions",
              GuardedBody([this](const httplib::Request& request, std::string_view body) {
                if (!request.has_header(kCallbackHeader)) {
                  return Decide(engine, options.principal, body);
                }
                return DecideWithCallback(engine, options.principal, options.notifier,
                                          request.get_header_value(kCallbackHeader), body);
              }));
    http.Post("/v1/decisions:batch",
              GuardedBody([this](const httplib::Request&, std::string_view body) {
                return DecideBatch(engine, options.principal, body);
              }));
    http.Get("/v1/decisions/([A-Za-z0-9-]+)", Guarded([this](const httplib::Request& request) {
               return GetDecision(engine, options.principal, request.matches[1].str());
             }));
    http.Get("/v1/decisions/([A-Za-z0-9-]+)/receipt",
             Guarded([this](const httplib::Request& request) {
               return GetReceipt(engine, options.principal, request.matches[1].str());
             }));
    http.Get("/v1/records", Guarded([this](const httplib::Request& request) {
               return SearchRecords(engine, options.principal, ParametersOf(request));
             }));
    http.Get("/v1/records:count", Guarded([this](const httplib::Request& request) {
               return CountRecords(engine, options.principal, ParametersOf(request));
             }));
    SetBundleRoutes();
    for (const Route& route : RegisterRoutes()) SetRoute(route);
    SetWaiverRoutes();
    SetApprovalRoutes();
    SetGrantRoutes();
    SetLogRoutes();
    SetContentRoutes();
    SetBiasRoutes();
    for (const Route& route : OversightRoutes()) SetRoute(route);
    for (const Route& route : ContractRoutes()) SetRoute(route);
    for (const Route& route : BiasRoutes()) SetRoute(route);
    SetNotificationRoutes();
    http.Get("/v1/openapi.json", Open([] { return GetOpenApi(); }));
    if (options.gateway != nullptr) {
      BindGateway(http, *options.gateway, [this](const httplib::Request& request) {
        return IsAuthorized(request) ? &options.principal : nullptr;
      });
    }
    http.Get("/livez", Open([] { return Livez(); }));
    http.Get("/readyz", Open([this] { return Readyz(engine, options.watch); }));
    http.Get("/metrics", Open([this] { return GetMetrics(metrics); }));
  }

  void SetBundleRoutes() {
    using httplib::Request;
    using oversight::ActingPerson;
    http.Get("/v1/bundles", Guarded([this](const Request&) { return ListBundles(engine); }));
    http.Get("/v1/bundles/(sha256:[0-9a-f]{64})", Guarded([this](const Request& request) {
               return GetBundle(engine, request.matches[1].str());
             }));
    http.Get("/v1/bundles/(sha256:[0-9a-f]{64})/trial", Guarded([this](const Request& request) {
               return GetTrial(engine, request.matches[1].str());
             }));
    http.Post("/v1/bundles",
              Command([this](const Request&, const ActingPerson& person, std::string_view body) {
                return ProposeBundle(engine, person, body);
              }));
    http.Post("/v1/bundles/rollback",
              Command([this](const Request&, const ActingPerson& person, std::string_view body) {
                return RollBackBundle(engine, person, body);
              }));
    http.Post(
        "/v1/bundles/(sha256:[0-9a-f]{64})/([a-z]+)",
        Command([this](const Request& request, const ActingPerson& person, std::string_view body) {
          return ChangeBundle(engine, person, request.matches[1].str(), request.matches[2].str(),
                              body);
        }));
  }

  void SetWaiverRoutes() {
    using httplib::Request;
    using oversight::ActingPerson;
    http.Get("/v1/waivers", Guarded([this](const Request& request) {
               return ListWaivers(engine, options.principal, request.get_param_value("state"),
                                  request.get_param_value("within"));
             }));
    http.Get("/v1/waivers/([A-Za-z0-9-]+)", Guarded([this](const Request& request) {
               return GetWaiver(engine, options.principal, request.matches[1].str());
             }));
    http.Post("/v1/waivers",
              Command([this](const Request&, const ActingPerson& person, std::string_view body) {
                return GrantWaiver(engine, person, body);
              }));
    http.Post(
        "/v1/waivers/([A-Za-z0-9-]+)/revoke",
        Command([this](const Request& request, const ActingPerson& person, std::string_view body) {
          return RevokeWaiver(engine, person, request.matches[1].str(), body);
        }));
  }

  void SetApprovalRoutes() {
    using httplib::Request;
    using oversight::ActingPerson;
    http.Get("/v1/approvals", Guarded([this](const Request& request) {
               return ListApprovals(engine, options.principal, ParametersOf(request));
             }));
    http.Get("/v1/approvals/events", Streaming([this](const Request& request) {
               return FollowApprovals(engine, options.principal,
                                      request.get_header_value("Last-Event-ID"), waiting);
             }));
    http.Get("/v1/approvals/([A-Za-z0-9-]+)", Guarded([this](const Request& request) {
               const std::string id = request.matches[1].str();
               if (!request.has_param("wait")) return GetApproval(engine, options.principal, id);
               return AwaitApproval(engine, options.principal, id, request.get_param_value("wait"),
                                    waiting);
             }));
    http.Get("/v1/approvals/([A-Za-z0-9-]+)/events", Streaming([this](const Request& request) {
               return FollowApproval(engine, options.principal, request.matches[1].str(), waiting);
             }));
    http.Post(
        "/v1/approvals/([A-Za-z0-9-]+)/votes",
        Command([this](const Request& request, const ActingPerson& person, std::string_view body) {
          return VoteOnApproval(engine, person, request.matches[1].str(), body);
        }));
    http.Post(
        "/v1/approvals/([A-Za-z0-9-]+)/withdraw",
        Command([this](const Request& request, const ActingPerson& person, std::string_view body) {
          return WithdrawApproval(engine, person, request.matches[1].str(), body);
        }));
  }

  void SetGrantRoutes() {
    using httplib::Request;
    using oversight::ActingPerson;
    http.Get("/v1/grants", Guarded([this](const Request& request) {
               return ListGrants(engine, options.principal, ParametersOf(request));
             }));
    http.Get("/v1/grants/([A-Za-z0-9-]+)", Guarded([this](const Request& request) {
               return GetGrant(engine, options.principal, request.matches[1].str());
             }));
    http.Post("/v1/grants",
              Command([this](const Request&, const ActingPerson& person, std::string_view body) {
                return GiveGrant(engine, person, body);
              }));
    http.Post(
        "/v1/grants/([A-Za-z0-9-]+)/end",
        Command([this](const Request& request, const ActingPerson& person, std::string_view body) {
          return EndGrant(engine, person, request.matches[1].str(), body);
        }));
    http.Post("/v1/delegations",
              Command([this](const Request&, const ActingPerson& person, std::string_view body) {
                return DelegateGrant(engine, person, body);
              }));
    http.Get("/v1/trainings", Guarded([this](const Request& request) {
               return ListTrainings(engine, options.principal, ParametersOf(request));
             }));
    http.Post("/v1/trainings",
              Command([this](const Request&, const ActingPerson& person, std::string_view body) {
                return RecordTraining(engine, person, body);
              }));
  }

  // The checkpoint and the hashes tell nothing but how many records there are, and outsiders must
  // be able to compare them; records are for who has the token, unless the log is declared public.
  void SetLogRoutes() {
    using httplib::Request;
    http.Get("/log/checkpoint", [this](const Request& request, httplib::Response& response) {
      Send(GetCheckpoint(engine, request.get_header_value("If-None-Match")), response);
    });
    http.Get(
        "/log/cosigned/checkpoint", [this](const Request& request, httplib::Response& response) {
          Send(GetCosignedCheckpoint(engine, request.get_header_value("If-None-Match")), response);
        });
    http.Get("/log/(?:cosigned/)?(tile/.+)",
             [this](const Request& request, httplib::Response& response) {
               const std::string path = request.matches[1].str();
               if (IsEntryPath(path) && !options.public_log && !IsAuthorized(request)) {
                 return Refuse(response);
               }
               Send(GetTile(engine, path, options.public_log), response);
             });
    http.Get("/v1/ledger/receipt", Guarded([this](const Request& request) {
               return GetLedgerReceipt(engine, options.principal,
                                       {.index = request.get_param_value("index"),
                                        .id = request.get_param_value("id"),
                                        .leaf_hash = request.get_param_value("leaf_hash"),
                                        .with = request.get_param_value("with"),
                                        .under = request.get_param_value("under")});
             }));
    http.Get("/v1/ledger/consistency", Guarded([this](const Request& request) {
               return GetConsistency(engine, request.get_param_value("old"),
                                     request.get_param_value("size"));
             }));
  }

  void SetContentRoutes() {
    using httplib::Request;
    using oversight::ActingPerson;
    http.Post(
        "/v1/decisions/([A-Za-z0-9-]+)/content",
        Command([this](const Request& request, const ActingPerson& person, std::string_view body) {
          return ReadContent(engine, person, request.matches[1].str(), body);
        }));
    http.Post("/v1/subjects/export",
              Command([this](const Request&, const ActingPerson& person, std::string_view body) {
                return ExportSubject(engine, person, body);
              }));
    http.Post("/v1/subjects/erase",
              Command([this](const Request&, const ActingPerson& person, std::string_view body) {
                return EraseSubject(engine, person, body);
              }));
    http.Get("/v1/legal-holds", Guarded([this](const Request& request) {
               return ListLegalHolds(engine, options.principal, request.get_param_value("state"));
             }));
    http.Post("/v1/legal-holds",
              Command([this](const Request&, const ActingPerson& person, std::string_view body) {
                return PlaceLegalHold(engine, person, body);
              }));
    http.Post(
        "/v1/legal-holds/([A-Za-z0-9-]+)/lift",
        Command([this](const Request& request, const ActingPerson& person, std::string_view body) {
          return LiftLegalHold(engine, person, request.matches[1].str(), body);
        }));
    http.Get("/v1/retention",
             Guarded([this](const Request&) { return GetRetention(engine, options.principal); }));
    http.Post("/v1/retention",
              Command([this](const Request&, const ActingPerson& person, std::string_view body) {
                return SetRetention(engine, person, body);
              }));
    http.Post("/v1/retention/sweep",
              Command([this](const Request&, const ActingPerson&, std::string_view body) {
                return SweepContent(engine, body);
              }));
  }

  // What is not in a table: another limit of the body, a header that is read.
  void SetBiasRoutes() {
    using httplib::Request;
    http.Post("/v1/bias-attributes",
              Command(
                  [this](const Request& request, const oversight::ActingPerson& person,
                         std::string_view csv) {
                    return UploadAttributes(engine, person,
                                            {.system = request.get_param_value("system"),
                                             .purpose = request.get_param_value("purpose"),
                                             .legal_basis = request.get_param_value("legal_basis"),
                                             .delete_at = request.get_param_value("delete_at")},
                                            csv);
                  },
                  oversight::bias::kMaxAttributeBytes));
    // Local Law 144 wants them public, so nobody is asked for a token.
    http.Get("/.well-known/audits.json", Open([this] { return GetPublicAudits(engine); }));
    http.Get("/audits/([A-Za-z0-9-]+)",
             [this](const Request& request, httplib::Response& response) {
               Send(GetPublicAudit(engine, request.matches[1].str()), response);
             });
    http.Get("/v1/bias-reports/(sha256:[0-9a-f]{64})", Guarded([this](const Request& request) {
               return GetBiasReport(engine, options.principal, request.matches[1].str(),
                                    request.get_param_value("format"),
                                    request.get_header_value("Accept"));
             }));
  }

  void SetRoute(const Route& route) {
    using httplib::Request;
    const auto answer = [this, &route](const Request& request, oversight::ActingPerson person,
                                       std::string_view body) {
      RouteCall call{{},   ParametersOf(request), std::move(person),
                     body, request.method,        request.get_header_value(kRequestIdHeader)};
      for (size_t i = 1; i < request.matches.size(); ++i) call.parts.push_back(request.matches[i]);
      return route.answer(engine, options.principal, call);
    };
    switch (route.kind) {
      case RouteKind::kQuestion:
        http.Get(route.pattern,
                 Guarded([answer](const Request& request) { return answer(request, {}, {}); }));
        break;
      case RouteKind::kNotice:
        http.Post(route.pattern,
                  GuardedBody([answer](const Request& request, std::string_view body) {
                    return answer(request, {}, body);
                  }));
        break;
      case RouteKind::kCommand:
        http.Post(
            route.pattern,
            Command([answer](const Request& request, const oversight::ActingPerson& person,
                             std::string_view body) { return answer(request, person, body); }));
        break;
      case RouteKind::kForwarded: {
        http.Get(route.pattern,
                 Guarded([answer](const Request& request) { return answer(request, {}, {}); }));
        http.Options(route.pattern,
                     Guarded([answer](const Request& request) { return answer(request, {}, {}); }));
        const auto with_body = GuardedBody([answer](const Request& request, std::string_view body) {
          return answer(request, {}, body);
        });
        http.Post(route.pattern, with_body);
        http.Put(route.pattern, with_body);
        http.Patch(route.pattern, with_body);
        http.Delete(route.pattern, with_body);
        break;
      }
    }
  }

  void SetNotificationRoutes() {
    using httplib::Request;
    using oversight::ActingPerson;
    http.Get("/v1/notifications", Guarded([this](const Request&) {
               return ListNotifications(options.notifier, options.principal);
             }));
    http.Post("/v1/notifications/([A-Za-z0-9._-]+)/retry",
              Command([this](const Request& request, const ActingPerson&, std::string_view body) {
                return RetryNotification(options.notifier, options.principal,
                                         request.matches[1].str(), body);
              }));
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
      if (const char* allowed = OtherMethod(request.path, request.method);
          allowed != nullptr && no_route) {
        response.status = 405;
        response.set_header("Allow", allowed);
      }
      const Reply reply = ProblemReply(OwnError(response.status));
      if (request.remote_port > 0) return Send(reply, response);
      SendLast(reply, response);
    });
    http.set_logger([this](const httplib::Request& request, const httplib::Response&) {
      if (request.method == "POST") return;  // nearly all are
      if (LeavesBody(request.method, request.has_header("Transfer-Encoding"),
                     request.get_header_value("Content-Length"))) {
        EndConnection(port, request.remote_addr, request.remote_port);
      }
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
  const Hash token_digest;
  engine::Engine& engine;
  Metrics& metrics;
  Counter refused =
      metrics.Counter("reeve_http_unauthorized_total", "Requests without the right token.", {});
  WaitingRoom waiting{std::min(kMaxWaiting, std::max<size_t>(1, options.max_connections / 4))};
  httplib::Server http;
  int port = -1;
  socket_t listening = INVALID_SOCKET;  // the library's, and closed by it
  Mutex stopping;
  std::jthread listener;
};

Status CheckHost(std::string_view host) {
  if (IsLoopback(host)) return {};
  return Error{"server.host", "`" + std::string(host) +
                                  "` is no loopback address: until callers have identities, the "
                                  "server listens on 127.0.0.1, ::1 or localhost only"};
}

Result<std::unique_ptr<Server>> Server::Start(ServerOptions options, engine::Engine& engine,
                                              Metrics& metrics) {
  REEVE_RETURN_IF_ERROR(CheckHost(options.host));
  if (options.token.empty()) return Error{"server.token", "the API token is empty"};
  if (options.port < 0 || options.port > std::numeric_limits<uint16_t>::max()) {
    return Error{"server.port", "`" + std::to_string(options.port) + "` is no port"};
  }
  auto impl = std::make_unique<Impl>(std::move(options), engine, metrics);
  impl->SetLimits();
  impl->SetRoutes();
  impl->SetErrors();
  impl->EchoRequestIds();
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
