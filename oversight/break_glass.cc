#include "oversight/break_glass.h"

#include <algorithm>
#include <functional>
#include <tuple>

#include "ledger/record.h"
#include "oversight/acting_person.h"
#include "oversight/bundle_register.h"
#include "oversight/incident_state.h"
#include "oversight/read_time.h"
#include "oversight/scope_json.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr size_t kWordBytes = 64;
constexpr size_t kMaxNameBytes = 256;
constexpr size_t kMaxRuleNameBytes = 129;  // two names of 64 and the slash
constexpr size_t kMaxConcerned = 256;

Error NotFound(std::string_view id) {
  return {"break_glass.not_found",
          "there is no break-glass `" + std::string(id) + "`: see `reeve break-glass list`"};
}

std::string KeyOf(std::string_view id) { return std::string(kBreakGlassKeys) + std::string(id); }

std::string PersonKeyOf(std::string_view tenant, std::string_view person) {
  std::string key = "person/";
  key += tenant;
  key += '\0';
  return key + FoldedPersonName(person);
}

json::Array Texts(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

// --------------------------------------------------------------------------------------- one's
// state

Result<BreakGlass> GlassOf(const ledger::ProjectionWriter& state, std::string_view tenant,
                           std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const auto text, state.Get(KeyOf(id)));
  if (!text) return NotFound(id);
  REEVE_ASSIGN_OR_RETURN(BreakGlass glass, BreakGlassFromJson(*text));
  if (glass.tenant != tenant) return NotFound(id);
  return glass;
}

Status PutGlass(const BreakGlass& glass, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(ToJson(glass)));
  state.Put(KeyOf(glass.id), text);
  return {};
}

Result<std::vector<std::string>> UnreviewedOf(const ledger::ProjectionWriter& state,
                                              const std::string& person) {
  std::vector<std::string> ids;
  REEVE_ASSIGN_OR_RETURN(const auto text, state.Get(person));
  if (!text) return ids;
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(*text));
  if (value.as_array() == nullptr) return Error{"ledger.damaged", "a list of break-glasses"};
  for (const json::Value& id : *value.as_array()) {
    if (id.as_string() != nullptr) ids.push_back(*id.as_string());
  }
  return ids;
}

Status PutUnreviewed(const std::string& person, const std::vector<std::string>& ids,
                     ledger::ProjectionWriter& state) {
  if (ids.empty()) {
    state.Delete(person);
    return {};
  }
  REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(json::Value(Texts(ids))));
  state.Put(person, text);
  return {};
}

// ------------------------------------------------------------------------------------------- folds

Status CheckTimes(const BreakGlass& glass) {
  if (glass.until <= glass.invoked || glass.until - glass.invoked > kMaxBreakGlassTime) {
    return Error{"break_glass.time",
                 "a break-glass lasts 4 hours at the most; invoke another when it is needed longer",
                 "/time"};
  }
  if (glass.review_by > glass.until && glass.review_by - glass.until <= kMaxReviewTime) return {};
  return Error{"break_glass.review_time", "the review is due within 7 days of the end"};
}

Status CheckScope(const BreakGlass& glass) {
  const unsigned prohibited = 1u << static_cast<unsigned>(policy::RiskClass::kProhibited);
  if (glass.scope.risk_classes != policy::kAnyRiskClass &&
      (glass.scope.risk_classes & prohibited) != 0) {
    return Error{"break_glass.prohibited", "nothing is let pass for systems of a prohibited class",
                 "/scope/risk_classes"};
  }
  const auto& tenants = glass.scope.values[static_cast<size_t>(policy::ScopeKey::kTenant)];
  if (std::all_of(tenants.begin(), tenants.end(),
                  [&](const std::string& tenant) { return tenant == glass.tenant; })) {
    return {};
  }
  return Error{"break_glass.scope", "a break-glass is of your own tenant: leave `tenants` out",
               "/scope/tenants"};
}

// Who has one that was not reviewed in time has no right to another.
Status CheckRight(const BreakGlass& glass, const std::vector<std::string>& unreviewed,
                  const ledger::ProjectionWriter& state) {
  for (const std::string& id : unreviewed) {
    REEVE_ASSIGN_OR_RETURN(const BreakGlass known, GlassOf(state, glass.tenant, id));
    if (glass.invoked < known.review_by) continue;
    return Error{"break_glass.suspended", "`" + glass.by + "` may not: the break-glass `" + id +
                                              "` was not reviewed in time; another person must "
                                              "review it first"};
  }
  if (unreviewed.size() < kMaxUnreviewedOfPerson) return {};
  return Error{"break_glass.too_many",
               "8 break-glasses of `" + glass.by + "` wait for a review: have them reviewed"};
}

Status FoldInvoked(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  BreakGlass glass;
  ObjectReader reader(*body, "/body");
  ReadBreakGlassTerms(reader, &glass);
  glass.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  reader.String("principal", Need::kOptional, kMaxNameBytes);
  glass.until = ReadTime(reader, "until");
  glass.review_by = ReadTime(reader, "review_by");
  glass.concerned = reader.Strings("concerned", kMaxConcerned, kMaxPersonBytes);
  reader.String("role", Need::kOptional, kMaxNameBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_RETURN_IF_ERROR(CheckPersonName(glass.by));
  glass.id = record.id();
  glass.tenant = record.tenant();
  glass.invoked = record.time();
  REEVE_RETURN_IF_ERROR(CheckTimes(glass));
  REEVE_RETURN_IF_ERROR(CheckScope(glass));
  REEVE_ASSIGN_OR_RETURN(const auto known, state.Get(KeyOf(glass.id)));
  if (known) return Error{"break_glass.exists", "`" + glass.id + "` is there already"};
  REEVE_ASSIGN_OR_RETURN(Incident incident, OpenIncidentOf(state, glass.tenant, glass.incident));
  const std::string person = PersonKeyOf(glass.tenant, glass.by);
  REEVE_ASSIGN_OR_RETURN(std::vector<std::string> unreviewed, UnreviewedOf(state, person));
  REEVE_RETURN_IF_ERROR(CheckRight(glass, unreviewed, state));
  if (incident.unreviewed.size() >= kMaxUnreviewedOfIncident) {
    return Error{"break_glass.too_many",
                 "100 break-glasses of this incident wait for a review: have them reviewed"};
  }
  unreviewed.push_back(glass.id);
  incident.unreviewed.push_back(glass.id);
  REEVE_RETURN_IF_ERROR(PutUnreviewed(person, unreviewed, state));
  REEVE_RETURN_IF_ERROR(PutIncident(incident, state));
  return PutGlass(glass, state);
}

Status FoldEnded(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  ObjectReader reader(*body, "/body");
  const std::string id = reader.String("break_glass", Need::kRequired, ledger::kMaxIdBytes);
  BreakGlass::Ending ending;
  ending.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  reader.String("principal", Need::kOptional, kMaxNameBytes);
  ending.reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  ending.time = record.time();
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_RETURN_IF_ERROR(CheckPersonName(ending.by));
  REEVE_ASSIGN_OR_RETURN(BreakGlass glass, GlassOf(state, record.tenant(), id));
  if (!glass.IsActive(ending.time)) {
    return Error{"break_glass.state", "the break-glass `" + id + "` is over already"};
  }
  glass.ended = std::move(ending);
  return PutGlass(glass, state);
}

Status CheckReview(const BreakGlass& glass, const BreakGlass::Review& review) {
  if (IsSamePerson(glass.by, review.by)) {
    return Error{"break_glass.own_review",
                 "`" + glass.by + "` invoked this break-glass: another person must review it"};
  }
  if (glass.reviewed) {
    return Error{"break_glass.state", "the break-glass `" + glass.id + "` was reviewed by `" +
                                          glass.reviewed->by + "` already"};
  }
  if (!glass.IsActive(review.time)) return {};
  return Error{"break_glass.state", "the break-glass `" + glass.id +
                                        "` is still active: it is reviewed once it is over; end "
                                        "it with `reeve break-glass end`"};
}

Status FoldReviewed(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  ObjectReader reader(*body, "/body");
  const std::string id = reader.String("break_glass", Need::kRequired, ledger::kMaxIdBytes);
  BreakGlass::Review review;
  review.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  reader.String("principal", Need::kOptional, kMaxNameBytes);
  review.finding = reader.String("finding", Need::kRequired, kWordBytes);
  if (review.finding != "justified" && review.finding != "not_justified") {
    reader.Fail("json.value", "finding", "`finding` must be justified or not_justified");
  }
  review.reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  review.time = record.time();
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_RETURN_IF_ERROR(CheckPersonName(review.by));
  REEVE_ASSIGN_OR_RETURN(BreakGlass glass, GlassOf(state, record.tenant(), id));
  REEVE_RETURN_IF_ERROR(CheckReview(glass, review));
  glass.reviewed = std::move(review);
  const std::string person = PersonKeyOf(glass.tenant, glass.by);
  REEVE_ASSIGN_OR_RETURN(std::vector<std::string> unreviewed, UnreviewedOf(state, person));
  std::erase(unreviewed, glass.id);
  REEVE_RETURN_IF_ERROR(PutUnreviewed(person, unreviewed, state));
  REEVE_ASSIGN_OR_RETURN(Incident incident, IncidentOf(state, glass.tenant, glass.incident));
  std::erase(incident.unreviewed, glass.id);
  REEVE_RETURN_IF_ERROR(PutIncident(incident, state));
  return PutGlass(glass, state);
}

Status FoldOverdue(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  ObjectReader reader(*body, "/body");
  const std::string id = reader.String("break_glass", Need::kRequired, ledger::kMaxIdBytes);
  reader.String("by", Need::kRequired, kMaxPersonBytes);
  reader.String("suspended", Need::kRequired, kMaxPersonBytes);
  reader.String("incident", Need::kRequired, ledger::kMaxIdBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_ASSIGN_OR_RETURN(BreakGlass glass, GlassOf(state, record.tenant(), id));
  if (glass.reviewed || glass.overdue || record.time() < glass.review_by) {
    return Error{"break_glass.state",
                 "the review of `" + id + "` is not overdue, or that is on record already"};
  }
  glass.overdue = record.time();
  return PutGlass(glass, state);
}

}  // namespace

Status FoldBreakGlass(const ledger::Record& record, ledger::ProjectionWriter& state) {
  if (record.kind() == kBreakGlassInvoked) return FoldInvoked(record, state);
  if (record.kind() == kBreakGlassEnded) return FoldEnded(record, state);
  if (record.kind() == kBreakGlassReviewed) return FoldReviewed(record, state);
  if (record.kind() == kBreakGlassOverdue) return FoldOverdue(record, state);
  return {};
}

// -------------------------------------------------------------------------------------------- JSON

std::string_view StateAt(const BreakGlass& glass, Timestamp now) {
  if (glass.reviewed) return "reviewed";
  if (glass.IsActive(now)) return "active";
  return now < glass.review_by ? "to_review" : "overdue";
}

void ReadBreakGlassTerms(ObjectReader& reader, BreakGlass* glass) {
  glass->incident = reader.String("incident", Need::kRequired, ledger::kMaxIdBytes);
  glass->reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  ReadScope(reader, "break_glass.scope", &glass->scope, nullptr);
  glass->rules = reader.Strings("rules", kMaxBreakGlassRules, kMaxRuleNameBytes);
  for (const std::string& rule : glass->rules) {
    const size_t slash = rule.find('/');
    if (slash != std::string::npos && slash > 0 && slash + 1 < rule.size()) continue;
    reader.Fail("json.value", "rules",
                "`" + rule + "` names no rule: say POLICY/RULE, such as eu-ai-act/human-oversight");
  }
}

json::Object InvokingTerms(const BreakGlass& glass) {
  json::Object out{{"incident", glass.incident},
                   {"reason", glass.reason},
                   {"scope", ScopeJson(glass.scope)},
                   {"until", FormatTimestamp(glass.until)},
                   {"review_by", FormatTimestamp(glass.review_by)}};
  if (!glass.rules.empty()) out.Add("rules", Texts(glass.rules));
  if (!glass.concerned.empty()) out.Add("concerned", Texts(glass.concerned));
  return out;
}

json::Object ToJson(const BreakGlass& glass) {
  json::Object out = InvokingTerms(glass);
  out.Add("id", glass.id)
      .Add("tenant", glass.tenant)
      .Add("by", glass.by)
      .Add("invoked", FormatTimestamp(glass.invoked));
  if (glass.ended) {
    out.Add("ended", json::Object{{"by", glass.ended->by},
                                  {"reason", glass.ended->reason},
                                  {"time", FormatTimestamp(glass.ended->time)}});
  }
  if (glass.reviewed) {
    out.Add("reviewed", json::Object{{"by", glass.reviewed->by},
                                     {"finding", glass.reviewed->finding},
                                     {"reason", glass.reviewed->reason},
                                     {"time", FormatTimestamp(glass.reviewed->time)}});
  }
  if (glass.overdue) out.Add("overdue", FormatTimestamp(*glass.overdue));
  return out;
}

Result<BreakGlass> BreakGlassFromJson(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  BreakGlass glass;
  ObjectReader reader(value, "");
  ReadBreakGlassTerms(reader, &glass);
  glass.id = reader.String("id", Need::kRequired, ledger::kMaxIdBytes);
  glass.tenant = reader.String("tenant", Need::kRequired, kMaxNameBytes);
  glass.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  glass.invoked = ReadTime(reader, "invoked");
  glass.until = ReadTime(reader, "until");
  glass.review_by = ReadTime(reader, "review_by");
  glass.concerned = reader.Strings("concerned", kMaxConcerned, kMaxPersonBytes);
  if (const json::Value* ended = reader.ObjectMember("ended", Need::kOptional)) {
    ObjectReader inner(*ended, "/ended");
    glass.ended = BreakGlass::Ending{inner.String("by", Need::kRequired, kMaxPersonBytes),
                                     inner.String("reason", Need::kRequired, kMaxReasonBytes),
                                     ReadTime(inner, "time")};
    reader.Absorb(inner.Finish());
  }
  if (const json::Value* reviewed = reader.ObjectMember("reviewed", Need::kOptional)) {
    ObjectReader inner(*reviewed, "/reviewed");
    glass.reviewed = BreakGlass::Review{inner.String("by", Need::kRequired, kMaxPersonBytes),
                                        inner.String("finding", Need::kRequired, kWordBytes),
                                        inner.String("reason", Need::kRequired, kMaxReasonBytes),
                                        ReadTime(inner, "time")};
    reader.Absorb(inner.Finish());
  }
  const Timestamp overdue = ReadTime(reader, "overdue", Need::kOptional);
  if (overdue != Timestamp()) glass.overdue = overdue;
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return glass;
}

Waiver AsWaiver(const BreakGlass& glass) {
  Waiver waiver;
  waiver.id = glass.id;
  waiver.tenant = glass.tenant;
  waiver.scope = glass.scope;
  waiver.from = glass.invoked;
  waiver.until = glass.end();
  waiver.reason = glass.reason;
  waiver.by = glass.by;
  waiver.emergency = true;
  waiver.rules = glass.rules;
  return waiver;
}

// ----------------------------------------------------------------------------------------- queries

namespace {

Status Scan(const ledger::Ledger& ledger, const std::function<void(BreakGlass)>& take) {
  Status read;
  REEVE_RETURN_IF_ERROR(ledger.State(kIncidentState)
                            .Scan(kBreakGlassKeys, [&](std::string_view, std::string_view text) {
                              Result<BreakGlass> glass = BreakGlassFromJson(text);
                              if (glass.ok()) {
                                take(*std::move(glass));
                              } else {
                                read = glass.error();
                              }
                              return read.ok();
                            }));
  return read;
}

}  // namespace

Result<BreakGlass> FindBreakGlass(const ledger::Ledger& ledger, std::string_view tenant,
                                  std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const auto text, ledger.State(kIncidentState).Get(KeyOf(id)));
  if (!text) return NotFound(id);
  REEVE_ASSIGN_OR_RETURN(BreakGlass glass, BreakGlassFromJson(*text));
  if (glass.tenant != tenant) return NotFound(id);
  return glass;
}

Result<std::vector<BreakGlass>> ListBreakGlass(const ledger::Ledger& ledger,
                                               std::string_view tenant) {
  std::vector<BreakGlass> out;
  REEVE_RETURN_IF_ERROR(Scan(ledger, [&](BreakGlass glass) {
    if (tenant.empty() || glass.tenant == tenant) out.push_back(std::move(glass));
  }));
  std::sort(out.begin(), out.end(), [](const BreakGlass& a, const BreakGlass& b) {
    return std::tie(a.invoked, a.id) > std::tie(b.invoked, b.id);
  });
  return out;
}

Result<std::vector<BreakGlass>> ListActiveBreakGlass(const ledger::Ledger& ledger, Timestamp now) {
  std::vector<BreakGlass> out;
  REEVE_RETURN_IF_ERROR(Scan(ledger, [&](BreakGlass glass) {
    if (now < glass.end()) out.push_back(std::move(glass));
  }));
  return out;
}

}  // namespace reeve::oversight
