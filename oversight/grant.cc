#include "oversight/grant.h"

#include <algorithm>
#include <cmath>

#include "oversight/acting_person.h"
#include "oversight/bundle_register.h"
#include "oversight/read_time.h"
#include "policy/facts.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

bool Has(const std::vector<std::string>& list, std::string_view item) {
  return list.empty() || std::find(list.begin(), list.end(), item) != list.end();
}

bool IsPartOf(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  if (whole.empty()) return true;
  return !part.empty() && std::all_of(part.begin(), part.end(),
                                      [&](const std::string& item) { return Has(whole, item); });
}

std::string Money(double amount, std::string_view currency) {
  const json::Value number = amount;
  return json::Compact(number) + (currency.empty() ? "" : " " + std::string(currency));
}

void AddList(const char* key, const std::vector<std::string>& list, json::Object* out) {
  if (!list.empty()) out->Add(key, json::Array(list.begin(), list.end()));
}

void ReadReach(ObjectReader& reader, Grant* grant) {
  grant->actions = reader.Strings("actions", kMaxScopeItems, kMaxWordBytes);
  grant->systems = reader.Strings("systems", kMaxScopeItems, kMaxWordBytes);
  grant->risk_classes = reader.Strings("risk_classes", kMaxScopeItems, kMaxWordBytes);
  for (const std::string& name : grant->risk_classes) {
    if (policy::RiskClassFromName(name)) continue;
    reader.Fail("json.value", "risk_classes",
                "`" + name + "` is no risk class: unclassified, minimal, limited or high");
  }
  grant->currency = reader.String("currency", Need::kOptional, kMaxWordBytes);
  if (const json::Value* up_to = reader.Any("up_to")) {
    const double* real = up_to->as_double();
    const int64_t* whole = up_to->as_int();
    const double amount = real != nullptr    ? *real
                          : whole != nullptr ? static_cast<double>(*whole)
                                             : std::nan("");
    if (!(amount >= 0)) {
      reader.Fail("json.value", "up_to", "`up_to` must be a number, 0 or more");
    } else if (grant->currency.empty()) {
      reader.Fail("json.value", "currency", "an amount has a currency: name it, such as EUR");
    }
    grant->up_to = amount;
  }
}

}  // namespace

Status CheckReach(const Grant& grant, const Approval& approval) {
  const ApprovalMatter& matter = approval.matter;
  const auto beyond = [&](const std::string& what) {
    return Error{"approval.no_right",
                 "the grant `" + grant.id + "` of `" + grant.person + "` does not reach " + what};
  };
  if (!Has(grant.actions, matter.action)) return beyond("the action `" + matter.action + "`");
  if (!Has(grant.systems, approval.system)) return beyond("the system `" + approval.system + "`");
  if (!Has(grant.risk_classes, matter.risk_class)) {
    return beyond("systems of the class `" + matter.risk_class + "`");
  }
  if (!grant.up_to || matter.amount == 0) return {};
  if (matter.currency != grant.currency || matter.amount > *grant.up_to) {
    return beyond(Money(matter.amount, matter.currency) + "; it is up to " +
                  Money(*grant.up_to, grant.currency));
  }
  return {};
}

Status CheckWithin(const Grant& part, const Grant& whole) {
  const auto beyond = [&](const char* key) {
    return Error{"grant.scope",
                 "a delegation passes on a part of the grant `" + whole.id +
                     "`, and not more: see `" + key + "` there",
                 std::string("/") + key};
  };
  if (part.role != whole.role) return beyond("role");
  if (part.unit != whole.unit) return beyond("unit");
  if (!IsPartOf(part.actions, whole.actions)) return beyond("actions");
  if (!IsPartOf(part.systems, whole.systems)) return beyond("systems");
  if (!IsPartOf(part.risk_classes, whole.risk_classes)) return beyond("risk_classes");
  if (whole.up_to && (!part.up_to || *part.up_to > *whole.up_to || part.currency != whole.currency))
    return beyond("up_to");
  if (part.competence != whole.competence) return beyond("competence");
  if (part.from < whole.from || part.until > whole.until) {
    return Error{"grant.until",
                 "a delegation lies within the time of its grant, which is from " +
                     FormatTimestamp(whole.from) + " until " + FormatTimestamp(whole.until),
                 "/until"};
  }
  return {};
}

void ReadGrantTerms(ObjectReader& reader, Need times, Grant* grant) {
  grant->person = reader.String("person", Need::kRequired, kMaxPersonBytes);
  grant->role = reader.String("role", Need::kRequired, kMaxWordBytes);
  grant->unit = reader.String("unit", Need::kOptional, kMaxWordBytes);
  ReadReach(reader, grant);
  grant->from = ReadTime(reader, "from", times);
  grant->until = ReadTime(reader, "until");
  grant->competence = reader.String("competence", Need::kOptional, kMaxWordBytes);
  grant->known_as = reader.Strings("known_as", kMaxKnownAs, kMaxWordBytes);
  grant->reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
}

json::Object ToJson(const Grant& grant) {
  json::Object out{{"grant", grant.id}, {"person", grant.person}, {"role", grant.role}};
  if (!grant.unit.empty()) out.Add("unit", grant.unit);
  if (grant.up_to) out.Add("up_to", *grant.up_to);
  if (!grant.currency.empty()) out.Add("currency", grant.currency);
  AddList("actions", grant.actions, &out);
  AddList("risk_classes", grant.risk_classes, &out);
  AddList("systems", grant.systems, &out);
  out.Add("from", FormatTimestamp(grant.from)).Add("until", FormatTimestamp(grant.until));
  if (!grant.competence.empty()) out.Add("competence", grant.competence);
  AddList("known_as", grant.known_as, &out);
  if (grant.is_delegation()) out.Add("of", grant.of).Add("delegator", grant.delegator);
  out.Add("reason", grant.reason).Add("by", grant.by);
  return out;
}

json::Object ToJson(const GrantEntry& entry) {
  json::Object out = ToJson(entry.grant);
  out.Add("tenant", entry.grant.tenant).Add("given", FormatTimestamp(entry.given));
  if (const auto& ended = entry.ended) {
    out.Add("ended", json::Object{{"by", ended->by},
                                  {"reason", ended->reason},
                                  {"time", FormatTimestamp(ended->time)}});
  }
  return out;
}

Result<GrantEntry> ParseGrantEntry(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  GrantEntry entry;
  Grant& grant = entry.grant;
  ObjectReader reader(value, "");
  grant.id = reader.String("grant", Need::kRequired, ledger::kMaxIdBytes);
  ReadGrantTerms(reader, Need::kRequired, &grant);
  grant.of = reader.String("of", Need::kOptional, ledger::kMaxIdBytes);
  grant.delegator = reader.String("delegator", Need::kOptional, kMaxWordBytes);
  grant.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  grant.tenant = reader.String("tenant", Need::kRequired, kMaxWordBytes);
  entry.given = ReadTime(reader, "given");
  if (const json::Value* ended = reader.ObjectMember("ended", Need::kOptional)) {
    ObjectReader inner(*ended, "/ended");
    entry.ended =
        GrantEnd{inner.String("by", Need::kRequired, kMaxPersonBytes),
                 inner.String("reason", Need::kRequired, kMaxReasonBytes), ReadTime(inner, "time")};
    reader.Absorb(inner.Finish());
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return entry;
}

void ReadTrainingTerms(ObjectReader& reader, Training* training) {
  training->person = reader.String("person", Need::kRequired, kMaxPersonBytes);
  training->name = reader.String("name", Need::kRequired, kMaxWordBytes);
  training->until = ReadTime(reader, "until");
  training->evidence = reader.String("evidence", Need::kOptional, kMaxReasonBytes);
  training->reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
}

json::Object ToJson(const Training& training) {
  json::Object out{{"training", training.id},   {"person", training.person},
                   {"name", training.name},     {"until", FormatTimestamp(training.until)},
                   {"reason", training.reason}, {"by", training.by}};
  if (!training.evidence.empty()) out.Add("evidence", training.evidence);
  return out;
}

}  // namespace reeve::oversight
