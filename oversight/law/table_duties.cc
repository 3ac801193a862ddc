// What follows: classes and the steps to them, dates, roles, obligations, axes, reports of
// incidents.
#include <utility>

#include "oversight/law/table_reader.h"

namespace reeve::oversight::law {
namespace {

using policy::Located;
using policy::MapReader;
using policy::YamlMember;
using policy::YamlNode;

std::vector<std::string> DateIds(const Table& table) {
  std::vector<std::string> ids;
  for (const Dates& dates : table.dates) ids.push_back(dates.id);
  return ids;
}

void ReadDates(const YamlNode* node, TableReader& reader) {
  if (node == nullptr) return;
  const MapReader map(*node, "`dates`", reader.reporter);
  for (const YamlMember& member : node->members) {
    Dates dates;
    dates.id = member.key;
    for (const YamlNode& item : reader.Items(&member.value, "the dates `" + member.key + "`")) {
      const MapReader entry(item, "a date", {"when", "from"}, reader.reporter);
      if (!entry.is_map()) continue;
      DatedCase dated{reader.RequiredCondition(entry, "when"), Date{}};
      entry.Require("from");
      if (const auto from = reader.DateAt(entry, "from")) dated.from = *from;
      dates.cases.push_back(std::move(dated));
    }
    reader.table.dates.push_back(std::move(dates));
  }
}

void ReadClasses(const YamlNode* node, TableReader& reader) {
  for (const YamlNode& item : reader.Items(node, "`classes`")) {
    const MapReader map(item, "a class", {"id", "text", "shows"}, reader.reporter);
    if (!map.is_map()) continue;
    Class out;
    out.id = map.RequiredText("id", kMaxTableId).text;
    out.text = map.RequiredText("text", kMaxTableText).text;
    if (const YamlNode* shows = map.Find("shows")) {
      for (const Located& group : policy::ReadTexts(*shows, "`shows`", reader.reporter)) {
        const auto found = reader.Named(group, "group", reader.table.names.groups());
        if (found) out.shows.push_back(*found);
      }
    } else {
      for (size_t i = 0; i < reader.table.groups.size(); ++i) out.shows.push_back(i);
    }
    reader.table.classes.push_back(std::move(out));
  }
}

void ReadStep(const YamlNode& item, const std::vector<std::string>& classes, TableReader& reader) {
  const MapReader map(item, "a step",
                      {"class", "review", "reason", "articles", "when", "applies_from"},
                      reader.reporter);
  if (!map.is_map()) return;
  Step step;
  const YamlNode* review = map.Find("review");
  if (review != nullptr) {
    step.id = map.RequiredText("review", kMaxTableId).text;
    step.reason = map.RequiredText("reason", kMaxTableText).text;
    step.articles = reader.ArticlesOf(map, "the step `" + step.id + "`", review->span);
  } else {
    step.gives = reader.Named(map.RequiredText("class", kMaxTableId), "class", classes);
    step.articles = reader.TextsAt(map, "articles");
  }
  step.when = reader.RequiredCondition(map, "when");
  const Located dates = map.Text("applies_from", kMaxTableId);
  if (!dates.text.empty()) step.dates = reader.Named(dates, "dates", DateIds(reader.table));
  reader.table.steps.push_back(std::move(step));
}

void ReadSteps(const YamlNode* node, TableReader& reader) {
  std::vector<std::string> classes;
  classes.reserve(reader.table.classes.size());
  for (const Class& c : reader.table.classes) classes.push_back(c.id);
  for (const YamlNode& item : reader.Items(node, "`steps`")) ReadStep(item, classes, reader);
}

void ReadRoles(const YamlNode* node, TableReader& reader) {
  for (const YamlNode& item : reader.Items(node, "`roles`")) {
    const MapReader map(item, "a role", {"role", "articles", "text", "when"}, reader.reporter);
    if (!map.is_map()) continue;
    const Located role = map.RequiredText("role", kMaxTableId);
    RoleRow row{role.text, reader.ArticlesOf(map, "the role `" + role.text + "`", role.span),
                map.RequiredText("text", kMaxTableText).text,
                reader.RequiredCondition(map, "when")};
    reader.table.roles.push_back(std::move(row));
  }
}

std::vector<Wording> ReadWordings(const YamlNode* node, TableReader& reader) {
  std::vector<Wording> out;
  for (const YamlNode& item : reader.Items(node, "`wordings`")) {
    const MapReader map(item, "a wording", {"when", "before", "text"}, reader.reporter);
    if (!map.is_map()) continue;
    Wording wording;
    wording.when = reader.ConditionAt(map, "when");
    wording.before = reader.DateAt(map, "before");
    wording.text = map.RequiredText("text", kMaxTableText).text;
    out.push_back(std::move(wording));
  }
  return out;
}

void ReadDutyRoles(const MapReader& map, Duty* duty, TableReader& reader) {
  std::vector<std::string> roles;
  for (const RoleRow& row : reader.table.roles) roles.push_back(row.role);
  const YamlNode* node = map.Require("roles");
  if (node == nullptr) return;
  for (const Located& role : policy::ReadTexts(*node, "`roles`", reader.reporter)) {
    if (reader.Named(role, "role", roles)) duty->roles.push_back(role.text);
  }
}

void ReadDuty(const YamlNode& item, TableReader& reader) {
  const MapReader map(item, "an obligation",
                      {"id", "articles", "roles", "dates", "when", "text", "wordings", "kind",
                       "evidence", "retention", "open"},
                      reader.reporter);
  if (!map.is_map()) return;
  Duty duty;
  const Located id = map.RequiredText("id", kMaxTableId);
  duty.id = id.text;
  for (const Duty& other : reader.table.duties) {
    if (other.id != duty.id || id.text.empty()) continue;
    reader.reporter.Error("law.duplicate_id", id.span,
                          "the obligation `" + id.text + "` stands twice");
  }
  duty.articles = reader.ArticlesOf(map, "the obligation `" + id.text + "`", id.span);
  ReadDutyRoles(map, &duty, reader);
  const auto dates =
      reader.Named(map.RequiredText("dates", kMaxTableId), "dates", DateIds(reader.table));
  duty.dates = dates.value_or(0);
  duty.when = reader.ConditionAt(map, "when");
  duty.text = map.RequiredText("text", kMaxTableText).text;
  duty.wordings = ReadWordings(map.Find("wordings"), reader);
  static const std::vector<std::string> kKinds = {"duty", "permission", "right"};
  duty.kind = kKinds[0];
  if (const YamlNode* kind = map.Find("kind")) {
    duty.kind = kKinds[policy::ReadWord(*kind, "`kind`", kKinds, reader.reporter).value_or(0)];
  }
  duty.evidence = reader.TextsAt(map, "evidence");
  duty.retention = reader.TextAt(map, "retention");
  duty.open = reader.TextAt(map, "open");
  reader.table.duties.push_back(std::move(duty));
}

void ReadPenalties(const YamlNode* node, TableReader& reader) {
  for (const YamlNode& item : reader.Items(node, "`penalties`")) {
    const MapReader map(item, "a penalty", {"id", "articles", "text", "when"}, reader.reporter);
    if (!map.is_map()) continue;
    const Located id = map.RequiredText("id", kMaxTableId);
    Penalty penalty{id.text, reader.ArticlesOf(map, "the penalty `" + id.text + "`", id.span),
                    map.RequiredText("text", kMaxTableText).text,
                    reader.RequiredCondition(map, "when")};
    reader.table.penalties.push_back(std::move(penalty));
  }
}

void ReadAxes(const YamlNode* node, TableReader& reader) {
  for (const YamlNode& item : reader.Items(node, "`axes`")) {
    const MapReader map(item, "an axis", {"id", "cases", "otherwise"}, reader.reporter);
    if (!map.is_map()) continue;
    Axis axis;
    axis.id = map.RequiredText("id", kMaxTableId).text;
    axis.otherwise = map.RequiredText("otherwise", kMaxTableText).text;
    for (const YamlNode& entry : reader.Items(map.Require("cases"), "`cases`")) {
      const MapReader one(entry, "a case", {"value", "when"}, reader.reporter);
      if (!one.is_map()) continue;
      std::string value = one.RequiredText("value", kMaxTableId).text;
      axis.cases.push_back({std::move(value), reader.RequiredCondition(one, "when")});
    }
    reader.table.axes.push_back(std::move(axis));
  }
}

std::optional<size_t> RuleNamed(const Located& id, TableReader& reader) {
  if (id.text.empty()) return std::nullopt;
  const auto name = reader.table.names.Find(id.text);
  if (name && reader.table.names.at(*name).kind == NameKind::kRule) return name;
  (void)reader.Named(id, "rule", reader.table.names.Keys(NameKind::kRule));
  return std::nullopt;
}

void ReadIncidents(const YamlNode* node, TableReader& reader) {
  if (node == nullptr) return;
  const MapReader map(*node, "`incidents`", {"limits", "exclusions", "notes"}, reader.reporter);
  if (!map.is_map()) return;
  Incidents incidents;
  constexpr uint64_t kMostDays = 366;
  for (const YamlNode& item : reader.Items(map.Require("limits"), "`limits`")) {
    const MapReader limit(item, "a limit", {"rule", "days", "text"}, reader.reporter);
    if (!limit.is_map()) continue;
    const auto rule = RuleNamed(limit.RequiredText("rule", kMaxTableId), reader);
    const YamlNode* days = limit.Require("days");
    if (!rule || days == nullptr) continue;
    const auto count = policy::ReadCount(*days, "`days`", 1, kMostDays, reader.reporter);
    const Rule& of = reader.table.RuleAt(*rule);
    incidents.limits.push_back({of.id, of.articles, limit.RequiredText("text", kMaxTableText).text,
                                *rule, static_cast<int>(count.value_or(1))});
  }
  if (const YamlNode* exclusions = map.Find("exclusions")) {
    for (const Located& id : policy::ReadTexts(*exclusions, "`exclusions`", reader.reporter)) {
      if (const auto rule = RuleNamed(id, reader)) incidents.exclusions.push_back(*rule);
    }
  }
  incidents.notes = reader.TextsAt(map, "notes");
  reader.table.incidents = std::move(incidents);
}

}  // namespace

void ReadConsequences(const MapReader& map, TableReader& reader) {
  ReadDates(map.Require("dates"), reader);
  for (Rule& rule : reader.table.rules) {
    if (rule.dates_id.empty()) continue;
    rule.dates = reader.Named({rule.dates_id, {}}, "dates", DateIds(reader.table));
  }
  ReadClasses(map.Require("classes"), reader);
  ReadSteps(map.Require("steps"), reader);
  ReadRoles(map.Require("roles"), reader);
  const Located transparency = map.Text("transparency", kMaxTableId);
  if (!transparency.text.empty()) {
    reader.table.transparency = reader.Named(transparency, "group", reader.table.names.groups());
  }
  for (const YamlNode& item : reader.Items(map.Require("obligations"), "`obligations`")) {
    ReadDuty(item, reader);
  }
  ReadPenalties(map.Find("penalties"), reader);
  ReadAxes(map.Find("axes"), reader);
  ReadIncidents(map.Find("incidents"), reader);
}

}  // namespace reeve::oversight::law
