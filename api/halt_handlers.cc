#include "api/halt_handlers.h"

#include "base/json_reader.h"
#include "oversight/bundle_register.h"

namespace reeve::api {
namespace {

using json::Need;
using json::ObjectReader;

constexpr size_t kMaxHaltBodyBytes = size_t{1} << 14;
constexpr size_t kMaxDepth = 4;

Result<json::Value> ParseBody(std::string_view body) {
  return json::Parse(body, {.max_bytes = kMaxHaltBodyBytes, .max_depth = kMaxDepth});
}

Reply ReplyOf(const Result<json::Object>& found, int status = 200) {
  if (!found.ok()) return ProblemReply(found.error());
  return {.status = status, .body = json::Compact(*found)};
}

}  // namespace

Reply ListHalts(engine::Engine& engine, const engine::Principal& principal,
                std::string_view state) {
  if (!state.empty() && state != "all" && state != "standing") {
    return ProblemReply(Error{"json.value", "`state` must be all or standing", "/state"});
  }
  return ReplyOf(engine.halts().List(principal.tenant, state == "all"));
}

Reply GetHalt(engine::Engine& engine, const engine::Principal& principal, std::string_view id) {
  return ReplyOf(engine.halts().Find(principal.tenant, id));
}

Reply PlaceHalt(engine::Engine& engine, const oversight::ActingPerson& person,
                std::string_view body) {
  const Result<json::Value> value = ParseBody(body);
  if (!value.ok()) return ProblemReply(value.error());
  ObjectReader reader(*value, "");
  oversight::Halt terms;
  oversight::ReadHaltTerms(reader, &terms);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  return ReplyOf(engine.halts().Place(std::move(terms), person), 201);
}

Reply LiftHalt(engine::Engine& engine, const oversight::ActingPerson& person, std::string_view id,
               std::string_view body) {
  const Result<json::Value> value = ParseBody(body);
  if (!value.ok()) return ProblemReply(value.error());
  ObjectReader reader(*value, "");
  const std::string reason = reader.String("reason", Need::kRequired, oversight::kMaxReasonBytes);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  return ReplyOf(engine.halts().Lift(id, reason, person));
}

}  // namespace reeve::api
