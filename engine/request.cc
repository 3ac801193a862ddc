#include "engine/request.h"

#include <utility>

#include "base/json_reader.h"
#include "policy/budget.h"

namespace reeve::engine {
namespace {

using json::Need;
using json::ObjectReader;

const std::vector<std::string>& StageNames() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (size_t i = 0; i < policy::kStageCount; ++i) {
      names.emplace_back(policy::StageName(static_cast<policy::Stage>(i)));
    }
    return names;
  }();
  return kNames;
}

Status ReadActor(const json::Value& value, const std::string& pointer, Actor* actor) {
  ObjectReader reader(value, pointer);
  actor->id = reader.String("id", Need::kRequired, kMaxIdBytes);
  actor->roles = reader.Strings("roles", kMaxRoles, kMaxIdBytes);
  actor->unit = reader.String("unit", Need::kOptional, kMaxIdBytes);
  return reader.Finish();
}

Status ReadAction(const json::Value& value, const std::string& pointer, Action* action,
                  json::Object* payload) {
  ObjectReader reader(value, pointer);
  action->kind = reader.String("kind", Need::kRequired, kMaxIdBytes);
  action->tool = reader.String("tool", Need::kOptional, kMaxIdBytes);
  action->purpose = reader.String("purpose", Need::kOptional, kMaxIdBytes);
  action->consequential = reader.Bool("consequential");
  // The sum turns -0 into 0: a record holds no amount of zero, so no sign of it either.
  action->amount = reader.Number("amount") + 0.0;
  action->currency = reader.String("currency", Need::kOptional, kMaxIdBytes);
  if (const json::Value* arguments = reader.ObjectMember("arguments", Need::kOptional)) {
    payload->Add("action", json::Object{{"arguments", *arguments}});
  }
  return reader.Finish();
}

Status ReadUse(const json::Value& value, const std::string& pointer, ModelUse* use) {
  ObjectReader reader(value, pointer);
  use->tokens = reader.Unsigned("tokens");
  use->cost = reader.Unsigned("cost_micros");
  REEVE_RETURN_IF_ERROR(reader.Finish());
  for (const auto& [key, amount] : {std::pair("tokens", use->tokens), {"cost_micros", use->cost}}) {
    if (!amount || *amount <= policy::kMaxBudgetLimit) continue;
    return Error{"json.value", "the most is " + std::to_string(policy::kMaxBudgetLimit),
                 json::PointerTo(pointer, key)};
  }
  return {};
}

Status CheckMessage(const json::Value& value, const std::string& pointer) {
  ObjectReader reader(value, pointer);
  reader.String("role", Need::kRequired, kMaxIdBytes);
  reader.String("content", Need::kOptional, kMaxRequestBytes);
  return reader.Finish();
}

Status CheckContent(const json::Value& value, const std::string& pointer) {
  ObjectReader reader(value, pointer);
  reader.String("text", Need::kOptional, kMaxRequestBytes);
  const json::Array* messages = reader.ArrayMember("messages", Need::kOptional);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  if ((messages != nullptr) == (value.Find("text") != nullptr)) {
    return Error{"json.value", "give either `text` or `messages`", pointer};
  }
  if (messages == nullptr) return {};
  if (messages->size() > kMaxMessages) {
    return Error{"json.too_long", "more than " + std::to_string(kMaxMessages) + " messages",
                 json::PointerTo(pointer, "messages")};
  }
  const std::string list = json::PointerTo(pointer, "messages");
  for (size_t i = 0; i < messages->size(); ++i) {
    REEVE_RETURN_IF_ERROR(CheckMessage((*messages)[i], json::PointerTo(list, std::to_string(i))));
  }
  return {};
}

Status CheckContext(const json::Object& context, const std::string& pointer) {
  if (context.size() > kMaxContextAttributes) {
    return Error{"json.too_long",
                 "more than " + std::to_string(kMaxContextAttributes) + " attributes", pointer};
  }
  return {};
}

// A record keeps attributes in canonical form, where 4.0 is 4. What is decided on must be what a
// replay reads, so every double becomes what its canonical form reads as.
Status NormaliseNumbers(json::Value* value) {
  if (value->as_double() != nullptr) {
    REEVE_ASSIGN_OR_RETURN(const std::string canonical, json::Canonical(*value));
    REEVE_ASSIGN_OR_RETURN(*value, json::Parse(canonical));
  } else if (json::Array* array = value->as_array()) {
    for (json::Value& item : *array) REEVE_RETURN_IF_ERROR(NormaliseNumbers(&item));
  } else if (json::Object* object = value->as_object()) {
    for (json::Member& member : *object) REEVE_RETURN_IF_ERROR(NormaliseNumbers(&member.value));
  }
  return {};
}

void CollectTexts(const json::Value& value, const std::string& path,
                  std::vector<Request::Text>* out) {
  if (const std::string* text = value.as_string()) {
    out->push_back({path, *text});
  } else if (const json::Array* array = value.as_array()) {
    for (size_t i = 0; i < array->size(); ++i) {
      CollectTexts((*array)[i], json::PointerTo(path, std::to_string(i)), out);
    }
  } else if (const json::Object* object = value.as_object()) {
    for (const json::Member& member : *object) {
      CollectTexts(member.value, json::PointerTo(path, member.key), out);
    }
  }
}

void CollectNumbers(const json::Value& value, const std::string& path,
                    std::vector<Request::Number>* out) {
  if (value.as_int() != nullptr || value.as_uint() != nullptr) {
    std::string text = json::Compact(value);
    if (text.size() >= kMinNumberDigits) out->push_back({path, std::move(text)});
  } else if (const json::Array* array = value.as_array()) {
    for (size_t i = 0; i < array->size(); ++i) {
      CollectNumbers((*array)[i], json::PointerTo(path, std::to_string(i)), out);
    }
  } else if (const json::Object* object = value.as_object()) {
    for (const json::Member& member : *object) {
      CollectNumbers(member.value, json::PointerTo(path, member.key), out);
    }
  }
}

}  // namespace

json::Object UseJson(const ModelUse& use) {
  json::Object out;
  if (use.tokens) out.Add("tokens", *use.tokens);
  if (use.cost) out.Add("cost_micros", *use.cost);
  return out;
}

const json::Object* Request::arguments() const {
  const json::Value* arguments = json::Resolve(payload, "/action/arguments");
  return arguments == nullptr ? nullptr : arguments->as_object();
}

std::vector<Request::Text> Request::Texts() const {
  std::vector<Text> out;
  if (const json::Value* messages = json::Resolve(payload, "/content/messages")) {
    for (size_t i = 0; i < messages->as_array()->size(); ++i) {
      const json::Value* content = (*messages->as_array())[i].Find("content");
      if (content == nullptr) continue;
      out.push_back({"/content/messages/" + std::to_string(i) + "/content", *content->as_string()});
    }
  } else if (const json::Value* text = json::Resolve(payload, "/content/text")) {
    out.push_back({"/content/text", *text->as_string()});
  }
  if (const json::Value* arguments = json::Resolve(payload, "/action/arguments")) {
    CollectTexts(*arguments, "/action/arguments", &out);
  }
  return out;
}

Result<Request> ParseRequest(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(
      const json::Value value,
      json::Parse(text, {.max_bytes = kMaxRequestBytes, .max_depth = kMaxRequestDepth}));
  return ReadRequest(value, "");
}

Result<Request> ReadRequest(const json::Value& value, const std::string& pointer) {
  Request request;
  ObjectReader reader(value, pointer);
  request.interaction = reader.String("interaction", Need::kRequired, kMaxIdBytes);
  const std::string stage = reader.OneOf("stage", Need::kRequired, StageNames());
  request.system = reader.String("system", Need::kRequired, kMaxIdBytes);
  request.subject = reader.String("subject", Need::kOptional, kMaxIdBytes);
  request.channel = reader.String("channel", Need::kOptional, kMaxIdBytes);
  request.model = reader.String("model", Need::kOptional, kMaxIdBytes);
  request.sequence = reader.Unsigned("sequence");
  request.approval = reader.String("approval", Need::kOptional, kMaxIdBytes);
  const json::Value* actor = reader.ObjectMember("actor", Need::kRequired);
  const json::Value* action = reader.ObjectMember("action", Need::kRequired);
  const json::Value* content = reader.ObjectMember("content", Need::kOptional);
  const json::Value* context = reader.ObjectMember("context", Need::kOptional);
  const json::Value* use = reader.ObjectMember("usage", Need::kOptional);
  REEVE_RETURN_IF_ERROR(reader.Finish());

  request.stage = *policy::StageFromName(stage);
  json::Object payload;
  REEVE_RETURN_IF_ERROR(ReadActor(*actor, reader.PointerOf("actor"), &request.actor));
  REEVE_RETURN_IF_ERROR(ReadAction(*action, reader.PointerOf("action"), &request.action, &payload));
  if (use != nullptr) {
    REEVE_RETURN_IF_ERROR(ReadUse(*use, reader.PointerOf("usage"), &request.use));
  }
  if (content != nullptr) {
    REEVE_RETURN_IF_ERROR(CheckContent(*content, reader.PointerOf("content")));
    payload.Set("content", *content);
  } else if (payload.empty()) {
    return Error{"json.missing", "the field `content` is required, or `action.arguments`",
                 reader.PointerOf("content")};
  }
  request.payload = std::move(payload);
  if (const json::Value* arguments = json::Resolve(request.payload, "/action/arguments")) {
    CollectNumbers(*arguments, "/action/arguments", &request.numbers);
  }
  if (context != nullptr) {
    request.context = *context->as_object();
    REEVE_RETURN_IF_ERROR(CheckContext(request.context, reader.PointerOf("context")));
    for (json::Member& attribute : request.context) {
      REEVE_RETURN_IF_ERROR(NormaliseNumbers(&attribute.value));
    }
  }
  REEVE_RETURN_IF_ERROR(json::WriteCanonical(value, &request.canonical));
  if (request.canonical.size() > kMaxRequestBytes) {
    return Error{"json.too_large",
                 "the request has more than " + std::to_string(kMaxRequestBytes) + " bytes",
                 pointer};
  }
  if (request.sequence || !request.approval.empty() || use != nullptr) {
    json::Object kept;
    for (const json::Member& member : *value.as_object()) {
      const bool differs =
          member.key == "approval" || member.key == "sequence" || member.key == "usage";
      if (!differs) kept.Add(member.key, member.value);
    }
    REEVE_RETURN_IF_ERROR(json::WriteCanonical(json::Value(std::move(kept)), &request.bound));
  }
  return request;
}

}  // namespace reeve::engine
