#include "api/router.h"

#include <httplib.h>

#include <optional>
#include <utility>

#include "api/http_messages.h"
#include "api/later_answer.h"
#include "api/person.h"
#include "api/problem.h"
#include "api/tls.h"

namespace reeve::api {
namespace {

constexpr char kRequestIdHeader[] = "X-Request-ID";

// Some contracts only look at texts, and would ask no register for whom.
bool NamesSystemInPath(const Route& route) {
  return std::string_view(route.pattern).starts_with("/contracts/");
}

Reply AnswerRoute(const Route& route, engine::Engine& engine, const Call& call,
                  const oversight::ActingPerson& person, std::string_view body) {
  RouteCall asked{{},   ParametersOf(call.http), person,
                  body, call.http.method,        call.http.get_header_value(kRequestIdHeader)};
  for (size_t i = 1; i < call.http.matches.size(); ++i) asked.parts.push_back(call.http.matches[i]);
  if (NamesSystemInPath(route) && !call.caller.principal.MaySpeakFor(asked.parts.front())) {
    return ProblemReply({"identity.system",
                         "this token does not speak for the system in the path; ask an "
                         "administrator for one that does"});
  }
  return route.answer(engine, call.caller.principal, asked);
}

}  // namespace

void EndTrace(RequestTrace* trace, int status, httplib::Response& response) {
  if (trace == nullptr) return;
  trace->OnAnswer(status);
  response.set_header(kTraceResponseHeader, trace->Response());
}

Router::Router(httplib::Server& http, Guard& guard, ResponseCounts& responses, SpanExporter* spans)
    : http_(http), guard_(guard), responses_(responses), spans_(spans) {}

std::shared_ptr<RequestTrace> Router::BeginTrace(const httplib::Request& request,
                                                 std::span<const RouteAccess> rows) const {
  TraceHeaders headers;
  headers.count = request.get_header_value_count(kTraceparentHeader);
  if (headers.count == 0 && spans_ == nullptr) return nullptr;
  headers.traceparent = request.get_header_value(kTraceparentHeader);
  const size_t states = request.get_header_value_count(kTracestateHeader);
  for (size_t i = 0; i < states; ++i) {
    if (i > 0) headers.tracestate += ',';
    headers.tracestate += request.get_header_value(kTracestateHeader, i);
  }
  const RouteAccess& row =
      RowFor(rows, std::string_view(request.path).substr(request.path.rfind('/') + 1));
  return std::make_shared<RequestTrace>(headers, request.method, row.path, spans_,
                                        Random::System());
}

std::span<const RouteAccess> Router::RowsOf(const char* method, const char* pattern) {
  const std::span<const RouteAccess> rows = AccessOf(method, pattern);
  if (rows.empty()) not_in_table_.append(method).append(" ").append(pattern).append("; ");
  return rows;
}

Result<Caller> Router::Admit(const httplib::Request& request,
                             std::span<const RouteAccess> rows) const {
  std::string authorization = request.get_header_value("Authorization");
  if (authorization.empty() && request.has_header(kKeyHeader)) {
    authorization = "Bearer " + request.get_header_value(kKeyHeader);
  }
  const std::string tenant = request.get_header_value(kTenantHeader);
  Presented given{.authorization = authorization, .tenant = tenant};
  if (authorization.empty()) given.certificate_names = CertificateNames(request.ssl);
  return guard_.Admit(given, rows,
                      std::string_view(request.path).substr(request.path.rfind('/') + 1));
}

void Router::Refuse(const Error& error, httplib::Response& response) const {
  if (StatusOf(error.code) == 429) {
    response.set_header("Retry-After", std::to_string(guard_.retry_seconds()));
  }
  Send(ProblemReply(error), response);
}

void Router::Answer(const Reply& reply, RequestTrace* trace, httplib::Response& response) const {
  guard_.CountAnswer(reply.status);
  EndTrace(trace, reply.status, response);
  Send(reply, response);
}

Router::Plain Router::Asked(std::span<const RouteAccess> rows, Question answer) const {
  return [this, rows, answer = std::move(answer)](const httplib::Request& request,
                                                  httplib::Response& response) {
    Result<Caller> caller = Admit(request, rows);
    if (!caller.ok()) return Refuse(caller.error(), response);
    const std::shared_ptr<RequestTrace> trace = BeginTrace(request, rows);
    caller->principal.trace = trace;
    Answer(answer({request, *caller}), trace.get(), response);
  };
}

std::optional<Router::Begun> Router::Begin(const httplib::Request& request,
                                           httplib::Response& response,
                                           const httplib::ContentReader& read,
                                           std::span<const RouteAccess> rows, size_t most) const {
  Result<Caller> caller = Admit(request, rows);
  Result<std::string> body = ReadBody(request, response, read, caller.ok() ? most : 0);
  if (!caller.ok()) {
    Refuse(caller.error(), response);
    return std::nullopt;
  }
  if (!body.ok()) {
    Send(ProblemReply(body.error()), response);
    return std::nullopt;
  }
  Begun begun{*std::move(caller), *std::move(body), BeginTrace(request, rows)};
  begun.caller.principal.trace = begun.trace;
  return begun;
}

Router::Reading Router::Told(std::span<const RouteAccess> rows, Notice answer, size_t most) const {
  return [this, rows, answer = std::move(answer), most](const httplib::Request& request,
                                                        httplib::Response& response,
                                                        const httplib::ContentReader& read) {
    const std::optional<Begun> begun = Begin(request, response, read, rows, most);
    if (!begun) return;
    Answer(answer({request, begun->caller}, begun->body), begun->trace.get(), response);
  };
}

void Router::TellLater(const char* pattern, LaterNotice answer) {
  http_.Post(pattern, [this, answer = std::move(answer), rows = RowsOf("POST", pattern)](
                          const httplib::Request& request, httplib::Response& response,
                          const httplib::ContentReader& read) {
    const std::optional<Begun> begun = Begin(request, response, read, rows, kMaxBodyBytes);
    if (!begun) return;
    const std::shared_ptr<LaterAnswer> later = AnswerLater();
    response.status = kAnsweredLater;
    const auto send = [this, later, trace = begun->trace](Reply reply) {
      guard_.CountAnswer(reply.status);
      responses_.Count(reply.status);
      if (trace != nullptr) {
        trace->OnAnswer(reply.status);
        reply.headers.emplace_back(kTraceResponseHeader, trace->Response());
        trace->End();
      }
      later->Send(std::move(reply));
    };
    answer({request, begun->caller}, begun->body,
           {[later](std::function<void()> task) { later->Run(std::move(task)); }, send});
  });
}

void Router::Ask(const char* pattern, Question answer) {
  http_.Get(pattern, Asked(RowsOf("GET", pattern), std::move(answer)));
}

void Router::Tell(const char* pattern, Notice answer, size_t most) {
  http_.Post(pattern, Told(RowsOf("POST", pattern), std::move(answer), most));
}

void Router::Order(const char* pattern, Command answer, size_t most) {
  Tell(
      pattern,
      [this, answer = std::move(answer)](const Call& call, std::string_view body) {
        const Result<oversight::ActingPerson> person =
            guard_.Acting(call.caller, call.http.get_header_value(kPersonHeader));
        return person.ok() ? answer(call, *person, body) : ProblemReply(person.error());
      },
      most);
}

void Router::Forward(const char* pattern, Notice answer) {
  const std::span<const RouteAccess> rows = RowsOf("ANY", pattern);
  const Plain asked = Asked(rows, [answer](const Call& call) { return answer(call, {}); });
  http_.Get(pattern, asked);
  http_.Options(pattern, asked);
  const Reading told = Told(rows, std::move(answer), kMaxBodyBytes);
  http_.Post(pattern, told);
  http_.Put(pattern, told);
  http_.Patch(pattern, told);
  http_.Delete(pattern, told);
}

void Router::Stream(const char* pattern, Follow follow) {
  http_.Get(pattern, [this, follow = std::move(follow), rows = RowsOf("GET", pattern)](
                         const httplib::Request& request, httplib::Response& response) {
    const Result<Caller> caller = Admit(request, rows);
    if (!caller.ok()) return Refuse(caller.error(), response);
    Result<std::unique_ptr<EventSource>> source = follow({request, *caller});
    if (!source.ok()) return Answer(ProblemReply(source.error()), nullptr, response);
    const std::shared_ptr<EventSource> events = *std::move(source);
    SendEvents([this, events,
                who = *caller] { return guard_.StillStands(who) ? events->Next() : std::nullopt; },
               response);
  });
}

void Router::Open(const char* pattern, Anybody answer) {
  (void)RowsOf("GET", pattern);
  http_.Get(pattern, [answer = std::move(answer)](const httplib::Request& request,
                                                  httplib::Response& response) {
    Send(answer(request), response);
  });
}

void Router::Bind(const Route& route, engine::Engine& engine) {
  const Command answer = [&route, &engine](const Call& call, const oversight::ActingPerson& person,
                                           std::string_view body) {
    return AnswerRoute(route, engine, call, person, body);
  };
  switch (route.kind) {
    case RouteKind::kQuestion:
      return Ask(route.pattern, [answer](const Call& call) { return answer(call, {}, {}); });
    case RouteKind::kNotice:
      return Tell(route.pattern, [answer](const Call& call, std::string_view body) {
        return answer(call, {}, body);
      });
    case RouteKind::kCommand:
      return Order(route.pattern, answer);
    case RouteKind::kForwarded:
      return Forward(route.pattern, [answer](const Call& call, std::string_view body) {
        return answer(call, {}, body);
      });
  }
}

}  // namespace reeve::api
