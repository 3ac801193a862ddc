#include "engine/incident_timeline.h"

#include <algorithm>
#include <array>
#include <set>

#include "engine/incident_report.h"
#include "engine/search_fields.h"
#include "ledger/search.h"

namespace reeve::engine {
namespace {

constexpr auto kKinds = std::to_array<std::string_view>(
    {"appeal.decided",      "appeal.opened",        "approval.expired",     "approval.opened",
     "approval.used",       "approval.voided",      "approval.voted",       "break_glass.ended",
     "break_glass.invoked", "break_glass.overdue",  "break_glass.reviewed", "bundle.activated",
     "bundle.rolled_back",  "bundle.trial_ended",   "bundle.trial_started", "halt.lifted",
     "halt.placed",         "incident.closed",      "incident.opened",      "incident.overdue",
     "incident.reported",   "incident.updated",     "legal_hold.lifted",    "legal_hold.placed",
     "override.recorded",   "system.changed",       "system.classified",    "system.document_added",
     "system.proposed",     "system.purpose_drift", "system.registered",    "system.reviewed",
     "system.approved",     "system.activated",     "system.restricted",    "system.suspended",
     "system.retired"});
// What an entry has of a body.
constexpr auto kShown = std::to_array<std::string_view>({"by", "reason", "bundle", "report", "note",
                                                         "decision", "limit", "kind", "finding",
                                                         "resolution", "result", "did", "state"});

std::string TextOf(const json::Value& body, std::string_view member) {
  const json::Value* value = body.Find(member);
  return value == nullptr || value->as_string() == nullptr ? "" : *value->as_string();
}

// Which records concern an incident; ids of its break-glasses, halts, approvals and appeals are
// learnt on the way.
class Concern {
 public:
  explicit Concern(const oversight::Incident& incident)
      : incident_(incident), decisions_(incident.decisions.begin(), incident.decisions.end()) {}

  bool Take(const ledger::Record& record, const json::Value& body) {
    const std::string_view kind = record.kind();
    const std::string_view family = kind.substr(0, kind.find('.'));
    if (family == "bundle") return true;
    if (family == "incident" || family == "break_glass") return TakeOwn(record, body);
    if (family == "system") return TextOf(body, "id") == incident_.system || IsOfSystem(body);
    if (family == "halt") return TakeKnown(record, body, "halt", OfEverybody(body));
    if (family == "legal_hold") return TakeKnown(record, body, "legal_hold", IsOfSystem(body));
    const bool is_of_decision = decisions_.contains(TextOf(body, "decision"));
    return TakeKnown(record, body, family, is_of_decision);
  }

 private:
  bool IsOfSystem(const json::Value& body) const {
    return TextOf(body, "system") == incident_.system;
  }
  // Of this system, or of no other.
  bool OfEverybody(const json::Value& body) const {
    return body.Find("system") == nullptr ? body.Find("halt") == nullptr : IsOfSystem(body);
  }
  bool TakeOwn(const ledger::Record& record, const json::Value& body) {
    const bool is_own = record.id() == incident_.id || TextOf(body, "incident") == incident_.id;
    return TakeKnown(record, body, "break_glass", is_own);
  }
  // Where the record names one that was learnt, or is itself one to learn.
  bool TakeKnown(const ledger::Record& record, const json::Value& body, std::string_view member,
                 bool concerns) {
    if (concerns) known_.emplace(record.id());
    return concerns || known_.contains(TextOf(body, member));
  }

  const oversight::Incident& incident_;
  const std::set<std::string, std::less<>> decisions_;
  std::set<std::string, std::less<>> known_;
};

json::Object EntryOf(const ledger::Record& record, const json::Value& body) {
  json::Object entry{{"index", record.index()},
                     {"time", FormatTimestamp(record.time())},
                     {"record", record.kind()},
                     {"id", record.id()}};
  for (const std::string_view member : kShown) {
    if (std::string text = TextOf(body, member); !text.empty()) {
      entry.Add(std::string(member), std::move(text));
    }
  }
  return entry;
}

}  // namespace

Result<IncidentTimeline> TimelineOf(const ledger::Ledger& ledger,
                                    const oversight::Incident& incident, uint64_t size) {
  IncidentTimeline timeline;
  Concern concern(incident);
  ledger::SearchQuery query;
  query.filters = {{"kind", {kKinds.begin(), kKinds.end()}}, {"tenant", {incident.tenant}}};
  query.first = std::min(incident.pin.first, size);
  query.limit = ledger::kMaxPage;
  uint64_t looked_at = 0;
  while (true) {
    REEVE_ASSIGN_OR_RETURN(const ledger::SearchPage page,
                           ledger::Search(ledger.store(), SearchFields(), query, size));
    for (const uint64_t index : page.indexes) {
      REEVE_ASSIGN_OR_RETURN(const ledger::Record record, ledger.Read(index));
      REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
      if (!concern.Take(record, *body)) continue;
      if (timeline.entries.size() == kMaxTimeline) {
        timeline.left_out = true;
        return timeline;
      }
      timeline.entries.push_back(EntryOf(record, *body));
    }
    looked_at += page.indexes.size();
    if (!page.next) return timeline;
    if (looked_at >= kMaxTimelineScan) {
      timeline.left_out = true;
      return timeline;
    }
    query.first = *page.next;
  }
}

}  // namespace reeve::engine
