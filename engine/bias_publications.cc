#include "engine/bias_publications.h"

#include "oversight/bias/audit_runs.h"
#include "oversight/bias/publications.h"

namespace reeve::engine {
namespace {

namespace bias = oversight::bias;
using oversight::ActingPerson;

std::string PathOf(const std::string& id) { return "/audits/" + id; }

json::Object View(const bias::Publication& publication) {
  json::Object out{{"id", publication.id}, {"path", PathOf(publication.id)}};
  for (const json::Member& member : publication.members) {
    if (member.key != "principal") out.Add(member.key, member.value);
  }
  return out;
}

}  // namespace

Status BiasPublications::Append(std::string_view kind, std::string id, json::Object body,
                                const ActingPerson& by) {
  body.Add("by", by.name).Add("principal", by.principal);
  ledger::NewRecord record{.kind = std::string(kind),
                           .log = ledger::LogRole::kControl,
                           .tenant = by.tenant,
                           .id = std::move(id),
                           .body = {}};
  REEVE_ASSIGN_OR_RETURN(record.body, json::Canonical(std::move(body)));
  const auto appended = ledger_.Append({std::move(record)});
  return appended.ok() ? Status() : Status(appended.error());
}

Result<json::Object> BiasPublications::Find(std::string_view id) const {
  REEVE_ASSIGN_OR_RETURN(const bias::Publication publication, bias::FindPublication(ledger_, id));
  return View(publication);
}

Result<json::Object> BiasPublications::Publish(std::string_view report, const ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(const std::string page,
                         bias::FormOfReport(ledger_, by.tenant, report, "summary"));
  REEVE_ASSIGN_OR_RETURN(const json::Value known, bias::FindReport(ledger_, by.tenant, report));
  json::Object body{{"report", report}, {"page", page}};
  const json::Value* summary = known.Find("summary");
  if (summary != nullptr && summary->as_object() != nullptr) {
    for (const json::Member& item : *summary->as_object()) body.Add(item.key, item.value);
  }
  const std::string id = NewId("bp-", clock_.Now(), random_);
  REEVE_RETURN_IF_ERROR(Append(bias::kPublished, id, std::move(body), by));
  return Find(id);
}

Result<json::Object> BiasPublications::Withdraw(const std::string& id, std::string_view reason,
                                                const ActingPerson& by) {
  json::Object body{{"publication", id}, {"reason", reason}};
  REEVE_RETURN_IF_ERROR(
      Append(bias::kWithdrawn, NewId("bp-", clock_.Now(), random_), std::move(body), by));
  return Find(id);
}

Result<json::Object> BiasPublications::List(std::string_view tenant) const {
  REEVE_ASSIGN_OR_RETURN(const auto all, bias::AllPublications(ledger_));
  json::Array list;
  for (const bias::Publication& one : all) {
    if (one.tenant == tenant) list.emplace_back(View(one));
  }
  return json::Object{{"publications", std::move(list)}};
}

Result<json::Object> BiasPublications::Public() const {
  REEVE_ASSIGN_OR_RETURN(const auto all, bias::AllPublications(ledger_));
  json::Array list;
  for (const bias::Publication& one : all) {
    if (one.withdrawn) continue;
    json::Object audit{{"id", one.id}, {"page", PathOf(one.id)}};
    for (const char* member :
         {"tool", "auditor", "audit_date", "used_from", "published", "report"}) {
      audit.Add(member, one.Text(member));
    }
    list.emplace_back(std::move(audit));
  }
  return json::Object{{"audits", std::move(list)}};
}

Result<std::string> BiasPublications::Page(std::string_view id) const {
  REEVE_ASSIGN_OR_RETURN(const bias::Publication publication, bias::FindPublication(ledger_, id));
  if (publication.withdrawn) {
    return Error{"bias.publication_withdrawn",
                 "the summary `" + std::string(id) + "` was withdrawn"};
  }
  return reports_.Bytes(publication.Text("page"));
}

}  // namespace reeve::engine
