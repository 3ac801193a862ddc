#include "api/client.h"

#include <httplib.h>

#include <algorithm>
#include <iterator>

#include "api/person.h"
#include "api/sigpipe_guard.h"
#include "api/sse.h"
#include "base/encoding.h"

namespace reeve::api {
namespace {

constexpr std::string_view kSchemes[] = {"http://", "https://"};
// Compiling and testing a large proposal takes a while.
constexpr int kAnswerSeconds = 120;
// Four heartbeats (event_source.h): then nobody is there.
constexpr int kSilentSeconds = 60;
constexpr size_t kMaxRefusalBytes = size_t{64} << 10;

Result<ServerAnswer> Read(const ClientOptions& options, const Result<ServerText>& text) {
  if (!text.ok()) return text.error();
  Result<json::Value> body = json::Parse(text->body);
  if (!body.ok()) {
    return Error{"client.answer",
                 "`" + options.url + "` does not answer as Reeve does: look at the address"};
  }
  return ServerAnswer{text->status, *std::move(body)};
}

template <typename Call>
Result<ServerText> Exchange(const ClientOptions& options, Call call) {
  if (std::none_of(std::begin(kSchemes), std::end(kSchemes),
                   [&](std::string_view scheme) { return options.url.starts_with(scheme); })) {
    return Error{"client.url", "`" + options.url + "` is no address such as http://127.0.0.1:8484"};
  }
  const SigpipeGuard sigpipe_guard;  // until the client has closed, too
  httplib::Client client(options.url);
  if (!client.is_valid()) {
    return Error{"client.url", "`" + options.url + "` is no address such as http://127.0.0.1:8484"};
  }
  client.set_read_timeout(kAnswerSeconds);
  if (!options.ca_file.empty()) client.set_ca_cert_path(options.ca_file.c_str());
  httplib::Headers headers = {{"Authorization", "Bearer " + options.token}};
  if (!options.person.empty()) headers.emplace(kPersonHeader, options.person);
  const httplib::Result result = call(client, headers);
  if (result) return ServerText{result->status, result->body};
  return Error{"client.unreachable", "no answer from `" + options.url + "` (" +
                                         httplib::to_string(result.error()) +
                                         "): is `reeve serve` running there?"};
}

bool IsUnreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

}  // namespace

std::string UrlEncoded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    out += IsUnreserved(text[i]) ? std::string(1, text[i]) : "%" + HexEncode(text.substr(i, 1));
  }
  return out;
}

Result<ServerText> GetText(const ClientOptions& options, const std::string& path) {
  return Exchange(options, [&](httplib::Client& client, const httplib::Headers& headers) {
    return client.Get(path, headers);
  });
}

Result<ServerAnswer> Get(const ClientOptions& options, const std::string& path) {
  return Read(options, GetText(options, path));
}

Result<ServerAnswer> Post(const ClientOptions& options, const std::string& path,
                          const json::Value& body) {
  return PostText(options, path, "application/json", body.is_null() ? "" : json::Compact(body));
}

Result<ServerAnswer> PostText(const ClientOptions& options, const std::string& path,
                              const std::string& content_type, const std::string& body) {
  return Read(options,
              Exchange(options, [&](httplib::Client& client, const httplib::Headers& headers) {
                return client.Post(path, headers, body, content_type);
              }));
}

Result<ServerAnswer> Follow(const ClientOptions& options, const std::string& path,
                            std::string* last,
                            const std::function<bool(const std::string& data)>& take) {
  SseReader reader;
  bool has_enough = false;
  bool is_stream = false;
  std::string refusal;
  const Result<ServerText> text =
      Exchange(options, [&](httplib::Client& client, httplib::Headers headers) {
        client.set_read_timeout(kSilentSeconds);
        if (!last->empty()) headers.emplace("Last-Event-ID", *last);
        return client.Get(
            path, headers,
            [&](const httplib::Response& response) {
              is_stream = response.status == 200;
              return true;
            },
            [&](const char* bytes, size_t count) {
              if (!is_stream) {
                if (refusal.size() < kMaxRefusalBytes) refusal.append(bytes, count);
                return true;
              }
              const auto events = reader.Push({bytes, count});
              if (!events.ok()) return false;
              if (!reader.last_id().empty()) *last = reader.last_id();
              for (const SseEvent& event : *events) {
                has_enough = has_enough || !take(event.data);
                if (has_enough) return false;
              }
              return true;
            });
      });
  if (has_enough) return ServerAnswer{200, {}};
  if (is_stream) return Error{"client.ended", "the stream of `" + options.url + "` has ended"};
  if (!text.ok()) return text.error();
  return Read(options, ServerText{text->status, refusal});
}

}  // namespace reeve::api
