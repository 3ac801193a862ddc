#include "api/gateway_routes.h"

#include <httplib.h>

#include <memory>
#include <utility>

#include "api/http_messages.h"
#include "api/problem.h"

namespace reeve::api {
namespace {

struct Binding {
  const Router& router;
  Gateway& gateway;

  // Errors in the form that the clients of the endpoint read.
  void Refuse(const httplib::Request& request, Error error, httplib::Response& response) const {
    if (error.code == "http.unauthorized") {
      error.message = "send Reeve's token as the API key of the client";
    }
    Reply reply = gateway.Refuse(request.matches[2].str(), error);
    if (StatusOf(error.code) == 429) {
      reply.headers.emplace_back("Retry-After", std::to_string(router.guard().retry_seconds()));
    }
    Send(reply, response);
  }

  void Answer(const httplib::Request& request, std::span<const RouteAccess> rows, Caller caller,
              std::string_view body, httplib::Response& response) const {
    const std::shared_ptr<RequestTrace> trace = router.BeginTrace(request, rows);
    caller.principal.trace = trace;
    GatewayCall call;
    call.system = request.matches[1].str();
    call.endpoint = request.matches[2].str();
    call.body = body;
    call.header = [&request](const char* name) { return request.get_header_value(name); };
    call.trace = trace;
    GatewayReply given = gateway.Answer(caller.principal, call);
    router.guard().CountAnswer(given.reply.status);
    EndTrace(trace.get(), given.reply.status, response);
    if (given.events == nullptr) return Send(given.reply, response);
    SendHead(given.reply, response);
    const std::shared_ptr<EventSource> events = std::move(given.events);
    SendEvents([&guard = router.guard(), events,
                who = caller] { return guard.StillStands(who) ? events->Next() : std::nullopt; },
               response);
  }
};

}  // namespace

void BindGateway(Router& router, Gateway& gateway) {
  const Binding binding{router, gateway};
  router.http().Post(kGatewayPosted,
                     [binding, rows = router.RowsOf("POST", kGatewayPosted)](
                         const httplib::Request& request, httplib::Response& response,
                         const httplib::ContentReader& read) {
                       const Result<Caller> caller = binding.router.Admit(request, rows);
                       const Result<std::string> body =
                           ReadBody(request, response, read, caller.ok() ? kMaxBodyBytes : 0);
                       if (!caller.ok()) return binding.Refuse(request, caller.error(), response);
                       if (!body.ok()) return binding.Refuse(request, body.error(), response);
                       binding.Answer(request, rows, *caller, *body, response);
                     });
  router.http().Get(kGatewayAsked,
                    [binding, rows = router.RowsOf("GET", kGatewayAsked)](
                        const httplib::Request& request, httplib::Response& response) {
                      const Result<Caller> caller = binding.router.Admit(request, rows);
                      if (!caller.ok()) return binding.Refuse(request, caller.error(), response);
                      binding.Answer(request, rows, *caller, "", response);
                    });
}

}  // namespace reeve::api
