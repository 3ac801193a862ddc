// How errors and refusals look to the clients of each endpoint.
//
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/handlers.h"
#include "api/proxy/checks.h"
#include "api/sse.h"
#include "base/json.h"

namespace reeve::api::proxy {

enum class Form : uint8_t { kChat, kResponses, kMessages, kEmbeddings, kModerations, kModels };

// The form of the path behind /v1/; nothing where there is no such.
std::optional<Form> FormOf(std::string_view endpoint);

// {"error":{"message","type","param","code"}}, or Anthropic's {"type":"error","error":{...}}; what
// Reeve adds stands in `error.reeve`.
// `status` 0: that of the code.
Reply ErrorReply(Form form, const Error& error, const json::Object& reeve = {}, int status = 0);
// The same as an event of a stream.
SseEvent ErrorEvent(Form form, const Error& error, const json::Object& reeve = {});

// What stops a call, as an error: proxy.denied, or proxy.held with how to go on.
Error ErrorOf(const Stop& stop);
// As an answer of the model that declines. Precondition: the form has answers with texts.
json::Value RefusalAnswer(Form form, const std::string& model, const Stop& stop);
// As the events of a whole stream, or of the rest of one that has begun.
std::string RefusalEvents(Form form, const std::string& model, const Stop& stop, bool has_begun);

// Of an upstream's answer of that form: `event.data` where it is the end mark of OpenAI's streams.
inline constexpr std::string_view kDone = "[DONE]";

}  // namespace reeve::api::proxy
