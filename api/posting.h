// One HTTP POST to somebody else's server, bounded in bytes and in time: what witnesses and time
// authorities are asked with, and what webhooks are told with.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace reeve::api {

struct Posting {
  std::string url;  // as ParseSourceUrl takes it
  std::string content_type;
  std::string body;
  size_t max_bytes = 0;                    // of the answer
  std::chrono::milliseconds whole{5'000};  // of the exchange, from the connection to the last byte
  std::vector<std::pair<std::string, std::string>> headers = {};  // further ones
};

struct PostAnswer {
  int status = 0;
  std::string content_type;
  std::string body;
};

// Any status is an answer; a redirect is not followed. post.url, post.unreachable (with the
// cause), post.timeout, post.too_large
Result<PostAnswer> PostBytes(const Posting& posting, const std::stop_token& stop);

}  // namespace reeve::api
