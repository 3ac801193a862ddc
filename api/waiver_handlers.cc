#include "api/waiver_handlers.h"

#include "base/duration.h"
#include "base/json_reader.h"
#include "oversight/bundle_register.h"

namespace reeve::api {
namespace {

using json::Need;
using json::ObjectReader;

constexpr size_t kMaxWaiverBodyBytes = size_t{1} << 17;
constexpr size_t kMaxDepth = 8;

Result<json::Value> ParseBody(std::string_view body) {
  return json::Parse(body, {.max_bytes = kMaxWaiverBodyBytes, .max_depth = kMaxDepth});
}

Result<engine::WaiverQuery> ReadQuery(std::string_view state, std::string_view within) {
  engine::WaiverQuery query;
  if (!state.empty()) {
    const auto filter = engine::WaiverFilterFromName(state);
    if (!filter) {
      return Error{"json.value",
                   "`state` must be all, active, pending, expired, revoked, expiring, unused, "
                   "orphaned or not_waivable",
                   "/state"};
    }
    query.filter = *filter;
  }
  if (!within.empty()) {
    const auto duration = ParseDuration(within);
    if (!duration || *duration > oversight::kMaxWaiverTime) {
      return Error{"json.value",
                   "`within` must be a number and one of s, m, h, d, such as 14d, of at most 366d",
                   "/within"};
    }
    query.within = *duration;
  }
  return query;
}

Reply WaiverReply(const Result<json::Object>& found, int status = 200) {
  if (!found.ok()) return ProblemReply(found.error());
  return {.status = status, .body = json::Compact(*found)};
}

}  // namespace

Reply ListWaivers(engine::Engine& engine, const engine::Principal& principal,
                  std::string_view state, std::string_view within) {
  const Result<engine::WaiverQuery> query = ReadQuery(state, within);
  if (!query.ok()) return ProblemReply(query.error());
  return WaiverReply(engine.waivers().List(principal.tenant, *query));
}

Reply GetWaiver(engine::Engine& engine, const engine::Principal& principal, std::string_view id) {
  return WaiverReply(engine.waivers().Find(principal.tenant, id));
}

Reply GrantWaiver(engine::Engine& engine, const oversight::ActingPerson& person,
                  std::string_view body) {
  const Result<json::Value> value = ParseBody(body);
  if (!value.ok()) return ProblemReply(value.error());
  ObjectReader reader(*value, "");
  oversight::Waiver terms;
  oversight::ReadWaiverTerms(reader, Need::kOptional, &terms);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  const Result<std::string> id = engine.waivers().Grant(std::move(terms), person);
  if (!id.ok()) return ProblemReply(id.error());
  return WaiverReply(engine.waivers().Find(person.tenant, *id), 201);
}

Reply RevokeWaiver(engine::Engine& engine, const oversight::ActingPerson& person,
                   std::string_view id, std::string_view body) {
  const Result<json::Value> value = ParseBody(body);
  if (!value.ok()) return ProblemReply(value.error());
  ObjectReader reader(*value, "");
  const std::string reason = reader.String("reason", Need::kRequired, oversight::kMaxReasonBytes);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  const Status revoked = engine.waivers().Revoke(id, reason, person);
  if (!revoked.ok()) return ProblemReply(revoked.error());
  return WaiverReply(engine.waivers().Find(person.tenant, id));
}

}  // namespace reeve::api
