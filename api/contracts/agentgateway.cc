// agentgateway's guardrail webhook: chat messages before, choices after; pass, mask or reject.
#include "api/contracts/contracts.h"
#include "api/contracts/question.h"

namespace reeve::api {
namespace {

Reply Action(json::Object action) {
  return {.body = json::Compact(json::Object{{"action", std::move(action)}})};
}

Reply Rejected(const std::string& reason) {
  return Action({{"body", "Refused: " + reason}, {"status_code", 403}, {"reason", reason}});
}

// `messages` are within `body`, and changed where a rule redacts.
Reply Judged(engine::Engine& engine, const engine::Principal& principal, const RouteCall& call,
             policy::Stage stage, json::Object body, const std::vector<TextSlot>& slots) {
  Question question{
      .system = call.parts[0], .channel = "agentgateway", .interaction = {}, .actor = {}};
  question.interaction = call.request_id;
  question.stage = stage;
  const Judgement judgement = JudgeSlots(engine, principal, std::move(question), slots);
  if (judgement.passes()) return Action({{"reason", judgement.reason}});
  if (!judgement.is_redacted()) return Rejected(judgement.reason);
  return Action({{"body", std::move(body)}, {"reason", judgement.reason}});
}

// The array `key` of the call's `body`, which moves with it.
Result<json::Value> BodyWith(std::string_view text, const char* key) {
  REEVE_ASSIGN_OR_RETURN(json::Value value, ReadForeign(text));
  const json::Value* list = json::Resolve(value, std::string("/body/") + key);
  if (list == nullptr || list->as_array() == nullptr) {
    return Error{"json.missing", std::string("`body.") + key + "` is an array",
                 std::string("/body/") + key};
  }
  return *value.Find("body");
}

}  // namespace

Reply AgentGatewayRequest(engine::Engine& engine, const engine::Principal& principal,
                          const RouteCall& call) {
  Result<json::Value> body = BodyWith(call.body, "messages");
  if (!body.ok()) return Rejected(body.error().message);
  json::Object& object = *body->as_object();
  const std::vector<TextSlot> slots = MessageSlots(*object.Find("messages")->as_array());
  return Judged(engine, principal, call, policy::Stage::kInput, std::move(object), slots);
}

Reply AgentGatewayResponse(engine::Engine& engine, const engine::Principal& principal,
                           const RouteCall& call) {
  Result<json::Value> body = BodyWith(call.body, "choices");
  if (!body.ok()) return Rejected(body.error().message);
  json::Object& object = *body->as_object();
  std::vector<TextSlot> slots = ChoiceSlots(*object.Find("choices")->as_array());
  return Judged(engine, principal, call, policy::Stage::kOutput, std::move(object), slots);
}

}  // namespace reeve::api
