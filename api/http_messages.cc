#include "api/http_messages.h"

#include <httplib.h>
#include <strings.h>

#include <charconv>
#include <string_view>
#include <utility>

#include "api/server.h"
#include "oversight/bias/sealed_attributes.h"

namespace reeve::api {
namespace {

constexpr char kLast[] = "close";
constexpr size_t kMaxLengthDigits = 18;  // fits into 64 bits

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

Result<std::string> ReadBody(const httplib::Request& request, httplib::Response& response,
                             const httplib::ContentReader& read, size_t most) {
  std::string body;
  if (const int failed = Read(request, response, read, most, &body); failed != 0) {
    if (failed != 413) MarkLast(response);
    return OwnError(failed);
  }
  return body;
}

bool HasClearEnd(const httplib::Request& request) {
  const size_t codings = request.get_header_value_count("Transfer-Encoding");
  const size_t lengths = request.get_header_value_count("Content-Length");
  if (codings + lengths == 0) return true;
  if (codings + lengths > 1) return false;
  if (codings == 1) {
    return ::strcasecmp(request.get_header_value("Transfer-Encoding").c_str(), "chunked") == 0;
  }
  const std::string length = request.get_header_value("Content-Length");
  return !length.empty() && length.size() <= kMaxLengthDigits &&
         length.find_first_not_of("0123456789") == std::string::npos;
}

bool HasBody(const httplib::Request& request) {
  return request.has_header("Transfer-Encoding") ||
         (request.has_header("Content-Length") &&
          request.get_header_value("Content-Length") != "0");
}

void MarkLast(httplib::Response& response) { response.set_header("Connection", kLast); }

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

std::string PathOf(const httplib::Request& request) {
  if (!request.path.empty()) return request.path;
  const std::string_view target =
      std::string_view(request.target).substr(0, request.target.find('?'));
  std::string out;
  out.reserve(target.size());
  for (size_t i = 0; i < target.size(); ++i) {
    const char* const digits = target.data() + i + 1;
    unsigned value = 0;
    if (target[i] == '%' && i + 2 < target.size() &&
        std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
      out += static_cast<char>(value);
      i += 2;
    } else {
      out += target[i];
    }
  }
  return out;
}

void Send(const Reply& reply, httplib::Response& response) {
  SendHead(reply, response);
  if (response.get_header_value("Connection") != kLast) {
    response.set_content(reply.body, reply.content_type);
    return;
  }
  response.set_content_provider(reply.body.size(), reply.content_type,
                                [body = reply.body](size_t, size_t, httplib::DataSink& sink) {
                                  sink.write(body.data(), body.size());
                                  return false;
                                });
}

void SendLast(const Reply& reply, httplib::Response& response) {
  MarkLast(response);
  Send(reply, response);
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
