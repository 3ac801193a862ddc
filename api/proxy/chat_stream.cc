#include <algorithm>

#include "api/proxy/stream_form.h"

namespace reeve::api::proxy {
namespace {

std::string TextOf(const json::Value& value, std::string_view key) {
  const json::Value* found = value.Find(key);
  const std::string* text = found == nullptr ? nullptr : found->as_string();
  return text == nullptr ? "" : *text;
}

int64_t IndexOf(const json::Value& value) {
  const json::Value* found = value.Find("index");
  const int64_t* index = found == nullptr ? nullptr : found->as_int();
  return index == nullptr ? 0 : *index;
}

// Chunks of chat completions: `data: {"choices":[{"index","delta":{...},"finish_reason"}]}`, closed
// by `data: [DONE]`. Every text of a delta goes through the engine; what else a chunk holds beside
// its frame (logprobs, which spell the text again) does not leave.
class ChatStream final : public StreamForm {
 public:
  ChatStream(StreamedTexts& texts, bool hides_use) : texts_(texts), hides_use_(hides_use) {}

  Status Take(const SseEvent& event, std::string* out) override {
    if (event.data == kDone) {
      is_whole_ = true;
      return {};
    }
    auto chunk = json::Parse(event.data);
    const json::Value* choices = chunk.ok() ? chunk->Find("choices") : nullptr;
    if (!chunk.ok() || chunk->as_object() == nullptr) {
      return Error{"upstream.malformed", "the upstream sent an event that is no JSON object"};
    }
    if (chunk->Find("error") != nullptr) {
      return Error{"upstream.broken", "the upstream ended its answer with an error"};
    }
    KeepFrame(*chunk);
    ReadUse(chunk->Find("usage"), &use_);
    if (choices == nullptr || choices->as_array() == nullptr) return {};
    if (choices->as_array()->empty()) {
      if (const json::Value* usage = chunk->Find("usage")) usage_ = *usage;
      return {};
    }
    json::Array passed;
    for (const json::Value& choice : *choices->as_array()) {
      REEVE_RETURN_IF_ERROR(TakeChoice(choice, &passed));
    }
    if (!passed.empty()) *out += Chunk(std::move(passed));
    return {};
  }

  const std::vector<ToolCallPlace>& Calls() override {
    for (size_t i = 0; i < calls_.size(); ++i) ReadArguments(texts_of_calls_[i], &calls_[i]);
    return calls_;
  }
  bool is_whole() const override { return is_whole_; }
  const std::optional<TokenUse>& use() const override { return use_; }

  Status End(const Ending& ending, std::string* out) override {
    for (const auto& [name, rest] : ending.rest) {
      const Channel& channel = channels_.at(name);
      if (!rest.empty()) *out += Delta(channel.choice, {{channel.key, rest}});
    }
    for (size_t i = 0; i < calls_.size(); ++i) {
      json::Object call = frames_[i];
      call.Find("function")->as_object()->Set("arguments", ending.arguments[i]);
      json::Object delta = is_legacy_[i]
                               ? json::Object{{"function_call", *call.Find("function")}}
                               : json::Object{{"tool_calls", json::Array{std::move(call)}}};
      *out += Delta(choice_of_call_[i], std::move(delta));
    }
    for (const auto& [index, reason] : finished_) {
      *out += Chunk(
          {json::Object{{"index", index}, {"delta", json::Object()}, {"finish_reason", reason}}});
    }
    if (!usage_.is_null() && !hides_use_) {
      json::Object last = frame_;
      last.Set("choices", json::Array());
      last.Set("usage", usage_);
      *out += FormatSse({"", json::Compact(std::move(last))});
    }
    *out += FormatSse({"", std::string(kDone)});
    return {};
  }

 private:
  struct Channel {
    int64_t choice = 0;
    std::string key;
  };

  void KeepFrame(const json::Value& chunk) {
    for (const char* key :
         {"id", "object", "created", "model", "service_tier", "system_fingerprint"}) {
      if (const json::Value* value = chunk.Find(key)) frame_.Set(key, *value);
    }
  }

  Status TakeChoice(const json::Value& choice, json::Array* passed) {
    const int64_t index = IndexOf(choice);
    if (const json::Value* delta = choice.Find("delta");
        delta != nullptr && delta->as_object() != nullptr) {
      json::Object out;
      for (const json::Member& member : *delta->as_object()) {
        REEVE_RETURN_IF_ERROR(TakeMember(index, member, &out));
      }
      if (!out.empty()) {
        passed->push_back(
            json::Object{{"index", index}, {"delta", std::move(out)}, {"finish_reason", nullptr}});
      }
    }
    const std::string reason = TextOf(choice, "finish_reason");
    if (!reason.empty()) {
      finished_[index] = reason;
      is_whole_ = true;
    }
    return {};
  }

  Status TakeMember(int64_t choice, const json::Member& member, json::Object* out) {
    if (member.key == "role") {
      out->Add("role", "assistant");
    } else if (member.key == "tool_calls" && member.value.as_array() != nullptr) {
      for (const json::Value& fragment : *member.value.as_array()) {
        REEVE_RETURN_IF_ERROR(TakeFragment(choice, IndexOf(fragment), fragment, false));
      }
    } else if (member.key == "function_call" && member.value.as_object() != nullptr) {
      REEVE_RETURN_IF_ERROR(
          TakeFragment(choice, 0, json::Object{{"function", member.value}}, true));
    } else if (const std::string* piece = member.value.as_string()) {
      const std::string name = std::to_string(choice) + "/" + member.key;
      channels_.emplace(name, Channel{choice, member.key});
      REEVE_ASSIGN_OR_RETURN(std::string text, texts_.Push(name, *piece));
      // An empty first piece says that there is such a text.
      if (!text.empty() || piece->empty()) out->Add(member.key, std::move(text));
    }
    return {};
  }

  // A call comes as fragments that name its place; the first has its id and name.
  Status TakeFragment(int64_t choice, int64_t index, const json::Value& fragment, bool legacy) {
    const auto place = std::make_pair(choice, legacy ? int64_t{-1} : index);
    auto known = places_.find(place);
    if (known == places_.end()) {
      if (calls_.size() == kMaxCalls) {
        return Error{"upstream.malformed", "the upstream asks for too many calls at once"};
      }
      known = places_.emplace(place, calls_.size()).first;
      calls_.emplace_back();
      texts_of_calls_.emplace_back();
      choice_of_call_.push_back(choice);
      is_legacy_.push_back(legacy);
      frames_.push_back(json::Object{
          {"index", index}, {"type", "function"}, {"function", json::Object{{"name", ""}}}});
    }
    const size_t at = known->second;
    if (const std::string id = TextOf(fragment, "id"); !id.empty()) frames_[at].Set("id", id);
    const json::Value* function = fragment.Find("function");
    if (function == nullptr) return {};
    ToolCallPlace& call = calls_[at];
    call.name += TextOf(*function, "name");
    frames_[at].Find("function")->as_object()->Set("name", call.name);
    std::string& text = texts_of_calls_[at];
    text += TextOf(*function, "arguments");
    if (text.size() > engine::kMaxRequestBytes) {
      return Error{"stream.too_large", "the arguments of a call are too large to be decided on"};
    }
    return {};
  }

  std::string Chunk(json::Array choices) const {
    json::Object chunk = frame_;
    chunk.Set("choices", std::move(choices));
    return FormatSse({"", json::Compact(std::move(chunk))});
  }
  std::string Delta(int64_t choice, json::Object delta) const {
    return Chunk(
        {json::Object{{"index", choice}, {"delta", std::move(delta)}, {"finish_reason", nullptr}}});
  }

  static constexpr size_t kMaxCalls = 128;

  StreamedTexts& texts_;
  const bool hides_use_;
  json::Object frame_;
  std::map<std::string, Channel> channels_;
  std::map<std::pair<int64_t, int64_t>, size_t> places_;  // of calls
  std::vector<ToolCallPlace> calls_;
  std::vector<std::string> texts_of_calls_;
  std::vector<int64_t> choice_of_call_;
  std::vector<bool> is_legacy_;
  std::vector<json::Object> frames_;
  std::map<int64_t, std::string> finished_;  // choice -> why
  json::Value usage_;
  std::optional<TokenUse> use_;
  bool is_whole_ = false;
};

}  // namespace

std::unique_ptr<StreamForm> MakeChatStream(StreamedTexts& texts, bool hides_use) {
  return std::make_unique<ChatStream>(texts, hides_use);
}

}  // namespace reeve::api::proxy
