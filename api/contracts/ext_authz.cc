// Envoy's ext_authz by HTTP: the gateway sends method, path, and as much of the body as it is told
// to. 200 lets the request through; every other answer goes to who called the gateway. The body
// that was checked is not the one that goes on, so a redaction refuses.
#include "api/contracts/contracts.h"
#include "api/contracts/question.h"

namespace reeve::api {

Reply ExtAuthz(engine::Engine& engine, const engine::Principal& principal, const RouteCall& call) {
  Question question{
      .system = call.parts[0], .channel = "ext_authz", .interaction = {}, .actor = {}};
  question.interaction = call.request_id;
  question.action = "http";
  question.tool = call.method;
  question.arguments = json::Object{{"method", call.method}, {"path", call.parts[1]}};
  if (!call.body.empty()) question.messages.push_back({"user", std::string(call.body)});
  const Result<Judgement> judgement = AskForDecision(engine, principal, question);
  if (!judgement.ok()) return ProblemReply(judgement.error());
  if (judgement->passes())
    return {.body = json::Compact(json::Object{{"decision", judgement->id}})};
  return {
      .status = 403,
      .body = json::Compact(json::Object{{"error", json::Object{{"code", "reeve.denied"},
                                                                {"message", judgement->reason},
                                                                {"decision", judgement->id}}}})};
}

}  // namespace reeve::api
