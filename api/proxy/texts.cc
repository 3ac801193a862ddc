#include "api/proxy/texts.h"

#include <algorithm>
#include <set>

namespace reeve::api::proxy {
namespace {

using Names = std::initializer_list<std::string_view>;

bool IsOneOf(std::string_view name, Names names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Members that name something of the interface, and hold nobody's text.
bool IsStructure(std::string_view key) {
  return IsOneOf(key, {"role",
                       "type",
                       "id",
                       "object",
                       "model",
                       "status",
                       "index",
                       "tool_call_id",
                       "call_id",
                       "tool_use_id",
                       "item_id",
                       "response_id",
                       "cache_control",
                       "detail",
                       "media_type",
                       "encrypted_content",
                       "signature",
                       "finish_reason",
                       "stop_reason",
                       "tool_choice",
                       "service_tier",
                       "encoding_format",
                       "reasoning_effort",
                       "verbosity",
                       "truncation",
                       "system_fingerprint",
                       "previous_response_id",
                       "logprobs"});
}

// Of an answer: counts, vectors, and what the caller said itself.
bool IsEcho(std::string_view key) {
  return IsOneOf(key, {"usage", "data", "instructions", "tools", "metadata", "text", "reasoning"});
}

// Members beneath which messages, parts and blocks stand.
bool IsContainer(std::string_view key) {
  return IsOneOf(key, {"messages", "input", "system", "instructions", "prompt", "content",
                       "tool_calls", "function", "function_call", "custom", "output", "choices",
                       "message", "summary", "parts"});
}

bool IsMedia(std::string_view key) {
  return IsOneOf(key, {"input_audio", "file_data", "audio", "b64_json", "image"});
}

std::string_view TextOf(const json::Value& value, std::string_view key) {
  const json::Value* found = value.Find(key);
  const std::string* text = found == nullptr ? nullptr : found->as_string();
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

// Whose words an object holds: its own word for it, or what its kind says, or who holds it.
std::string RoleWithin(const json::Value& object, const std::string& outer) {
  if (const std::string_view role = TextOf(object, "role"); !role.empty()) return std::string(role);
  const std::string_view type = TextOf(object, "type");
  if (type == "tool_result" || type.ends_with("_call_output")) return "tool";
  if (type == "tool_use" || type.ends_with("_call")) return "assistant";
  return outer;
}

class Walk {
 public:
  Walk(bool passes_media, bool is_answer, Reading* out)
      : passes_media_(passes_media), is_answer_(is_answer), out_(out) {}

  void Top(const json::Value& body, const std::string& role) {
    const json::Object* object = body.as_object();
    if (object == nullptr) return;
    for (const json::Member& member : *object) {
      const bool instructs = IsOneOf(member.key, {"system", "instructions"});
      if (IsOneOf(member.key, {"tools", "functions"})) {
        AddJson(member.value, json::PointerTo("", member.key), "tool");
      } else {
        // What is no message was set by who wrote the program.
        Within(member, "", instructs || !IsContainer(member.key) ? "system" : role);
      }
    }
  }

  // What a container holds.
  void Contained(const json::Value& value, const std::string& pointer, const std::string& role) {
    if (const std::string* text = value.as_string()) {
      AddText(*text, pointer, role);
    } else if (const json::Array* array = value.as_array()) {
      for (size_t i = 0; i < array->size(); ++i) {
        Contained((*array)[i], json::PointerTo(pointer, std::to_string(i)), role);
      }
    } else if (const json::Object* object = value.as_object()) {
      if (is_answer_) AddCall(value, pointer);
      const std::string within = RoleWithin(value, role);
      for (const json::Member& member : *object) Within(member, pointer, within);
    } else if (!value.is_null()) {
      Uncheckable(pointer);  // numbers of tokens
    }
  }

  // What an object holds under a name.
  void Within(const json::Member& member, const std::string& parent, const std::string& role) {
    const std::string pointer = json::PointerTo(parent, member.key);
    const json::Value& value = member.value;
    if (IsStructure(member.key) || value.is_null() || IsOfCall(pointer)) return;
    if (IsMedia(member.key)) return Uncheckable(pointer);
    if (member.key == "image_url" || member.key == "source" || member.key == "file") {
      return Linked(value, pointer, role);
    }
    if (member.key == "input" && value.as_object() != nullptr) {
      return AddJson(value, pointer, role);  // arguments, whose numbers count as well
    }
    if (IsContainer(member.key)) return Contained(value, pointer, role);
    if (const std::string* text = value.as_string()) return AddText(*text, pointer, role);
    if (value.as_array() != nullptr || value.as_object() != nullptr) {
      AddJson(value, pointer, role);
    }
  }

  Status fault() const { return fault_; }

 private:
  // Whether it is the name or the arguments of a call, which are decided on apart.
  bool IsOfCall(const std::string& pointer) const { return of_calls_.count(pointer) > 0; }

  // Something that lies elsewhere, or is here in letters that nobody reads.
  void Linked(const json::Value& value, const std::string& pointer, const std::string& role) {
    const std::string* text = value.as_string();
    const std::string_view url = text != nullptr ? std::string_view(*text) : TextOf(value, "url");
    const bool holds_data = url.starts_with("data:") || !TextOf(value, "data").empty() ||
                            !TextOf(value, "file_data").empty();
    if (holds_data || url.empty()) return Uncheckable(pointer);
    Uncheckable(pointer);
    AddText(std::string(url), text != nullptr ? pointer : json::PointerTo(pointer, "url"), role);
  }

  // A call that a model wants made: `{"function": {name, arguments}}`, `{"type": "function_call",
  // name, arguments}`, `{"type": "tool_use", name, input}`, `{"custom": {name, input}}`.
  void AddCall(const json::Value& value, const std::string& pointer) {
    const std::string_view type = TextOf(value, "type");
    for (const char* key : {"function", "custom"}) {
      const json::Value* called = value.Find(key);
      if (called != nullptr && called->as_object() != nullptr) {
        AddCallOf(*called, json::PointerTo(pointer, key));
        return;
      }
    }
    if (IsOneOf(type, {"function_call", "custom_tool_call", "tool_use"}) ||
        pointer.ends_with("/function_call")) {
      AddCallOf(value, pointer);
    }
  }

  void AddCallOf(const json::Value& called, const std::string& pointer) {
    ToolCallPlace place;
    place.name = TextOf(called, "name");
    for (const char* key : {"arguments", "input"}) {
      const json::Value* arguments = called.Find(key);
      if (arguments == nullptr) continue;
      place.pointer = json::PointerTo(pointer, key);
      if (const json::Object* object = arguments->as_object()) {
        place.arguments = *object;
      } else if (const std::string* text = arguments->as_string()) {
        ReadArguments(*text, &place);
      } else {
        continue;
      }
      of_calls_.insert(place.pointer);
      of_calls_.insert(json::PointerTo(pointer, "name"));
      out_->calls.push_back(std::move(place));
      return;
    }
  }

  void Uncheckable(const std::string& pointer) {
    if (passes_media_ || !fault_.ok()) return;
    fault_ = Error{"proxy.unchecked_content",
                   "images, sound, files and numbers of tokens cannot be checked, and this system "
                   "does not let them pass unchecked (`media: pass` in the proxy's settings)",
                   pointer};
  }

  void AddText(const std::string& text, const std::string& pointer, const std::string& role) {
    if (!text.empty()) out_->texts.push_back({pointer, role, false, text});
  }
  void AddJson(const json::Value& value, const std::string& pointer, const std::string& role) {
    out_->texts.push_back({pointer, role, true, json::Compact(value)});
  }

  const bool passes_media_;
  const bool is_answer_;
  Reading* out_;
  std::set<std::string> of_calls_;
  Status fault_;
};

constexpr json::ParseLimits kArgumentLimits{.max_bytes = size_t{1} << 20, .max_depth = 24};

}  // namespace

Result<Reading> ReadTexts(const json::Value& body, bool passes_media) {
  Reading out;
  Walk walk(passes_media, false, &out);
  walk.Top(body, "user");
  REEVE_RETURN_IF_ERROR(walk.fault());
  return out;
}

Result<Reading> ReadAnswer(const json::Value& answer, bool passes_media) {
  Reading out;
  Walk walk(passes_media, true, &out);
  if (const json::Object* object = answer.as_object()) {
    for (const json::Member& member : *object) {
      if (!IsEcho(member.key)) walk.Within(member, "", "assistant");
    }
  }
  REEVE_RETURN_IF_ERROR(walk.fault());
  return out;
}

Status PutText(const TextPlace& place, const std::string& text, json::Value* document) {
  if (text == place.text) return {};
  json::Value* found = json::Resolve(*document, place.pointer);
  if (found == nullptr) return Error{"proxy.unreadable", "a text is no longer in its place"};
  if (!place.is_json) {
    *found = text;
    return {};
  }
  auto value = json::Parse(text);
  if (!value.ok()) {
    return Error{"proxy.unreadable",
                 "what is left of a redacted document is no JSON, so nothing of it is passed on",
                 place.pointer};
  }
  *found = *std::move(value);
  return {};
}

void ReadArguments(const std::string& text, ToolCallPlace* place) {
  place->text = text;
  auto value = json::Parse(text, kArgumentLimits);
  if (value.ok() && value->as_object() != nullptr) {
    place->form = ToolCallPlace::Form::kJsonText;
    place->arguments = std::move(*value->as_object());
  } else {
    place->form = ToolCallPlace::Form::kText;
    place->arguments = json::Object{{"input", text}};
  }
}

std::string ArgumentsText(const ToolCallPlace& place, const json::Value& arguments) {
  if (arguments == json::Value(place.arguments)) return place.text;
  if (place.form != ToolCallPlace::Form::kText) return json::Compact(arguments);
  const std::string_view text = TextOf(arguments, "input");
  return std::string(text);
}

Status PutArguments(const ToolCallPlace& place, const json::Value& arguments,
                    json::Value* document) {
  if (arguments == json::Value(place.arguments)) return {};
  json::Value* found = json::Resolve(*document, place.pointer);
  if (found == nullptr) return Error{"proxy.unreadable", "a call is no longer in its place"};
  *found = place.form == ToolCallPlace::Form::kObject
               ? arguments
               : json::Value(ArgumentsText(place, arguments));
  return {};
}

}  // namespace reeve::api::proxy
