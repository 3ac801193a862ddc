// Incidents: a fold over the records `incident.*` (docs/incidents.md).
//
// What holds, because the fold refuses a record that would break it before it is written:
//   - nobody was aware of it in the future, and each category keeps the time at which it was known;
//   - a full report is not followed by a partial one;
//   - it is closed once, by another person than who opened it, after a full report or with the
//     finding that it was not serious, and with no break-glass of it unreviewed;
//   - a change of the categories is of the incident as it then is;
//   - that a limit passed is on record once, not before it did, and not after a report.
//
// The clock stands in the records that set it (opened, updated): it is worked out by the table of
// the law (oversight/law/) when they are written, and a later table does not change it.
//
// Opened, an incident places a legal hold on its system in the same unit (content_register.h), and
// pins the records and bundles of the time (IncidentPin).
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"
#include "oversight/incident.h"

namespace reeve::oversight {

inline constexpr std::string_view kIncidentOpened = "incident.opened";
inline constexpr std::string_view kIncidentUpdated = "incident.updated";
inline constexpr std::string_view kIncidentReported = "incident.reported";
inline constexpr std::string_view kIncidentOverdue = "incident.overdue";
inline constexpr std::string_view kIncidentClosed = "incident.closed";

// And of break-glasses: incident_state.h has the keys.
class IncidentProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "incidents"; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

// incident.not_found: also where it is another tenant's.
Result<Incident> FindIncident(const ledger::Ledger& ledger, std::string_view tenant,
                              std::string_view id);
// All of a tenant, or where it is empty of all tenants; the last opened first.
Result<std::vector<Incident>> ListIncidents(const ledger::Ledger& ledger, std::string_view tenant);

// What a person changes: the members of `incident.updated` but for the clock.
struct IncidentUpdate {
  // All that hold from now on, where it changes; those that were known keep their time.
  IncidentCategories categories = {};
  std::optional<CausalLink> causal_link = std::nullopt;
  std::string note = {};  // digest of a text
  std::vector<std::string> decisions = {};
  std::string reason = {};
  IncidentClock clock = {};  // where categories change
  uint64_t revision = 0;     // Incident::updates of what it was made for

  bool empty() const {
    return categories.empty() && !causal_link && note.empty() && decisions.empty();
  }
};
// The incident as the update makes it: what the fold does. incident.too_many, incident.changed
// (categories that were made for an earlier revision: read it again)
Status ApplyUpdate(const IncidentUpdate& update, Incident* incident);

// The bodies of records, without who did it.
json::Object OpeningTerms(const Incident& incident);
json::Object UpdateTerms(const IncidentUpdate& update);

}  // namespace reeve::oversight
