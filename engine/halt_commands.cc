#include "engine/halt_commands.h"

#include <string>
#include <utility>
#include <vector>

#include "base/text.h"

namespace reeve::engine {

using oversight::ActingPerson;
using oversight::Halt;

Status HaltCommands::CheckSystem(std::string_view tenant, const std::string& id) const {
  if (systems_.Find(tenant, id) != nullptr) return {};
  std::vector<std::string> known;
  for (const oversight::System& system : systems_.All()) {
    if (system.tenant == tenant) known.push_back(system.id);
  }
  return Error{"halt.unknown_system",
               "no system `" + id + "` is registered" + DidYouMeanSuffix(id, known) +
                   ": nothing of it is let pass anyway",
               "/system"};
}

Result<json::Object> HaltCommands::Place(Halt terms, const ActingPerson& by) {
  if (terms.scope == oversight::HaltScope::kSystem) {
    REEVE_RETURN_IF_ERROR(CheckSystem(by.tenant, terms.value));
  }
  terms.placed = clock_.Now();
  terms.id = NewId("h-", terms.placed, random_);
  REEVE_RETURN_IF_ERROR(register_.Place(terms, by));
  return Find(by.tenant, terms.id);
}

Result<json::Object> HaltCommands::Lift(std::string_view id, std::string_view reason,
                                        const ActingPerson& by) {
  REEVE_RETURN_IF_ERROR(register_.Lift(id, reason, by, clock_.Now(), random_));
  return Find(by.tenant, id);
}

Result<json::Object> HaltCommands::Find(std::string_view tenant, std::string_view id) const {
  REEVE_ASSIGN_OR_RETURN(const Halt halt, oversight::FindHalt(ledger_, tenant, id));
  return oversight::ToJson(halt);
}

Result<json::Object> HaltCommands::List(std::string_view tenant, bool lifted) const {
  REEVE_ASSIGN_OR_RETURN(const std::vector<Halt> halts,
                         oversight::ListHalts(ledger_, tenant, lifted));
  json::Array out;
  for (const Halt& halt : halts) {
    if (out.size() == kMaxListedHalts) break;
    out.push_back(oversight::ToJson(halt));
  }
  return json::Object{{"halts", std::move(out)}, {"total", uint64_t{halts.size()}}};
}

}  // namespace reeve::engine
