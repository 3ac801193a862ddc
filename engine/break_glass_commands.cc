#include "engine/break_glass_commands.h"

#include <algorithm>
#include <array>

#include "base/log.h"
#include "base/text.h"
#include "engine/waiver_uses.h"
#include "oversight/control_record.h"
#include "oversight/grants.h"
#include "oversight/incidents.h"

namespace reeve::engine {
namespace {

using oversight::ActingPerson;
using oversight::BreakGlass;

constexpr std::string_view kReeve = "reeve";  // who acts where nobody does
constexpr size_t kMaxConcerned = 256;

// By BreakGlassFilter.
constexpr std::array<std::string_view, 5> kFilterNames = {"all", "active", "to_review", "overdue",
                                                          "reviewed"};

const std::vector<std::string>& SystemsOf(const BreakGlass& glass) {
  return glass.scope.values[static_cast<size_t>(policy::ScopeKey::kSystem)];
}

// Whether the scope lies within what a grant is for. One that is for some risk classes reaches
// no break-glass: what class a system will have while it lasts, nobody knows.
bool Reaches(const oversight::Grant& grant, const BreakGlass& glass) {
  const auto within = [&](const std::vector<std::string>& granted, policy::ScopeKey key) {
    const std::vector<std::string>& asked = glass.scope.values[static_cast<size_t>(key)];
    if (granted.empty()) return true;
    return !asked.empty() && std::all_of(asked.begin(), asked.end(), [&](const std::string& one) {
      return std::find(granted.begin(), granted.end(), one) != granted.end();
    });
  };
  return grant.risk_classes.empty() && within(grant.systems, policy::ScopeKey::kSystem) &&
         within(grant.actions, policy::ScopeKey::kAction);
}

void AddOnce(const std::string& person, std::vector<std::string>* all) {
  const bool known = std::any_of(all->begin(), all->end(), [&](const std::string& other) {
    return oversight::IsSamePerson(person, other);
  });
  if (!known && all->size() < kMaxConcerned) all->push_back(person);
}

}  // namespace

std::string_view BreakGlassFilterName(BreakGlassFilter filter) {
  return kFilterNames[static_cast<size_t>(filter)];
}

std::optional<BreakGlassFilter> BreakGlassFilterFromName(std::string_view name) {
  const auto found = std::find(kFilterNames.begin(), kFilterNames.end(), name);
  if (found == kFilterNames.end()) return std::nullopt;
  return static_cast<BreakGlassFilter>(found - kFilterNames.begin());
}

Status BreakGlassCommands::CheckRole(const BreakGlass& glass, const ActingPerson& by,
                                     Timestamp now) const {
  const bool named = std::any_of(
      rules_.persons.begin(), rules_.persons.end(),
      [&](const std::string& person) { return oversight::IsSamePerson(person, by.name); });
  if (named) return {};
  const ledger::ProjectionReader state = ledger_.State("approvals");
  REEVE_ASSIGN_OR_RETURN(
      const oversight::PersonRights rights,
      oversight::RightsOf([&state](std::string_view key) { return state.Get(key); }, by.tenant,
                          by.name));
  for (const oversight::GrantEntry& entry : rights.grants) {
    const oversight::Grant& grant = entry.grant;
    if (grant.role == rules_.role && rights.Check(entry, now).ok() && Reaches(grant, glass)) {
      return {};
    }
  }
  return Error{"break_glass.role",
               "`" + by.name + "` does not hold the role `" + rules_.role +
                   "` for that scope: give it with `reeve grant`, or start the server with "
                   "--break-glass-person"};
}

Status BreakGlassCommands::CheckSystems(const BreakGlass& glass) const {
  for (const std::string& id : SystemsOf(glass)) {
    const auto system = systems_.Find(glass.tenant, id);
    if (system == nullptr) {
      std::vector<std::string> known;
      for (const oversight::System& other : systems_.All()) {
        if (other.tenant == glass.tenant) known.push_back(other.id);
      }
      return Error{"break_glass.scope",
                   "no system `" + id + "` is registered" + DidYouMeanSuffix(id, known),
                   "/scope/systems"};
    }
    if (system->risk_class == policy::RiskClass::kProhibited) {
      return Error{"break_glass.prohibited",
                   "the system `" + id + "` is of a prohibited class: nothing is let pass for it",
                   "/scope/systems"};
    }
  }
  return {};
}

Status BreakGlassCommands::CheckRules(const BreakGlass& glass) const {
  const auto deployment = bundles_.deployment();
  if (deployment->active == nullptr) {
    return Error{"engine.no_bundle", "no bundle of policies is active"};
  }
  const policy::Bundle& bundle = deployment->active->bundle();
  for (const std::string& name : glass.rules) {
    const size_t slash = name.find('/');
    const policy::Rule* rule = bundle.FindRule(name.substr(0, slash), name.substr(slash + 1));
    if (rule == nullptr) {
      std::vector<std::string> names;
      for (const policy::Rule& known : bundle.rules()) {
        names.push_back(known.policy + "/" + known.id);
      }
      return Error{"break_glass.no_rule",
                   "the active bundle has no rule `" + name + "`" + DidYouMeanSuffix(name, names),
                   "/rules"};
    }
    const bool yields = rule->effect == policy::Effect::kHold ||
                        (rule->effect == policy::Effect::kDeny && rule->waivable);
    if (yields) continue;
    return Error{"break_glass.prohibited",
                 "the rule `" + name +
                     "` does not yield to an emergency: only holds do, and denials that say "
                     "`waivable: true`",
                 "/rules"};
  }
  return {};
}

Result<std::vector<std::string>> BreakGlassCommands::Concerned(const BreakGlass& glass) const {
  REEVE_ASSIGN_OR_RETURN(const oversight::Incident incident,
                         oversight::FindIncident(ledger_, glass.tenant, glass.incident));
  std::vector<std::string> persons;
  AddOnce(incident.by, &persons);
  std::vector<std::string> systems = SystemsOf(glass);
  systems.push_back(incident.system);
  for (const std::string& id : systems) {
    const auto system = systems_.Find(glass.tenant, id);
    if (system != nullptr && oversight::CheckPersonName(system->owner).ok()) {
      AddOnce(system->owner, &persons);
    }
  }
  return persons;
}

Result<json::Object> BreakGlassCommands::Invoke(BreakGlass terms, std::chrono::seconds time,
                                                const ActingPerson& by) {
  const Timestamp now = clock_.Now();
  terms.tenant = by.tenant;
  REEVE_RETURN_IF_ERROR(CheckRole(terms, by, now));
  REEVE_RETURN_IF_ERROR(CheckSystems(terms));
  REEVE_RETURN_IF_ERROR(CheckRules(terms));
  REEVE_ASSIGN_OR_RETURN(terms.concerned, Concerned(terms));
  terms.until =
      now + std::clamp<std::chrono::seconds>(time, std::chrono::seconds(0),
                                             oversight::kMaxBreakGlassTime + std::chrono::hours(1));
  terms.review_by = terms.until + rules_.review_within;
  const std::string id = NewId("bg-", now, random_);
  json::Object body = oversight::InvokingTerms(terms);
  body.Add("by", by.name).Add("principal", by.principal).Add("role", rules_.role);
  REEVE_ASSIGN_OR_RETURN(
      ledger::NewRecord record,
      oversight::ControlRecord(oversight::kBreakGlassInvoked, id, by.tenant, std::move(body)));
  REEVE_RETURN_IF_ERROR(waivers_.AppendOfBreakGlass(std::move(record)));
  Log(LogLevel::kWarning, "break_glass.invoked",
      {{"break_glass", id}, {"incident", terms.incident}, {"until", FormatTimestamp(terms.until)}});
  return Find(by.tenant, id);
}

Result<json::Object> BreakGlassCommands::End(std::string_view id, std::string_view reason,
                                             const ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(
      ledger::NewRecord record,
      oversight::ControlRecord(
          oversight::kBreakGlassEnded, NewId("be-", clock_.Now(), random_), by.tenant,
          {{"break_glass", id}, {"reason", reason}, {"by", by.name}, {"principal", by.principal}}));
  REEVE_RETURN_IF_ERROR(waivers_.AppendOfBreakGlass(std::move(record)));
  return Find(by.tenant, id);
}

Result<json::Object> BreakGlassCommands::Review(std::string_view id, std::string_view finding,
                                                std::string_view reason, const ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(ledger::NewRecord record,
                         oversight::ControlRecord(oversight::kBreakGlassReviewed,
                                                  NewId("br-", clock_.Now(), random_), by.tenant,
                                                  {{"break_glass", id},
                                                   {"finding", finding},
                                                   {"reason", reason},
                                                   {"by", by.name},
                                                   {"principal", by.principal}}));
  std::vector<ledger::NewRecord> unit;
  unit.push_back(std::move(record));
  if (const auto appended = ledger_.Append(unit); !appended.ok()) return appended.error();
  return Find(by.tenant, id);
}

Result<json::Object> BreakGlassCommands::ViewOf(const BreakGlass& glass, Timestamp now) const {
  REEVE_ASSIGN_OR_RETURN(const WaiverUse use, UseOfWaiver(ledger_, glass.id));
  json::Object out = oversight::ToJson(glass);
  out.Add("state", oversight::StateAt(glass, now)).Add("uses", ToJson(use));
  return out;
}

Result<json::Object> BreakGlassCommands::Find(std::string_view tenant, std::string_view id) const {
  REEVE_ASSIGN_OR_RETURN(const BreakGlass glass, oversight::FindBreakGlass(ledger_, tenant, id));
  return ViewOf(glass, clock_.Now());
}

Result<json::Object> BreakGlassCommands::List(std::string_view tenant,
                                              BreakGlassFilter filter) const {
  REEVE_ASSIGN_OR_RETURN(std::vector<BreakGlass> all, oversight::ListBreakGlass(ledger_, tenant));
  const Timestamp now = clock_.Now();
  std::erase_if(all, [&](const BreakGlass& glass) {
    return filter != BreakGlassFilter::kAll &&
           oversight::StateAt(glass, now) != BreakGlassFilterName(filter);
  });
  json::Array out;
  for (const BreakGlass& glass : all) {
    if (out.size() == kMaxListedBreakGlass) break;
    REEVE_ASSIGN_OR_RETURN(json::Object view, ViewOf(glass, now));
    out.push_back(std::move(view));
  }
  return json::Object{{"break_glass", std::move(out)}, {"total", uint64_t{all.size()}}};
}

Result<uint64_t> BreakGlassCommands::NoteOverdue() {
  const Timestamp now = clock_.Now();
  REEVE_ASSIGN_OR_RETURN(const std::vector<BreakGlass> all, oversight::ListBreakGlass(ledger_, ""));
  uint64_t noted = 0;
  for (const BreakGlass& glass : all) {
    if (glass.overdue || oversight::StateAt(glass, now) != "overdue") continue;
    std::vector<ledger::NewRecord> unit(1);
    REEVE_ASSIGN_OR_RETURN(
        unit[0], oversight::ControlRecord(oversight::kBreakGlassOverdue, NewId("bo-", now, random_),
                                          glass.tenant,
                                          {{"break_glass", glass.id},
                                           {"incident", glass.incident},
                                           {"suspended", glass.by},
                                           {"by", kReeve}}));
    const auto appended = ledger_.Append(unit);
    if (appended.ok()) {
      ++noted;
      Log(LogLevel::kWarning, "break_glass.overdue", {{"break_glass", glass.id}});
    } else if (appended.error().code != "break_glass.state") {  // else it was reviewed meanwhile
      return appended.error();
    }
  }
  return noted;
}

}  // namespace reeve::engine
