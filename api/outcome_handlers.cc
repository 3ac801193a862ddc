#include "api/outcome_handlers.h"

#include "base/json_reader.h"

namespace reeve::api {
namespace {

constexpr size_t kMaxBodyBytes = size_t{1} << 20;
constexpr size_t kMaxDepth = 4;

Result<std::vector<oversight::Outcome>> ReadOutcomes(std::string_view body) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value,
                         json::Parse(body, {.max_bytes = kMaxBodyBytes, .max_depth = kMaxDepth}));
  json::ObjectReader reader(value, "");
  const json::Array* list = reader.ArrayMember("outcomes", json::Need::kRequired);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  if (list->empty() || list->size() > engine::kMaxOutcomes) {
    return Error{"json.value",
                 "`outcomes` has 1 to " + std::to_string(engine::kMaxOutcomes) + " members",
                 "/outcomes"};
  }
  std::vector<oversight::Outcome> outcomes;
  for (size_t i = 0; i < list->size(); ++i) {
    REEVE_ASSIGN_OR_RETURN(outcomes.emplace_back(),
                           oversight::ReadOutcome((*list)[i], "/outcomes/" + std::to_string(i)));
  }
  return outcomes;
}

}  // namespace

Reply RecordOutcomes(engine::Engine& engine, const engine::Principal& principal,
                     std::string_view body) {
  const auto outcomes = ReadOutcomes(body);
  if (!outcomes.ok()) return ProblemReply(outcomes.error());
  if (const Status recorded = engine.outcomes().Record(*outcomes, principal); !recorded.ok()) {
    return ProblemReply(recorded.error());
  }
  return {.body = json::Compact(json::Object{{"recorded", uint64_t{outcomes->size()}}})};
}

}  // namespace reeve::api
