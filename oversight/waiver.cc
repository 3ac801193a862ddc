#include "oversight/waiver.h"

#include "oversight/acting_person.h"
#include "oversight/bundle_register.h"
#include "oversight/read_time.h"
#include "oversight/scope_json.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr size_t kMaxNameBytes = 64;  // of policies and rules: docs/policy-language.md

}  // namespace

json::Object ToJson(const Waiver& waiver) {
  json::Object out{{"policy", waiver.policy},
                   {"rule", waiver.rule},
                   {"scope", ScopeJson(waiver.scope, waiver.everywhere)},
                   {"from", FormatTimestamp(waiver.from)},
                   {"until", FormatTimestamp(waiver.until)},
                   {"reason", waiver.reason},
                   {"by", waiver.by},
                   {"requested_by", waiver.requested_by}};
  if (!waiver.references.empty()) {
    out.Add("references", json::Array(waiver.references.begin(), waiver.references.end()));
  }
  return out;
}

void ReadWaiverTerms(ObjectReader& reader, Need from, Waiver* waiver) {
  waiver->policy = reader.String("policy", Need::kRequired, kMaxNameBytes);
  waiver->rule = reader.String("rule", Need::kRequired, kMaxNameBytes);
  ReadScope(reader, "waiver.scope", &waiver->scope, &waiver->everywhere);
  waiver->from = ReadTime(reader, "from", from);
  waiver->until = ReadTime(reader, "until");
  waiver->reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  waiver->requested_by = reader.String("requested_by", Need::kRequired, kMaxPersonBytes);
  waiver->references = reader.Strings("references", kMaxWaiverReferences, kMaxWaiverReferenceBytes);
}

}  // namespace reeve::oversight
