#include "api/log_files.h"

#include <httplib.h>

#include <memory>

#include "api/sigpipe_guard.h"
#include "api/source_url.h"

namespace reeve::api {
namespace {

constexpr int kSeconds = 30;  // to connect, and the longest gap in an answer
// A bundle of 256 records of the greatest length.
constexpr size_t kMaxFileBytes = size_t{256} * (2 + 65'535);

}  // namespace

Result<ledger::FetchFile> HttpLogFiles(const std::string& url) {
  REEVE_ASSIGN_OR_RETURN(const SourceUrl address, ParseSourceUrl(url));
  const std::shared_ptr<httplib::Client> client(new httplib::Client(address.origin),
                                                [](httplib::Client* to_close) {
                                                  const SigpipeGuard sigpipe_guard;
                                                  delete to_close;
                                                });
  if (!client->is_valid()) {
    return Error{"source.url", "`" + address.origin + "` cannot be asked: look at the address"};
  }
  client->set_connection_timeout(kSeconds);
  client->set_read_timeout(kSeconds);
  client->set_keep_alive(true);
  std::string base = address.path;
  while (base.ends_with('/')) base.pop_back();
  return ledger::FetchFile([client, base, origin = address.origin](
                               const std::string& path) -> Result<std::optional<std::string>> {
    const std::string whole = base + "/" + path;
    const SigpipeGuard sigpipe_guard;
    std::string body;
    bool too_large = false;
    const httplib::Result answer = client->Get(whole, [&](const char* bytes, size_t count) {
      too_large = body.size() + count > kMaxFileBytes;
      if (!too_large) body.append(bytes, count);
      return !too_large;
    });
    if (too_large) {
      return Error{"log.too_large", "`" + origin + whole + "` is larger than any tile"};
    }
    if (!answer) {
      return Error{"log.unreachable", "no answer from `" + origin + whole + "` (" +
                                          httplib::to_string(answer.error()) + ")"};
    }
    if (answer->status == 404) return std::optional<std::string>();
    if (answer->status == 200) return std::optional<std::string>(std::move(body));
    return Error{"log.status", "`" + origin + whole + "` answers with status `" +
                                   std::to_string(answer->status) + "`"};
  });
}

}  // namespace reeve::api
