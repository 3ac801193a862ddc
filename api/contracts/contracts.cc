#include "api/contracts/contracts.h"

namespace reeve::api {
namespace {

#define REEVE_OF_SYSTEM "/contracts/([A-Za-z0-9._-]+)/"

Reply Healthy(engine::Engine& engine, const engine::Principal&, const RouteCall&) {
  return Readyz(engine, nullptr);
}

constexpr Route kRoutes[] = {
    {RouteKind::kNotice, REEVE_OF_SYSTEM "beta/litellm_basic_guardrail_api", LiteLlmGuardrail},
    {RouteKind::kNotice, REEVE_OF_SYSTEM "analyze", PresidioAnalyze},
    {RouteKind::kNotice, REEVE_OF_SYSTEM "anonymize", PresidioAnonymize},
    {RouteKind::kQuestion, REEVE_OF_SYSTEM "supportedentities", PresidioEntities},
    {RouteKind::kQuestion, REEVE_OF_SYSTEM "health", Healthy},
    {RouteKind::kNotice, REEVE_OF_SYSTEM "v1/data/(.+)", OpaData},
    {RouteKind::kNotice, REEVE_OF_SYSTEM "access/v1/evaluation", AuthZenEvaluation},
    {RouteKind::kNotice, REEVE_OF_SYSTEM "access/v1/evaluations", AuthZenEvaluations},
    {RouteKind::kQuestion, REEVE_OF_SYSTEM "\\.well-known/authzen-configuration",
     AuthZenConfiguration},
    {RouteKind::kForwarded, REEVE_OF_SYSTEM "ext_authz(/.*)?", ExtAuthz},
    {RouteKind::kNotice, REEVE_OF_SYSTEM "request", AgentGatewayRequest},
    {RouteKind::kNotice, REEVE_OF_SYSTEM "response", AgentGatewayResponse},
    {RouteKind::kNotice, REEVE_OF_SYSTEM "portkey", PortkeyWebhook},
    {RouteKind::kNotice, REEVE_OF_SYSTEM "hook", ClaudeCodeHook},
};

#undef REEVE_OF_SYSTEM

}  // namespace

std::span<const Route> ContractRoutes() { return kRoutes; }

}  // namespace reeve::api
