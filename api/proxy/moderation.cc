#include "api/proxy/moderation.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "detectors/catalogue.h"

namespace reeve::api::proxy {
namespace {

// The text of an input: a string, or an object {"type":"text","text":...}.
const std::string* TextOf(const json::Value& input) {
  if (const std::string* text = input.as_string()) return text;
  const json::Value* text = input.Find("text");
  return text == nullptr ? nullptr : text->as_string();
}

Result<std::vector<std::string>> Inputs(const json::Value& body) {
  const Error none{"proxy.input",
                   "`input` must be a text, or a list of at most " + std::to_string(kMaxModerated) +
                       " texts: nothing else can be checked",
                   "/input"};
  const json::Value* input = body.Find("input");
  if (input == nullptr) return none;
  if (const std::string* text = input->as_string()) return std::vector<std::string>{*text};
  const json::Array* array = input->as_array();
  if (array == nullptr || array->empty() || array->size() > kMaxModerated) return none;
  std::vector<std::string> out;
  for (const json::Value& item : *array) {
    const std::string* text = TextOf(item);
    if (text == nullptr) return none;
    out.push_back(*text);
  }
  return out;
}

json::Object ResultOf(const engine::Answer& answer, const json::Value& said) {
  json::Object categories;
  json::Object scores;
  for (const detectors::EntityEntry* entry : detectors::Catalogue()) {
    const std::string name(detectors::CategoryName(entry->category));
    categories.Set(name, false);
    scores.Set(name, 0.0);
  }
  for (const json::Value& finding : *said.Find("findings")->as_array()) {
    const std::string name = *finding.Find("category")->as_string();
    const double* given = finding.Find("score")->as_double();
    const double score = given == nullptr ? 1.0 : *given;
    const json::Value* known = scores.Find(name);
    const double* before = known == nullptr ? nullptr : known->as_double();
    categories.Set(name, true);
    scores.Set(name, std::max(score, before == nullptr ? 0.0 : *before));
  }
  json::Object reeve{{"effect", policy::EffectName(answer.effect)}};
  reeve.Add("decision", *said.Find("id"));
  return {{"flagged", answer.effect != policy::Effect::kAllow},
          {"categories", std::move(categories)},
          {"category_scores", std::move(scores)},
          {"reeve", std::move(reeve)}};
}

}  // namespace

Result<Reply> Moderate(engine::Engine& engine, const engine::Principal& principal,
                       const CallTerms& terms, const json::Value& body) {
  REEVE_ASSIGN_OR_RETURN(const std::vector<std::string> inputs, Inputs(body));
  std::vector<Result<engine::Request>> requests;
  for (const std::string& input : inputs) {
    json::Object request = terms.request;
    request.Set("stage", "input");
    request.Set("content", json::Object{{"text", input}});
    requests.push_back(engine::ReadRequest(std::move(request), ""));
  }
  REEVE_ASSIGN_OR_RETURN(const auto answers, engine.DecideBatch(principal, requests));
  json::Array results;
  for (const Result<engine::Answer>& answer : answers) {
    if (!answer.ok()) return answer.error();
    REEVE_ASSIGN_OR_RETURN(const json::Value said, json::Parse(answer->json));
    results.push_back(ResultOf(*answer, said));
  }
  return Reply{.body = json::Compact(json::Object{{"id", "modr-" + terms.interaction},
                                                  {"model", "reeve"},
                                                  {"results", std::move(results)}})};
}

}  // namespace reeve::api::proxy
