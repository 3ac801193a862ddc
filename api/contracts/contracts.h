// Contracts that other programs speak already, each a thin translation onto one decision:
//
//   POST /contracts/SYSTEM/beta/litellm_basic_guardrail_api   LiteLLM's generic guardrail
//   POST /contracts/SYSTEM/analyze, anonymize, ...            Presidio
//   POST /contracts/SYSTEM/v1/data/reeve/decision             OPA's data API
//   POST /contracts/SYSTEM/access/v1/evaluation(s)            AuthZEN
//   any  /contracts/SYSTEM/ext_authz/...                      Envoy's ext_authz by HTTP
//   POST /contracts/SYSTEM/request, response                  agentgateway's webhook
//   POST /contracts/SYSTEM/portkey                            Portkey's webhook
//   POST /contracts/SYSTEM/hook                               Claude Code's hooks
//
// SYSTEM is the id of the registered AI system for which the client asks. docs/contracts.md says
// what becomes of what, and what of each contract is not there.
//
// Each fails closed: what cannot be decided is answered, in the contract's own words, with no.
#pragma once

#include "api/routes.h"

namespace reeve::api {

// One function a route; the first part of the call is the system.
Reply LiteLlmGuardrail(engine::Engine&, const engine::Principal&, const RouteCall&);
Reply PresidioAnalyze(engine::Engine&, const engine::Principal&, const RouteCall&);
Reply PresidioAnonymize(engine::Engine&, const engine::Principal&, const RouteCall&);
Reply PresidioEntities(engine::Engine&, const engine::Principal&, const RouteCall&);
Reply OpaData(engine::Engine&, const engine::Principal&, const RouteCall&);
Reply AuthZenEvaluation(engine::Engine&, const engine::Principal&, const RouteCall&);
Reply AuthZenEvaluations(engine::Engine&, const engine::Principal&, const RouteCall&);
Reply AuthZenConfiguration(engine::Engine&, const engine::Principal&, const RouteCall&);
Reply ExtAuthz(engine::Engine&, const engine::Principal&, const RouteCall&);
Reply AgentGatewayRequest(engine::Engine&, const engine::Principal&, const RouteCall&);
Reply AgentGatewayResponse(engine::Engine&, const engine::Principal&, const RouteCall&);
Reply PortkeyWebhook(engine::Engine&, const engine::Principal&, const RouteCall&);
Reply ClaudeCodeHook(engine::Engine&, const engine::Principal&, const RouteCall&);

}  // namespace reeve::api
