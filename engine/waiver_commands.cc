#include "engine/waiver_commands.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "engine/waiver_uses.h"

namespace reeve::engine {
namespace {

using oversight::Waiver;
using oversight::WaiverEntry;

// By WaiverFilter.
constexpr std::array<std::string_view, 9> kFilterNames = {"all",     "active",   "pending",
                                                          "expired", "revoked",  "expiring",
                                                          "unused",  "orphaned", "not_waivable"};

std::string_view StateAt(const WaiverEntry& entry, Timestamp now) {
  if (entry.revoked) return "revoked";
  if (now < entry.waiver.from) return "pending";
  return now < entry.waiver.until ? "active" : "expired";
}

std::string_view RuleStateUnder(const policy::Bundle& bundle, const Waiver& waiver) {
  const policy::Rule* rule = bundle.FindRule(waiver.policy, waiver.rule);
  if (rule == nullptr) return "orphaned";
  return rule->waivable ? "waivable" : "not_waivable";
}

// One waiver as of one moment.
struct View {
  WaiverEntry entry;
  std::string_view state;
  std::string_view rule_state;
  WaiverUse use;
};

Result<View> MakeView(const ledger::Ledger& ledger, const policy::Bundle& bundle, WaiverEntry entry,
                      Timestamp now) {
  REEVE_ASSIGN_OR_RETURN(WaiverUse use, UseOfWaiver(ledger, entry.waiver.id));
  const std::string_view state = StateAt(entry, now);
  const std::string_view rule_state = RuleStateUnder(bundle, entry.waiver);
  return View{std::move(entry), state, rule_state, std::move(use)};
}

bool Passes(const View& view, const WaiverQuery& query, Timestamp now) {
  const bool active = view.state == "active";
  switch (query.filter) {
    case WaiverFilter::kAll:
      return true;
    case WaiverFilter::kExpiring:
      return active && view.entry.waiver.until - now <= query.within;
    case WaiverFilter::kUnused:
      return active && view.use.count == 0;
    case WaiverFilter::kOrphaned:
    case WaiverFilter::kNotWaivable:
      return (active || view.state == "pending") &&
             view.rule_state == WaiverFilterName(query.filter);
    default:
      return view.state == WaiverFilterName(query.filter);
  }
}

json::Object ToJson(const View& view) {
  const WaiverEntry& entry = view.entry;
  json::Object out = oversight::ToJson(entry.waiver);
  out.Add("id", entry.waiver.id)
      .Add("tenant", entry.waiver.tenant)
      .Add("granted", FormatTimestamp(entry.granted))
      .Add("state", view.state)
      .Add("rule_state", view.rule_state)
      .Add("uses", ToJson(view.use));
  if (entry.revoked) out.Add("revoked", oversight::ToJson(*entry.revoked));
  return out;
}

}  // namespace

std::string_view WaiverFilterName(WaiverFilter filter) {
  return kFilterNames[static_cast<size_t>(filter)];
}

std::optional<WaiverFilter> WaiverFilterFromName(std::string_view name) {
  const auto found = std::find(kFilterNames.begin(), kFilterNames.end(), name);
  if (found == kFilterNames.end()) return std::nullopt;
  return static_cast<WaiverFilter>(found - kFilterNames.begin());
}

Result<std::shared_ptr<const policy::Bundle>> WaiverCommands::ActiveAt(Timestamp now) {
  REEVE_ASSIGN_OR_RETURN(const auto deployment, bundles_.DeploymentAt(now));
  if (deployment->active != nullptr) return deployment->active->shared_bundle();
  return Error{"engine.no_bundle", "no bundle of policies is active"};
}

Status WaiverCommands::CheckRule(const policy::Bundle& bundle, const Waiver& waiver) const {
  const std::string name = waiver.policy + "/" + waiver.rule;
  const policy::Rule* rule = bundle.FindRule(waiver.policy, waiver.rule);
  if (rule == nullptr) {
    std::vector<std::string> names;
    for (const policy::Rule& known : bundle.rules()) names.push_back(known.policy + "/" + known.id);
    return Error{"waiver.no_rule",
                 "the active bundle has no rule `" + name + "`" + DidYouMeanSuffix(name, names),
                 "/rule"};
  }
  if (rule->waivable) return {};
  return Error{"waiver.not_waivable",
               "the rule `" + name +
                   "` may not be waived: only a bundle in which it says `waivable: true` lets it"};
}

Status WaiverCommands::CheckSystems(const Waiver& waiver) const {
  for (const std::string& id :
       waiver.scope.values[static_cast<size_t>(policy::ScopeKey::kSystem)]) {
    const std::shared_ptr<const oversight::System> system = systems_.Find(waiver.tenant, id);
    if (system == nullptr) {
      std::vector<std::string> known;
      for (const oversight::System& other : systems_.All()) {
        if (other.tenant == waiver.tenant) known.push_back(other.id);
      }
      return Error{"waiver.scope",
                   "no system `" + id + "` is registered" + DidYouMeanSuffix(id, known),
                   "/scope/systems"};
    }
    if (system->risk_class == policy::RiskClass::kProhibited) {
      return Error{"waiver.prohibited",
                   "the system `" + id + "` is of a prohibited class: nothing is waived for it",
                   "/scope/systems"};
    }
  }
  return {};
}

Result<std::string> WaiverCommands::Grant(Waiver terms, const oversight::ActingPerson& by) {
  const Timestamp now = clock_.Now();
  if (terms.from == Timestamp()) terms.from = now;
  if (terms.from < now) {
    return Error{"waiver.from",
                 "a waiver does not begin in the past; leave `from` out to begin now", "/from"};
  }
  terms.id = NewId("w-", now, random_);
  terms.tenant = by.tenant;
  REEVE_ASSIGN_OR_RETURN(const auto bundle, ActiveAt(now));
  REEVE_RETURN_IF_ERROR(CheckRule(*bundle, terms));
  REEVE_RETURN_IF_ERROR(CheckSystems(terms));
  REEVE_RETURN_IF_ERROR(register_.Grant(terms, by));
  return terms.id;
}

Status WaiverCommands::Revoke(std::string_view id, std::string_view reason,
                              const oversight::ActingPerson& by) {
  return register_.Revoke(id, reason, by, random_);
}

Result<json::Object> WaiverCommands::Find(std::string_view tenant, std::string_view id) {
  const Timestamp now = clock_.Now();
  REEVE_ASSIGN_OR_RETURN(WaiverEntry entry, oversight::FindWaiver(ledger_, tenant, id));
  REEVE_ASSIGN_OR_RETURN(const auto bundle, ActiveAt(now));
  REEVE_ASSIGN_OR_RETURN(const View view, MakeView(ledger_, *bundle, std::move(entry), now));
  return ToJson(view);
}

Result<json::Object> WaiverCommands::List(std::string_view tenant, const WaiverQuery& query) {
  const Timestamp now = clock_.Now();
  REEVE_ASSIGN_OR_RETURN(std::vector<WaiverEntry> entries, oversight::ListWaivers(ledger_, tenant));
  REEVE_ASSIGN_OR_RETURN(const auto bundle, ActiveAt(now));
  std::vector<View> views;
  for (WaiverEntry& entry : entries) {
    REEVE_ASSIGN_OR_RETURN(View view, MakeView(ledger_, *bundle, std::move(entry), now));
    if (Passes(view, query, now)) views.push_back(std::move(view));
  }
  if (query.filter == WaiverFilter::kExpiring) {
    std::stable_sort(views.begin(), views.end(), [](const View& a, const View& b) {
      return a.entry.waiver.until < b.entry.waiver.until;
    });
  }
  const uint64_t total = views.size();
  json::Array out;
  for (const View& view : views) {
    if (out.size() == kMaxListedWaivers) break;
    out.push_back(ToJson(view));
  }
  return json::Object{{"waivers", std::move(out)}, {"total", total}};
}

}  // namespace reeve::engine
