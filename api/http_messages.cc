#include "api/http_messages.h"

#include <httplib.h>

#include <utility>

#include "api/server.h"
#include "oversight/bias/sealed_attributes.h"

namespace reeve::api {
namespace {

// 0, or the status that answers a body that cannot be taken.
int Read(const httplib::Request& request, const httplib::Response& response,
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

}  // namespace

Result<std::string> ReadBody(const httplib::Request& request, const httplib::Response& response,
                             const httplib::ContentReader& read, size_t most) {
  std::string body;
  if (const int failed = Read(request, response, read, most, &body); failed != 0) {
    return OwnError(failed);
  }
  return body;
}

Parameters ParametersOf(const httplib::Request& request) {
  return {request.params.begin(), request.params.end()};
}

void SendHead(const Reply& reply, httplib::Response& response) {
  response.status = reply.status;
  for (const auto& [name, value] : reply.headers) response.set_header(name, value);
  if (reply.status == 503 && !response.has_header("Retry-After")) {
    response.set_header("Retry-After", "1");
  }
  if (reply.status == 401) response.set_header("WWW-Authenticate", "Bearer");
}

void Send(const Reply& reply, httplib::Response& response) {
  SendHead(reply, response);
  response.set_content(reply.body, reply.content_type);
}

void SendLast(const Reply& reply, httplib::Response& response) {
  response.status = reply.status;
  response.set_header("Connection", "close");
  response.set_content_provider(reply.body.size(), reply.content_type,
                                [body = reply.body](size_t, size_t, httplib::DataSink& sink) {
                                  sink.write(body.data(), body.size());
                                  return false;
                                });
}

void SendEvents(std::function<std::optional<std::string>()> next, httplib::Response& response) {
  response.set_header("Cache-Control", "no-store");
  response.set_chunked_content_provider(
      "text/event-stream", [next = std::move(next)](size_t, httplib::DataSink& sink) {
        const std::optional<std::string> event = next();
        if (!event) {
          sink.done();
          return true;
        }
        // Who waits holds a place that others want, so nobody keeps it who is gone.
        return event->empty() ? sink.is_writable() : sink.write(event->data(), event->size());
      });
}

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

}  // namespace reeve::api
