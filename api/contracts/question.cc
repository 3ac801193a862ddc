#include "api/contracts/question.h"

#include <utility>

#include "base/random.h"
#include "base/text.h"
#include "policy/facts.h"

namespace reeve::api {
namespace {

json::Object RequestOf(engine::Engine& engine, const Question& question) {
  const bool has_id =
      !question.interaction.empty() && question.interaction.size() <= engine::kMaxIdBytes;
  const std::string& actor = question.actor.empty() ? question.channel : question.actor;
  json::Object who{{"id", std::string(Clip(actor, engine::kMaxIdBytes))}};
  if (!question.roles.empty()) {
    who.Add("roles", json::Array(question.roles.begin(), question.roles.end()));
  }
  json::Object action{{"kind", question.action}};
  if (!question.tool.empty()) action.Add("tool", question.tool);
  if (question.arguments) action.Add("arguments", *question.arguments);
  json::Object request{
      {"interaction",
       has_id ? question.interaction : NewId("i-", engine.clock().Now(), Random::System())},
      {"stage", std::string(policy::StageName(question.stage))},
      {"system", question.system},
      {"channel", question.channel},
      {"actor", std::move(who)},
      {"action", std::move(action)}};
  if (!question.model.empty()) {
    request.Add("model", std::string(Clip(question.model, engine::kMaxIdBytes)));
  }
  if (!question.approval.empty()) request.Add("approval", question.approval);
  if (!question.context.empty()) request.Add("context", question.context);
  if (!question.messages.empty()) {
    json::Array messages;
    messages.reserve(question.messages.size());
    for (const Question::Message& message : question.messages) {
      messages.push_back(json::Object{{"role", message.role}, {"content", message.text}});
    }
    request.Add("content", json::Object{{"messages", std::move(messages)}});
  }
  return request;
}

std::string ReasonOf(const json::Value& answer, const std::string& approval) {
  const json::Value* first = json::Resolve(answer, "/reasons/0/message");
  std::string reason = first == nullptr ? "the policy does not allow it" : *first->as_string();
  if (!approval.empty()) {
    reason +=
        "; a person must decide: approval " + approval + ". Ask again with it once it is approved";
  }
  return reason;
}

}  // namespace

Result<Judgement> AskForDecision(engine::Engine& engine, const engine::Principal& principal,
                                 const Question& question) {
  REEVE_ASSIGN_OR_RETURN(const engine::Request request,
                         engine::ReadRequest(json::Value(RequestOf(engine, question)), ""));
  REEVE_ASSIGN_OR_RETURN(const engine::Answer answered, engine.Decide(principal, request));
  REEVE_ASSIGN_OR_RETURN(const json::Value answer, json::Parse(answered.json));
  Judgement judgement{.id = TextOf(answer, "/id"), .effect = answered.effect, .reason = {}};
  judgement.approval = TextOf(answer, "/approval/id");
  judgement.reason = ReasonOf(answer, judgement.approval);
  for (size_t i = 0; i < question.messages.size(); ++i) {
    const json::Value* text =
        json::Resolve(answer, "/content/messages/" + std::to_string(i) + "/content");
    judgement.texts.push_back(text == nullptr ? question.messages[i].text : *text->as_string());
  }
  if (const json::Value* arguments = json::Resolve(answer, "/action/arguments")) {
    judgement.arguments = *arguments;
  }
  return judgement;
}

Judgement RefusedBy(const Error& error) {
  return {.reason =
              "no decision could be made: " + error.message + " [" + std::string(error.code) + "]"};
}

Judgement AskOrRefuse(engine::Engine& engine, const engine::Principal& principal,
                      const Question& question) {
  Result<Judgement> judgement = AskForDecision(engine, principal, question);
  return judgement.ok() ? *std::move(judgement) : RefusedBy(judgement.error());
}

Result<json::Value> ReadForeign(std::string_view body) {
  REEVE_ASSIGN_OR_RETURN(json::Value value,
                         json::Parse(body, {.max_bytes = engine::kMaxRequestBytes,
                                            .max_depth = engine::kMaxRequestDepth}));
  if (value.as_object() == nullptr) return Error{"json.type", "send a JSON object"};
  return value;
}

std::string TextOf(const json::Value& object, std::string_view pointer) {
  const json::Value* value = json::Resolve(object, std::string(pointer));
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? std::string() : *text;
}

namespace {

void AddSlot(const std::string& role, json::Value* value, std::vector<TextSlot>* slots) {
  if (value != nullptr && value->as_string() != nullptr) {
    slots->push_back({role, value->as_string()});
  }
}

// The member of an object, or null.
json::Value* MemberOf(json::Value* value, std::string_view key) {
  json::Object* object = value == nullptr ? nullptr : value->as_object();
  return object == nullptr ? nullptr : object->Find(key);
}

json::Array* ArrayOf(json::Value* value) { return value == nullptr ? nullptr : value->as_array(); }

void AddMessage(json::Value* message, const std::string& default_role,
                std::vector<TextSlot>* slots) {
  if (message == nullptr) return;
  std::string role = TextOf(*message, "/role");
  if (role.empty()) role = default_role;
  json::Value* content = MemberOf(message, "content");
  AddSlot(role, content, slots);
  if (json::Array* parts = ArrayOf(content)) {
    for (json::Value& part : *parts) AddSlot(role, MemberOf(&part, "text"), slots);
  }
  if (json::Array* calls = ArrayOf(MemberOf(message, "tool_calls"))) {
    for (json::Value& call : *calls) {
      AddSlot(role, MemberOf(MemberOf(&call, "function"), "arguments"), slots);
    }
  }
}

}  // namespace

std::vector<TextSlot> MessageSlots(json::Array& messages) {
  std::vector<TextSlot> slots;
  for (json::Value& message : messages) AddMessage(&message, "user", &slots);
  return slots;
}

std::vector<TextSlot> ChoiceSlots(json::Array& choices) {
  std::vector<TextSlot> slots;
  for (json::Value& choice : choices) {
    AddMessage(MemberOf(&choice, "message"), "assistant", &slots);
    AddSlot("assistant", MemberOf(&choice, "text"), &slots);
  }
  return slots;
}

Judgement JudgeSlots(engine::Engine& engine, const engine::Principal& principal, Question question,
                     const std::vector<TextSlot>& slots) {
  for (const TextSlot& slot : slots) question.messages.push_back({slot.role, *slot.text});
  if (slots.empty()) question.messages.push_back({"user", ""});  // nothing to read is judged too
  Judgement judgement = AskOrRefuse(engine, principal, question);
  if (judgement.is_redacted()) {
    for (size_t i = 0; i < slots.size(); ++i) *slots[i].text = judgement.texts[i];
  }
  return judgement;
}

}  // namespace reeve::api
