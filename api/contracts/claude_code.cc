// Claude Code's hooks: prompts, tool calls and what tools gave back, in its shape.
//
// A call that policy allows is left to the permissions of the person at the keyboard, and not
// granted in their place: that Reeve has nothing against it is no consent. With ?grant=true it is.
// An answer that is no 200 would let the call pass, so what cannot be decided is a denial.
#include "api/contracts/contracts.h"
#include "api/contracts/question.h"

namespace reeve::api {
namespace {

Reply ForToolCall(const Judgement& judgement, bool grants) {
  json::Object out{{"hookEventName", "PreToolUse"}};
  if (judgement.is_redacted()) {
    out.Add("permissionDecision", "ask");
    out.Add("permissionDecisionReason", judgement.reason);
    out.Add("updatedInput", judgement.arguments);
  } else if (!judgement.passes()) {
    out.Add("permissionDecision", "deny");
    out.Add("permissionDecisionReason", judgement.reason);
  } else if (grants) {
    out.Add("permissionDecision", "allow");
    out.Add("permissionDecisionReason", judgement.reason);
  }
  return {.body = json::Compact(json::Object{{"hookSpecificOutput", std::move(out)}})};
}

// A prompt or a result cannot be changed on its way, so a redaction blocks too.
Reply ForText(const Judgement& judgement) {
  if (judgement.passes()) return {.body = "{}"};
  return {.body = json::Compact(json::Object{{"decision", "block"}, {"reason", judgement.reason}})};
}

Question QuestionOf(const json::Value& body, const std::string& system) {
  Question question{.system = system, .channel = "claude-code", .interaction = {}, .actor = {}};
  question.interaction = TextOf(body, "/session_id");
  question.action = "tool";
  question.tool = TextOf(body, "/tool_name");
  return question;
}

std::string AsText(const json::Value* value) {
  if (value == nullptr) return {};
  return value->as_string() != nullptr ? *value->as_string() : json::Compact(*value);
}

json::Object AsObject(const json::Value* value) {
  if (value == nullptr) return {};
  return value->as_object() != nullptr ? *value->as_object() : json::Object{{"input", *value}};
}

}  // namespace

Reply ClaudeCodeHook(engine::Engine& engine, const engine::Principal& principal,
                     const RouteCall& call) {
  const Result<json::Value> body = ReadForeign(call.body);
  if (!body.ok()) return ForText(RefusedBy(body.error()));
  const std::string event = TextOf(*body, "/hook_event_name");
  Question question = QuestionOf(*body, call.parts[0]);
  if (event == "PreToolUse") {
    question.stage = policy::Stage::kToolCall;
    question.arguments = AsObject(body->Find("tool_input"));
    return ForToolCall(AskOrRefuse(engine, principal, question), call.Parameter("grant") == "true");
  }
  if (event == "PostToolUse") {
    question.stage = policy::Stage::kToolResult;
    question.messages.push_back({"tool", AsText(body->Find("tool_response"))});
    return ForText(AskOrRefuse(engine, principal, question));
  }
  if (event == "UserPromptSubmit") {
    question.action = "chat";
    question.messages.push_back({"user", TextOf(*body, "/prompt")});
    return ForText(AskOrRefuse(engine, principal, question));
  }
  return {.body = "{}"};  // an event that nothing passes by: Stop, Notification, ...
}

}  // namespace reeve::api
