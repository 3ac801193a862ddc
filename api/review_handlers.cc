#include "api/review_handlers.h"

#include <charconv>

#include "base/json_reader.h"
#include "oversight/bundle_register.h"

namespace reeve::api {
namespace {

using json::Need;

constexpr size_t kMaxReviewBodyBytes = size_t{1} << 14;
constexpr size_t kMaxDepth = 4;

Reply ObjectReply(const Result<json::Object>& found) {
  if (!found.ok()) return ProblemReply(found.error());
  return {.body = json::Compact(*found)};
}

Result<oversight::ReviewQuery> ReadQuery(const engine::Principal& principal,
                                         const Parameters& parameters) {
  oversight::ReviewQuery query;
  query.tenant = principal.tenant;
  for (const auto& [name, value] : parameters) {
    if (name == "role") {
      query.role = value;
    } else if (name == "system") {
      query.system = value;
    } else if (name == "state" && (value == "open" || value == "done")) {
      query.done = value == "done";
    } else if (name == "limit") {
      const char* end = value.data() + value.size();
      const auto read = std::from_chars(value.data(), end, query.limit);
      if (read.ec != std::errc() || read.ptr != end || query.limit == 0 ||
          query.limit > oversight::kMaxListedReviews) {
        return Error{"json.value", "`limit` must be 1 to 1000", "/limit"};
      }
    } else if (name == "state") {
      return Error{"json.value", "`state` must be open or done", "/state"};
    } else {
      return Error{"json.unknown_field", "`" + name + "` is no parameter here", "/" + name};
    }
  }
  return query;
}

}  // namespace

Reply ListReviews(engine::Engine& engine, const engine::Principal& principal,
                  const Parameters& parameters) {
  const auto query = ReadQuery(principal, parameters);
  if (!query.ok()) return ProblemReply(query.error());
  return ObjectReply(engine.reviews().List(*query));
}

Reply GetReview(engine::Engine& engine, const engine::Principal& principal, std::string_view id) {
  return ObjectReply(engine.reviews().Find(principal.tenant, id));
}

Reply DecideReview(engine::Engine& engine, const oversight::ActingPerson& person,
                   std::string_view id, std::string_view body) {
  static const std::vector<std::string> kFindings = {"right", "wrong", "unclear"};
  const Result<json::Value> value =
      json::Parse(body, {.max_bytes = kMaxReviewBodyBytes, .max_depth = kMaxDepth});
  if (!value.ok()) return ProblemReply(value.error());
  json::ObjectReader reader(*value, "");
  const auto finding =
      oversight::FindingFromName(reader.OneOf("finding", Need::kRequired, kFindings));
  const std::string reason = reader.String("reason", Need::kRequired, oversight::kMaxReasonBytes);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  return ObjectReply(engine.reviews().Decide(id, *finding, reason, person));
}

}  // namespace reeve::api
