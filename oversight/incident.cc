#include "oversight/incident.h"

#include <algorithm>
#include <array>

#include "ledger/record.h"
#include "oversight/acting_person.h"
#include "oversight/bundle_register.h"
#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr size_t kWordBytes = 64;
constexpr size_t kDigestBytes = 128;
constexpr size_t kMaxTenantBytes = 256;
constexpr size_t kMaxArticles = 16;

// By the enumerations.
constexpr std::array<std::string_view, kIncidentCategoryCount> kCategoryNames = {
    "death",
    "health",
    "critical_infrastructure",
    "fundamental_rights",
    "property_or_environment",
    "widespread"};
constexpr std::array<std::string_view, 3> kLinkNames = {"unknown", "suspected", "established"};

json::Array Texts(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

void AddTexts(std::string key, const std::vector<std::string>& texts, json::Object* out) {
  if (!texts.empty()) out->Add(std::move(key), Texts(texts));
}

json::Object ReportJson(const IncidentReport& report) {
  return {{"report", report.digest},
          {"page", report.page},
          {"to", report.to},
          {"by", report.by},
          {"time", FormatTimestamp(report.time)}};
}

std::optional<IncidentReport> ReadReport(ObjectReader& outer, std::string_view key) {
  const json::Value* value = outer.ObjectMember(key, Need::kOptional);
  if (value == nullptr) return std::nullopt;
  ObjectReader reader(*value, outer.PointerOf(key));
  IncidentReport report;
  report.digest = reader.String("report", Need::kRequired, kDigestBytes);
  report.page = reader.String("page", Need::kRequired, kDigestBytes);
  report.to = reader.String("to", Need::kRequired, kMaxAuthorityBytes);
  report.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  report.time = ReadTime(reader, "time");
  outer.Absorb(reader.Finish());
  return report;
}

json::Array OverdueJson(const std::vector<IncidentOverdue>& overdue) {
  json::Array out;
  for (const IncidentOverdue& one : overdue) {
    out.push_back(json::Object{{"limit", one.limit},
                               {"at", FormatTimestamp(one.at)},
                               {"noticed", FormatTimestamp(one.noticed)}});
  }
  return out;
}

std::vector<IncidentOverdue> ReadOverdue(ObjectReader& outer) {
  std::vector<IncidentOverdue> out;
  const json::Array* list = outer.ArrayMember("overdue", Need::kOptional);
  if (list == nullptr) return out;
  for (const json::Value& value : *list) {
    ObjectReader reader(value, outer.PointerOf("overdue"));
    std::string limit = reader.String("limit", Need::kRequired, kWordBytes);
    const Timestamp at = ReadTime(reader, "at");
    out.push_back({std::move(limit), at, ReadTime(reader, "noticed")});
    outer.Absorb(reader.Finish());
  }
  return out;
}

std::optional<IncidentClosing> ReadClosing(ObjectReader& outer) {
  const json::Value* value = outer.ObjectMember("closed", Need::kOptional);
  if (value == nullptr) return std::nullopt;
  ObjectReader reader(*value, outer.PointerOf("closed"));
  IncidentClosing closing;
  closing.resolution = reader.String("resolution", Need::kRequired, kWordBytes);
  closing.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  closing.reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  closing.time = ReadTime(reader, "time");
  outer.Absorb(reader.Finish());
  return closing;
}

}  // namespace

std::string_view IncidentCategoryName(IncidentCategory category) {
  return kCategoryNames[static_cast<size_t>(category)];
}

std::optional<IncidentCategory> IncidentCategoryFromName(std::string_view name) {
  const auto found = std::find(kCategoryNames.begin(), kCategoryNames.end(), name);
  if (found == kCategoryNames.end()) return std::nullopt;
  return static_cast<IncidentCategory>(found - kCategoryNames.begin());
}

std::string_view CausalLinkName(CausalLink link) { return kLinkNames[static_cast<size_t>(link)]; }

std::optional<CausalLink> CausalLinkFromName(std::string_view name) {
  const auto found = std::find(kLinkNames.begin(), kLinkNames.end(), name);
  if (found == kLinkNames.end()) return std::nullopt;
  return static_cast<CausalLink>(found - kLinkNames.begin());
}

Timestamp Incident::aware() const {
  Timestamp earliest = Timestamp::max();
  for (const auto& [category, known] : categories) earliest = std::min(earliest, known);
  return earliest;
}

std::string_view StateOf(const Incident& incident) {
  if (incident.closed) return "closed";
  if (incident.full) return "reported";
  return incident.partial ? "partly_reported" : "open";
}

bool IsLate(const Incident& incident, Timestamp now) {
  return !incident.closed && !incident.first_report && incident.clock.due <= now;
}

json::Object CategoriesJson(const IncidentCategories& categories) {
  json::Object out;
  for (const auto& [category, known] : categories) {
    out.Add(std::string(IncidentCategoryName(category)), FormatTimestamp(known));
  }
  return out;
}

IncidentCategories ReadCategories(ObjectReader& outer, Need need) {
  IncidentCategories out;
  const json::Value* value = outer.ObjectMember("categories", need);
  if (value == nullptr) return out;
  ObjectReader reader(*value, outer.PointerOf("categories"));
  for (size_t i = 0; i < kIncidentCategoryCount; ++i) {
    const Timestamp known = ReadTime(reader, kCategoryNames[i], Need::kOptional);
    if (known != Timestamp()) out.emplace(static_cast<IncidentCategory>(i), known);
  }
  outer.Absorb(reader.Finish());
  if (out.empty() || (out.size() == 1 && out.contains(IncidentCategory::kWidespread))) {
    outer.Fail("incident.category", "categories",
               "name what happened: death, health, critical_infrastructure, fundamental_rights or "
               "property_or_environment; widespread is said beside one of these");
  }
  return out;
}

json::Object ToJson(const IncidentClock& clock) {
  return {{"rule", clock.rule},
          {"articles", Texts(clock.articles)},
          {"days", clock.days},
          {"aware", FormatTimestamp(clock.aware)},
          {"due", FormatTimestamp(clock.due)},
          {"outer", FormatTimestamp(clock.outer)}};
}

IncidentClock ReadClock(ObjectReader& outer, Need need) {
  IncidentClock clock;
  const json::Value* value = outer.ObjectMember("clock", need);
  if (value == nullptr) return clock;
  ObjectReader reader(*value, outer.PointerOf("clock"));
  clock.rule = reader.String("rule", Need::kRequired, kWordBytes);
  clock.articles = reader.Strings("articles", kMaxArticles, kWordBytes);
  clock.days = static_cast<int64_t>(reader.Unsigned("days").value_or(0));
  clock.aware = ReadTime(reader, "aware");
  clock.due = ReadTime(reader, "due");
  clock.outer = ReadTime(reader, "outer");
  outer.Absorb(reader.Finish());
  return clock;
}

json::Object ToJson(const IncidentPin& pin) {
  return {{"first", pin.first},
          {"size", pin.size},
          {"root", pin.root},
          {"bundles", Texts(pin.bundles)}};
}

IncidentPin ReadPin(ObjectReader& outer) {
  IncidentPin pin;
  const json::Value* value = outer.ObjectMember("pin", Need::kRequired);
  if (value == nullptr) return pin;
  ObjectReader reader(*value, outer.PointerOf("pin"));
  pin.first = reader.Unsigned("first").value_or(0);
  pin.size = reader.Unsigned("size").value_or(0);
  pin.root = reader.String("root", Need::kRequired, kDigestBytes);
  pin.bundles = reader.Strings("bundles", kMaxPinnedBundles, kDigestBytes);
  outer.Absorb(reader.Finish());
  return pin;
}

json::Object ToJson(const Incident& incident) {
  json::Object out{{"id", incident.id},
                   {"tenant", incident.tenant},
                   {"system", incident.system},
                   {"state", StateOf(incident)},
                   {"categories", CategoriesJson(incident.categories)},
                   {"causal_link", CausalLinkName(incident.causal_link)},
                   {"clock", ToJson(incident.clock)},
                   {"pin", ToJson(incident.pin)},
                   {"legal_hold", incident.legal_hold},
                   {"by", incident.by},
                   {"opened", FormatTimestamp(incident.opened)},
                   {"updates", incident.updates}};
  if (incident.occurred) out.Add("occurred", FormatTimestamp(*incident.occurred));
  if (!incident.description.empty()) out.Add("description", incident.description);
  AddTexts("decisions", incident.decisions, &out);
  AddTexts("references", incident.references, &out);
  AddTexts("unreviewed", incident.unreviewed, &out);
  if (incident.partial) out.Add("partial", ReportJson(*incident.partial));
  if (incident.full) out.Add("full", ReportJson(*incident.full));
  if (incident.first_report) out.Add("first_report", FormatTimestamp(*incident.first_report));
  if (!incident.overdue.empty()) out.Add("overdue", OverdueJson(incident.overdue));
  if (incident.closed) {
    out.Add("closed", json::Object{{"resolution", incident.closed->resolution},
                                   {"by", incident.closed->by},
                                   {"reason", incident.closed->reason},
                                   {"time", FormatTimestamp(incident.closed->time)}});
  }
  return out;
}

Result<Incident> IncidentFromJson(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  Incident incident;
  ObjectReader reader(value, "");
  incident.id = reader.String("id", Need::kRequired, ledger::kMaxIdBytes);
  incident.tenant = reader.String("tenant", Need::kRequired, kMaxTenantBytes);
  incident.system = reader.String("system", Need::kRequired, kMaxTenantBytes);
  reader.String("state", Need::kRequired, kWordBytes);  // follows from the rest
  incident.categories = ReadCategories(reader, Need::kRequired);
  incident.causal_link =
      CausalLinkFromName(reader.String("causal_link", Need::kRequired, kWordBytes))
          .value_or(CausalLink::kUnknown);
  incident.clock = ReadClock(reader, Need::kRequired);
  incident.pin = ReadPin(reader);
  incident.legal_hold = reader.String("legal_hold", Need::kRequired, ledger::kMaxIdBytes);
  incident.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  incident.opened = ReadTime(reader, "opened");
  incident.updates = reader.Unsigned("updates").value_or(0);
  const auto optional_time = [&](std::string_view key) {
    const Timestamp time = ReadTime(reader, key, Need::kOptional);
    return time == Timestamp() ? std::nullopt : std::optional(time);
  };
  incident.occurred = optional_time("occurred");
  incident.first_report = optional_time("first_report");
  incident.description = reader.String("description", Need::kOptional, kDigestBytes);
  incident.decisions = reader.Strings("decisions", kMaxDecisionsOfIncident, ledger::kMaxIdBytes);
  incident.references =
      reader.Strings("references", kMaxIncidentReferences, kMaxIncidentReferenceBytes);
  incident.unreviewed = reader.Strings("unreviewed", kMaxUnreviewedOfIncident, ledger::kMaxIdBytes);
  incident.partial = ReadReport(reader, "partial");
  incident.full = ReadReport(reader, "full");
  incident.overdue = ReadOverdue(reader);
  incident.closed = ReadClosing(reader);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return incident;
}

}  // namespace reeve::oversight
