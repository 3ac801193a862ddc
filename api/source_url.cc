#include "api/source_url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace reeve::api {
namespace {

constexpr std::string_view kPlain = "http://";
constexpr std::string_view kSecure = "https://";
constexpr std::array<std::string_view, 3> kLoopback = {"127.0.0.1", "[::1]", "localhost"};

Error Bad(std::string_view why) {
  return {"source.url", "the address " + std::string(why) +
                            "; write it like https://policies.example.org/eu.bundle"};
}

bool IsHostByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-';
}

// "host", "host:port", "[address]", "[address]:port". The host, or nothing where it is none.
std::string_view HostOf(std::string_view authority) {
  if (!authority.starts_with('[')) {
    const std::string_view host = authority.substr(0, authority.find(':'));
    return std::all_of(host.begin(), host.end(), IsHostByte) ? host : "";
  }
  const size_t end = authority.find(']');
  if (end == std::string_view::npos) return "";
  const std::string_view address = authority.substr(1, end - 1);
  const bool is_address = address.find_first_not_of("0123456789abcdefABCDEF:.") == address.npos;
  return is_address && !address.empty() ? authority.substr(0, end + 1) : "";
}

bool IsPort(std::string_view after_host) {
  if (after_host.empty()) return true;
  unsigned port = 0;
  const char* end = after_host.data() + after_host.size();
  const auto read = std::from_chars(after_host.data() + 1, end, port);
  return after_host.front() == ':' && after_host.size() > 1 && read.ec == std::errc() &&
         read.ptr == end && port > 0 && port <= std::numeric_limits<uint16_t>::max();
}

}  // namespace

bool LooksLikeUrl(std::string_view source) { return source.find("://") != std::string_view::npos; }

Result<SourceUrl> ParseSourceUrl(std::string_view text) {
  if (text.size() > kMaxSourceUrlBytes) return Bad("has more than 2,048 bytes");
  if (!text.starts_with(kPlain) && !text.starts_with(kSecure)) {
    return Bad("begins neither with https:// nor with http://");
  }
  const bool is_escaped =
      std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (!is_escaped) return Bad("has a blank or a byte beyond ASCII, which must be percent-encoded");
  if (text.find('#') != text.npos) return Bad("has a fragment (`#`), which a server never sees");
  SourceUrl url;
  url.is_plain = text.starts_with(kPlain);
  const std::string_view rest = text.substr(url.is_plain ? kPlain.size() : kSecure.size());
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  if (authority.find('@') != authority.npos) {
    return Bad("has a user or a password; put a token into a file for --source-token-file");
  }
  const std::string_view host = HostOf(authority);
  if (host.empty() || !IsPort(authority.substr(host.size()))) {
    return Bad("has no host, or a port that is none");
  }
  const std::string_view target = rest.substr(authority.size());
  const size_t query = std::min(target.find('?'), target.size());
  url.path = target.substr(0, query);
  if (!url.path.starts_with('/')) return Bad("names no file on the server");
  url.query = target.substr(query);
  url.origin = text.substr(0, text.size() - target.size());
  url.is_loopback = std::find(kLoopback.begin(), kLoopback.end(), host) != kLoopback.end();
  return url;
}

}  // namespace reeve::api
