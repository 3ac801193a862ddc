#include "api/proxy/checks.h"

#include <utility>

#include "base/log.h"

namespace reeve::api::proxy {
namespace {

using engine::Request;

bool LetsPass(policy::Effect effect) {
  return effect == policy::Effect::kAllow || effect == policy::Effect::kRedact;
}

std::string ApprovalAt(const std::vector<std::string>& approvals, size_t place) {
  return place < approvals.size() ? approvals[place] : std::string();
}

// Texts of the same order as were asked about.
void TakeTexts(const json::Value& answer, size_t count, std::vector<std::string>* out) {
  for (size_t i = 0; i < count; ++i) {
    const json::Value* text =
        json::Resolve(answer, "/content/messages/" + std::to_string(i) + "/content");
    out->push_back(text == nullptr ? "" : *text->as_string());
  }
}

}  // namespace

Result<Request> Checks::TextRequest(std::string_view stage, const std::vector<TextPlace>& texts,
                                    const std::string& approval,
                                    const std::optional<TokenUse>& use) const {
  if (texts.size() > engine::kMaxMessages) {
    return Error{"proxy.too_many_texts", "a call has at most " +
                                             std::to_string(engine::kMaxMessages) +
                                             " messages, parts and definitions of tools"};
  }
  json::Array messages;
  messages.reserve(texts.size());
  for (const TextPlace& place : texts) {
    messages.push_back(json::Object{{"role", place.role}, {"content", place.text}});
  }
  json::Object request = terms_.request;
  request.Set("stage", stage);
  request.Set("content", json::Object{{"messages", std::move(messages)}});
  if (!approval.empty()) request.Set("approval", approval);
  if (use && counts_use_) request.Set("usage", engine::UseJson(UseOf(*use, price_)));
  return engine::ReadRequest(std::move(request), "");
}

Result<Request> Checks::CallRequest(const ToolCallPlace& call, const std::string& approval) const {
  json::Object request = terms_.request;
  request.Set("stage", "tool_call");
  json::Object action = *request.Find("action")->as_object();
  action.Set("kind", "tool_call");
  action.Set("tool", call.name);
  action.Set("arguments", call.arguments);
  request.Set("action", std::move(action));
  if (!approval.empty()) request.Set("approval", approval);
  return engine::ReadRequest(std::move(request), "");
}

std::optional<Stop> Checks::StopOf(const json::Value& answer, policy::Effect effect) const {
  if (LetsPass(effect)) return std::nullopt;
  Stop stop;
  stop.effect = effect;
  json::Array rules;
  if (const json::Value* reasons = answer.Find("reasons")) {
    for (const json::Value& reason : *reasons->as_array()) {
      if (stop.message.empty()) stop.message = *reason.Find("message")->as_string();
      rules.push_back(*reason.Find("policy")->as_string() + "/" +
                      *reason.Find("rule")->as_string());
    }
  }
  stop.reeve.Add("effect", policy::EffectName(effect));
  if (const json::Value* id = answer.Find("id")) stop.reeve.Add("decision", *id);
  stop.reeve.Add("interaction", terms_.interaction).Add("rules", std::move(rules));
  if (const json::Value* approval = answer.Find("approval")) {
    stop.approval = *approval->Find("id")->as_string();
    stop.reeve.Add("approval", *approval);
  }
  return stop;
}

// Of several that let nothing pass a denial counts first: no approval would help.
Result<std::vector<json::Value>> Checks::Decide(const std::vector<Request>& requests,
                                                Checked* out) {
  std::vector<Result<Request>> batch(requests.begin(), requests.end());
  std::vector<Result<engine::Answer>> answers;
  for (size_t first = 0; first < batch.size(); first += engine::kMaxBatch) {
    const auto begin = batch.begin() + static_cast<ptrdiff_t>(first);
    const auto end =
        begin + static_cast<ptrdiff_t>(std::min(engine::kMaxBatch, batch.size() - first));
    REEVE_ASSIGN_OR_RETURN(auto some, engine_.DecideBatch(principal_, {begin, end}));
    for (auto& one : some) answers.push_back(std::move(one));
  }
  std::vector<json::Value> values;
  for (Result<engine::Answer>& answer : answers) {
    if (!answer.ok()) return std::move(answer).error();
    REEVE_ASSIGN_OR_RETURN(json::Value value, json::Parse(answer->json));
    std::optional<Stop> stop = StopOf(value, answer->effect);
    out->approvals.push_back(stop ? stop->approval : "");
    if (stop && (!out->stop || out->stop->effect == policy::Effect::kHold)) {
      if (!out->stop || stop->effect == policy::Effect::kDeny) out->stop = std::move(stop);
    }
    values.push_back(std::move(value));
  }
  return values;
}

Result<Checked> Checks::Input(const Reading& reading, const std::string& approval,
                              const TokenUse& guessed) {
  Checked out;
  REEVE_ASSIGN_OR_RETURN(Request request, TextRequest("input", reading.texts, approval, guessed));
  std::vector<Request> requests;
  requests.push_back(std::move(request));
  REEVE_ASSIGN_OR_RETURN(const std::vector<json::Value> answers, Decide(requests, &out));
  if (!out.stop) TakeTexts(answers.front(), reading.texts.size(), &out.texts);
  return out;
}

Result<Checked> Checks::Output(const Reading& reading, const std::vector<std::string>& approvals,
                               const std::optional<TokenUse>& use) {
  Checked out;
  std::vector<Request> requests;
  requests.reserve(reading.calls.size() + 1);
  REEVE_ASSIGN_OR_RETURN(Request texts,
                         TextRequest("output", reading.texts, ApprovalAt(approvals, 0), use));
  requests.push_back(std::move(texts));
  for (size_t i = 0; i < reading.calls.size(); ++i) {
    REEVE_ASSIGN_OR_RETURN(Request call,
                           CallRequest(reading.calls[i], ApprovalAt(approvals, i + 1)));
    requests.push_back(std::move(call));
  }
  REEVE_ASSIGN_OR_RETURN(const std::vector<json::Value> answers, Decide(requests, &out));
  if (out.stop) return out;
  TakeTexts(answers.front(), reading.texts.size(), &out.texts);
  for (size_t i = 0; i < reading.calls.size(); ++i) {
    const json::Value* arguments = json::Resolve(answers[i + 1], "/action/arguments");
    out.arguments.push_back(arguments == nullptr ? json::Value(json::Object()) : *arguments);
  }
  return out;
}

Result<Checked> Checks::Calls(const std::vector<ToolCallPlace>& calls,
                              const std::vector<std::string>& approvals) {
  Checked out;
  std::vector<Request> requests;
  requests.reserve(calls.size());
  for (size_t i = 0; i < calls.size(); ++i) {
    REEVE_ASSIGN_OR_RETURN(Request call, CallRequest(calls[i], ApprovalAt(approvals, i + 1)));
    requests.push_back(std::move(call));
  }
  REEVE_ASSIGN_OR_RETURN(const std::vector<json::Value> answers, Decide(requests, &out));
  for (size_t i = 0; i < calls.size() && !out.stop; ++i) {
    const json::Value* arguments = json::Resolve(answers[i], "/action/arguments");
    out.arguments.push_back(arguments == nullptr ? json::Value(json::Object()) : *arguments);
  }
  return out;
}

void Checks::SettleNothing() {
  if (!counts_use_) return;
  if (const auto settled = Output({}, {}, TokenUse{}); !settled.ok()) {
    Log(LogLevel::kWarning, "proxy.not_settled",
        {{"interaction", terms_.interaction}, {"code", settled.error().code}});
  }
}

Status Checks::MayRun() const {
  REEVE_ASSIGN_OR_RETURN(const Request request, TextRequest("input", {}, ""));
  return engine_.MayRun(principal_, request);
}

Result<std::unique_ptr<engine::StreamedOutput>> Checks::BeginOutput(engine::StreamMode mode,
                                                                    const std::string& approval) {
  REEVE_ASSIGN_OR_RETURN(Request request, TextRequest("output", {}, approval));
  return engine_.BeginOutput(principal_, std::move(request), mode);
}

}  // namespace reeve::api::proxy
