// The texts of a request to a model, or of its answer, in whatever form: OpenAI's chat completions,
// responses, embeddings and moderations, and Anthropic's messages.
//
// Nothing is left out because nobody knows it: what is known to hold text is read as text under the
// role of its message; what is known to hold none (a number, an id, a word of a fixed set) is
// passed over; everything else is read as the JSON that it is. What cannot be read (images, sound,
// files, numbers of tokens) is an error, unless the caller passes it.
//
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace reeve::api::proxy {

struct TextPlace {
  std::string pointer;   // in the document
  std::string role;      // "user", "assistant", "system", "tool", ...
  bool is_json = false;  // what stands there is no string, and `text` is its compact form
  std::string text;
};

// A call that a model wants made.
struct ToolCallPlace {
  enum class Form : uint8_t { kObject, kJsonText, kText };
  std::string pointer;  // of its arguments
  Form form = Form::kObject;
  std::string name;
  json::Object arguments;  // of a kText, {"input": the text}; of JSON that is no object, too
  std::string text = {};   // of what is no kObject, as the model wrote it
};

struct Reading {
  std::vector<TextPlace> texts;
  std::vector<ToolCallPlace> calls;  // of an answer
};

// Every text of a body. proxy.unchecked_content, with its place: media where they are not passed
Result<Reading> ReadTexts(const json::Value& body, bool passes_media);
// Every text of an answer, and its tool calls apart; what stands at `pointer` of it and below.
Result<Reading> ReadAnswer(const json::Value& answer, bool passes_media);

// Puts what was decided in its place. proxy.unreadable: a redacted text is not the JSON that it was
Status PutText(const TextPlace& place, const std::string& text, json::Value* document);
Status PutArguments(const ToolCallPlace& place, const json::Value& arguments,
                    json::Value* document);

// The arguments of a call from their text. Anything but a JSON object is {"input": text}, and then
// the form becomes kText.
void ReadArguments(const std::string& text, ToolCallPlace* place);
// The text of arguments, as the model wrote it but for what was redacted.
std::string ArgumentsText(const ToolCallPlace& place, const json::Value& arguments);

}  // namespace reeve::api::proxy
