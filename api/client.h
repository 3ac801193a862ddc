// A client of a running server, for commands: JSON in, JSON or the problem out.
//
// Thread-safety: one thread at a time.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace reeve::api {

struct ClientOptions {
  std::string url;           // "http://127.0.0.1:8484"
  std::string token;         // of `Authorization: Bearer`
  std::string person;        // who acts; empty for questions
  std::string ca_file = {};  // PEM; empty: the system's authorities
};

struct ServerAnswer {
  int status = 0;
  json::Value body;

  bool ok() const { return status >= 200 && status < 300; }
};

// A text as the value of a parameter in a path (RFC 3986).
std::string UrlEncoded(std::string_view text);
struct ServerText {
  int status = 0;
  std::string body;

  bool ok() const { return status >= 200 && status < 300; }
};

// One exchange; `body` is sent as JSON, or as no body where it is null. An answer that is a problem
// is an answer. client.url, client.unreachable, client.answer (no JSON)
Result<ServerAnswer> Get(const ClientOptions& options, const std::string& path);
Result<ServerAnswer> Post(const ClientOptions& options, const std::string& path,
                          const json::Value& body);
// A body that is no JSON.
Result<ServerAnswer> PostText(const ClientOptions& options, const std::string& path,
                              const std::string& content_type, const std::string& body);
// The answer as it is, which need not be JSON. client.url, client.unreachable
Result<ServerText> GetText(const ClientOptions& options, const std::string& path);

// A stream of events (server-sent events) from a path, behind the event of the id `last`, which may
// be empty and becomes that of the last event that was read. Calls with the data of each event
// until it says false, which is an answer without a body; a refusal is an answer too. client.ended
// (there are no more, or it was cut off), client.url, client.unreachable, client.answer
Result<ServerAnswer> Follow(const ClientOptions& options, const std::string& path,
                            std::string* last,
                            const std::function<bool(const std::string& data)>& take);

}  // namespace reeve::api
