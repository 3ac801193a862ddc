#include "oversight/waivers.h"

#include <algorithm>
#include <functional>
#include <tuple>

#include "base/json_reader.h"
#include "oversight/break_glass.h"
#include "oversight/bundle_register.h"
#include "oversight/control_record.h"
#include "oversight/read_time.h"
#include "policy/decide.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr size_t kTenantBytes = 256;

Error NotFound(std::string_view id) {
  return {"waiver.not_found",
          "there is no waiver `" + std::string(id) + "`: see `reeve waiver list`"};
}

// ----------------------------------------------------------------------------------------- entries

json::Object ToJson(const WaiverEntry& entry) {
  json::Object out = oversight::ToJson(entry.waiver);
  out.Add("id", entry.waiver.id)
      .Add("tenant", entry.waiver.tenant)
      .Add("granted", FormatTimestamp(entry.granted));
  if (entry.revoked) out.Add("revoked", oversight::ToJson(*entry.revoked));
  return out;
}

Result<WaiverEntry> ParseEntry(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  WaiverEntry entry;
  ObjectReader reader(value, "");
  entry.waiver.id = reader.String("id", Need::kRequired, ledger::kMaxIdBytes);
  entry.waiver.tenant = reader.String("tenant", Need::kRequired, kTenantBytes);
  entry.waiver.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  ReadWaiverTerms(reader, Need::kRequired, &entry.waiver);
  entry.granted = ReadTime(reader, "granted");
  if (const json::Value* revoked = reader.ObjectMember("revoked", Need::kOptional)) {
    ObjectReader inner(*revoked, "/revoked");
    entry.revoked = WaiverRevocation{inner.String("by", Need::kRequired, kMaxPersonBytes),
                                     inner.String("reason", Need::kRequired, kMaxReasonBytes),
                                     ReadTime(inner, "time")};
    reader.Absorb(inner.Finish());
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return entry;
}

Status Scan(const ledger::Ledger& ledger, const std::function<void(WaiverEntry)>& take) {
  Status read;
  REEVE_RETURN_IF_ERROR(
      ledger.State("waivers").Scan("", [&](std::string_view, std::string_view text) {
        Result<WaiverEntry> entry = ParseEntry(text);
        if (entry.ok()) {
          take(*std::move(entry));
        } else {
          read = std::move(entry).error();
        }
        return read.ok();
      }));
  return read;
}

// -------------------------------------------------------------------------------------------- fold

Status CheckPersons(const Waiver& waiver) {
  REEVE_RETURN_IF_ERROR(CheckPersonName(waiver.by));
  REEVE_RETURN_IF_ERROR(CheckPersonName(waiver.requested_by));
  if (!IsSamePerson(waiver.by, waiver.requested_by)) return {};
  return Error{"waiver.own_request",
               "`" + waiver.by + "` asked for this waiver: another person must accept it"};
}

Status CheckTimes(const Waiver& waiver, Timestamp granted) {
  if (waiver.until <= waiver.from || waiver.until <= granted) {
    return Error{"waiver.until", "a waiver ends after it begins, and after it is granted",
                 "/until"};
  }
  if (waiver.until - granted <= kMaxWaiverTime) return {};
  return Error{"waiver.until",
               "a waiver ends 366 days after it is granted at the latest; grant it anew when it "
               "is needed longer",
               "/until"};
}

Status CheckScope(const Waiver& waiver) {
  const policy::Scope& scope = waiver.scope;
  const unsigned prohibited = 1u << static_cast<unsigned>(policy::RiskClass::kProhibited);
  if (scope.risk_classes != policy::kAnyRiskClass && (scope.risk_classes & prohibited) != 0) {
    return Error{"waiver.prohibited", "nothing is waived for systems of a prohibited class",
                 "/scope/risk_classes"};
  }
  const auto& tenants = scope.values[static_cast<size_t>(policy::ScopeKey::kTenant)];
  for (const std::string& tenant : tenants) {
    if (tenant == waiver.tenant) continue;
    return Error{"waiver.tenant",
                 "a waiver is of the tenant of who grants it, `" + waiver.tenant +
                     "`, and not of `" + tenant + "`",
                 "/scope/tenants"};
  }
  return {};
}

Status Put(const WaiverEntry& entry, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(ToJson(entry)));
  state.Put(entry.waiver.id, text);
  return {};
}

Status FoldGrant(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  WaiverEntry entry;
  Waiver& waiver = entry.waiver;
  ObjectReader reader(*body, "/body");
  waiver.id = reader.String("waiver", Need::kRequired, ledger::kMaxIdBytes);
  waiver.tenant = record.tenant();
  waiver.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  reader.String("principal", Need::kOptional, kMaxReasonBytes);
  ReadWaiverTerms(reader, Need::kRequired, &waiver);
  entry.granted = record.time();
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_RETURN_IF_ERROR(CheckPersons(waiver));
  REEVE_RETURN_IF_ERROR(CheckTimes(waiver, entry.granted));
  REEVE_RETURN_IF_ERROR(CheckScope(waiver));
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> known, state.Get(waiver.id));
  if (known) return Error{"waiver.exists", "the waiver `" + waiver.id + "` is granted already"};
  return Put(entry, state);
}

Status FoldRevocation(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  WaiverRevocation revocation;
  ObjectReader reader(*body, "/body");
  const std::string id = reader.String("waiver", Need::kRequired, ledger::kMaxIdBytes);
  revocation.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  revocation.reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  revocation.time = record.time();
  reader.String("principal", Need::kOptional, kMaxReasonBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> known, state.Get(id));
  if (!known) return NotFound(id);
  REEVE_ASSIGN_OR_RETURN(WaiverEntry entry, ParseEntry(*known));
  if (entry.waiver.tenant != record.tenant()) return NotFound(id);
  if (entry.revoked || entry.waiver.until <= revocation.time) {
    return Error{"waiver.state", "the waiver `" + id + "` " +
                                     (entry.revoked ? "was revoked by `" + entry.revoked->by + "`"
                                                    : "ended by itself") +
                                     " already: there is nothing to revoke"};
  }
  entry.revoked = std::move(revocation);
  return Put(entry, state);
}

}  // namespace

json::Object ToJson(const WaiverRevocation& revocation) {
  return {{"by", revocation.by},
          {"reason", revocation.reason},
          {"time", FormatTimestamp(revocation.time)}};
}

Status WaiverProjection::Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const {
  if (record.kind() == kWaiverGranted) return FoldGrant(record, state);
  if (record.kind() == kWaiverRevoked) return FoldRevocation(record, state);
  return {};
}

Result<WaiverEntry> FindWaiver(const ledger::Ledger& ledger, std::string_view tenant,
                               std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text, ledger.State("waivers").Get(id));
  if (!text) return NotFound(id);
  REEVE_ASSIGN_OR_RETURN(WaiverEntry entry, ParseEntry(*text));
  if (entry.waiver.tenant != tenant) return NotFound(id);
  return entry;
}

Result<std::vector<WaiverEntry>> ListWaivers(const ledger::Ledger& ledger,
                                             std::string_view tenant) {
  std::vector<WaiverEntry> out;
  REEVE_RETURN_IF_ERROR(Scan(ledger, [&](WaiverEntry entry) {
    if (entry.waiver.tenant == tenant) out.push_back(std::move(entry));
  }));
  std::sort(out.begin(), out.end(), [](const WaiverEntry& a, const WaiverEntry& b) {
    return std::tie(a.granted, a.waiver.id) > std::tie(b.granted, b.waiver.id);
  });
  return out;
}

// ---------------------------------------------------------------------------------------- register

StandingWaivers::StandingWaivers(std::vector<std::shared_ptr<const Waiver>> waivers) {
  std::sort(waivers.begin(), waivers.end(), [](const auto& a, const auto& b) {
    return std::tie(a->from, a->id) < std::tie(b->from, b->id);
  });
  for (std::shared_ptr<const Waiver>& waiver : waivers) {
    if (waiver->emergency) {
      emergencies_.push_back(std::move(waiver));
      continue;
    }
    ++size_;
    const RuleName rule(waiver->policy, waiver->rule);
    by_rule_[rule].push_back(std::move(waiver));
  }
}

namespace {

// No names: any rule.
bool NamesRule(const std::vector<std::string>& names, const policy::Rule& rule) {
  return names.empty() ||
         std::find(names.begin(), names.end(), rule.policy + "/" + rule.id) != names.end();
}

}  // namespace

std::shared_ptr<const Waiver> StandingWaivers::Find(const policy::Rule& rule,
                                                    const policy::Facts& facts) const {
  const auto admits = [&](const Waiver& waiver) {
    return waiver.IsInForce(facts.now) && waiver.tenant == facts.tenant &&
           policy::Admits(waiver.scope, facts);
  };
  const auto found = policy::IsWaivable(rule, facts) ? by_rule_.find(RuleName(rule.policy, rule.id))
                                                     : by_rule_.end();
  if (found != by_rule_.end()) {
    for (const std::shared_ptr<const Waiver>& waiver : found->second) {
      if (admits(*waiver)) return waiver;
    }
  }
  if (emergencies_.empty() || !policy::YieldsToEmergency(rule, facts)) return nullptr;
  for (const std::shared_ptr<const Waiver>& emergency : emergencies_) {
    if (admits(*emergency) && NamesRule(emergency->rules, rule)) return emergency;
  }
  return nullptr;
}

Result<std::unique_ptr<WaiverRegister>> WaiverRegister::Open(ledger::Ledger& ledger,
                                                             const Clock& clock) {
  std::unique_ptr<WaiverRegister> waivers(new WaiverRegister(ledger, clock));
  const MutexLock one_at_a_time(waivers->changing_);
  REEVE_RETURN_IF_ERROR(waivers->Reload());
  return waivers;
}

std::shared_ptr<const StandingWaivers> WaiverRegister::standing() const {
  if (!any_.load(std::memory_order_acquire)) return nullptr;
  const MutexLock lock(mutex_);
  return standing_;
}

Status WaiverRegister::Reload() {
  const Timestamp now = clock_.Now();
  std::vector<std::shared_ptr<const Waiver>> waivers;
  REEVE_RETURN_IF_ERROR(Scan(ledger_, [&](WaiverEntry entry) {
    if (entry.revoked || entry.waiver.until <= now) return;
    waivers.push_back(std::make_shared<const Waiver>(std::move(entry.waiver)));
  }));
  REEVE_ASSIGN_OR_RETURN(const std::vector<BreakGlass> active, ListActiveBreakGlass(ledger_, now));
  for (const BreakGlass& glass : active) {
    waivers.push_back(std::make_shared<const Waiver>(AsWaiver(glass)));
  }
  PutInPlace(waivers.empty() ? nullptr
                             : std::make_shared<const StandingWaivers>(std::move(waivers)));
  return {};
}

void WaiverRegister::PutInPlace(std::shared_ptr<const StandingWaivers> standing) {
  const MutexLock lock(mutex_);
  any_.store(standing != nullptr, std::memory_order_release);
  standing_ = std::move(standing);
}

size_t WaiverRegister::Count() const {
  const std::shared_ptr<const StandingWaivers> known = standing();
  return known == nullptr ? 0 : known->size();
}

Status WaiverRegister::Append(ledger::NewRecord record) {
  std::vector<ledger::NewRecord> unit;
  unit.push_back(std::move(record));
  const auto appended = ledger_.Append(unit);
  if (!appended.ok()) return appended.error();
  Status read = Reload();
  // One of those in place may have been revoked by what was just recorded.
  if (!read.ok()) PutInPlace(nullptr);
  return read;
}

Status WaiverRegister::Grant(const Waiver& waiver, const ActingPerson& by) {
  const MutexLock one_at_a_time(changing_);
  if (Count() >= kMaxStandingWaivers) REEVE_RETURN_IF_ERROR(Reload());  // some may have ended
  if (Count() >= kMaxStandingWaivers) {
    return Error{"waiver.too_many",
                 "10,000 waivers stand: revoke those that are not needed, or change the rules"};
  }
  json::Object body = oversight::ToJson(waiver);
  body.Set("by", by.name);
  body.Add("waiver", waiver.id).Add("principal", by.principal);
  REEVE_ASSIGN_OR_RETURN(ledger::NewRecord record,
                         ControlRecord(kWaiverGranted, waiver.id, by.tenant, std::move(body)));
  return Append(std::move(record));
}

Status WaiverRegister::Revoke(std::string_view id, std::string_view reason, const ActingPerson& by,
                              const Random& random) {
  const MutexLock one_at_a_time(changing_);
  json::Object body{
      {"waiver", id}, {"reason", reason}, {"by", by.name}, {"principal", by.principal}};
  REEVE_ASSIGN_OR_RETURN(
      ledger::NewRecord record,
      ControlRecord(kWaiverRevoked, NewId("w-", clock_.Now(), random), by.tenant, std::move(body)));
  return Append(std::move(record));
}

Status WaiverRegister::AppendOfBreakGlass(ledger::NewRecord record) {
  const MutexLock one_at_a_time(changing_);
  return Append(std::move(record));
}

}  // namespace reeve::oversight
