#include "api/proxy/stream_form.h"

namespace reeve::api::proxy {
namespace {

std::string TextOf(const json::Value& value, std::string_view key) {
  const json::Value* found = value.Find(key);
  const std::string* text = found == nullptr ? nullptr : found->as_string();
  return text == nullptr ? "" : *text;
}

// Events of OpenAI's responses. They say each text several times (as deltas, when it is done, in
// its item, in the whole response), so nothing of them is passed on: the last event has the whole
// response, that is decided on, and the events are made from what may leave of it.
class ResponsesStream final : public StreamForm {
 public:
  ResponsesStream(StreamedTexts& texts, bool passes_media)
      : texts_(texts), passes_media_(passes_media) {}

  Status Take(const SseEvent& event, std::string*) override {
    const auto data = json::Parse(event.data);
    if (!data.ok() || data->as_object() == nullptr) {
      return Error{"upstream.malformed", "the upstream sent an event that is no JSON object"};
    }
    const std::string type = TextOf(*data, "type");
    if (type == "error" || type == "response.failed") {
      return Error{"upstream.broken", "the upstream ended its answer with an error"};
    }
    if (type != "response.completed" && type != "response.incomplete") return {};
    const json::Value* response = data->Find("response");
    if (response == nullptr || response->as_object() == nullptr) {
      return Error{"upstream.malformed", "the last event of the upstream has no response"};
    }
    last_ = type;
    response_ = *response;
    ReadUse(response_.Find("usage"), &use_);
    REEVE_ASSIGN_OR_RETURN(reading_, ReadAnswer(response_, passes_media_));
    for (size_t i = 0; i < reading_.texts.size(); ++i) {
      const auto pushed = texts_.Push(std::to_string(i), reading_.texts[i].text);
      if (!pushed.ok()) return pushed.error();
    }
    return {};
  }

  const std::vector<ToolCallPlace>& Calls() override { return reading_.calls; }
  bool is_whole() const override { return !last_.empty(); }
  const std::optional<TokenUse>& use() const override { return use_; }

  Status End(const Ending& ending, std::string* out) override {
    for (size_t i = 0; i < reading_.texts.size(); ++i) {
      REEVE_RETURN_IF_ERROR(
          PutText(reading_.texts[i], ending.rest.at(std::to_string(i)), &response_));
    }
    for (size_t i = 0; i < reading_.calls.size(); ++i) {
      const ToolCallPlace& call = reading_.calls[i];
      *json::Resolve(response_, call.pointer) = ending.arguments[i];
    }
    json::Object begun = *response_.as_object();
    begun.Set("status", "in_progress");
    begun.Set("output", json::Array());
    Send("response.created", {{"response", std::move(begun)}}, out);
    const json::Value* output = response_.Find("output");
    if (output != nullptr && output->as_array() != nullptr) {
      for (size_t i = 0; i < output->as_array()->size(); ++i) {
        SendItem((*output->as_array())[i], static_cast<int64_t>(i), out);
      }
    }
    Send(last_, {{"response", response_}}, out);
    return {};
  }

 private:
  void Send(std::string_view type, json::Object members, std::string* out) {
    json::Object event{{"type", type}, {"sequence_number", sequence_++}};
    for (json::Member& member : members) event.Add(member.key, std::move(member.value));
    *out += FormatSse({std::string(type), json::Compact(std::move(event))});
  }

  void SendItem(const json::Value& item, int64_t place, std::string* out) {
    if (item.as_object() == nullptr) return;
    json::Object added = *item.as_object();
    if (added.Find("content") != nullptr) added.Set("content", json::Array());
    if (added.Find("arguments") != nullptr) added.Set("arguments", "");
    added.Set("status", "in_progress");
    Send("response.output_item.added", {{"output_index", place}, {"item", std::move(added)}}, out);
    const json::Object at{{"item_id", TextOf(item, "id")}, {"output_index", place}};
    if (TextOf(item, "type") == "function_call") {
      SendPart(at, "response.function_call_arguments", "arguments", TextOf(item, "arguments"), out);
    }
    const json::Value* content = item.Find("content");
    if (content != nullptr && content->as_array() != nullptr) {
      for (size_t i = 0; i < content->as_array()->size(); ++i) {
        json::Object here = at;
        here.Add("content_index", static_cast<int64_t>(i));
        SendContent((*content->as_array())[i], here, out);
      }
    }
    Send("response.output_item.done", {{"output_index", place}, {"item", item}}, out);
  }

  void SendContent(const json::Value& part, const json::Object& at, std::string* out) {
    const bool refuses = TextOf(part, "type") == "refusal";
    const char* key = refuses ? "refusal" : "text";
    if (part.as_object() == nullptr || part.Find(key) == nullptr) return;
    json::Object empty = *part.as_object();
    empty.Set(key, "");
    json::Object added = at;
    added.Add("part", std::move(empty));
    Send("response.content_part.added", std::move(added), out);
    SendPart(at, refuses ? "response.refusal" : "response.output_text", key, TextOf(part, key),
             out);
    json::Object done = at;
    done.Add("part", part);
    Send("response.content_part.done", std::move(done), out);
  }

  void SendPart(const json::Object& at, const std::string& type, const char* key,
                const std::string& text, std::string* out) {
    json::Object delta = at;
    delta.Add("delta", text);
    json::Object done = at;
    done.Add(key, text);
    if (type == "response.output_text") {
      delta.Add("logprobs", json::Array());
      done.Add("logprobs", json::Array());
    }
    Send(type + ".delta", std::move(delta), out);
    Send(type + ".done", std::move(done), out);
  }

  StreamedTexts& texts_;
  const bool passes_media_;
  std::string last_;  // the type of the last event
  json::Value response_;
  Reading reading_;
  std::optional<TokenUse> use_;
  int64_t sequence_ = 0;
};

}  // namespace

std::unique_ptr<StreamForm> MakeResponsesStream(StreamedTexts& texts, bool passes_media) {
  return std::make_unique<ResponsesStream>(texts, passes_media);
}

}  // namespace reeve::api::proxy
