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

}  // namespace reeve::engine
