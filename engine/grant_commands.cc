#include "engine/grant_commands.h"

#include "oversight/control_record.h"

namespace reeve::engine {
namespace {

using oversight::ActingPerson;
using oversight::Grant;
using oversight::GrantEntry;
using oversight::Training;

std::string_view StateAt(const GrantEntry& entry, Timestamp now) {
  if (entry.ended) return "ended";
  if (now < entry.grant.from) return "pending";
  return now < entry.grant.until ? "active" : "expired";
}

json::Object TrainingJson(const Training& training, Timestamp now) {
  json::Object out = oversight::ToJson(training);
  out.Add("recorded", FormatTimestamp(training.recorded))
      .Add("state", now < training.until ? "current" : "expired");
  return out;
}

}  // namespace

std::vector<std::string> GrantCommands::Digests(const std::vector<std::string>& ids) const {
  std::vector<std::string> out;
  out.reserve(ids.size());
  for (const std::string& id : ids) out.push_back(PersonDigest(commitments_, id));
  return out;
}

Status GrantCommands::Record(std::string_view kind, std::string id, const ActingPerson& by,
                             json::Object body) {
  body.Add("principal", by.principal);
  REEVE_ASSIGN_OR_RETURN(ledger::NewRecord record,
                         oversight::ControlRecord(kind, std::move(id), by.tenant, std::move(body)));
  std::vector<ledger::NewRecord> unit;
  unit.push_back(std::move(record));
  const auto appended = ledger_.Append(unit);
  return appended.ok() ? Status() : Status(appended.error());
}

Result<json::Object> GrantCommands::Give(Grant terms, const ActingPerson& by) {
  const Timestamp now = clock_.Now();
  terms.id = NewId("g-", now, random_);
  terms.by = by.name;
  terms.known_as = Digests(terms.known_as);
  if (terms.from == Timestamp()) terms.from = now;
  REEVE_RETURN_IF_ERROR(Record(oversight::kGrantGiven, terms.id, by, oversight::ToJson(terms)));
  return Find(by.tenant, terms.id);
}

Result<json::Object> GrantCommands::Delegate(const DelegationTerms& terms, const ActingPerson& by) {
  const Timestamp now = clock_.Now();
  REEVE_ASSIGN_OR_RETURN(const GrantEntry whole,
                         oversight::FindGrant(ledger_, by.tenant, terms.of));
  Grant part = whole.grant;
  part.id = NewId("g-", now, random_);
  part.of = terms.of;
  part.person = terms.to;
  part.by = by.name;
  part.delegator = PersonDigest(commitments_, by.name);
  part.known_as = Digests(terms.known_as);
  if (terms.up_to) part.up_to = terms.up_to;
  if (!terms.actions.empty()) part.actions = terms.actions;
  if (!terms.risk_classes.empty()) part.risk_classes = terms.risk_classes;
  if (!terms.systems.empty()) part.systems = terms.systems;
  part.from = terms.from == Timestamp() ? std::max(now, whole.grant.from) : terms.from;
  part.until = terms.until;
  part.reason = terms.reason;
  REEVE_RETURN_IF_ERROR(Record(oversight::kGrantDelegated, part.id, by, oversight::ToJson(part)));
  return Find(by.tenant, part.id);
}

Result<json::Object> GrantCommands::End(std::string_view id, std::string_view reason,
                                        const ActingPerson& by) {
  REEVE_RETURN_IF_ERROR(Record(oversight::kGrantEnded, NewId("ge-", clock_.Now(), random_), by,
                               json::Object{{"grant", id}, {"by", by.name}, {"reason", reason}}));
  return Find(by.tenant, id);
}

Result<json::Object> GrantCommands::ToJson(const GrantEntry& entry, Timestamp now) const {
  json::Object out = oversight::ToJson(entry);
  std::string_view state = StateAt(entry, now);
  if (entry.grant.is_delegation() && state != "ended" && state != "expired") {
    REEVE_ASSIGN_OR_RETURN(const GrantEntry whole,
                           oversight::FindGrant(ledger_, entry.grant.tenant, entry.grant.of));
    if (StateAt(whole, now) == "ended") state = "ended";
  }
  out.Add("state", state);
  return out;
}

Result<json::Object> GrantCommands::Find(std::string_view tenant, std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const GrantEntry entry, oversight::FindGrant(ledger_, tenant, id));
  return ToJson(entry, clock_.Now());
}

Result<json::Object> GrantCommands::List(std::string_view tenant, std::string_view person,
                                         std::string_view role, std::string_view state) {
  const Timestamp now = clock_.Now();
  REEVE_ASSIGN_OR_RETURN(const std::vector<GrantEntry> entries,
                         oversight::ListGrants(ledger_, tenant));
  json::Array out;
  uint64_t total = 0;
  for (const GrantEntry& entry : entries) {
    if (!person.empty() && !oversight::IsSamePerson(person, entry.grant.person)) continue;
    if (!role.empty() && role != entry.grant.role) continue;
    REEVE_ASSIGN_OR_RETURN(json::Object grant, ToJson(entry, now));
    if (!state.empty() && *grant.Find("state")->as_string() != state) continue;
    if (++total <= kMaxListedGrants) out.push_back(std::move(grant));
  }
  return json::Object{{"grants", std::move(out)}, {"total", total}};
}

Result<json::Object> GrantCommands::RecordTraining(Training terms, const ActingPerson& by) {
  const Timestamp now = clock_.Now();
  terms.id = NewId("tr-", now, random_);
  terms.by = by.name;
  terms.recorded = now;
  REEVE_RETURN_IF_ERROR(
      Record(oversight::kTrainingRecorded, terms.id, by, oversight::ToJson(terms)));
  return TrainingJson(terms, now);
}

Result<json::Object> GrantCommands::ListTrainings(std::string_view tenant,
                                                  std::string_view person) {
  const Timestamp now = clock_.Now();
  REEVE_ASSIGN_OR_RETURN(const std::vector<Training> trainings,
                         oversight::ListTrainings(ledger_, tenant));
  json::Array out;
  for (const Training& training : trainings) {
    if (!person.empty() && !oversight::IsSamePerson(person, training.person)) continue;
    if (out.size() == kMaxListedGrants) break;
    out.push_back(TrainingJson(training, now));
  }
  return json::Object{{"trainings", std::move(out)}};
}

}  // namespace reeve::engine
