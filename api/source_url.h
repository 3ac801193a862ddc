// The address of a bundle on a web server, taken apart: strict, so that what is asked for is what
// was written.
//
// Thread-safety: free functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace reeve::api {

inline constexpr size_t kMaxSourceUrlBytes = 2048;

struct SourceUrl {
  std::string origin;  // "https://host:port", as it was written
  std::string path;    // "/bundles/eu.bundle", without the query
  std::string query;   // "?version=3", or nothing
  bool is_plain = false;
  bool is_loopback = false;

  // For logs: a query may hold a credential, so it is only hinted at.
  std::string ShownName() const { return origin + path + (query.empty() ? "" : "?..."); }
};

bool LooksLikeUrl(std::string_view source);

// source.url: not http:// or https://, no host, a user or password, a fragment, a port that is
// none, a byte that must be escaped
Result<SourceUrl> ParseSourceUrl(std::string_view text);

}  // namespace reeve::api
