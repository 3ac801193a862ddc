#include "oversight/appeal.h"

#include "ledger/record.h"
#include "oversight/acting_person.h"
#include "oversight/bundle_register.h"
#include "oversight/outcome.h"
#include "oversight/override.h"
#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr size_t kWordBytes = 64;
constexpr size_t kMaxNameBytes = 256;

}  // namespace

const std::vector<std::string>& AppealKinds() {
  static const std::vector<std::string> kKinds = {"complaint", "contest"};
  return kKinds;
}

const std::vector<std::string>& AppealGrounds() {
  static const std::vector<std::string> kGrounds = {"discrimination", "facts", "not_explained",
                                                    "not_human",      "other", "procedure"};
  return kGrounds;
}

void ReadAppealTerms(ObjectReader& reader, Appeal* appeal) {
  appeal->decision = reader.String("decision", Need::kRequired, kMaxDecisionIdBytes);
  appeal->kind = reader.OneOf("kind", Need::kRequired, AppealKinds());
  appeal->grounds = reader.OneOf("grounds", Need::kRequired, AppealGrounds());
}

json::Object ToJson(const Appeal& appeal) {
  json::Object out{{"id", appeal.id},
                   {"tenant", appeal.tenant},
                   {"state", appeal.decided ? "decided" : "open"},
                   {"decision", appeal.decision},
                   {"system", appeal.system},
                   {"kind", appeal.kind},
                   {"grounds", appeal.grounds},
                   {"by", appeal.by},
                   {"opened", FormatTimestamp(appeal.opened)}};
  if (!appeal.rules.empty()) {
    out.Add("rules", json::Array(appeal.rules.begin(), appeal.rules.end()));
  }
  if (!appeal.statement.empty()) out.Add("statement", appeal.statement);
  if (!appeal.person.empty()) out.Add("person", appeal.person);
  if (appeal.decided) {
    json::Object ruling{{"result", appeal.decided->result},
                        {"by", appeal.decided->by},
                        {"reason", appeal.decided->reason},
                        {"time", FormatTimestamp(appeal.decided->time)}};
    if (!appeal.decided->outcome.empty()) ruling.Add("outcome", appeal.decided->outcome);
    out.Add("decided", std::move(ruling));
  }
  return out;
}

Result<Appeal> AppealFromJson(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  Appeal appeal;
  ObjectReader reader(value, "");
  ReadAppealTerms(reader, &appeal);
  appeal.id = reader.String("id", Need::kRequired, ledger::kMaxIdBytes);
  appeal.tenant = reader.String("tenant", Need::kRequired, kMaxNameBytes);
  reader.String("state", Need::kRequired, kWordBytes);  // follows from the rest
  appeal.system = reader.String("system", Need::kOptional, kMaxNameBytes);
  appeal.rules = reader.Strings("rules", kMaxOverrideRules, kMaxNameBytes);
  appeal.statement = reader.String("statement", Need::kOptional, kMaxNameBytes);
  appeal.person = reader.String("person", Need::kOptional, kMaxNameBytes);
  appeal.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  appeal.opened = ReadTime(reader, "opened");
  if (const json::Value* decided = reader.ObjectMember("decided", Need::kOptional)) {
    ObjectReader inner(*decided, "/decided");
    appeal.decided = Appeal::Ruling{inner.String("result", Need::kRequired, kWordBytes),
                                    inner.String("outcome", Need::kOptional, kMaxOutcomeBytes),
                                    inner.String("by", Need::kRequired, kMaxPersonBytes),
                                    inner.String("reason", Need::kRequired, kMaxReasonBytes),
                                    ReadTime(inner, "time")};
    reader.Absorb(inner.Finish());
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return appeal;
}

}  // namespace reeve::oversight
