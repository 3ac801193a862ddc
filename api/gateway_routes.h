// The paths of a gateway, bound to a server. With and without /proxy/SYSTEM before them:
//   POST /v1/chat/completions /v1/responses /v1/embeddings /v1/moderations /v1/messages
//   GET  /v1/models
//
// Thread-safety: before the server listens.
#pragma once

#include <functional>

#include "api/gateway.h"

namespace httplib {
class Server;
struct Request;
}  // namespace httplib

namespace reeve::api {

inline constexpr char kApiKeyHeader[] = "x-api-key";

// Who calls, or null. The token is in `Authorization: Bearer`; what came as x-api-key, as clients
// of Anthropic's API send it, is put there.
using Authenticate = std::function<const engine::Principal*(const httplib::Request&)>;

// The gateway must outlive the server.
void BindGateway(httplib::Server& http, Gateway& gateway, Authenticate authenticate);

}  // namespace reeve::api
