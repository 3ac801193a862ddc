// What a foreign contract asks, as the request of one decision; and what came of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/routes.h"
#include "base/json.h"
#include "base/result.h"
#include "engine/engine.h"

namespace reeve::api {

// Texts and arguments of one stage of one interaction.
struct Question {
  std::string system;
  std::string channel;      // the contract's name
  std::string interaction;  // the caller's own id; empty or too long: a new one
  policy::Stage stage = policy::Stage::kInput;
  std::string actor;  // empty: the channel
  std::vector<std::string> roles = {};
  std::string model = {};
  struct Message {
    std::string role;
    std::string text;
  };
  std::vector<Message> messages = {};
  std::string action = "chat";
  std::string tool = {};
  std::optional<json::Object> arguments = {};
  std::string approval = {};
  json::Object context = {};
};

struct Judgement {
  std::string id = {};  // of the decision; empty where the error kept it from being made
  policy::Effect effect = policy::Effect::kDeny;
  std::string reason;         // for who asked, in a sentence; never a text that was judged
  std::string approval = {};  // of a hold
  std::vector<std::string> texts = {};  // of the messages, redacted where a rule says so
  json::Value arguments = {};           // the same of the arguments

  bool passes() const { return effect == policy::Effect::kAllow; }
  bool is_redacted() const { return effect == policy::Effect::kRedact; }
};

// The error is one of what was asked, or of the engine; RefusedBy makes a judgement of it.
Result<Judgement> AskForDecision(engine::Engine& engine, const engine::Principal& principal,
                                 const Question& question);
// What a contract answers that has no word for an error: no, and why.
Judgement RefusedBy(const Error& error);
// The same, with an error made a refusal.
Judgement AskOrRefuse(engine::Engine& engine, const engine::Principal& principal,
                      const Question& question);

// The body of a call as a JSON object; the limits are those of a request for a decision.
Result<json::Value> ReadForeign(std::string_view body);
// A member that is a string, or nothing: foreign documents leave out, and write null.
std::string TextOf(const json::Value& object, std::string_view pointer);

// The strings in chat messages that people, models and tools wrote: `content`, the texts of its
// parts, and the arguments of tool calls. They point into the document, so that what is redacted
// can be put back.
struct TextSlot {
  std::string role;
  std::string* text;
};
std::vector<TextSlot> MessageSlots(json::Array& messages);
// The same of what a model answered: each choice has a message, or a text.
std::vector<TextSlot> ChoiceSlots(json::Array& choices);

// Asks for all slots at once, and puts the redacted texts back.
Judgement JudgeSlots(engine::Engine& engine, const engine::Principal& principal, Question question,
                     const std::vector<TextSlot>& slots);

}  // namespace reeve::api
