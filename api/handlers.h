// What each route does, without HTTP: bytes in, a Reply out. server.cc maps routes to these.
//
// Thread-safety: any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/metrics.h"
#include "engine/bundle_watch.h"
#include "engine/engine.h"

namespace reeve::api {

struct Reply {
  int status = 200;
  std::string content_type = "application/json";
  std::string body = {};
  // Further headers, such as what a cache may do.
  std::vector<std::pair<std::string, std::string>> headers = {};
};

Reply ProblemReply(const Error& error);

// By which an answer leaves that nobody waits for: it is sent once, from whatever thread.
struct Later {
  engine::Engine::Run run;
  std::function<void(Reply)> send;
};

// POST /v1/decisions. The answer is sent once the record is durable.
void Decide(engine::Engine& engine, const engine::Principal& principal, std::string_view body,
            Later later);
// POST /v1/decisions:batch: {"requests":[...]} to {"results":[answer or problem, ...]}
Reply DecideBatch(engine::Engine& engine, const engine::Principal& principal,
                  std::string_view body);
// GET /v1/decisions/{id}: {"record":{...},"leaf_hash":"..."}; the record's canonical bytes verbatim
Reply GetDecision(const engine::Engine& engine, const engine::Principal& principal,
                  std::string_view id);
// GET /v1/decisions/{id}/receipt: c2sp.org/tlog-proof text
Reply GetReceipt(const engine::Engine& engine, const engine::Principal& principal,
                 std::string_view id);
// GET /v1/openapi.json: docs/api/openapi.yaml, as it was when this was built.
Reply GetOpenApi();
// GET /livez: the process runs.
Reply Livez();
// GET /readyz: decisions are made and recorded, or why not; and, with a watch, how the source of
// the bundle does. `watch` may be null.
Reply Readyz(const engine::Engine& engine, const engine::BundleWatch* watch);
// GET /metrics
Reply GetMetrics(const Metrics& metrics);

}  // namespace reeve::api
