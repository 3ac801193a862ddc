// A registered AI system: who answers for it, what it is for, and whether it may run.
//
// The register is a fold over the ledger (system_register.h); this is one entry of it, in memory
// and as JSON, which is also the body of the record `system.registered`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "policy/facts.h"

namespace reeve::oversight {

enum class SystemState : uint8_t { kActive, kHalted, kRetired };
std::string_view SystemStateName(SystemState state);  // "active", "halted", "retired"

struct System {
  std::string id;
  std::string tenant = "default";
  std::string name;
  std::string owner;    // a named person, or the office that answers for it
  std::string purpose;  // what it was registered for
  policy::RiskClass risk_class = policy::RiskClass::kUnclassified;
  SystemState state = SystemState::kActive;
  friend bool operator==(const System&, const System&) = default;
};

// Why the register lets nothing of this system pass, or nothing when it may run: a code
// ("system.halted") and a sentence.
std::optional<Error> Standstill(const System& system);

json::Object ToJson(const System& system);
// Errors of base/json_reader.h, with pointers beneath `pointer`.
Result<System> SystemFromJson(const json::Value& value, const std::string& pointer);

}  // namespace reeve::oversight
