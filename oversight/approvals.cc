#include "oversight/approvals.h"

#include "base/json_reader.h"
#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

constexpr size_t kMaxFieldBytes = 256;
// Every rule that holds may name roles of its own, and the approval asks for all of them; what
// bounds them is that the approval fits a record.
constexpr size_t kMaxRoles = ledger::kMaxRecordBytes;
constexpr size_t kMaxRoleBytes = ledger::kMaxRecordBytes;
// policy/document_rule.cc allows fewer.
constexpr uint64_t kMaxQuorum = 1000;

// Of a quorum of nobody, everybody would have approved.
uint32_t ReadQuorum(json::ObjectReader& reader) {
  const uint64_t quorum = reader.Unsigned("quorum").value_or(0);
  if (quorum == 0 || quorum > kMaxQuorum) {
    reader.Fail("json.value", "quorum",
                "the quorum must be 1 to " + std::to_string(kMaxQuorum) + " persons");
  }
  return static_cast<uint32_t>(quorum);
}

Result<ApprovalEscalation> EscalationFromJson(const json::Value& value) {
  ApprovalEscalation escalation;
  json::ObjectReader reader(value, "/body/escalation");
  escalation.at = ReadTime(reader, "at");
  escalation.roles = reader.Strings("roles", kMaxRoles, kMaxRoleBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return escalation;
}

}  // namespace

json::Object ToJson(const ApprovalEscalation& escalation) {
  return json::Object{{"at", FormatTimestamp(escalation.at)},
                      {"roles", json::Array(escalation.roles.begin(), escalation.roles.end())}};
}

json::Object ToJson(const Approval& approval) {
  json::Array roles(approval.roles.begin(), approval.roles.end());
  json::Object out;
  out.Add("bundle", approval.bundle)
      .Add("deadline", FormatTimestamp(approval.deadline))
      .Add("decision", approval.decision)
      .Add("id", approval.id)
      .Add("interaction", approval.interaction)
      .Add("opened", FormatTimestamp(approval.opened))
      .Add("quorum", static_cast<int64_t>(approval.quorum))
      .Add("request", approval.request)
      .Add("roles", std::move(roles))
      .Add("shown", approval.shown)
      .Add("system", approval.system);
  if (approval.escalation) out.Add("escalation", ToJson(*approval.escalation));
  if (approval.allow_on_timeout) out.Add("on_timeout", "allow");
  return out;
}

Result<Approval> ApprovalFromJson(const json::Value& value, std::string tenant) {
  using json::Need;
  Approval approval;
  json::ObjectReader reader(value, "/body");
  approval.id = reader.String("id", Need::kRequired, kMaxFieldBytes);
  approval.tenant = std::move(tenant);
  approval.decision = reader.String("decision", Need::kRequired, kMaxFieldBytes);
  approval.interaction = reader.String("interaction", Need::kRequired, kMaxFieldBytes);
  approval.system = reader.String("system", Need::kRequired, kMaxFieldBytes);
  approval.request = reader.String("request", Need::kRequired, kMaxFieldBytes);
  approval.bundle = reader.String("bundle", Need::kRequired, kMaxFieldBytes);
  approval.shown = reader.String("shown", Need::kRequired, kMaxFieldBytes);
  approval.roles = reader.Strings("roles", kMaxRoles, kMaxRoleBytes);
  approval.quorum = ReadQuorum(reader);
  approval.opened = ReadTime(reader, "opened");
  approval.deadline = ReadTime(reader, "deadline");
  static const std::vector<std::string> kTimeouts = {"allow", "deny"};
  approval.allow_on_timeout = reader.OneOf("on_timeout", Need::kOptional, kTimeouts) == "allow";
  const json::Value* escalation = reader.ObjectMember("escalation", Need::kOptional);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  if (escalation != nullptr) {
    REEVE_ASSIGN_OR_RETURN(approval.escalation, EscalationFromJson(*escalation));
  }
  return approval;
}

Result<ledger::NewRecord> OpeningRecord(const Approval& approval) {
  REEVE_ASSIGN_OR_RETURN(std::string body, json::Canonical(ToJson(approval)));
  return ledger::NewRecord{.kind = std::string(kApprovalOpened),
                           .log = ledger::LogRole::kControl,
                           .tenant = approval.tenant,
                           .id = approval.id,
                           .body = std::move(body)};
}

Status ApprovalProjection::Fold(const ledger::Record& record,
                                ledger::ProjectionWriter& state) const {
  if (record.kind() != kApprovalOpened) return {};
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  REEVE_ASSIGN_OR_RETURN(const Approval approval,
                         ApprovalFromJson(*body, std::string(record.tenant())));
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> known, state.Get(approval.id));
  if (known) {
    return Error{"approval.exists", "the approval `" + approval.id + "` is open already"};
  }
  json::Object entry;
  entry.Add("approval", *body).Add("state", "open").Add("tenant", record.tenant());
  REEVE_ASSIGN_OR_RETURN(const std::string value, json::Canonical(std::move(entry)));
  state.Put(approval.id, value);
  return {};
}

Result<Approval> FindApproval(const ledger::ProjectionReader& approvals, std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> entry, approvals.Get(id));
  if (!entry) {
    return Error{"approval.not_found", "there is no approval `" + std::string(id) + "`"};
  }
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(*entry));
  return ApprovalFromJson(*value.Find("approval"), *value.Find("tenant")->as_string());
}

}  // namespace reeve::oversight
