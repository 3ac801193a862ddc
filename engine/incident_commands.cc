#include "engine/incident_commands.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/log.h"
#include "base/text.h"
#include "engine/attached_text.h"
#include "engine/find_decision.h"
#include "engine/incident_clock.h"
#include "engine/incident_html.h"
#include "engine/incident_report.h"
#include "engine/search_fields.h"
#include "ledger/search.h"
#include "oversight/content_register.h"
#include "oversight/control_record.h"

namespace reeve::engine {
namespace {

using oversight::ActingPerson;
using oversight::Incident;

constexpr std::string_view kReeve = "reeve";  // who acts where nobody does
constexpr int kMostTries = 16;                // of an update that others overtake

// By IncidentFilter.
constexpr std::array<std::string_view, 4> kFilterNames = {"all", "open", "late", "closed"};

json::Object By(json::Object body, const ActingPerson& by) {
  body.Add("by", by.name).Add("principal", by.principal);
  return body;
}

json::Object ViewOf(const Incident& incident, Timestamp now) {
  json::Object out = oversight::ToJson(incident);
  out.Add("late", oversight::IsLate(incident, now)).Add("checked_at", FormatTimestamp(now));
  return out;
}

bool Passes(const Incident& incident, IncidentFilter filter, Timestamp now) {
  switch (filter) {
    case IncidentFilter::kOpen:
      return !incident.closed;
    case IncidentFilter::kLate:
      return oversight::IsLate(incident, now);
    case IncidentFilter::kClosed:
      return incident.closed.has_value();
    default:
      return true;
  }
}

// Waits for a report, then waits for the full one, then for its closing, then nothing.
int UrgencyOf(const Incident& incident) {
  if (incident.closed) return 3;
  if (incident.full) return 2;
  return incident.partial ? 1 : 0;
}

std::optional<std::string> BundleAt(const json::Value& body, std::string_view member) {
  const json::Value* digest = body.Find(member);
  if (digest == nullptr || digest->as_string() == nullptr) return std::nullopt;
  return *digest->as_string();
}

}  // namespace

std::optional<IncidentFilter> IncidentFilterFromName(std::string_view name) {
  const auto found = std::find(kFilterNames.begin(), kFilterNames.end(), name);
  if (found == kFilterNames.end()) return std::nullopt;
  return static_cast<IncidentFilter>(found - kFilterNames.begin());
}

Status IncidentCommands::CheckDecisions(const std::vector<std::string>& decisions,
                                        std::string_view tenant) const {
  for (size_t i = 0; i < decisions.size(); ++i) {
    const Result<ledger::Record> record = FindDecision(ledger_, tenant, decisions[i]);
    if (record.ok()) continue;
    if (record.error().code != "ledger.not_found") return record.error();
    return Error{"incident.unknown_decision",
                 "there is no decision `" + decisions[i] + "`; nothing was recorded",
                 "/decisions/" + std::to_string(i)};
  }
  return {};
}

// The bundle that decides now, those in trial, and those that changed hands since.
Result<oversight::IncidentPin> IncidentCommands::Pin(Timestamp since, std::string_view tenant) {
  const ledger::Checkpoint latest = ledger_.Latest();
  oversight::IncidentPin pin;
  pin.size = latest.size;
  pin.root = DigestName(latest.root);
  REEVE_ASSIGN_OR_RETURN(pin.first,
                         ledger::FirstRecordFrom(ledger_.store(), 0, latest.size, since));
  const auto add = [&pin](const std::string& digest) {
    auto& all = pin.bundles;
    if (all.size() == oversight::kMaxPinnedBundles) return;
    if (std::find(all.begin(), all.end(), digest) == all.end()) all.push_back(digest);
  };
  const auto deployment = bundles_.deployment();
  if (deployment->active != nullptr) add(deployment->active->bundle().digest());
  if (deployment->trial != nullptr) add(deployment->trial->evaluator->bundle().digest());
  ledger::SearchQuery query;
  query.filters = {{"kind", {"bundle.activated", "bundle.rolled_back", "bundle.trial_started"}},
                   {"tenant", {std::string(tenant)}}};
  query.first = pin.first;
  query.newest_first = true;
  REEVE_ASSIGN_OR_RETURN(const ledger::SearchPage page,
                         ledger::Search(ledger_.store(), SearchFields(), query, latest.size));
  for (const uint64_t index : page.indexes) {
    REEVE_ASSIGN_OR_RETURN(const ledger::Record record, ledger_.Read(index));
    REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
    for (const std::string_view member : {"bundle", "supersedes", "from"}) {
      if (const auto digest = BundleAt(*body, member)) add(*digest);
    }
  }
  return pin;
}

Result<std::vector<ledger::Appended>> IncidentCommands::Append(std::string_view kind,
                                                               std::string id, json::Object body,
                                                               const ActingPerson& by) {
  std::vector<ledger::NewRecord> unit(1);
  REEVE_ASSIGN_OR_RETURN(
      unit[0], oversight::ControlRecord(kind, std::move(id), by.tenant, By(std::move(body), by)));
  return ledger_.Append(unit);
}

// -------------------------------------------------------------------------------------------- open

Result<json::Object> IncidentCommands::Open(const IncidentTerms& terms, const ActingPerson& by) {
  const Timestamp now = clock_.Now();
  if (systems_.Find(by.tenant, terms.system) == nullptr) {
    std::vector<std::string> known;
    for (const oversight::System& system : systems_.All()) {
      if (system.tenant == by.tenant) known.push_back(system.id);
    }
    return Error{
        "incident.unknown_system",
        "no system `" + terms.system + "` is registered" + DidYouMeanSuffix(terms.system, known),
        "/system"};
  }
  REEVE_RETURN_IF_ERROR(CheckDecisions(terms.decisions, by.tenant));
  Incident incident;
  incident.id = NewId("inc-", now, random_);
  incident.system = terms.system;
  for (const oversight::IncidentCategory category : terms.categories) {
    incident.categories[category] = terms.aware;
  }
  incident.causal_link = terms.causal_link;
  incident.occurred = terms.occurred;
  incident.decisions = terms.decisions;
  incident.references = terms.references;
  incident.legal_hold = NewId("lh-", now, random_);
  REEVE_ASSIGN_OR_RETURN(incident.clock, ClockOf(incident.categories));
  REEVE_ASSIGN_OR_RETURN(incident.pin, Pin(terms.occurred.value_or(terms.aware), by.tenant));
  if (!terms.description.empty()) {
    REEVE_ASSIGN_OR_RETURN(incident.description,
                           AttachText(ledger_.blobs(), terms.description, random_));
  }
  oversight::LegalHold hold;
  hold.scope = oversight::HoldScope::kSystem;
  hold.value = incident.system;
  hold.matter = "incident " + incident.id;
  hold.reason = "what the incident concerns stays as it is until it is closed";
  hold.by = by.name;
  hold.incident = incident.id;
  json::Object held = oversight::TermsJson(hold);
  held.Add("principal", by.principal);
  std::vector<ledger::NewRecord> unit(2);
  REEVE_ASSIGN_OR_RETURN(
      unit[0], oversight::ControlRecord(oversight::kIncidentOpened, incident.id, by.tenant,
                                        By(oversight::OpeningTerms(incident), by)));
  REEVE_ASSIGN_OR_RETURN(
      unit[1], oversight::ControlRecord(oversight::kLegalHoldPlaced, incident.legal_hold, by.tenant,
                                        std::move(held)));
  if (const auto appended = ledger_.Append(unit); !appended.ok()) return appended.error();
  Log(LogLevel::kWarning, "incident.opened",
      {{"incident", incident.id}, {"due", FormatTimestamp(incident.clock.due)}});
  return Find(by.tenant, incident.id);
}

// ------------------------------------------------------------------------------------------ update

Result<oversight::IncidentUpdate> IncidentCommands::UpdateOf(const Incident& incident,
                                                             const IncidentChange& change) const {
  oversight::IncidentUpdate update;
  update.causal_link = change.causal_link;
  update.decisions = change.decisions;
  update.reason = change.reason;
  update.revision = incident.updates;
  if (change.added.empty() && change.withdrawn.empty()) return update;
  update.categories = incident.categories;
  for (const oversight::IncidentCategory category : change.withdrawn) {
    if (update.categories.erase(category) > 0) continue;
    return Error{"incident.category",
                 "the incident is not of the category `" +
                     std::string(oversight::IncidentCategoryName(category)) + "`",
                 "/withdraw"};
  }
  for (const oversight::IncidentCategory category : change.added) {
    update.categories.emplace(category, change.aware.value_or(incident.aware()));
  }
  if (update.categories.empty()) {
    return Error{"incident.category",
                 "an incident has a category; one that was not serious is closed as not_serious",
                 "/withdraw"};
  }
  REEVE_ASSIGN_OR_RETURN(update.clock, ClockOf(update.categories));
  return update;
}

Result<json::Object> IncidentCommands::Update(std::string_view id, const IncidentChange& change,
                                              const ActingPerson& by) {
  REEVE_RETURN_IF_ERROR(CheckDecisions(change.decisions, by.tenant));
  std::string note;
  for (int tries = 1;; ++tries) {
    REEVE_ASSIGN_OR_RETURN(const Incident incident,
                           oversight::FindIncident(ledger_, by.tenant, id));
    REEVE_ASSIGN_OR_RETURN(oversight::IncidentUpdate update, UpdateOf(incident, change));
    if (!change.note.empty() && note.empty()) {
      REEVE_ASSIGN_OR_RETURN(note, AttachText(ledger_.blobs(), change.note, random_));
    }
    update.note = note;
    if (update.empty()) {
      return Error{"incident.nothing",
                   "say what changes: categories, the causal link, decisions, or a note"};
    }
    json::Object body = oversight::UpdateTerms(update);
    body.Add("incident", id);
    const auto appended = Append(oversight::kIncidentUpdated, NewId("iu-", clock_.Now(), random_),
                                 std::move(body), by);
    if (appended.ok()) return Find(by.tenant, id);
    if (appended.error().code != "incident.changed" || tries == kMostTries) {
      return appended.error();
    }
  }
}

// ------------------------------------------------------------------------------- report and close

Result<json::Object> IncidentCommands::Draft(std::string_view tenant, std::string_view id) const {
  return MakeIncidentReport(ledger_, systems_, {tenant, id, "draft", "", "", clock_.Now()});
}

Result<json::Object> IncidentCommands::Report(std::string_view id,
                                              const IncidentReporting& reporting,
                                              const ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(
      const json::Object report,
      MakeIncidentReport(ledger_, systems_,
                         {by.tenant, id, reporting.kind, reporting.to, by.name, clock_.Now()}));
  REEVE_ASSIGN_OR_RETURN(const std::string bytes, json::Canonical(json::Value(report)));
  REEVE_ASSIGN_OR_RETURN(const Hash digest, ledger_.blobs().Put(bytes));
  REEVE_ASSIGN_OR_RETURN(const Hash page, ledger_.blobs().Put(IncidentPage(report)));
  json::Object body{{"incident", id},
                    {"kind", reporting.kind},
                    {"report", DigestName(digest)},
                    {"page", DigestName(page)},
                    {"to", reporting.to},
                    {"size", *report.Find("log")->Find("size")}};
  if (!reporting.references.empty()) {
    body.Add("references", json::Array(reporting.references.begin(), reporting.references.end()));
  }
  REEVE_ASSIGN_OR_RETURN([[maybe_unused]] const auto appended,
                         Append(oversight::kIncidentReported, NewId("ir-", clock_.Now(), random_),
                                std::move(body), by));
  REEVE_ASSIGN_OR_RETURN(json::Object found, Find(by.tenant, id));
  found.Add("reported", json::Object{{"kind", reporting.kind},
                                     {"report", DigestName(digest)},
                                     {"page", DigestName(page)}});
  return found;
}

Result<std::string> IncidentCommands::FindReport(std::string_view tenant, std::string_view id,
                                                 std::string_view digest) const {
  REEVE_ASSIGN_OR_RETURN([[maybe_unused]] const Incident incident,
                         oversight::FindIncident(ledger_, tenant, id));
  const Error none{"incident.no_report",
                   "no report of the incident `" + std::string(id) + "` has that digest"};
  ledger::SearchQuery query;
  query.filters = {{"kind", {std::string(oversight::kIncidentReported)}},
                   {"tenant", {std::string(tenant)}}};
  query.newest_first = true;
  const uint64_t size = ledger_.size();
  while (true) {
    REEVE_ASSIGN_OR_RETURN(const ledger::SearchPage page,
                           ledger::Search(ledger_.store(), SearchFields(), query, size));
    for (const uint64_t index : page.indexes) {
      REEVE_ASSIGN_OR_RETURN(const ledger::Record record, ledger_.Read(index));
      REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
      const auto is = [&](std::string_view member, std::string_view text) {
        const json::Value* value = body->Find(member);
        return value != nullptr && value->as_string() != nullptr && *value->as_string() == text;
      };
      if (!is("incident", id) || !(is("report", digest) || is("page", digest))) continue;
      return ReadBlob(ledger_.blobs(), digest);
    }
    if (!page.next) return none;
    query.end = page.next;
  }
}

Result<json::Object> IncidentCommands::Close(std::string_view id, std::string_view resolution,
                                             std::string_view reason, const ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(const Incident incident, oversight::FindIncident(ledger_, by.tenant, id));
  const Timestamp now = clock_.Now();
  std::vector<ledger::NewRecord> unit(2);
  REEVE_ASSIGN_OR_RETURN(
      unit[0], oversight::ControlRecord(
                   oversight::kIncidentClosed, NewId("ic-", now, random_), by.tenant,
                   By({{"incident", id}, {"resolution", resolution}, {"reason", reason}}, by)));
  REEVE_ASSIGN_OR_RETURN(
      unit[1],
      oversight::ControlRecord(oversight::kLegalHoldLifted, NewId("ll-", now, random_), by.tenant,
                               By({{"legal_hold", incident.legal_hold},
                                   {"reason", "the incident " + incident.id + " is closed"}},
                                  by)));
  if (const auto appended = ledger_.Append(unit); !appended.ok()) return appended.error();
  return Find(by.tenant, id);
}

// ------------------------------------------------------------------------------------- questions

Result<json::Object> IncidentCommands::Find(std::string_view tenant, std::string_view id) const {
  REEVE_ASSIGN_OR_RETURN(const Incident incident, oversight::FindIncident(ledger_, tenant, id));
  return ViewOf(incident, clock_.Now());
}

Result<json::Object> IncidentCommands::List(std::string_view tenant, IncidentFilter filter) const {
  REEVE_ASSIGN_OR_RETURN(std::vector<Incident> incidents,
                         oversight::ListIncidents(ledger_, tenant));
  const Timestamp now = clock_.Now();
  const auto late = std::count_if(incidents.begin(), incidents.end(), [now](const Incident& one) {
    return oversight::IsLate(one, now);
  });
  std::erase_if(incidents,
                [&](const Incident& incident) { return !Passes(incident, filter, now); });
  std::stable_sort(incidents.begin(), incidents.end(), [](const Incident& a, const Incident& b) {
    const int a_first = UrgencyOf(a);
    const int b_first = UrgencyOf(b);
    if (a_first != b_first) return a_first < b_first;
    return a_first < 2 && a.clock.due < b.clock.due;
  });
  json::Array out;
  for (const Incident& incident : incidents) {
    if (out.size() == kMaxListedIncidents) break;
    out.push_back(ViewOf(incident, now));
  }
  return json::Object{{"incidents", std::move(out)},
                      {"total", uint64_t{incidents.size()}},
                      {"late", int64_t{late}}};
}

// ----------------------------------------------------------------------------------------- overdue

Result<uint64_t> IncidentCommands::NoteOverdue(const Incident& incident, Timestamp now) {
  uint64_t noted = 0;
  for (const auto& [limit, at] :
       {std::pair<std::string_view, Timestamp>{"due", incident.clock.due},
        std::pair<std::string_view, Timestamp>{"outer", incident.clock.outer}}) {
    if (now < at || incident.closed || incident.first_report) continue;
    const std::string_view name = limit;
    const Timestamp passed = at;
    const bool known = std::any_of(incident.overdue.begin(), incident.overdue.end(),
                                   [name, passed](const oversight::IncidentOverdue& one) {
                                     return one.limit == name && one.at == passed;
                                   });
    if (known) continue;
    const auto appended = Append(oversight::kIncidentOverdue, NewId("io-", now, random_),
                                 {{"incident", incident.id},
                                  {"limit", name},
                                  {"at", FormatTimestamp(passed)},
                                  {"system", incident.system}},
                                 {std::string(kReeve), std::string(kReeve), incident.tenant});
    if (appended.ok()) {
      ++noted;
      Log(LogLevel::kWarning, "incident.overdue",
          {{"incident", incident.id}, {"limit", std::string(name)}});
    } else if (appended.error().code != "incident.state") {  // else it was reported meanwhile
      return appended.error();
    }
  }
  return noted;
}

Result<uint64_t> IncidentCommands::NoteOverdue() {
  const Timestamp now = clock_.Now();
  REEVE_ASSIGN_OR_RETURN(const std::vector<Incident> incidents,
                         oversight::ListIncidents(ledger_, ""));
  uint64_t noted = 0;
  for (const Incident& incident : incidents) {
    if (!oversight::IsLate(incident, now)) continue;
    REEVE_ASSIGN_OR_RETURN(const uint64_t more, NoteOverdue(incident, now));
    noted += more;
  }
  return noted;
}

}  // namespace reeve::engine
