// What stands between AI services and models, as the server sees it: bytes in, a reply or a stream
// of events out, without HTTP (handlers.h). api/proxy is the one there is; its folder uses this
// room, so the server knows it by this interface only.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "api/event_source.h"
#include "api/handlers.h"
#include "api/request_trace.h"
#include "engine/principal.h"

namespace reeve::api {

struct GatewayCall {
  std::string system;    // of the path /proxy/SYSTEM/v1/...; empty: the path names none
  std::string endpoint;  // "chat/completions": the path behind /v1/
  std::string_view body;
  // The value of a header, or nothing.
  std::function<std::string(const char* name)> header;
  std::shared_ptr<RequestTrace> trace = nullptr;  // null: of none
};

struct GatewayReply {
  Reply reply;
  // Where it is not null, what is sent in place of the reply's body.
  std::unique_ptr<EventSource> events = nullptr;
};

class Gateway {
 public:
  virtual ~Gateway() = default;
  virtual GatewayReply Answer(const engine::Principal& principal, const GatewayCall& call) = 0;
  // An error in the form that the clients of that endpoint read.
  virtual Reply Refuse(std::string_view endpoint, const Error& error) const = 0;
  // The server stops: streams end with an error, and no more begin.
  virtual void Close() = 0;
};

}  // namespace reeve::api
