#include "api/proxy/stream_form.h"

namespace reeve::api::proxy {
namespace {

std::string TextOf(const json::Value* value, std::string_view key) {
  const json::Value* found = value == nullptr ? nullptr : value->Find(key);
  const std::string* text = found == nullptr ? nullptr : found->as_string();
  return text == nullptr ? "" : *text;
}

std::string Sse(std::string_view type, json::Object data) {
  data.Set("type", type);
  return FormatSse({std::string(type), json::Compact(std::move(data))});
}

// Events of Anthropic's messages: blocks that begin, grow by deltas and end, one after the other. A
// block of text leaves as it is let; from the first call of a tool on everything waits for the end,
// so that the order of blocks stays.
class MessagesStream final : public StreamForm {
 public:
  explicit MessagesStream(StreamedTexts& texts) : texts_(texts) {}

  Status Take(const SseEvent& event, std::string* out) override {
    const auto data = json::Parse(event.data);
    if (!data.ok() || data->as_object() == nullptr) {
      return Error{"upstream.malformed", "the upstream sent an event that is no JSON object"};
    }
    const std::string type = TextOf(&*data, "type");
    if (type == "error") {
      return Error{"upstream.broken", "the upstream ended its answer with an error"};
    }
    if (type == "content_block_start") return Begin(*data, out);
    if (type == "content_block_delta") return Grow(*data, out);
    if (type == "content_block_stop") return Stop(*data, out);
    if (type == "message_delta" || type == "message_stop") {
      waits_ = true;
      is_whole_ = type == "message_stop";
    }
    ReadUse(json::Resolve(*data, type == "message_start" ? "/message/usage" : "/usage"), &use_);
    if (type == "message_start") Send({type, WithoutContent(*data)}, out);
    if (type == "message_delta" || type == "message_stop" || type == "ping") {
      Send({type, event.data}, out);
    }
    return {};
  }

  const std::vector<ToolCallPlace>& Calls() override {
    for (size_t i = 0; i < calls_.size(); ++i) ReadArguments(texts_of_calls_[i], &calls_[i]);
    return calls_;
  }
  bool is_whole() const override { return is_whole_; }
  const std::optional<TokenUse>& use() const override { return use_; }

  Status End(const Ending& ending, std::string* out) override {
    for (const Waiting& waiting : waiting_) {
      if (waiting.call) {
        *out += Delta(waiting.index, "input_json_delta", "partial_json",
                      ending.arguments[*waiting.call]);
      } else if (!waiting.text.empty()) {
        const auto rest = ending.rest.find(waiting.text);
        const std::string text =
            late_[waiting.text] + (rest == ending.rest.end() ? "" : rest->second);
        if (!text.empty()) *out += TextDelta(waiting.index, text);
      } else {
        *out += FormatSse(waiting.event);
      }
    }
    return {};
  }

 private:
  // Sent at the end: an event as it is, the rest of a text, or the arguments of a call.
  struct Waiting {
    SseEvent event = {};
    int64_t index = 0;
    std::string text = {};
    std::optional<size_t> call = std::nullopt;
  };

  static int64_t IndexOf(const json::Value& data) {
    const json::Value* found = data.Find("index");
    const int64_t* index = found == nullptr ? nullptr : found->as_int();
    return index == nullptr ? 0 : *index;
  }
  static std::string Delta(int64_t index, std::string_view type, std::string_view key,
                           const std::string& text) {
    json::Object delta{{"type", type}};
    delta.Add(std::string(key), text);
    return Sse("content_block_delta", {{"index", index}, {"delta", std::move(delta)}});
  }
  std::string TextDelta(int64_t index, const std::string& text) const {
    const std::string& kind = kinds_.at(index);
    return Delta(index, kind + "_delta", kind, text);
  }

  void Send(SseEvent event, std::string* out) {
    if (waits_) {
      waiting_.push_back({std::move(event)});
    } else {
      *out += FormatSse(event);
    }
  }

  Status Begin(const json::Value& data, std::string* out) {
    const int64_t index = IndexOf(data);
    const json::Value* block = data.Find("content_block");
    const std::string kind = TextOf(block, "type");
    kinds_[index] = kind;
    json::Object begun{{"type", kind}};
    if (kind == "tool_use") {
      waits_ = true;
      call_of_[index] = calls_.size();
      calls_.emplace_back().name = TextOf(block, "name");
      const json::Value* input = block->Find("input");
      const bool is_given =
          input != nullptr && input->as_object() != nullptr && !input->as_object()->empty();
      texts_of_calls_.push_back(is_given ? json::Compact(*input) : "");
      begun.Add("id", TextOf(block, "id"))
          .Add("name", TextOf(block, "name"))
          .Add("input", json::Object());
    } else if (kind == "text" || kind == "thinking") {
      begun.Add(kind, "");
      if (kind == "thinking") begun.Add("signature", "");
    } else if (kind == "redacted_thinking") {
      begun.Add("data", TextOf(block, "data"));
    } else {
      return Error{"upstream.unchecked_content",
                   "the answer has a block of a kind that is not known here, and so not checked"};
    }
    Send({"content_block_start", json::Compact(json::Object{{"type", "content_block_start"},
                                                            {"index", index},
                                                            {"content_block", std::move(begun)}})},
         out);
    const bool is_text = kind == "text" || kind == "thinking";
    const std::string first = is_text ? TextOf(block, kind) : "";
    return first.empty() ? Status() : PushText(index, first, out);
  }

  // The frame of the answer, whose content is still to come.
  static std::string WithoutContent(json::Value data) {
    json::Value* message = data.as_object()->Find("message");
    if (message != nullptr && message->as_object() != nullptr) {
      message->as_object()->Set("content", json::Array());
    }
    return json::Compact(data);
  }

  Status PushText(int64_t index, const std::string& piece, std::string* out) {
    const std::string name = std::to_string(index);
    REEVE_ASSIGN_OR_RETURN(const std::string text, texts_.Push(name, piece));
    if (waits_) {
      late_[name] += text;
    } else if (!text.empty()) {
      *out += TextDelta(index, text);
    }
    return {};
  }

  Status Grow(const json::Value& data, std::string* out) {
    const int64_t index = IndexOf(data);
    const json::Value* delta = data.Find("delta");
    const std::string type = TextOf(delta, "type");
    const auto kind = kinds_.find(index);
    if (kind == kinds_.end()) {
      return Error{"upstream.malformed", "the upstream sent a piece of a block that never began"};
    }
    if (type == kind->second + "_delta" && !call_of_.count(index)) {
      return PushText(index, TextOf(delta, kind->second), out);
    }
    if (type == "input_json_delta" && call_of_.count(index)) {
      std::string& text = texts_of_calls_[call_of_[index]];
      text += TextOf(delta, "partial_json");
      if (text.size() <= engine::kMaxRequestBytes) return {};
      return Error{"stream.too_large", "the arguments of a call are too large to be decided on"};
    }
    // Citations quote texts, and do not leave; a signature is of a block of thinking.
    if (type == "signature_delta") Send({"content_block_delta", json::Compact(data)}, out);
    return {};
  }

  Status Stop(const json::Value& data, std::string* out) {
    const int64_t index = IndexOf(data);
    if (const auto call = call_of_.find(index); call != call_of_.end()) {
      waiting_.push_back({.index = index, .call = call->second});
    } else if (const auto kind = kinds_.find(index);
               kind != kinds_.end() && (kind->second == "text" || kind->second == "thinking")) {
      const std::string name = std::to_string(index);
      const std::optional<std::string> rest = texts_.End(name);
      if (waits_ || !rest) {
        waits_ = true;
        if (rest) late_[name] += *rest;
        waiting_.push_back({.index = index, .text = name});
      } else if (!rest->empty()) {
        *out += TextDelta(index, *rest);
      }
    }
    Send({"content_block_stop", json::Compact(data)}, out);
    return {};
  }

  StreamedTexts& texts_;
  std::map<int64_t, std::string> kinds_;     // of blocks
  std::map<int64_t, size_t> call_of_;        // a block that is a call -> its place in calls_
  std::map<std::string, std::string> late_;  // texts that may leave, and wait for their turn
  std::vector<ToolCallPlace> calls_;
  std::vector<std::string> texts_of_calls_;
  std::vector<Waiting> waiting_;
  bool waits_ = false;
  bool is_whole_ = false;
  std::optional<TokenUse> use_;
};

}  // namespace

std::unique_ptr<StreamForm> MakeMessagesStream(StreamedTexts& texts) {
  return std::make_unique<MessagesStream>(texts);
}

}  // namespace reeve::api::proxy
