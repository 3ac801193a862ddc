#include "engine/quality_commands.h"

#include "base/log.h"
#include "oversight/approvals.h"
#include "oversight/control_record.h"
#include "oversight/grants.h"

namespace reeve::engine {
namespace {

using oversight::ApproverQuality;
using oversight::ExceededMeasure;
using oversight::OversightMeasures;
using oversight::VoteCounts;

constexpr std::string_view kSeedDomain = "seed";
// Who ends grants and raises alarms where no person does.
constexpr char kBy[] = "reeve";

json::Object SharesJson(const VoteCounts& counts) {
  json::Object out;
  const auto add = [&out](const char* name, std::optional<uint32_t> share) {
    if (share) out.Add(name, uint64_t{*share});
  };
  add("approvals", counts.ApprovalShare());
  add("fast", counts.FastShare());
  add("agreement", counts.AgreementShare());
  add("missed", counts.MissedShare());
  add("reversed", counts.ReversedShare());
  return out;
}

json::Object ApproverJson(const ApproverQuality& quality, const OversightMeasures& measures) {
  const VoteCounts& all = quality.all;
  const VoteCounts judged = quality.Judged();
  json::Object out = oversight::ToJson(all);
  out.Add("person", quality.person)
      .Add("mean_seconds", all.votes == 0 ? 0 : all.total_seconds / all.votes)
      .Add("fastest_seconds", quality.fastest_seconds)
      .Add("shares", SharesJson(all))
      .Add("judged", json::Object{{"votes", judged.votes}, {"shares", SharesJson(judged)}});
  json::Array beyond;
  for (const ExceededMeasure& each : FindExceeded(judged, measures)) beyond.push_back(each.measure);
  out.Add("beyond", std::move(beyond));
  return out;
}

}  // namespace

std::string QualityCommands::SeedOf(std::string_view approval) const {
  return commitments_.Commit(kSeedDomain, approval);
}

ledger::ProjectionReader QualityCommands::State() const {
  return ledger_.State(oversight::VoteQualityProjection().name());
}

Result<ledger::NewRecord> QualityCommands::Record(std::string_view kind, const char* prefix,
                                                  std::string_view tenant,
                                                  json::Object body) const {
  return oversight::ControlRecord(kind, NewId(prefix, clock_.Now(), random_), std::string(tenant),
                                  std::move(body));
}

Status QualityCommands::Append(std::string_view kind, const char* prefix, std::string_view tenant,
                               json::Object body) {
  REEVE_ASSIGN_OR_RETURN(ledger::NewRecord record, Record(kind, prefix, tenant, std::move(body)));
  const auto appended = ledger_.Append({std::move(record)});
  return appended.ok() ? Status() : Status(appended.error());
}

Result<json::Object> QualityCommands::Show(std::string_view tenant) const {
  REEVE_ASSIGN_OR_RETURN(const OversightMeasures measures,
                         oversight::FindMeasures(State(), tenant));
  REEVE_ASSIGN_OR_RETURN(const auto approvers, oversight::ListApprovers(State(), tenant));
  json::Array out;
  out.reserve(approvers.size());
  for (const ApproverQuality& quality : approvers) out.push_back(ApproverJson(quality, measures));
  return json::Object{{"approvers", std::move(out)}, {"measures", oversight::ToJson(measures)}};
}

Result<json::Object> QualityCommands::SetMeasures(const OversightMeasures& measures,
                                                  const std::string& reason,
                                                  const oversight::ActingPerson& by) {
  REEVE_RETURN_IF_ERROR(Append(oversight::kMeasuresSet, "om-", by.tenant,
                               {{"measures", oversight::ToJson(measures)},
                                {"by", by.name},
                                {"reason", reason},
                                {"principal", by.principal}}));
  REEVE_RETURN_IF_ERROR(RaiseAlarms(by.tenant));
  return oversight::ToJson(measures);
}

Status QualityCommands::Seed(std::string_view approval, const std::string& reason,
                             const oversight::ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(const oversight::ApprovalEntry entry,
                         oversight::FindApprovalEntry(ledger_.State("approvals"), approval));
  if (entry.approval.tenant != by.tenant) {
    return Error{"approval.not_found", "there is no approval `" + std::string(approval) + "`"};
  }
  REEVE_ASSIGN_OR_RETURN(const auto bundles,
                         oversight::FindLiveBundles(ledger_.State("approvals")));
  const auto state = StateOf(entry, bundles, clock_.Now());
  if (state != oversight::ApprovalState::kOpen || !entry.votes.empty()) {
    return Error{"oversight.seed",
                 "`" + std::string(approval) +
                     "` is over, or was voted on: a known-bad item is said to be one right after "
                     "its request was held"};
  }
  return Append(oversight::kSeeded, "os-", by.tenant,
                {{"seed", SeedOf(approval)},
                 {"by", by.name},
                 {"reason", reason},
                 {"principal", by.principal}});
}

Status QualityCommands::Reveal(std::string_view approval) {
  const std::string seed = SeedOf(approval);
  REEVE_ASSIGN_OR_RETURN(const bool sown, oversight::IsSown(State(), seed));
  if (!sown) return {};
  REEVE_ASSIGN_OR_RETURN(const oversight::ApprovalEntry entry,
                         oversight::FindApprovalEntry(ledger_.State("approvals"), approval));
  if (entry.state == oversight::ApprovalState::kOpen) return {};
  Status revealed = Append(oversight::kSeedRevealed, "or-", entry.approval.tenant,
                           {{"seed", seed}, {"approval", approval}, {"by", kBy}});
  // Another thread was first.
  if (!revealed.ok() && revealed.error().code == "oversight.seed") return {};
  return revealed;
}

Result<json::Array> QualityCommands::EndGrants(std::string_view tenant, std::string_view person,
                                               std::vector<ledger::NewRecord>* unit) const {
  const ledger::ProjectionReader state = ledger_.State("approvals");
  REEVE_ASSIGN_OR_RETURN(
      const oversight::PersonRights rights,
      oversight::RightsOf([&](std::string_view key) { return state.Get(key); }, tenant, person));
  json::Array ended;
  for (const oversight::GrantEntry& entry : rights.grants) {
    if (entry.ended || entry.grant.until <= clock_.Now()) continue;
    REEVE_ASSIGN_OR_RETURN(unit->emplace_back(),
                           Record(oversight::kGrantEnded, "ge-", tenant,
                                  {{"grant", entry.grant.id},
                                   {"by", kBy},
                                   {"reason", "an alarm about the quality of oversight"},
                                   {"principal", kBy}}));
    ended.push_back(entry.grant.id);
  }
  return ended;
}

Status QualityCommands::RaiseAlarm(const ApproverQuality& quality,
                                   const std::vector<ExceededMeasure>& exceeded, bool suspends,
                                   std::string_view tenant) {
  json::Array beyond;
  for (const ExceededMeasure& each : exceeded) {
    beyond.push_back(json::Object{{"measure", each.measure},
                                  {"measured", uint64_t{each.measured}},
                                  {"bound", uint64_t{each.bound}}});
  }
  std::vector<ledger::NewRecord> unit(1);
  json::Array ended;
  if (suspends) {
    REEVE_ASSIGN_OR_RETURN(ended, EndGrants(tenant, quality.person, &unit));
  }
  REEVE_ASSIGN_OR_RETURN(unit.front(), Record(oversight::kOversightAlarm, "oa-", tenant,
                                              {{"person", quality.person},
                                               {"measure", exceeded.front().measure},
                                               {"beyond", std::move(beyond)},
                                               {"votes", quality.Judged().votes},
                                               {"grants_ended", std::move(ended)},
                                               {"by", kBy}}));
  if (const auto appended = ledger_.Append(unit); !appended.ok()) {
    // Another thread was first.
    if (appended.error().code == "oversight.alarmed") return {};
    return appended.error();
  }
  Log(LogLevel::kWarning, oversight::kOversightAlarm,
      {{"measure", exceeded.front().measure}, {"grants_ended", uint64_t{unit.size() - 1}}});
  return {};
}

Status QualityCommands::RaiseAlarms(std::string_view tenant) {
  REEVE_ASSIGN_OR_RETURN(const OversightMeasures measures,
                         oversight::FindMeasures(State(), tenant));
  if (measures.RaisesNone()) return {};
  REEVE_ASSIGN_OR_RETURN(const auto approvers, oversight::ListApprovers(State(), tenant));
  for (const ApproverQuality& quality : approvers) {
    const std::vector<ExceededMeasure> exceeded = FindExceeded(quality.Judged(), measures);
    if (exceeded.empty()) continue;
    REEVE_RETURN_IF_ERROR(RaiseAlarm(quality, exceeded, measures.suspends, tenant));
  }
  return {};
}

Status QualityCommands::Judge(std::string_view approval, std::string_view tenant) {
  REEVE_RETURN_IF_ERROR(Reveal(approval));
  return RaiseAlarms(tenant);
}

Status QualityCommands::RevealMissed() {
  REEVE_ASSIGN_OR_RETURN(const std::vector<std::string> voted_on,
                         oversight::VotedOnWhileSown(State()));
  for (const std::string& approval : voted_on) REEVE_RETURN_IF_ERROR(Reveal(approval));
  return {};
}

}  // namespace reeve::engine
