// One HTTP exchange with an upstream, read piece by piece by the thread that asks: the head first,
// so that its status is known before anything is promised to the caller, then the body as it comes.
//
// Connections are kept and used again. A redirect is not followed. Keys go out in headers and are
// in no message of this file.
//
// Thread-safety: an exchange on one thread; UpstreamConnections, any thread. The connections
// outlive their exchanges.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/proxy/settings.h"
#include "base/result.h"

namespace reeve::api::proxy {

// A POST of JSON.
struct UpstreamRequest {
  std::string path;  // "/chat/completions"
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string trace = "-";  // id of the trace, for log lines
};

// What an upstream, a cache or a held answer gives: a head, and a body in pieces.
class AnswerSource {
 public:
  virtual ~AnswerSource() = default;
  virtual int status() const = 0;
  virtual std::string content_type() const = 0;
  // In seconds, as the header `Retry-After` says; 0: it does not.
  virtual int retry_after() const = 0;
  // The next piece, after a wait of at most `at_most`, or an empty one where nothing came in that
  // time; nothing at the end. upstream.broken, upstream.timeout, upstream.stopped
  virtual Result<std::optional<std::string>> Next(std::chrono::milliseconds at_most) = 0;
};

// What stands whole already.
std::unique_ptr<AnswerSource> WholeAnswer(std::string content_type, std::string body);

class UpstreamConnections {
 public:
  UpstreamConnections();
  ~UpstreamConnections();

  // Sends, and waits for the head of the answer. upstream.unreachable, upstream.timeout,
  // upstream.certificate, upstream.stopped
  Result<std::unique_ptr<AnswerSource>> Begin(const Upstream& upstream,
                                              const UpstreamRequest& request,
                                              const std::stop_token& stop);

 private:
  struct Pool;
  std::shared_ptr<Pool> pool_;
};

// The whole body, of at most so many bytes. upstream.too_large, and those of Next.
Result<std::string> ReadWhole(AnswerSource& source, size_t most);

}  // namespace reeve::api::proxy
