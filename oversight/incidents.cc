#include "oversight/incidents.h"

#include <algorithm>
#include <tuple>

#include "base/json_reader.h"
#include "oversight/acting_person.h"
#include "oversight/bundle_register.h"
#include "oversight/incident_state.h"
#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr size_t kWordBytes = 64;
constexpr size_t kDigestBytes = 128;
constexpr size_t kMaxNameBytes = 256;

Error NotFound(std::string_view id) {
  return {"incident.not_found",
          "there is no incident `" + std::string(id) + "`: see `reeve incident list`"};
}

std::string KeyOf(std::string_view id) { return std::string(kIncidentKeys) + std::string(id); }

std::string ReadPerson(ObjectReader& reader) {
  std::string by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  reader.String("principal", Need::kOptional, kMaxNameBytes);
  return by;
}

CausalLink ReadLink(ObjectReader& reader, Need need, bool* given) {
  const std::string name = reader.String("causal_link", need, kWordBytes);
  *given = !name.empty();
  if (name.empty()) return CausalLink::kUnknown;
  const auto link = CausalLinkFromName(name);
  if (!link) {
    reader.Fail("json.value", "causal_link",
                "`causal_link` must be unknown, suspected or established");
  }
  return link.value_or(CausalLink::kUnknown);
}

Status CheckKnown(const IncidentCategories& categories, Timestamp now) {
  for (const auto& [category, known] : categories) {
    if (known <= now) continue;
    return Error{"incident.aware",
                 "nobody was aware of it in the future: name the time at which it was known",
                 "/aware"};
  }
  return {};
}

void AddStrings(std::string key, const std::vector<std::string>& texts, json::Object* out) {
  if (!texts.empty()) out->Add(std::move(key), json::Array(texts.begin(), texts.end()));
}

// ------------------------------------------------------------------------------------------- folds

Status FoldOpened(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  Incident incident;
  ObjectReader reader(*body, "/body");
  incident.by = ReadPerson(reader);
  incident.system = reader.String("system", Need::kRequired, kMaxNameBytes);
  incident.categories = ReadCategories(reader, Need::kRequired);
  bool given = false;
  incident.causal_link = ReadLink(reader, Need::kRequired, &given);
  const Timestamp occurred = ReadTime(reader, "occurred", Need::kOptional);
  if (occurred != Timestamp()) incident.occurred = occurred;
  incident.description = reader.String("description", Need::kOptional, kDigestBytes);
  incident.decisions = reader.Strings("decisions", kMaxIncidentDecisions, ledger::kMaxIdBytes);
  incident.references =
      reader.Strings("references", kMaxIncidentReferences, kMaxIncidentReferenceBytes);
  incident.clock = ReadClock(reader, Need::kRequired);
  incident.pin = ReadPin(reader);
  incident.legal_hold = reader.String("legal_hold", Need::kRequired, ledger::kMaxIdBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_RETURN_IF_ERROR(CheckPersonName(incident.by));
  incident.id = record.id();
  incident.tenant = record.tenant();
  incident.opened = record.time();
  REEVE_RETURN_IF_ERROR(CheckKnown(incident.categories, incident.opened));
  if (incident.occurred && *incident.occurred > incident.opened) {
    return Error{"incident.occurred", "it did not occur in the future", "/occurred"};
  }
  REEVE_ASSIGN_OR_RETURN(const auto known, state.Get(KeyOf(incident.id)));
  if (known) return Error{"incident.exists", "the incident `" + incident.id + "` is open already"};
  return PutIncident(incident, state);
}

Status FoldUpdated(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  IncidentUpdate update;
  ObjectReader reader(*body, "/body");
  const std::string by = ReadPerson(reader);
  const std::string id = reader.String("incident", Need::kRequired, ledger::kMaxIdBytes);
  update.categories = ReadCategories(reader, Need::kOptional);
  bool given = false;
  const CausalLink link = ReadLink(reader, Need::kOptional, &given);
  if (given) update.causal_link = link;
  update.note = reader.String("note", Need::kOptional, kDigestBytes);
  update.decisions = reader.Strings("decisions", kMaxIncidentDecisions, ledger::kMaxIdBytes);
  update.reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  update.revision = reader.Unsigned("revision").value_or(0);
  update.clock = ReadClock(reader, update.categories.empty() ? Need::kOptional : Need::kRequired);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_RETURN_IF_ERROR(CheckPersonName(by));
  REEVE_RETURN_IF_ERROR(CheckKnown(update.categories, record.time()));
  REEVE_ASSIGN_OR_RETURN(Incident incident, OpenIncidentOf(state, record.tenant(), id));
  REEVE_RETURN_IF_ERROR(ApplyUpdate(update, &incident));
  return PutIncident(incident, state);
}

Status FoldReported(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  IncidentReport report;
  ObjectReader reader(*body, "/body");
  report.by = ReadPerson(reader);
  const std::string id = reader.String("incident", Need::kRequired, ledger::kMaxIdBytes);
  const std::string kind = reader.String("kind", Need::kRequired, kWordBytes);
  if (kind != "partial" && kind != "full") {
    reader.Fail("json.value", "kind", "`kind` must be partial or full");
  }
  report.digest = reader.String("report", Need::kRequired, kDigestBytes);
  report.page = reader.String("page", Need::kRequired, kDigestBytes);
  report.to = reader.String("to", Need::kRequired, kMaxAuthorityBytes);
  reader.Unsigned("size");
  reader.Strings("references", kMaxIncidentReferences, kMaxIncidentReferenceBytes);
  report.time = record.time();
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_RETURN_IF_ERROR(CheckPersonName(report.by));
  REEVE_ASSIGN_OR_RETURN(Incident incident, OpenIncidentOf(state, record.tenant(), id));
  if (kind == "partial" && incident.full) {
    return Error{"incident.state", "the incident `" + id +
                                       "` has a full report: what came to be known since goes "
                                       "into another full one"};
  }
  if (!incident.first_report) incident.first_report = report.time;
  (kind == "full" ? incident.full : incident.partial) = std::move(report);
  return PutIncident(incident, state);
}

Status FoldOverdue(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  ObjectReader reader(*body, "/body");
  ReadPerson(reader);
  const std::string id = reader.String("incident", Need::kRequired, ledger::kMaxIdBytes);
  IncidentOverdue overdue;
  overdue.limit = reader.String("limit", Need::kRequired, kWordBytes);
  overdue.at = ReadTime(reader, "at");
  overdue.noticed = record.time();
  reader.String("system", Need::kOptional, kMaxNameBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_ASSIGN_OR_RETURN(Incident incident, OpenIncidentOf(state, record.tenant(), id));
  const Timestamp limit = overdue.limit == "outer" ? incident.clock.outer : incident.clock.due;
  const bool noted = std::any_of(incident.overdue.begin(), incident.overdue.end(),
                                 [&](const IncidentOverdue& known) {
                                   return known.limit == overdue.limit && known.at == overdue.at;
                                 });
  if (noted || incident.first_report || overdue.at != limit || record.time() < limit) {
    return Error{"incident.state", "there is nothing to note: the limit `" + overdue.limit +
                                       "` of `" + id + "` has not passed, or is on record"};
  }
  incident.overdue.push_back(std::move(overdue));
  return PutIncident(incident, state);
}

Status CheckClosing(const Incident& incident, const IncidentClosing& closing) {
  if (IsSamePerson(incident.by, closing.by)) {
    return Error{"incident.own",
                 "`" + incident.by + "` opened this incident: another person must close it"};
  }
  if (closing.resolution == "reported" && !incident.full) {
    return Error{"incident.not_reported",
                 "there is no full report: make it with `reeve incident report`, or close the "
                 "incident as not_serious, with the reason"};
  }
  if (incident.unreviewed.empty()) return {};
  return Error{"incident.break_glass", "the break-glass `" + incident.unreviewed.front() +
                                           "` of this incident waits for its review"};
}

Status FoldClosed(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  IncidentClosing closing;
  ObjectReader reader(*body, "/body");
  closing.by = ReadPerson(reader);
  const std::string id = reader.String("incident", Need::kRequired, ledger::kMaxIdBytes);
  closing.resolution = reader.String("resolution", Need::kRequired, kWordBytes);
  if (closing.resolution != "reported" && closing.resolution != "not_serious") {
    reader.Fail("json.value", "resolution", "`resolution` must be reported or not_serious");
  }
  closing.reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  closing.time = record.time();
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_RETURN_IF_ERROR(CheckPersonName(closing.by));
  REEVE_ASSIGN_OR_RETURN(Incident incident, OpenIncidentOf(state, record.tenant(), id));
  REEVE_RETURN_IF_ERROR(CheckClosing(incident, closing));
  incident.closed = std::move(closing);
  return PutIncident(incident, state);
}

}  // namespace

// ------------------------------------------------------------------------------------------- state

Result<Incident> IncidentOf(const ledger::ProjectionWriter& state, std::string_view tenant,
                            std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text, state.Get(KeyOf(id)));
  if (!text) return NotFound(id);
  REEVE_ASSIGN_OR_RETURN(Incident incident, IncidentFromJson(*text));
  if (incident.tenant != tenant) return NotFound(id);
  return incident;
}

Result<Incident> OpenIncidentOf(const ledger::ProjectionWriter& state, std::string_view tenant,
                                std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(Incident incident, IncidentOf(state, tenant, id));
  if (!incident.closed) return incident;
  return Error{"incident.state", "the incident `" + incident.id + "` was closed by `" +
                                     incident.closed->by + "`: open another"};
}

Status PutIncident(const Incident& incident, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(ToJson(incident)));
  state.Put(KeyOf(incident.id), text);
  return {};
}

Status IncidentProjection::Fold(const ledger::Record& record,
                                ledger::ProjectionWriter& state) const {
  if (record.kind() == kIncidentOpened) return FoldOpened(record, state);
  if (record.kind() == kIncidentUpdated) return FoldUpdated(record, state);
  if (record.kind() == kIncidentReported) return FoldReported(record, state);
  if (record.kind() == kIncidentOverdue) return FoldOverdue(record, state);
  if (record.kind() == kIncidentClosed) return FoldClosed(record, state);
  return FoldBreakGlass(record, state);
}

Status ApplyUpdate(const IncidentUpdate& update, Incident* incident) {
  if (!update.categories.empty()) {
    if (update.revision != incident->updates) {
      return Error{"incident.changed",
                   "the incident `" + incident->id + "` was updated meanwhile: read it again"};
    }
    incident->categories = update.categories;
    incident->clock = update.clock;
  }
  if (update.causal_link) incident->causal_link = *update.causal_link;
  for (const std::string& decision : update.decisions) {
    auto& all = incident->decisions;
    if (std::find(all.begin(), all.end(), decision) == all.end()) all.push_back(decision);
  }
  ++incident->updates;
  if (incident->decisions.size() <= kMaxDecisionsOfIncident) return {};
  return Error{"incident.too_many",
               "an incident names 1,000 decisions: the report counts the others of the system",
               "/decisions"};
}

json::Object OpeningTerms(const Incident& incident) {
  json::Object out{{"system", incident.system},
                   {"categories", CategoriesJson(incident.categories)},
                   {"causal_link", CausalLinkName(incident.causal_link)},
                   {"clock", ToJson(incident.clock)},
                   {"pin", ToJson(incident.pin)},
                   {"legal_hold", incident.legal_hold}};
  if (incident.occurred) out.Add("occurred", FormatTimestamp(*incident.occurred));
  if (!incident.description.empty()) out.Add("description", incident.description);
  AddStrings("decisions", incident.decisions, &out);
  AddStrings("references", incident.references, &out);
  return out;
}

json::Object UpdateTerms(const IncidentUpdate& update) {
  json::Object out{{"reason", update.reason}};
  if (!update.categories.empty()) {
    out.Add("categories", CategoriesJson(update.categories))
        .Add("clock", ToJson(update.clock))
        .Add("revision", update.revision);
  }
  if (update.causal_link) out.Add("causal_link", CausalLinkName(*update.causal_link));
  if (!update.note.empty()) out.Add("note", update.note);
  AddStrings("decisions", update.decisions, &out);
  return out;
}

// ----------------------------------------------------------------------------------------- queries

Result<Incident> FindIncident(const ledger::Ledger& ledger, std::string_view tenant,
                              std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const auto text, ledger.State(kIncidentState).Get(KeyOf(id)));
  if (!text) return NotFound(id);
  REEVE_ASSIGN_OR_RETURN(Incident incident, IncidentFromJson(*text));
  if (incident.tenant != tenant) return NotFound(id);
  return incident;
}

Result<std::vector<Incident>> ListIncidents(const ledger::Ledger& ledger, std::string_view tenant) {
  std::vector<Incident> out;
  Status read;
  REEVE_RETURN_IF_ERROR(ledger.State(kIncidentState)
                            .Scan(kIncidentKeys, [&](std::string_view, std::string_view text) {
                              Result<Incident> incident = IncidentFromJson(text);
                              if (!incident.ok()) {
                                read = incident.error();
                              } else if (tenant.empty() || incident->tenant == tenant) {
                                out.push_back(*std::move(incident));
                              }
                              return read.ok();
                            }));
  REEVE_RETURN_IF_ERROR(read);
  std::sort(out.begin(), out.end(), [](const Incident& a, const Incident& b) {
    return std::tie(a.opened, a.id) > std::tie(b.opened, b.id);
  });
  return out;
}

}  // namespace reeve::oversight
