#include "oversight/approval.h"

#include <algorithm>

#include "oversight/control_record.h"
#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

constexpr size_t kMaxFieldBytes = 256;
// Every rule that holds may name roles of its own, and the approval asks for all of them; what
// bounds them is that the approval fits a record.
constexpr size_t kMaxRoles = ledger::kMaxRecordBytes;
constexpr size_t kMaxRoleBytes = ledger::kMaxRecordBytes;
constexpr uint64_t kMaxValiditySeconds = uint64_t{366} * 86400;

// Of a quorum of nobody, everybody would have approved.
uint32_t ReadQuorum(json::ObjectReader& reader) {
  const uint64_t quorum = reader.Unsigned("quorum").value_or(0);
  if (quorum == 0 || quorum > kMaxQuorum) {
    reader.Fail("json.value", "quorum",
                "the quorum must be 1 to " + std::to_string(kMaxQuorum) + " persons");
  }
  return static_cast<uint32_t>(quorum);
}

void ReadTerms(json::ObjectReader& reader, Approval* approval) {
  const uint64_t uses = reader.Unsigned("uses").value_or(1);
  if (uses == 0 || uses > kMaxUses) {
    reader.Fail("json.value", "uses", "an approval has 1 to " + std::to_string(kMaxUses) + " uses");
  }
  approval->uses = static_cast<uint32_t>(uses);
  const auto validity =
      reader.Unsigned("valid_seconds").value_or(static_cast<uint64_t>(approval->validity.count()));
  if (validity == 0 || validity > kMaxValiditySeconds) {
    reader.Fail("json.value", "valid_seconds", "an approval is valid for 1 second to 366 days");
  }
  approval->validity = std::chrono::seconds(validity);
  approval->distinct_units = reader.Bool("distinct_units");
  approval->exclude_author = reader.Bool("exclude_author");
  approval->blind = reader.Bool("blind");
  approval->veto = reader.Strings("veto", kMaxRoles, kMaxRoleBytes);
  approval->words = reader.Unsigned("words").value_or(0);
}

bool Names(const std::vector<std::string>& roles, std::string_view role) {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

Result<ApprovalEscalation> EscalationFromJson(const json::Value& value) {
  ApprovalEscalation escalation;
  json::ObjectReader reader(value, "/body/escalation");
  escalation.at = ReadTime(reader, "at");
  escalation.roles = reader.Strings("roles", kMaxRoles, kMaxRoleBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return escalation;
}

// What is not the default.
void AddTerms(const Approval& approval, json::Object* out) {
  const Approval usual;
  if (approval.uses != usual.uses) out->Add("uses", static_cast<int64_t>(approval.uses));
  if (approval.validity != usual.validity) {
    out->Add("valid_seconds", int64_t{approval.validity.count()});
  }
  if (approval.distinct_units) out->Add("distinct_units", true);
  if (approval.exclude_author) out->Add("exclude_author", true);
  if (approval.blind) out->Add("blind", true);
  if (!approval.veto.empty()) {
    out->Add("veto", json::Array(approval.veto.begin(), approval.veto.end()));
  }
  if (approval.words > 0) out->Add("words", approval.words);
}

}  // namespace

void ReadMatter(json::ObjectReader& reader, ApprovalMatter* matter) {
  using json::Need;
  matter->action = reader.String("action", Need::kOptional, kMaxFieldBytes);
  matter->amount = reader.Number("amount");
  matter->currency = reader.String("currency", Need::kOptional, kMaxFieldBytes);
  matter->risk_class = reader.String("risk_class", Need::kOptional, kMaxFieldBytes);
  matter->severity = reader.String("severity", Need::kOptional, kMaxFieldBytes);
  matter->rules = reader.Strings("rules", kMaxRoles, kMaxRoleBytes);
}

void AddMatter(const ApprovalMatter& matter, json::Object* out) {
  if (!matter.action.empty()) out->Add("action", matter.action);
  if (matter.amount != 0) out->Add("amount", matter.amount);
  if (!matter.currency.empty()) out->Add("currency", matter.currency);
  if (!matter.risk_class.empty()) out->Add("risk_class", matter.risk_class);
  if (!matter.severity.empty()) out->Add("severity", matter.severity);
  if (!matter.rules.empty()) {
    out->Add("rules", json::Array(matter.rules.begin(), matter.rules.end()));
  }
}

bool Approval::MayApprove(std::string_view role, Timestamp now) const {
  if (roles.empty() || Names(roles, role)) return true;
  return escalation && now >= escalation->at && Names(escalation->roles, role);
}

bool Approval::MayReject(std::string_view role, Timestamp now) const {
  return Names(veto, role) || MayApprove(role, now);
}

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
  if (!approval.requester.empty()) out.Add("requester", approval.requester);
  AddMatter(approval.matter, &out);
  AddTerms(approval, &out);
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
  approval.requester = reader.String("requester", Need::kOptional, kMaxFieldBytes);
  ReadMatter(reader, &approval.matter);
  ReadTerms(reader, &approval);
  const json::Value* escalation = reader.ObjectMember("escalation", Need::kOptional);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  if (escalation != nullptr) {
    REEVE_ASSIGN_OR_RETURN(approval.escalation, EscalationFromJson(*escalation));
  }
  return approval;
}

Result<ledger::NewRecord> OpeningRecord(const Approval& approval) {
  return ControlRecord(kApprovalOpened, approval.id, approval.tenant, ToJson(approval));
}

}  // namespace reeve::oversight
