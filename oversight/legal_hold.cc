#include "oversight/legal_hold.h"

#include <array>

#include "ledger/record.h"
#include "oversight/acting_person.h"
#include "oversight/bundle_register.h"
#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

using json::Need;

constexpr std::array<std::string_view, 3> kScopeNames = {"subject", "system", "everything"};
constexpr size_t kMaxValueBytes = 256;

}  // namespace

std::string_view HoldScopeName(HoldScope scope) { return kScopeNames[static_cast<size_t>(scope)]; }

json::Object TermsJson(const LegalHold& hold) {
  const bool all = hold.scope == HoldScope::kEverything;
  json::Object out{{"by", hold.by}, {"matter", hold.matter}, {"reason", hold.reason}};
  out.Add(std::string(HoldScopeName(hold.scope)),
          all ? json::Value(true) : json::Value(hold.value));
  if (!hold.incident.empty()) out.Add("incident", hold.incident);
  return out;
}

json::Object ToJson(const LegalHold& hold) {
  json::Object out = TermsJson(hold);
  out.Add("id", hold.id).Add("tenant", hold.tenant).Add("placed", FormatTimestamp(hold.placed));
  if (hold.lifted) {
    out.Add("lifted", json::Object{{"by", hold.lifted->by},
                                   {"reason", hold.lifted->reason},
                                   {"time", FormatTimestamp(hold.lifted->time)}});
  }
  return out;
}

void ReadHoldTerms(json::ObjectReader& reader, LegalHold* hold) {
  const std::string subject = reader.String("subject", Need::kOptional, kMaxValueBytes);
  const std::string system = reader.String("system", Need::kOptional, kMaxValueBytes);
  const bool everything = reader.Bool("everything");
  hold->matter = reader.String("matter", Need::kRequired, kMaxMatterBytes);
  hold->reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  if (int{!subject.empty()} + int{!system.empty()} + int{everything} != 1) {
    reader.Fail("legal_hold.scope", "subject",
                "a legal hold covers one of these: `subject`, `system`, `everything`: true");
  }
  hold->scope = everything         ? HoldScope::kEverything
                : !subject.empty() ? HoldScope::kSubject
                                   : HoldScope::kSystem;
  hold->value = subject + system;
}

Result<LegalHold> LegalHoldFromJson(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  LegalHold hold;
  json::ObjectReader reader(value, "");
  ReadHoldTerms(reader, &hold);
  hold.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  hold.id = reader.String("id", Need::kRequired, ledger::kMaxIdBytes);
  hold.tenant = reader.String("tenant", Need::kRequired, kMaxValueBytes);
  hold.placed = ReadTime(reader, "placed");
  hold.incident = reader.String("incident", Need::kOptional, ledger::kMaxIdBytes);
  if (const json::Value* lifted = reader.ObjectMember("lifted", Need::kOptional)) {
    json::ObjectReader inner(*lifted, "/lifted");
    hold.lifted = LegalHold::Lifting{inner.String("by", Need::kRequired, kMaxPersonBytes),
                                     inner.String("reason", Need::kRequired, kMaxReasonBytes),
                                     ReadTime(inner, "time")};
    reader.Absorb(inner.Finish());
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return hold;
}

}  // namespace reeve::oversight
