// Binds routes to the HTTP server: each with its rows of the access table, the reading of its body,
// and, for commands, the person who acts. What is bound for a route is asked only by whom a row
// lets.
//
// A route without a row is remembered and not served: Server::Start refuses to start with one.
//
// Thread-safety: binding, before the server listens. What is bound runs on any thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "api/access.h"
#include "api/event_source.h"
#include "api/guard.h"
#include "api/handlers.h"
#include "api/request_trace.h"
#include "api/response_counts.h"
#include "api/routes.h"
#include "api/server.h"
#include "base/result.h"
#include "oversight/acting_person.h"

namespace httplib {
class ContentReader;
class Server;
struct Request;
struct Response;
}  // namespace httplib

namespace reeve::api {

// A request that was let in, and who sends it.
struct Call {
  const httplib::Request& http;
  const Caller& caller;
};

// The answer is known: its status, and the header that tells the caller of the trace. `trace` may
// be null.
void EndTrace(RequestTrace* trace, int status, httplib::Response& response);

class Router {
 public:
  using Question = std::function<Reply(const Call&)>;
  using Notice = std::function<Reply(const Call&, std::string_view body)>;
  using LaterNotice = std::function<void(const Call&, std::string_view body, Later later)>;
  using Command =
      std::function<Reply(const Call&, const oversight::ActingPerson&, std::string_view body)>;
  using Follow = std::function<Result<std::unique_ptr<EventSource>>(const Call&)>;
  using Anybody = std::function<Reply(const httplib::Request&)>;

  // They must outlive the server. `responses` are what is answered later; the server counts the
  // others.
  // `spans` may be null: then the ids of traces are passed on, and nothing is told of them.
  Router(httplib::Server& http, Guard& guard, ResponseCounts& responses, SpanExporter* spans);

  // As RouteKind has them: GET; POST, of the caller itself; POST, of a person; any method.
  void Ask(const char* pattern, Question answer);
  void Tell(const char* pattern, Notice answer, size_t most = kMaxBodyBytes);
  // The same, where the answer comes when the call is long over.
  void TellLater(const char* pattern, LaterNotice answer);
  void Order(const char* pattern, Command answer, size_t most = kMaxBodyBytes);
  void Forward(const char* pattern, Notice answer);
  // GET, answered with events until there are no more, the caller goes or may no longer ask, or the
  // server stops.
  void Stream(const char* pattern, Follow follow);
  // GET, of anybody.
  void Open(const char* pattern, Anybody answer);
  // A route of a table. The engine must outlive the server.
  void Bind(const Route& route, engine::Engine& engine);

  // For what answers in a way of its own (gateway_routes.cc).
  httplib::Server& http() { return http_; }
  std::span<const RouteAccess> RowsOf(const char* method, const char* pattern);
  Result<Caller> Admit(const httplib::Request& request, std::span<const RouteAccess> rows) const;
  Guard& guard() const { return guard_; }
  // Null where the request is part of no trace, and nobody wants to hear of one.
  std::shared_ptr<RequestTrace> BeginTrace(const httplib::Request& request,
                                           std::span<const RouteAccess> rows) const;

  // Routes of which nobody said who may ask; empty: none.
  const std::string& not_in_table() const { return not_in_table_; }

 private:
  using Plain = std::function<void(const httplib::Request&, httplib::Response&)>;
  using Reading = std::function<void(const httplib::Request&, httplib::Response&,
                                     const httplib::ContentReader&)>;

  // A request that was let in, with its body.
  struct Begun {
    Caller caller;
    std::string body;
    std::shared_ptr<RequestTrace> trace;  // or null
  };
  // Or nothing, and the refusal is in the response.
  std::optional<Begun> Begin(const httplib::Request& request, httplib::Response& response,
                             const httplib::ContentReader& read, std::span<const RouteAccess> rows,
                             size_t most) const;

  Plain Asked(std::span<const RouteAccess> rows, Question answer) const;
  Reading Told(std::span<const RouteAccess> rows, Notice answer, size_t most) const;
  void Refuse(const Error& error, httplib::Response& response) const;
  void Answer(const Reply& reply, RequestTrace* trace, httplib::Response& response) const;

  httplib::Server& http_;
  Guard& guard_;
  ResponseCounts& responses_;
  SpanExporter* const spans_;
  std::string not_in_table_;
};

}  // namespace reeve::api
