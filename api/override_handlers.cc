#include "api/override_handlers.h"

#include "base/json_reader.h"
#include "oversight/bundle_register.h"
#include "oversight/outcome.h"

namespace reeve::api {
namespace {

using json::Need;
using json::ObjectReader;

constexpr size_t kMaxOverrideBodyBytes = size_t{1} << 18;
constexpr size_t kMaxDepth = 4;

Result<json::Value> ParseBody(std::string_view body) {
  return json::Parse(body, {.max_bytes = kMaxOverrideBodyBytes, .max_depth = kMaxDepth});
}

Result<std::vector<oversight::Override>> ReadOverrides(std::string_view body) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, ParseBody(body));
  ObjectReader reader(value, "");
  const json::Array* list = reader.ArrayMember("overrides", Need::kRequired);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  if (list->empty() || list->size() > engine::kMaxOverrides) {
    return Error{"json.value",
                 "`overrides` has 1 to " + std::to_string(engine::kMaxOverrides) + " members",
                 "/overrides"};
  }
  std::vector<oversight::Override> out;
  out.reserve(list->size());
  for (size_t i = 0; i < list->size(); ++i) {
    REEVE_ASSIGN_OR_RETURN(out.emplace_back(),
                           oversight::ReadOverride((*list)[i], "/overrides/" + std::to_string(i)));
  }
  return out;
}

Reply ObjectReply(const Result<json::Object>& found, int status = 200) {
  if (!found.ok()) return ProblemReply(found.error());
  return {.status = status, .body = json::Compact(*found)};
}

}  // namespace

Reply RecordOverrides(engine::Engine& engine, const engine::Principal& principal,
                      std::string_view body) {
  Result<std::vector<oversight::Override>> overrides = ReadOverrides(body);
  if (!overrides.ok()) return ProblemReply(overrides.error());
  const uint64_t count = overrides->size();
  const Status recorded = engine.overrides().Record(*std::move(overrides), principal);
  if (!recorded.ok()) return ProblemReply(recorded.error());
  return {.body = json::Compact(json::Object{{"recorded", count}})};
}

Reply GetOverrideRates(engine::Engine& engine, const engine::Principal& principal,
                       std::string_view system) {
  return ObjectReply(engine.overrides().Rates(principal.tenant, system));
}

Reply ListAppeals(engine::Engine& engine, const engine::Principal& principal,
                  std::string_view state) {
  if (!state.empty() && state != "all" && state != "open") {
    return ProblemReply(Error{"json.value", "`state` must be all or open", "/state"});
  }
  return ObjectReply(engine.overrides().ListAppeals(principal.tenant, state == "open"));
}

Reply GetAppeal(engine::Engine& engine, const engine::Principal& principal, std::string_view id) {
  return ObjectReply(engine.overrides().FindAppeal(principal.tenant, id));
}

Reply OpenAppeal(engine::Engine& engine, const oversight::ActingPerson& person,
                 std::string_view body) {
  const Result<json::Value> value = ParseBody(body);
  if (!value.ok()) return ProblemReply(value.error());
  ObjectReader reader(*value, "");
  engine::AppealTerms terms;
  oversight::ReadAppealTerms(reader, &terms.appeal);
  terms.statement = reader.String("statement", Need::kOptional, oversight::kMaxStatementBytes);
  terms.person = reader.String("person", Need::kOptional, engine::kMaxIdBytes);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  return ObjectReply(engine.overrides().OpenAppeal(std::move(terms), person), 201);
}

Reply DecideAppeal(engine::Engine& engine, const oversight::ActingPerson& person,
                   std::string_view id, std::string_view body) {
  static const std::vector<std::string> kResults = {"reversed", "upheld"};
  const Result<json::Value> value = ParseBody(body);
  if (!value.ok()) return ProblemReply(value.error());
  ObjectReader reader(*value, "");
  engine::AppealRuling ruling;
  ruling.result = reader.OneOf("result", Need::kRequired, kResults);
  ruling.outcome = reader.String("outcome", Need::kOptional, oversight::kMaxOutcomeBytes);
  if (!oversight::IsOutcomeWord(ruling.outcome)) {
    reader.Fail("json.value", "outcome",
                "`outcome` is one word of letters, digits, '-', '_' and '.', such as granted");
  }
  ruling.reason = reader.String("reason", Need::kRequired, oversight::kMaxReasonBytes);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  return ObjectReply(engine.overrides().DecideAppeal(id, ruling, person));
}

}  // namespace reeve::api
