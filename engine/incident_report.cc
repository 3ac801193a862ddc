#include "engine/incident_report.h"

#include <algorithm>
#include <map>

#include "base/encoding.h"
#include "engine/attached_text.h"
#include "engine/find_decision.h"
#include "engine/incident_timeline.h"
#include "engine/search_fields.h"
#include "ledger/search.h"
#include "oversight/break_glass.h"
#include "oversight/incidents.h"

namespace reeve::engine {
namespace {

using oversight::Incident;

constexpr std::chrono::hours kDay{24};

std::string_view TextAt(const json::Value& value, std::string_view member) {
  const json::Value* found = value.Find(member);
  return found == nullptr || found->as_string() == nullptr ? std::string_view()
                                                           : std::string_view(*found->as_string());
}

// ------------------------------------------------------------------------------------------- texts

// The text, or why there is none: one that was erased is no reason to make no report.
Result<json::Value> TextOrNothing(const ledger::Ledger& ledger, std::string_view digest) {
  const Result<std::string> text = ReadAttachedText(ledger.blobs(), digest);
  if (text.ok()) return json::Value(*text);
  if (text.error().code == "text.erased") return json::Value(nullptr);
  return text.error();
}

Result<json::Array> NotesOf(const ledger::Ledger& ledger, const json::Array& timeline) {
  json::Array notes;
  for (const json::Value& entry : timeline) {
    if (TextAt(entry, "note").empty()) continue;
    REEVE_ASSIGN_OR_RETURN(json::Value text, TextOrNothing(ledger, TextAt(entry, "note")));
    notes.push_back(json::Object{{"time", TextAt(entry, "time")},
                                 {"by", TextAt(entry, "by")},
                                 {"digest", TextAt(entry, "note")},
                                 {"text", std::move(text)}});
  }
  return notes;
}

// --------------------------------------------------------------------------------------- decisions

json::Array RulesOf(const json::Value& body, std::string_view pointer) {
  json::Array out;
  const json::Value* hits = json::Resolve(body, pointer);
  if (hits == nullptr || hits->as_array() == nullptr) return out;
  for (const json::Value& hit : *hits->as_array()) {
    out.push_back(std::string(TextAt(hit, "policy")) + "/" + std::string(TextAt(hit, "rule")));
  }
  return out;
}

Result<json::Array> NamedDecisions(const ledger::Ledger& ledger, const Incident& incident) {
  json::Array out;
  for (const std::string& id : incident.decisions) {
    REEVE_ASSIGN_OR_RETURN(const ledger::Record record, FindDecision(ledger, incident.tenant, id));
    REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
    json::Object entry{{"id", id},
                       {"index", record.index()},
                       {"leaf_hash", HexEncode(AsBytes(record.leaf()))},
                       {"at", TextAt(*body, "at")},
                       {"effect", TextAt(*body, "effect")},
                       {"bundle", TextAt(*body, "bundle")},
                       {"rules", RulesOf(*body, "/verdict/hits")}};
    if (json::Array waived = RulesOf(*body, "/verdict/waived"); !waived.empty()) {
      entry.Add("waived", std::move(waived));
    }
    out.push_back(std::move(entry));
  }
  return out;
}

Result<json::Object> CountedBy(const ledger::Ledger& ledger, const Incident& incident,
                               const std::string& field, std::vector<std::string> values,
                               uint64_t size) {
  ledger::SearchQuery query;
  query.filters = {{"kind", {"decision"}},
                   {"tenant", {incident.tenant}},
                   {"system", {incident.system}},
                   {field, std::move(values)}};
  query.first = std::min(incident.pin.first, size);
  REEVE_ASSIGN_OR_RETURN(
      const std::vector<ledger::TimeCount> days,
      ledger::CountByTime(ledger.store(), SearchFields(), query, kDay, field, size));
  std::map<std::string, uint64_t> sums;
  for (const ledger::TimeCount& day : days) {
    for (const auto& [value, count] : day.by) sums[value] += count;
  }
  json::Object out;
  for (const auto& [value, count] : sums) out.Add(value, count);
  return out;
}

Result<json::Object> DecisionsOf(const ledger::Ledger& ledger, const Incident& incident,
                                 uint64_t size) {
  REEVE_ASSIGN_OR_RETURN(json::Array named, NamedDecisions(ledger, incident));
  REEVE_ASSIGN_OR_RETURN(
      json::Object by_effect,
      CountedBy(ledger, incident, "effect", {"allow", "redact", "hold", "deny"}, size));
  json::Object out{{"first", incident.pin.first},
                   {"end", size},
                   {"by_effect", std::move(by_effect)},
                   {"named", std::move(named)}};
  if (!incident.pin.bundles.empty()) {
    REEVE_ASSIGN_OR_RETURN(json::Object by_bundle,
                           CountedBy(ledger, incident, "bundle", incident.pin.bundles, size));
    out.Add("by_bundle", std::move(by_bundle));
  }
  return out;
}

// ------------------------------------------------------------------------------- out of a timeline

json::Array OfFamily(const json::Array& timeline, std::string_view prefix) {
  json::Array out;
  for (const json::Value& entry : timeline) {
    if (TextAt(entry, "record").starts_with(prefix)) out.push_back(entry);
  }
  return out;
}

// The first record by which each person shows that they knew: what they wrote about the incident.
json::Array WhoKnew(const json::Array& timeline) {
  json::Array out;
  std::vector<std::string_view> seen;
  for (const json::Value& entry : timeline) {
    const std::string_view kind = TextAt(entry, "record");
    const std::string_view by = TextAt(entry, "by");
    const bool is_about_it = kind.starts_with("incident.") || kind.starts_with("break_glass.") ||
                             kind.starts_with("halt.") || kind.starts_with("appeal.");
    if (!is_about_it || by.empty() || by == "reeve") continue;
    if (std::find(seen.begin(), seen.end(), by) != seen.end()) continue;
    seen.push_back(by);
    out.push_back(json::Object{{"person", by},
                               {"time", TextAt(entry, "time")},
                               {"record", kind},
                               {"index", *entry.Find("index")}});
  }
  return out;
}

Result<json::Array> BreakGlassesOf(const ledger::Ledger& ledger, const Incident& incident) {
  REEVE_ASSIGN_OR_RETURN(const std::vector<oversight::BreakGlass> all,
                         oversight::ListBreakGlass(ledger, incident.tenant));
  json::Array out;
  for (const oversight::BreakGlass& glass : all) {
    if (glass.incident == incident.id) out.push_back(oversight::ToJson(glass));
  }
  return out;
}

}  // namespace

Result<json::Object> MakeIncidentReport(const ledger::Ledger& ledger,
                                        const oversight::SystemRegister& systems,
                                        const IncidentReportTerms& terms) {
  REEVE_ASSIGN_OR_RETURN(const Incident incident,
                         oversight::FindIncident(ledger, terms.tenant, terms.incident));
  const ledger::Checkpoint latest = ledger.Latest();
  REEVE_ASSIGN_OR_RETURN(IncidentTimeline timeline, TimelineOf(ledger, incident, latest.size));
  REEVE_ASSIGN_OR_RETURN(json::Array notes, NotesOf(ledger, timeline.entries));
  REEVE_ASSIGN_OR_RETURN(json::Object decisions, DecisionsOf(ledger, incident, latest.size));
  REEVE_ASSIGN_OR_RETURN(json::Array glasses, BreakGlassesOf(ledger, incident));
  json::Object out{{"format", kIncidentReportFormat},
                   {"kind", terms.kind},
                   {"made", FormatTimestamp(terms.now)},
                   {"log", json::Object{{"origin", latest.origin},
                                        {"size", latest.size},
                                        {"root", DigestName(latest.root)}}},
                   {"incident", oversight::ToJson(incident)}};
  if (!terms.to.empty()) out.Add("to", terms.to);
  if (!terms.by.empty()) out.Add("by", terms.by);
  if (!incident.description.empty()) {
    REEVE_ASSIGN_OR_RETURN(json::Value text, TextOrNothing(ledger, incident.description));
    out.Add("description", std::move(text));
  }
  if (const auto system = systems.Find(terms.tenant, incident.system)) {
    out.Add("system", oversight::ToJson(*system));
  }
  out.Add("notes", std::move(notes))
      .Add("decisions", std::move(decisions))
      .Add("versions", json::Object{{"bundles", OfFamily(timeline.entries, "bundle.")},
                                    {"system", OfFamily(timeline.entries, "system.")}})
      .Add("halts", OfFamily(timeline.entries, "halt."))
      .Add("break_glass", std::move(glasses))
      .Add("who_knew", WhoKnew(timeline.entries))
      .Add("timeline", std::move(timeline.entries))
      .Add("timeline_left_out", timeline.left_out);
  return out;
}

}  // namespace reeve::engine
