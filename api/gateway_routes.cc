#include "api/gateway_routes.h"

#include <httplib.h>

#include <memory>
#include <utility>

#include "api/server.h"

namespace reeve::api {
namespace {

constexpr char kPosted[] =
    "/(?:proxy/([A-Za-z0-9._-]+)/)?v1/(chat/completions|responses|embeddings|moderations|messages)";
constexpr char kAsked[] = "/(?:proxy/([A-Za-z0-9._-]+)/)?v1/(models(?:/[A-Za-z0-9._:/-]+)?)";

void Send(GatewayReply given, httplib::Response& response) {
  const Reply& reply = given.reply;
  response.status = reply.status;
  for (const auto& [name, value] : reply.headers) response.set_header(name, value);
  if (reply.status == 401) response.set_header("WWW-Authenticate", "Bearer");
  if (given.events == nullptr) {
    response.set_content(reply.body, reply.content_type);
    return;
  }
  const std::shared_ptr<EventSource> events = std::move(given.events);
  response.set_header("Cache-Control", "no-store");
  response.set_chunked_content_provider("text/event-stream",
                                        [events](size_t, httplib::DataSink& sink) {
                                          const std::optional<std::string> next = events->Next();
                                          if (next) return sink.write(next->data(), next->size());
                                          sink.done();
                                          return true;
                                        });
}

struct Binding {
  Gateway& gateway;
  Authenticate authenticate;

  const engine::Principal* CallerOf(const httplib::Request& request) const {
    if (request.has_header("Authorization") || !request.has_header(kApiKeyHeader)) {
      return authenticate(request);
    }
    httplib::Request as_bearer;
    as_bearer.headers = request.headers;
    as_bearer.remote_addr = request.remote_addr;
    as_bearer.headers.emplace("Authorization", "Bearer " + request.get_header_value(kApiKeyHeader));
    return authenticate(as_bearer);
  }

  GatewayReply Answer(const httplib::Request& request, std::string_view body,
                      const engine::Principal* caller, const Error& failed) const {
    const std::string endpoint = request.matches[2].str();
    if (caller == nullptr) {
      return {gateway.Refuse(
          endpoint, {"http.unauthorized", "send Reeve's token as the API key of the client"})};
    }
    if (!failed.code.empty()) return {gateway.Refuse(endpoint, failed)};
    GatewayCall call;
    call.system = request.matches[1].str();
    call.endpoint = endpoint;
    call.body = body;
    call.header = [&request](const char* name) { return request.get_header_value(name); };
    return gateway.Answer(*caller, call);
  }

  // What is not kept is still read, or it would be taken for the next request.
  void Post(const httplib::Request& request, httplib::Response& response,
            const httplib::ContentReader& read) const {
    const engine::Principal* caller = CallerOf(request);
    const size_t most = caller == nullptr ? 0 : kMaxBodyBytes;
    Error failed;
    std::string body;
    if (request.is_multipart_form_data()) {
      read([](const httplib::MultipartFormData&) { return true; },
           [](const char*, size_t) { return true; });
      failed = {"http.content_type", "send the body as application/json"};
    } else {
      size_t size = 0;
      const bool whole = read([&](const char* bytes, size_t count) {
        size += count;
        if (size <= most) body.append(bytes, count);
        return true;
      });
      if (size > most) {
        failed = {"http.too_large",
                  "the body has more than " + std::to_string(kMaxBodyBytes) + " bytes"};
      } else if (!whole) {
        failed = {"http.malformed", "the body did not come whole"};
      }
    }
    Send(Answer(request, body, caller, failed), response);
  }
};

}  // namespace

void BindGateway(httplib::Server& http, Gateway& gateway, Authenticate authenticate) {
  const auto binding = std::make_shared<const Binding>(Binding{gateway, std::move(authenticate)});
  http.Post(kPosted, [binding](const httplib::Request& request, httplib::Response& response,
                               const httplib::ContentReader& read) {
    binding->Post(request, response, read);
  });
  http.Get(kAsked, [binding](const httplib::Request& request, httplib::Response& response) {
    Send(binding->Answer(request, "", binding->CallerOf(request), {}), response);
  });
}

}  // namespace reeve::api
