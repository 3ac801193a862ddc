#include "api/proxy/forms.h"

#include "api/problem.h"

namespace reeve::api::proxy {
namespace {

std::string_view TypeOf(int status) {
  switch (status) {
    case 400:
      return "invalid_request_error";
    case 401:
      return "authentication_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 413:
      return "request_too_large";
    case 429:
      return "rate_limit_error";
    default:
      return "api_error";
  }
}

json::Object ErrorJson(Form form, const Error& error, const json::Object& reeve, int status) {
  json::Object inner{{"message", error.message}, {"type", TypeOf(status)}};
  if (form != Form::kMessages) {
    inner.Add("param", error.at.empty() ? json::Value() : json::Value(error.at));
  }
  inner.Add("code", error.code);
  if (!reeve.empty()) inner.Add("reeve", reeve);
  if (form != Form::kMessages) return json::Object{{"error", std::move(inner)}};
  return json::Object{{"type", "error"}, {"error", std::move(inner)}};
}

std::string IdOf(const Stop& stop) {
  const json::Value* id = stop.reeve.Find("decision");
  return "reeve-" + (id == nullptr ? "" : *id->as_string());
}

json::Object Event(std::string_view type, json::Object members) {
  members.Set("type", type);
  return members;
}

std::string Sse(std::string_view name, json::Object data) {
  return FormatSse({std::string(name), json::Compact(std::move(data))});
}

json::Object ChatChunk(const std::string& model, const Stop& stop, json::Object delta,
                       json::Value finish) {
  return {{"id", IdOf(stop)},
          {"object", "chat.completion.chunk"},
          {"created", 0},
          {"model", model},
          {"choices",
           json::Array{json::Object{
               {"index", 0}, {"delta", std::move(delta)}, {"finish_reason", std::move(finish)}}}}};
}

std::string MessageEvents(const std::string& model, const Stop& stop, bool has_begun) {
  std::string out;
  if (!has_begun) {
    json::Value message = RefusalAnswer(Form::kMessages, model, stop);
    message.as_object()->Set("content", json::Array());
    message.as_object()->Set("stop_reason", nullptr);
    out += Sse("message_start", Event("message_start", {{"message", std::move(message)}}));
    out +=
        Sse("content_block_start",
            Event("content_block_start",
                  {{"index", 0}, {"content_block", json::Object{{"type", "text"}, {"text", ""}}}}));
    out += Sse("content_block_delta",
               Event("content_block_delta",
                     {{"index", 0},
                      {"delta", json::Object{{"type", "text_delta"}, {"text", stop.message}}}}));
    out += Sse("content_block_stop", Event("content_block_stop", {{"index", 0}}));
  }
  out += Sse("message_delta",
             Event("message_delta",
                   {{"delta", json::Object{{"stop_reason", "refusal"}, {"stop_sequence", nullptr}}},
                    {"usage", json::Object{{"output_tokens", 0}}}}));
  return out + Sse("message_stop", Event("message_stop", {}));
}

}  // namespace

std::optional<Form> FormOf(std::string_view endpoint) {
  if (endpoint == "chat/completions") return Form::kChat;
  if (endpoint == "responses") return Form::kResponses;
  if (endpoint == "messages") return Form::kMessages;
  if (endpoint == "embeddings") return Form::kEmbeddings;
  if (endpoint == "moderations") return Form::kModerations;
  if (endpoint == "models" || endpoint.starts_with("models/")) return Form::kModels;
  return std::nullopt;
}

Reply ErrorReply(Form form, const Error& error, const json::Object& reeve, int status) {
  if (status == 0) status = StatusOf(error.code);
  Reply out{.status = status, .body = json::Compact(ErrorJson(form, error, reeve, status))};
  if (out.status == 503) out.headers.emplace_back("Retry-After", "1");
  return out;
}

SseEvent ErrorEvent(Form form, const Error& error, const json::Object& reeve) {
  return {form == Form::kChat ? "" : "error",
          json::Compact(ErrorJson(form, error, reeve, StatusOf(error.code)))};
}

Error ErrorOf(const Stop& stop) {
  if (stop.effect != policy::Effect::kHold) return {"proxy.denied", stop.message};
  return {"proxy.held", stop.message + " The approval `" + stop.approval +
                            "` waits for a person; once it is granted, repeat this very request "
                            "with the headers `X-Reeve-Approval` and `X-Reeve-Interaction` that "
                            "`error.reeve` names"};
}

json::Value RefusalAnswer(Form form, const std::string& model, const Stop& stop) {
  if (form == Form::kMessages) {
    return json::Object{
        {"id", IdOf(stop)},
        {"type", "message"},
        {"role", "assistant"},
        {"model", model},
        {"content", json::Array{json::Object{{"type", "text"}, {"text", stop.message}}}},
        {"stop_reason", "refusal"},
        {"stop_sequence", nullptr},
        {"usage", json::Object{{"input_tokens", 0}, {"output_tokens", 0}}}};
  }
  if (form == Form::kResponses) {
    json::Object part{{"type", "refusal"}, {"refusal", stop.message}};
    return json::Object{
        {"id", IdOf(stop)},
        {"object", "response"},
        {"created_at", 0},
        {"status", "completed"},
        {"model", model},
        {"output", json::Array{json::Object{{"type", "message"},
                                            {"id", IdOf(stop)},
                                            {"status", "completed"},
                                            {"role", "assistant"},
                                            {"content", json::Array{std::move(part)}}}}},
        {"parallel_tool_calls", false},
        {"tool_choice", "auto"},
        {"tools", json::Array()}};
  }
  json::Object message{{"role", "assistant"}, {"content", stop.message}, {"refusal", stop.message}};
  return json::Object{{"id", IdOf(stop)},
                      {"object", "chat.completion"},
                      {"created", 0},
                      {"model", model},
                      {"choices", json::Array{json::Object{{"index", 0},
                                                           {"message", std::move(message)},
                                                           {"finish_reason", "content_filter"}}}}};
}

std::string RefusalEvents(Form form, const std::string& model, const Stop& stop, bool has_begun) {
  if (form == Form::kMessages) return MessageEvents(model, stop, has_begun);
  if (form == Form::kResponses) {
    return Sse("response.completed",
               Event("response.completed",
                     {{"response", RefusalAnswer(form, model, stop)}, {"sequence_number", 0}}));
  }
  json::Object delta{{"role", "assistant"}, {"refusal", stop.message}};
  if (!has_begun) delta.Add("content", stop.message);
  return Sse("", ChatChunk(model, stop, std::move(delta), nullptr)) +
         Sse("", ChatChunk(model, stop, {}, "content_filter")) +
         FormatSse({"", std::string(kDone)});
}

}  // namespace reeve::api::proxy
