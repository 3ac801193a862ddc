#include "api/cloud_event.h"

#include "api/client.h"

namespace reeve::api {
namespace {

// An origin is a host and a path in nearly all logs; of what else it may hold, a URI has the bytes.
std::string UriReference(std::string_view origin) {
  constexpr std::string_view kKept = "/:@[]";
  std::string out;
  for (size_t i = 0; i < origin.size(); ++i) {
    const std::string_view letter = origin.substr(i, 1);
    out += kKept.find(letter) == std::string_view::npos ? UrlEncoded(letter) : std::string(letter);
  }
  return out;
}

}  // namespace

json::Object CloudEvent(const oversight::Notice& notice, std::string_view origin,
                        std::string_view link) {
  return {{"specversion", "1.0"},
          {"id", std::to_string(notice.index)},
          {"source", UriReference(origin)},
          {"type", "reeve." + notice.kind},
          {"subject", notice.id},
          {"time", FormatTimestamp(notice.time)},
          {"datacontenttype", "application/json"},
          {"data", oversight::NoticeMembers(notice, link)}};
}

}  // namespace reeve::api
