#include "api/quality_handlers.h"

#include "base/json_reader.h"
#include "oversight/bundle_register.h"

namespace reeve::api {
namespace {

using json::Need;

constexpr size_t kMaxQualityBodyBytes = size_t{1} << 14;
constexpr size_t kMaxDepth = 4;

Result<json::Value> ParseBody(std::string_view body) {
  return json::Parse(body, {.max_bytes = kMaxQualityBodyBytes, .max_depth = kMaxDepth});
}

Reply ObjectReply(const Result<json::Object>& found) {
  if (!found.ok()) return ProblemReply(found.error());
  return {.body = json::Compact(*found)};
}

}  // namespace

Reply ShowQuality(engine::Engine& engine, const engine::Principal& principal) {
  return ObjectReply(engine.quality().Show(principal.tenant));
}

Reply SetMeasures(engine::Engine& engine, const oversight::ActingPerson& person,
                  std::string_view body) {
  const Result<json::Value> value = ParseBody(body);
  if (!value.ok()) return ProblemReply(value.error());
  json::ObjectReader reader(*value, "");
  oversight::OversightMeasures measures;
  oversight::ReadMeasures(reader, &measures);
  const std::string reason = reader.String("reason", Need::kRequired, oversight::kMaxReasonBytes);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  return ObjectReply(engine.quality().SetMeasures(measures, reason, person));
}

Reply SeedApproval(engine::Engine& engine, const oversight::ActingPerson& person,
                   std::string_view body) {
  const Result<json::Value> value = ParseBody(body);
  if (!value.ok()) return ProblemReply(value.error());
  json::ObjectReader reader(*value, "");
  const std::string approval = reader.String("approval", Need::kRequired, ledger::kMaxIdBytes);
  const std::string reason = reader.String("reason", Need::kRequired, oversight::kMaxReasonBytes);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  const Status seeded = engine.quality().Seed(approval, reason, person);
  if (!seeded.ok()) return ProblemReply(seeded.error());
  return {.status = 201, .body = "{}"};
}

}  // namespace reeve::api
