#include "api/approval_handlers.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/json_reader.h"
#include "oversight/bundle_register.h"
#include "oversight/read_time.h"

namespace reeve::api {
namespace {

using json::Need;
using json::ObjectReader;
using oversight::ActingPerson;

constexpr size_t kMaxApprovalBodyBytes = size_t{1} << 17;
constexpr size_t kMaxDepth = 8;

Result<json::Value> ParseBody(std::string_view body) {
  return json::Parse(body, {.max_bytes = kMaxApprovalBodyBytes, .max_depth = kMaxDepth});
}

Reply ObjectReply(const Result<json::Object>& found, int status = 200) {
  if (!found.ok()) return ProblemReply(found.error());
  return {.status = status, .body = json::Compact(*found)};
}

Error Unknown(std::string_view name, std::string_view wanted) {
  return {"json.value", "`" + std::string(name) + "` must be " + std::string(wanted),
          "/" + std::string(name)};
}

// The parameters by name, each once, of those that are allowed.
class Query {
 public:
  Query(const Parameters& parameters, std::initializer_list<std::string_view> allowed) {
    for (const auto& [name, value] : parameters) {
      if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) {
        fault_ = Error{"json.unknown_field", "`" + name + "` is no parameter here", "/" + name};
      }
      values_[name] = value;
    }
  }
  std::string operator[](const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? "" : found->second;
  }
  const Status& fault() const { return fault_; }

 private:
  std::map<std::string, std::string> values_;
  Status fault_;
};

Result<oversight::QueueQuery> ReadQueueQuery(const Query& query) {
  REEVE_RETURN_IF_ERROR(Status(query.fault()));
  oversight::QueueQuery out;
  if (const std::string state = query["state"]; !state.empty()) {
    const auto named = oversight::ApprovalStateFromName(state);
    if (!named) {
      return Unknown("state", "open, approved, rejected, withdrawn, expired, lapsed, void or used");
    }
    out.state = *named;
  }
  if (const std::string order = query["order"]; !order.empty()) {
    const auto named = oversight::QueueOrderFromName(order);
    if (!named) return Unknown("order", "age, due or priority");
    out.order = *named;
  }
  if (const std::string limit = query["limit"]; !limit.empty()) {
    const char* end = limit.data() + limit.size();
    const auto read = std::from_chars(limit.data(), end, out.limit);
    if (read.ec != std::errc() || read.ptr != end || out.limit == 0 ||
        out.limit > oversight::kMaxListedApprovals) {
      return Unknown("limit", "1 to " + std::to_string(oversight::kMaxListedApprovals));
    }
  }
  out.role = query["role"];
  out.system = query["system"];
  out.after = query["after"];
  return out;
}

Result<std::string> ReadReason(std::string_view body) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, ParseBody(body));
  ObjectReader reader(value, "");
  std::string reason = reader.String("reason", Need::kRequired, oversight::kMaxReasonBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return reason;
}

Result<engine::VoteTerms> ReadVoteTerms(std::string_view body) {
  static const std::vector<std::string> kWords = {"approve", "reject"};
  REEVE_ASSIGN_OR_RETURN(const json::Value value, ParseBody(body));
  ObjectReader reader(value, "");
  engine::VoteTerms terms;
  terms.approve = reader.OneOf("vote", Need::kRequired, kWords) == "approve";
  terms.reason = reader.String("reason", Need::kRequired, oversight::kMaxReasonBytes);
  terms.conditions =
      reader.Strings("conditions", oversight::kMaxConditions, oversight::kMaxConditionBytes);
  terms.grant = reader.String("grant", Need::kOptional, ledger::kMaxIdBytes);
  if (!terms.approve && !terms.conditions.empty()) {
    reader.Fail("json.value", "conditions", "a rejection has no conditions: say them as a reason");
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return terms;
}

Result<engine::DelegationTerms> ReadDelegation(std::string_view body) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, ParseBody(body));
  ObjectReader reader(value, "");
  engine::DelegationTerms terms;
  terms.of = reader.String("of", Need::kRequired, ledger::kMaxIdBytes);
  terms.to = reader.String("to", Need::kRequired, oversight::kMaxPersonBytes);
  const bool limits = value.Find("up_to") != nullptr;
  const double up_to = reader.Number("up_to");
  if (limits) terms.up_to = up_to;
  using oversight::kMaxScopeItems;
  using oversight::kMaxWordBytes;
  terms.actions = reader.Strings("actions", kMaxScopeItems, kMaxWordBytes);
  terms.risk_classes = reader.Strings("risk_classes", kMaxScopeItems, kMaxWordBytes);
  terms.systems = reader.Strings("systems", kMaxScopeItems, kMaxWordBytes);
  terms.known_as = reader.Strings("known_as", oversight::kMaxKnownAs, kMaxWordBytes);
  terms.from = oversight::ReadTime(reader, "from", Need::kOptional);
  terms.until = oversight::ReadTime(reader, "until");
  terms.reason = reader.String("reason", Need::kRequired, oversight::kMaxReasonBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return terms;
}

}  // namespace

Reply ListApprovals(engine::Engine& engine, const engine::Principal& principal,
                    const Parameters& parameters) {
  Result<oversight::QueueQuery> query =
      ReadQueueQuery(Query(parameters, {"state", "role", "system", "order", "limit", "after"}));
  if (!query.ok()) return ProblemReply(query.error());
  query->tenant = principal.tenant;
  return ObjectReply(engine.approvals().List(*query));
}

Result<json::Object> FindApproval(engine::Engine& engine, const engine::Principal& principal,
                                  std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(json::Object found, engine.approvals().Find(principal.tenant, id));
  const json::Value* system = found.Find("system");
  if (system != nullptr && system->as_string() != nullptr &&
      principal.MaySpeakFor(*system->as_string())) {
    return found;
  }
  return Error{"approval.not_found",
               "there is no approval `" + std::string(id) + "`: see `reeve approval list`"};
}

Reply GetApproval(engine::Engine& engine, const engine::Principal& principal, std::string_view id) {
  return ObjectReply(FindApproval(engine, principal, id));
}

Reply VoteOnApproval(engine::Engine& engine, const ActingPerson& person, std::string_view id,
                     std::string_view body) {
  const Result<engine::VoteTerms> terms = ReadVoteTerms(body);
  if (!terms.ok()) return ProblemReply(terms.error());
  return ObjectReply(engine.approvals().CastVote(id, *terms, person), 201);
}

Reply WithdrawApproval(engine::Engine& engine, const ActingPerson& person, std::string_view id,
                       std::string_view body) {
  const Result<std::string> reason = ReadReason(body);
  if (!reason.ok()) return ProblemReply(reason.error());
  return ObjectReply(engine.approvals().Withdraw(id, *reason, person));
}

Reply ListGrants(engine::Engine& engine, const engine::Principal& principal,
                 const Parameters& parameters) {
  const Query query(parameters, {"person", "role", "state"});
  if (!query.fault().ok()) return ProblemReply(query.fault().error());
  const std::string state = query["state"];
  if (!state.empty() && state != "active" && state != "pending" && state != "expired" &&
      state != "ended") {
    return ProblemReply(Unknown("state", "active, pending, expired or ended"));
  }
  return ObjectReply(engine.grants().List(principal.tenant, query["person"], query["role"], state));
}

Reply GetGrant(engine::Engine& engine, const engine::Principal& principal, std::string_view id) {
  return ObjectReply(engine.grants().Find(principal.tenant, id));
}

Reply GiveGrant(engine::Engine& engine, const ActingPerson& person, std::string_view body) {
  const Result<json::Value> value = ParseBody(body);
  if (!value.ok()) return ProblemReply(value.error());
  ObjectReader reader(*value, "");
  oversight::Grant terms;
  oversight::ReadGrantTerms(reader, Need::kOptional, &terms);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  return ObjectReply(engine.grants().Give(std::move(terms), person), 201);
}

Reply EndGrant(engine::Engine& engine, const ActingPerson& person, std::string_view id,
               std::string_view body) {
  const Result<std::string> reason = ReadReason(body);
  if (!reason.ok()) return ProblemReply(reason.error());
  return ObjectReply(engine.grants().End(id, *reason, person));
}

Reply DelegateGrant(engine::Engine& engine, const ActingPerson& person, std::string_view body) {
  const Result<engine::DelegationTerms> terms = ReadDelegation(body);
  if (!terms.ok()) return ProblemReply(terms.error());
  return ObjectReply(engine.grants().Delegate(*terms, person), 201);
}

Reply ListTrainings(engine::Engine& engine, const engine::Principal& principal,
                    const Parameters& parameters) {
  const Query query(parameters, {"person"});
  if (!query.fault().ok()) return ProblemReply(query.fault().error());
  return ObjectReply(engine.grants().ListTrainings(principal.tenant, query["person"]));
}

Reply RecordTraining(engine::Engine& engine, const ActingPerson& person, std::string_view body) {
  const Result<json::Value> value = ParseBody(body);
  if (!value.ok()) return ProblemReply(value.error());
  ObjectReader reader(*value, "");
  oversight::Training terms;
  oversight::ReadTrainingTerms(reader, &terms);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  return ObjectReply(engine.grants().RecordTraining(std::move(terms), person), 201);
}

}  // namespace reeve::api
