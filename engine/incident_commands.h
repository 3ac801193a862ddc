// Incidents as commands and questions: open, update, report, close, list. docs/incidents.md.
//
// Beside what the fold refuses (oversight/incidents.h): the system must be registered, and the
// decisions that are named must be there.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/bundle_lifecycle.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"
#include "oversight/incidents.h"
#include "oversight/system_register.h"

namespace reeve::engine {

inline constexpr size_t kMaxListedIncidents = 1'000;

// What a person says of an incident when it is opened.
struct IncidentTerms {
  std::string system;
  std::vector<oversight::IncidentCategory> categories;
  Timestamp aware;
  std::optional<Timestamp> occurred = std::nullopt;
  oversight::CausalLink causal_link = oversight::CausalLink::kUnknown;
  std::string description = {};  // a text; kept beside the log
  std::vector<std::string> decisions = {};
  std::vector<std::string> references = {};
};

// And what changes later.
struct IncidentChange {
  std::vector<oversight::IncidentCategory> added = {};
  std::vector<oversight::IncidentCategory> withdrawn = {};
  std::optional<Timestamp> aware = std::nullopt;  // of what is added; else since the first
  std::optional<oversight::CausalLink> causal_link = std::nullopt;
  std::string note = {};  // a text; kept beside the log
  std::vector<std::string> decisions = {};
  std::string reason = {};
};

struct IncidentReporting {
  std::string kind;  // "partial", "full"
  std::string to;    // the authority
  std::vector<std::string> references = {};
};

enum class IncidentFilter : uint8_t { kAll, kOpen, kLate, kClosed };
// "all", "open", "late", "closed"
std::optional<IncidentFilter> IncidentFilterFromName(std::string_view name);

class IncidentCommands {
 public:
  // All must outlive it; the ledger was opened with AllProjections().
  IncidentCommands(ledger::Ledger& ledger, oversight::SystemRegister& systems,
                   BundleLifecycle& bundles, const Clock& clock, const Random& random)
      : ledger_(ledger), systems_(systems), bundles_(bundles), clock_(clock), random_(random) {}

  // In one unit: the incident, and a legal hold on its system. The incident, as Find has it.
  // incident.unknown_system, incident.unknown_decision, incident.aware, incident.occurred,
  // incident.category; those of the table of the law
  Result<json::Object> Open(const IncidentTerms& terms, const oversight::ActingPerson& by);
  // incident.not_found, incident.state, incident.nothing, incident.category, incident.aware
  Result<json::Object> Update(std::string_view id, const IncidentChange& change,
                              const oversight::ActingPerson& by);
  // Makes the report from the records, keeps it as JSON and as a page, and records both digests:
  // the incident, and `reported` {"kind","report","page","size"}. incident.not_found,
  // incident.state, json.value
  Result<json::Object> Report(std::string_view id, const IncidentReporting& reporting,
                              const oversight::ActingPerson& by);
  // In one unit: the closing, and the end of the legal hold. incident.own, incident.not_reported,
  // incident.break_glass, incident.state, incident.not_found
  Result<json::Object> Close(std::string_view id, std::string_view resolution,
                             std::string_view reason, const oversight::ActingPerson& by);

  // What oversight::ToJson has, and: `late` (the limit passed without a report), `checked_at`.
  Result<json::Object> Find(std::string_view tenant, std::string_view id) const;
  // {"incidents":[...],"total":n,"late":n}: those that are due first come first, closed ones last;
  // at most kMaxListedIncidents of `total`; `late` is of all.
  Result<json::Object> List(std::string_view tenant, IncidentFilter filter) const;
  // A report as it would be now, which is neither kept nor recorded.
  Result<json::Object> Draft(std::string_view tenant, std::string_view id) const;
  // A report, or its page, that was recorded for that incident. incident.no_report
  Result<std::string> FindReport(std::string_view tenant, std::string_view id,
                                 std::string_view digest) const;

  // Records each limit that has passed without a report, of all tenants, once. How many.
  Result<uint64_t> NoteOverdue();

 private:
  Result<std::vector<ledger::Appended>> Append(std::string_view kind, std::string id,
                                               json::Object body,
                                               const oversight::ActingPerson& by);
  Status CheckDecisions(const std::vector<std::string>& decisions, std::string_view tenant) const;
  Result<oversight::IncidentPin> Pin(Timestamp since, std::string_view tenant);
  Result<oversight::IncidentUpdate> UpdateOf(const oversight::Incident& incident,
                                             const IncidentChange& change) const;
  Result<uint64_t> NoteOverdue(const oversight::Incident& incident, Timestamp now);

  ledger::Ledger& ledger_;
  oversight::SystemRegister& systems_;
  BundleLifecycle& bundles_;
  const Clock& clock_;
  const Random& random_;
};

}  // namespace reeve::engine
