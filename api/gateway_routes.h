// The paths of a gateway, bound to a server. With and without /proxy/SYSTEM before them:
//   POST /v1/chat/completions /v1/responses /v1/embeddings /v1/moderations /v1/messages
//   GET  /v1/models
//
// Thread-safety: before the server listens.
#pragma once

#include "api/gateway.h"
#include "api/router.h"

namespace reeve::api {

// The first group is the system that the path names, the second the endpoint.
inline constexpr char kGatewayPosted[] =
    "/(?:proxy/([A-Za-z0-9._-]+)/)?v1/(chat/completions|responses|embeddings|moderations|messages)";
inline constexpr char kGatewayAsked[] =
    "/(?:proxy/([A-Za-z0-9._-]+)/)?v1/(models(?:/[A-Za-z0-9._:/-]+)?)";

// The gateway must outlive the server.
void BindGateway(Router& router, Gateway& gateway);

}  // namespace reeve::api
