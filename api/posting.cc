#include "api/posting.h"

#include <httplib.h>

#include "api/hang_up.h"
#include "api/sigpipe_guard.h"
#include "api/source_url.h"

namespace reeve::api {

Result<PostAnswer> PostBytes(const Posting& posting, const std::stop_token& stop) {
  const Result<SourceUrl> url = ParseSourceUrl(posting.url);
  if (!url.ok()) return Error{"post.url", url.error().message};
  const std::string name = "`" + url->ShownName() + "`";
  const SigpipeGuard sigpipe_guard;  // until the client has closed, too
  httplib::Client client(url->origin);
  if (!client.is_valid()) return Error{"post.url", name + " is no address"};
  client.set_connection_timeout(posting.whole);
  client.set_read_timeout(posting.whole);
  client.set_write_timeout(posting.whole);
  client.set_url_encode(false);
  client.set_decompress(false);
  PostAnswer answer;
  bool too_large = false;
  httplib::Request request;
  request.method = "POST";
  request.path = url->path + url->query;
  request.headers = {{"User-Agent", "reeve"},
                     {"Accept-Encoding", "identity"},
                     {"Content-Type", posting.content_type}};
  for (const auto& [header, value] : posting.headers) request.headers.emplace(header, value);
  request.body = posting.body;
  request.content_receiver = [&](const char* bytes, size_t count, uint64_t, uint64_t) {
    too_large = answer.body.size() + count > posting.max_bytes;
    if (!too_large) answer.body.append(bytes, count);
    return !too_large;
  };
  const HangUp hang_up([&client] { client.stop(); }, posting.whole, stop);
  const httplib::Result result = client.send(request);
  if (result) {
    answer.status = result->status;
    answer.content_type = result->get_header_value("Content-Type");
    return answer;
  }
  if (too_large) {
    return Error{"post.too_large",
                 name + " answers with more than " + std::to_string(posting.max_bytes) + " bytes"};
  }
  if (hang_up.timed_out()) return Error{"post.timeout", name + " did not answer in time"};
  return Error{"post.unreachable",
               "no answer from " + name + " (" + httplib::to_string(result.error()) + ")"};
}

}  // namespace reeve::api
