#include "engine/find_decision.h"

#include "engine/decision.h"

namespace reeve::engine {

Result<ledger::Record> FindDecision(const ledger::Ledger& ledger, std::string_view tenant,
                                    std::string_view id) {
  const Error unknown{"ledger.not_found", "there is no decision of that id"};
  Result<ledger::Record> record = ledger.FindById(id);
  if (!record.ok()) return record.error().code == unknown.code ? unknown : record.error();
  if (record->kind() != kDecisionKind || record->tenant() != tenant) return unknown;
  return record;
}

Result<ledger::Record> FindDecision(const ledger::Ledger& ledger, const Principal& principal,
                                    std::string_view id) {
  Result<ledger::Record> record = FindDecision(ledger, principal.tenant, id);
  if (!record.ok() || principal.systems.empty()) return record;
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record->Body());
  const json::Value* system = json::Resolve(*body, "/facts/system/id");
  if (system == nullptr) system = body->Find("system");  // the register refused it
  if (system != nullptr && system->as_string() != nullptr &&
      principal.MaySpeakFor(*system->as_string())) {
    return record;
  }
  return Error{"ledger.not_found", "there is no decision of that id"};
}

}  // namespace reeve::engine
