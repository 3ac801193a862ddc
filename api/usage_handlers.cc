#include "api/usage_handlers.h"

namespace reeve::api {

Reply ShowUsage(const engine::Engine& engine, const engine::Principal& principal,
                std::string_view budget, std::string_view system, std::string_view actor) {
  engine::UsageQuery query;
  query.tenant = principal.tenant;
  query.budget = budget;
  query.system = system;
  if (!actor.empty()) query.actor = engine.IdentityDigest(actor);
  const Result<json::Object> report = engine.Usage(query);
  if (!report.ok()) return ProblemReply(report.error());
  return {.body = json::Compact(*report)};
}

}  // namespace reeve::api
