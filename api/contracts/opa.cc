// OPA's data API: `input` is a request for a decision, and the path says how much of the answer is
// wanted. /v1/data/reeve/decision gives it whole, /v1/data/reeve/allow a boolean; every other path
// is undefined, as OPA answers it: {}.
#include "api/contracts/contracts.h"
#include "api/contracts/question.h"
#include "base/random.h"

namespace reeve::api {
namespace {

Reply Invalid(const Error& error) {
  json::Object body{{"code", "invalid_parameter"}, {"message", error.message}};
  json::Object detail{{"code", error.code}};
  if (!error.at.empty()) detail.Add("field", error.at);
  body.Add("errors", json::Array(1, json::Value(std::move(detail))));
  return {.status = ProblemReply(error).status, .body = json::Compact(std::move(body))};
}

// What a client of OPA does not know of is filled in.
json::Object Completed(engine::Engine& engine, const json::Value& input,
                       const std::string& system) {
  json::Object request = *input.as_object();
  request.Set("system", system);
  if (request.Find("interaction") == nullptr) {
    request.Add("interaction", NewId("i-", engine.clock().Now(), Random::System()));
  }
  if (request.Find("channel") == nullptr) request.Add("channel", "opa");
  return request;
}

}  // namespace

Reply OpaData(engine::Engine& engine, const engine::Principal& principal, const RouteCall& call) {
  const std::string& path = call.parts[1];
  const bool is_allow = path == "reeve/allow";
  if (!is_allow && path != "reeve/decision") return {.body = "{}"};
  const Result<json::Value> body = ReadForeign(call.body);
  if (!body.ok()) return Invalid(body.error());
  const json::Value* input = body->Find("input");
  if (input == nullptr || input->as_object() == nullptr) {
    return Invalid({"json.missing", "`input` is a request for a decision", "/input"});
  }
  const Result<engine::Request> request =
      engine::ReadRequest(json::Value(Completed(engine, *input, call.parts[0])), "/input");
  if (!request.ok()) return Invalid(request.error());
  const Result<engine::Answer> answered = engine.Decide(principal, *request);
  if (!answered.ok()) return Invalid(answered.error());
  Result<json::Value> answer = json::Parse(answered->json);
  if (!answer.ok()) return Invalid(answer.error());
  json::Object out{{"decision_id", TextOf(*answer, "/id")}};
  if (is_allow) {
    out.Add("result", answered->effect == policy::Effect::kAllow);
  } else {
    answer->as_object()->Add("allow", answered->effect == policy::Effect::kAllow);
    out.Add("result", *std::move(answer));
  }
  return {.body = json::Compact(std::move(out))};
}

}  // namespace reeve::api
