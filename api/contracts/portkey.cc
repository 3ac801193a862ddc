// Portkey's webhook guardrail: {verdict, data, transformedData} for what goes to a model and what
// comes back.
#include "api/contracts/contracts.h"
#include "api/contracts/question.h"

namespace reeve::api {
namespace {

json::Value* In(json::Value* value, std::string_view key) {
  json::Object* object = value == nullptr ? nullptr : value->as_object();
  return object == nullptr ? nullptr : object->Find(key);
}

// Where the texts lie: in the chat document, or, without one, in the plain text beside it.
std::vector<TextSlot> SlotsOf(json::Value* side, bool is_request) {
  json::Value* document = In(side, "json");
  json::Value* list = In(document, is_request ? "messages" : "choices");
  if (list != nullptr && list->as_array() != nullptr) {
    return is_request ? MessageSlots(*list->as_array()) : ChoiceSlots(*list->as_array());
  }
  json::Value* text = In(side, "text");
  if (text == nullptr || text->as_string() == nullptr) return {};
  return {{is_request ? "user" : "assistant", text->as_string()}};
}

Reply Verdict(const Judgement& judgement, const char* side, const json::Value* transformed) {
  json::Object data{{"reason", judgement.reason}};
  if (!judgement.id.empty()) data.Add("decision", judgement.id);
  if (!judgement.approval.empty()) data.Add("approval", judgement.approval);
  json::Object answer{{"verdict", judgement.passes() || judgement.is_redacted()},
                      {"data", std::move(data)}};
  if (judgement.is_redacted()) {
    answer.Add("transformedData", json::Object{{side, *transformed}});
  }
  return {.body = json::Compact(std::move(answer))};
}

}  // namespace

Reply PortkeyWebhook(engine::Engine& engine, const engine::Principal& principal,
                     const RouteCall& call) {
  Result<json::Value> body = ReadForeign(call.body);
  if (!body.ok()) return Verdict(RefusedBy(body.error()), "request", nullptr);
  const std::string event = TextOf(*body, "/eventType");
  if (event != "beforeRequestHook" && event != "afterRequestHook") {
    return Verdict(RefusedBy({"json.value", "`eventType` is beforeRequestHook or afterRequestHook",
                              "/eventType"}),
                   "request", nullptr);
  }
  const bool is_request = event == "beforeRequestHook";
  const char* side = is_request ? "request" : "response";
  Question question{.system = call.parts[0], .channel = "portkey", .interaction = {}, .actor = {}};
  question.interaction = TextOf(*body, "/metadata/trace_id");
  question.actor = TextOf(*body, "/metadata/_user");
  question.model = TextOf(*body, "/request/json/model");
  question.stage = is_request ? policy::Stage::kInput : policy::Stage::kOutput;
  json::Value* part = In(&*body, side);
  const Judgement judgement =
      JudgeSlots(engine, principal, std::move(question), SlotsOf(part, is_request));
  return Verdict(judgement, side, part);
}

}  // namespace reeve::api
