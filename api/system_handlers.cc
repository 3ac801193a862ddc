#include "api/system_handlers.h"

#include <string>
#include <utility>

#include "base/json_reader.h"
#include "engine/system_classification.h"
#include "oversight/bundle_register.h"
#include "oversight/system.h"

namespace reeve::api {
namespace {

using json::Need;
using json::ObjectReader;
using oversight::ActingPerson;

constexpr size_t kMaxSystemBodyBytes = size_t{1} << 16;
constexpr size_t kMaxDepth = 8;
constexpr size_t kMaxDayBytes = 32;

Result<json::Value> ParseBody(std::string_view body) {
  return json::Parse(body, {.max_bytes = kMaxSystemBodyBytes, .max_depth = kMaxDepth});
}

std::string Reason(ObjectReader& reader) {
  return reader.String("reason", Need::kRequired, oversight::kMaxReasonBytes);
}

Reply ReplyOf(const Result<json::Object>& found, int status = 200) {
  if (!found.ok()) return ProblemReply(found.error());
  return {.status = status, .body = json::Compact(*found)};
}

Result<json::Object> Propose(engine::Engine& engine, const ActingPerson& person,
                             std::string_view body) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, ParseBody(body));
  ObjectReader reader(value, "");
  const std::string id = reader.String("id", Need::kRequired, oversight::kMaxSystemFieldBytes);
  const std::string reason = Reason(reader);
  oversight::System system;
  oversight::ReadSystemFacts(reader, &system);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  json::Object facts;
  for (const json::Member& member : *value.as_object()) {
    if (member.key != "id" && member.key != "reason") facts.Add(member.key, member.value);
  }
  return engine.system_commands().Propose(id, facts, reason, person);
}

Result<json::Object> Change(engine::Engine& engine, const ActingPerson& person, std::string_view id,
                            ObjectReader& reader) {
  const std::string reason = Reason(reader);
  const json::Value* changes = reader.ObjectMember("changes", Need::kRequired);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  oversight::System system;
  ObjectReader inner(*changes, "/changes");
  oversight::ReadSystemFacts(inner, &system);
  REEVE_RETURN_IF_ERROR(inner.Finish());
  return engine.system_commands().Change(id, *changes->as_object(), reason, person);
}

Result<json::Object> AddDocument(engine::Engine& engine, const ActingPerson& person,
                                 std::string_view id, ObjectReader& reader) {
  const std::string reason = Reason(reader);
  const oversight::SystemDocument document = oversight::ReadDocument(reader);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return engine.system_commands().AddDocument(id, document, reason, person);
}

Result<json::Object> Classify(engine::Engine& engine, const ActingPerson& person,
                              std::string_view id, ObjectReader& reader) {
  engine::ClassificationTerms terms;
  const json::Value* facts = reader.ObjectMember("facts", Need::kRequired);
  terms.as_of = reader.String("as_of", Need::kOptional, kMaxDayBytes);
  terms.absent = reader.String("absent", Need::kOptional, kMaxDayBytes);
  terms.reason = Reason(reader);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  terms.facts = *facts;
  return engine::ClassifySystem(engine, id, terms, person);
}

Result<json::Object> Act(engine::Engine& engine, const ActingPerson& person, std::string_view id,
                         std::string_view verb, std::string_view body) {
  const auto step = oversight::SystemStepFromName(verb);
  if (!step && verb != "change" && verb != "documents" && verb != "classification") {
    return Error{"http.not_found", "there is nothing at this path; see docs/api/openapi.yaml"};
  }
  REEVE_ASSIGN_OR_RETURN(const json::Value value, ParseBody(body));
  ObjectReader reader(value, "");
  if (verb == "change") return Change(engine, person, id, reader);
  if (verb == "documents") return AddDocument(engine, person, id, reader);
  if (verb == "classification") return Classify(engine, person, id, reader);
  const std::string reason = Reason(reader);
  std::string review_due;
  if (*step == oversight::SystemStep::kReview) {
    review_due = reader.String("review_due", Need::kOptional, kMaxDayBytes);
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  if (!review_due.empty()) {
    const Result<Timestamp> day = oversight::ParseDay(review_due);
    if (!day.ok()) return Error{day.error().code, day.error().message, "/review_due"};
  }
  return engine.system_commands().Take(*step, id, review_due, reason, person);
}

}  // namespace

Reply ListSystems(engine::Engine& engine, const engine::Principal& principal,
                  std::string_view state) {
  const auto wanted = oversight::SystemStateFromName(state);
  if (!state.empty() && !wanted) {
    return ProblemReply(Error{"json.value",
                              "`state` must be proposed, in_review, approved, active, restricted, "
                              "suspended, retired or halted",
                              "/state"});
  }
  return {.body = json::Compact(engine.system_commands().List(principal.tenant, wanted))};
}

Reply ListUnknownSystems(engine::Engine& engine, const engine::Principal& principal) {
  return {.body = json::Compact(engine.system_commands().Unknown(principal.tenant))};
}

Reply GetClassification(engine::Engine& engine, const engine::Principal& principal,
                        std::string_view id) {
  return ReplyOf(engine::FindClassification(engine, principal.tenant, id));
}

Reply GetSystem(engine::Engine& engine, const engine::Principal& principal, std::string_view id) {
  return ReplyOf(engine.system_commands().Find(principal.tenant, id));
}

Reply ProposeSystem(engine::Engine& engine, const ActingPerson& person, std::string_view body) {
  return ReplyOf(Propose(engine, person, body), 201);
}

Reply ActOnSystem(engine::Engine& engine, const ActingPerson& person, std::string_view id,
                  std::string_view verb, std::string_view body) {
  return ReplyOf(Act(engine, person, id, verb, body));
}

}  // namespace reeve::api
