#include "engine/outcome_commands.h"

#include "base/json.h"
#include "engine/find_decision.h"

namespace reeve::engine {

Status OutcomeCommands::CheckDecision(const std::string& id, const Principal& by,
                                      size_t place) const {
  const Result<ledger::Record> record = FindDecision(ledger_, by, id);
  if (record.ok()) return {};
  if (record.error().code != "ledger.not_found") return record.error();
  return Error{"outcome.unknown_decision",
               "there is no decision `" + id + "`; nothing was recorded",
               "/outcomes/" + std::to_string(place) + "/decision"};
}

Status OutcomeCommands::Record(const std::vector<oversight::Outcome>& outcomes,
                               const Principal& by) {
  std::vector<ledger::NewRecord> unit;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    REEVE_RETURN_IF_ERROR(CheckDecision(outcomes[i].decision, by, i));
    const json::Object body{
        {"decision", outcomes[i].decision}, {"outcome", outcomes[i].value}, {"principal", by.name}};
    ledger::NewRecord record;
    record.kind = oversight::kOutcomeRecorded;
    record.log = ledger::LogRole::kControl;
    record.tenant = by.tenant;
    record.id = NewId("o-", clock_.Now(), random_);
    REEVE_ASSIGN_OR_RETURN(record.body, json::Canonical(body));
    unit.push_back(std::move(record));
  }
  if (const auto appended = ledger_.Append(unit); !appended.ok()) return appended.error();
  return {};
}

}  // namespace reeve::engine
