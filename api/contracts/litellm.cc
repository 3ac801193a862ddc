// LiteLLM's generic guardrail: texts and tool calls before and after a model, in its shape.
#include <algorithm>

#include "api/contracts/contracts.h"
#include "api/contracts/question.h"
#include "base/text.h"
#include "detectors/limits.h"

namespace reeve::api {
namespace {

// What a client may show of a text that still grows: all but so many characters, among which
// something may be beginning.
json::Array HoldBack(const std::vector<std::string>& texts) {
  json::Array counts;
  counts.reserve(texts.size());
  for (const std::string& text : texts) {
    const size_t held = std::min(CodePointCount(text), detectors::kStreamHoldBack);
    counts.emplace_back(static_cast<int64_t>(held));
  }
  return counts;
}

Question QuestionOf(const json::Value& body, const std::string& system, bool is_request) {
  Question question{.system = system, .channel = "litellm", .interaction = {}, .actor = {}};
  question.interaction = TextOf(body, "/litellm_trace_id");
  if (question.interaction.empty()) question.interaction = TextOf(body, "/litellm_call_id");
  question.stage = is_request ? policy::Stage::kInput : policy::Stage::kOutput;
  question.actor = TextOf(body, "/request_data/user_api_key_end_user_id");
  if (question.actor.empty()) question.actor = TextOf(body, "/request_data/user_api_key_user_id");
  question.model = TextOf(body, "/model");
  return question;
}

// The first tool call that may not be made as it stands: this contract has no place for changed
// arguments.
std::optional<Judgement> RefusedCall(engine::Engine& engine, const engine::Principal& principal,
                                     const json::Value& body, const Question& question) {
  const json::Value* calls = body.Find("tool_calls");
  if (calls == nullptr || calls->as_array() == nullptr) return std::nullopt;
  for (const json::Value& call : *calls->as_array()) {
    Question asked = question;
    asked.stage = policy::Stage::kToolCall;
    asked.action = "tool";
    asked.tool = TextOf(call, "/function/name");
    const std::string text = TextOf(call, "/function/arguments");
    const Result<json::Value> read = json::Parse(text);
    asked.arguments = read.ok() && read->as_object() != nullptr ? *read->as_object()
                                                                : json::Object{{"text", text}};
    Judgement judgement = AskOrRefuse(engine, principal, asked);
    if (!judgement.passes()) return judgement;
  }
  return std::nullopt;
}

Reply Blocked(const std::string& reason) {
  return {.body = json::Compact(json::Object{{"action", "BLOCKED"}, {"blocked_reason", reason}})};
}

}  // namespace

Reply LiteLlmGuardrail(engine::Engine& engine, const engine::Principal& principal,
                       const RouteCall& call) {
  const Result<json::Value> body = ReadForeign(call.body);
  if (!body.ok()) return ProblemReply(body.error());
  const std::string type = TextOf(*body, "/input_type");
  if (type != "request" && type != "response") {
    return ProblemReply({"json.value", "`input_type` is request or response", "/input_type"});
  }
  const bool is_request = type == "request";
  Question question = QuestionOf(*body, call.parts[0], is_request);
  if (const auto refused = RefusedCall(engine, principal, *body, question)) {
    return Blocked(refused->reason);
  }
  const json::Value* texts = body->Find("texts");
  if (texts != nullptr && texts->as_array() != nullptr) {
    for (const json::Value& text : *texts->as_array()) {
      if (text.as_string() == nullptr) {
        return ProblemReply({"json.type", "`texts` holds strings", "/texts"});
      }
      question.messages.push_back({is_request ? "user" : "assistant", *text.as_string()});
    }
  }
  if (question.messages.empty()) return {.body = R"({"action":"NONE"})"};
  const Judgement judgement = AskOrRefuse(engine, principal, question);
  if (!judgement.passes() && !judgement.is_redacted()) return Blocked(judgement.reason);
  json::Object answer{{"action", judgement.passes() ? "NONE" : "GUARDRAIL_INTERVENED"}};
  if (judgement.is_redacted()) {
    answer.Add("texts", json::Array(judgement.texts.begin(), judgement.texts.end()));
  }
  if (!is_request) answer.Add("stream_holdback_chars", HoldBack(judgement.texts));
  return {.body = json::Compact(std::move(answer))};
}

}  // namespace reeve::api
