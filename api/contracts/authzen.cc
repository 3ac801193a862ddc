// AuthZEN 1.0 (OpenID Foundation): may this subject do this action on this resource? Asked as a
// tool call: the action's name is the kind, the resource's type the tool, and what is said of the
// resource, the action and the context are its arguments. A decision is true where the effect is
// allow: this contract has no place for a redacted argument.
#include "api/contracts/contracts.h"
#include "api/contracts/question.h"

namespace reeve::api {
namespace {

constexpr size_t kMaxEvaluations = 100;

Result<Question> QuestionOf(const json::Value& body, const std::string& system) {
  Question question{.system = system, .channel = "authzen", .interaction = {}, .actor = {}};
  question.stage = policy::Stage::kToolCall;
  question.actor = TextOf(body, "/subject/id");
  question.action = TextOf(body, "/action/name");
  question.tool = TextOf(body, "/resource/type");
  for (const auto& [given, name] :
       {std::pair(&question.actor, "/subject/id"), std::pair(&question.action, "/action/name"),
        std::pair(&question.tool, "/resource/type")}) {
    if (given->empty()) {
      return Error{"json.missing", "the field `" + std::string(name + 1) + "` is required", name};
    }
  }
  if (const json::Value* roles = json::Resolve(body, "/subject/properties/roles")) {
    for (const json::Value& role : roles->as_array() ? *roles->as_array() : json::Array()) {
      if (role.as_string() != nullptr) question.roles.push_back(*role.as_string());
    }
  }
  json::Object arguments;
  if (const json::Value* resource = body.Find("resource")) arguments.Add("resource", *resource);
  if (const json::Value* more = json::Resolve(body, "/action/properties")) {
    arguments.Add("properties", *more);
  }
  if (const json::Value* context = body.Find("context")) arguments.Add("context", *context);
  question.arguments = std::move(arguments);
  return question;
}

json::Object Evaluate(engine::Engine& engine, const engine::Principal& principal,
                      const Question& question) {
  const Judgement judgement = AskOrRefuse(engine, principal, question);
  json::Object context;
  if (!judgement.passes()) context.Add("reason", judgement.reason);
  if (!judgement.id.empty()) context.Add("decision_id", judgement.id);
  return {{"decision", judgement.passes()}, {"context", std::move(context)}};
}

// One of several, with what it leaves out taken from the whole.
json::Value WithDefaults(const json::Value& one, const json::Value& whole) {
  json::Object merged = one.as_object() == nullptr ? json::Object() : *one.as_object();
  for (const char* key : {"subject", "action", "resource", "context"}) {
    const json::Value* value = whole.Find(key);
    if (merged.Find(key) == nullptr && value != nullptr) merged.Add(key, *value);
  }
  return json::Value(std::move(merged));
}

}  // namespace

Reply AuthZenEvaluation(engine::Engine& engine, const engine::Principal& principal,
                        const RouteCall& call) {
  const Result<json::Value> body = ReadForeign(call.body);
  if (!body.ok()) return ProblemReply(body.error());
  const Result<Question> question = QuestionOf(*body, call.parts[0]);
  if (!question.ok()) return ProblemReply(question.error());
  return {.body = json::Compact(Evaluate(engine, principal, *question))};
}

Reply AuthZenEvaluations(engine::Engine& engine, const engine::Principal& principal,
                         const RouteCall& call) {
  const Result<json::Value> body = ReadForeign(call.body);
  if (!body.ok()) return ProblemReply(body.error());
  const json::Value* listed = body->Find("evaluations");
  const json::Array* evaluations = listed == nullptr ? nullptr : listed->as_array();
  if (evaluations == nullptr || evaluations->empty()) {
    return AuthZenEvaluation(engine, principal, call);
  }
  if (evaluations->size() > kMaxEvaluations) {
    return ProblemReply({"json.too_long",
                         "more than " + std::to_string(kMaxEvaluations) + " evaluations",
                         "/evaluations"});
  }
  const std::string semantic = TextOf(*body, "/options/evaluations_semantic");
  if (!semantic.empty() && semantic != "execute_all" && semantic != "deny_on_first_deny" &&
      semantic != "permit_on_first_permit") {
    return ProblemReply({"json.value", "execute_all, deny_on_first_deny or permit_on_first_permit",
                         "/options/evaluations_semantic"});
  }
  json::Array answers;
  for (const json::Value& each : *evaluations) {
    const Result<Question> question = QuestionOf(WithDefaults(each, *body), call.parts[0]);
    json::Object answer =
        question.ok()
            ? Evaluate(engine, principal, *question)
            : json::Object{{"decision", false},
                           {"context", json::Object{{"reason", question.error().message}}}};
    const bool decision = *answer.Find("decision")->as_bool();
    answers.emplace_back(std::move(answer));
    if (semantic == "deny_on_first_deny" && !decision) break;
    if (semantic == "permit_on_first_permit" && decision) break;
  }
  return {.body = json::Compact(json::Object{{"evaluations", std::move(answers)}})};
}

// Relative, for the server does not know by which name it is reached.
Reply AuthZenConfiguration(engine::Engine&, const engine::Principal&, const RouteCall& call) {
  const std::string base = "/contracts/" + call.parts[0];
  return {.body = json::Compact(
              json::Object{{"policy_decision_point", base},
                           {"access_evaluation_endpoint", base + "/access/v1/evaluation"},
                           {"access_evaluations_endpoint", base + "/access/v1/evaluations"}})};
}

}  // namespace reeve::api
