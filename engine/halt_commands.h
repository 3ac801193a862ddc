// Halts as commands and questions: place, lift, list. docs/halts.md.
//
// Beside what the fold refuses (oversight/halts.h), a halt of a system is checked against the
// register: a misspelt id would stop nothing.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"
#include "oversight/halts.h"
#include "oversight/system_register.h"

namespace reeve::engine {

inline constexpr size_t kMaxListedHalts = 1'000;

class HaltCommands {
 public:
  // All must outlive it; the ledger was opened with AllProjections().
  HaltCommands(ledger::Ledger& ledger, oversight::HaltRegister& halts,
               oversight::SystemRegister& systems, const Clock& clock, const Random& random)
      : ledger_(ledger), register_(halts), systems_(systems), clock_(clock), random_(random) {}

  // Takes scope, value and reason from `terms`. The halt, as oversight::ToJson has it; every
  // decision that begins after it returned is stopped. halt.unknown_system; those of
  // HaltRegister::Place
  Result<json::Object> Place(oversight::Halt terms, const oversight::ActingPerson& by);
  // The halt as it is then. halt.not_found, halt.state, halt.own
  Result<json::Object> Lift(std::string_view id, std::string_view reason,
                            const oversight::ActingPerson& by);

  Result<json::Object> Find(std::string_view tenant, std::string_view id) const;
  // {"halts":[...],"total":n}: the last placed first; at most kMaxListedHalts, of `total`.
  Result<json::Object> List(std::string_view tenant, bool lifted) const;

 private:
  Status CheckSystem(std::string_view tenant, const std::string& id) const;

  ledger::Ledger& ledger_;
  oversight::HaltRegister& register_;
  oversight::SystemRegister& systems_;
  const Clock& clock_;
  const Random& random_;
};

}  // namespace reeve::engine
