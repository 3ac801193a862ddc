#include "oversight/outcome.h"

#include <algorithm>

namespace reeve::oversight {

bool IsOutcomeWord(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

Result<Outcome> ReadOutcome(const json::Value& value, const std::string& pointer) {
  json::ObjectReader reader(value, pointer);
  Outcome outcome;
  outcome.decision = reader.String("decision", json::Need::kRequired, kMaxDecisionIdBytes);
  outcome.value = reader.String("outcome", json::Need::kRequired, kMaxOutcomeBytes);
  if (!IsOutcomeWord(outcome.value)) {
    reader.Fail("json.value", "outcome",
                "`outcome` is one word of letters, digits, '-', '_' and '.', such as repaid");
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return outcome;
}

Result<Outcome> OutcomeOf(const ledger::Record& record) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* const body, record.Body());
  const json::Value* decision = body->Find("decision");
  const json::Value* outcome = body->Find("outcome");
  if (decision == nullptr || decision->as_string() == nullptr || outcome == nullptr ||
      outcome->as_string() == nullptr) {
    return Error{"ledger.record_malformed",
                 "record " + std::to_string(record.index()) + " is of an outcome and names none"};
  }
  return Outcome{*decision->as_string(), *outcome->as_string()};
}

}  // namespace reeve::oversight
