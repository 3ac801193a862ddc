// The register of systems as commands and questions. docs/registering.md.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/unknown_systems.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"
#include "oversight/system_register.h"

namespace reeve::engine {

inline constexpr size_t kMaxListedSystems = 1'000;

class SystemCommands {
 public:
  // All must outlive it; the ledger was opened with AllProjections().
  SystemCommands(ledger::Ledger& ledger, oversight::SystemRegister& systems,
                 const UnknownSystems& unknown, const Clock& clock, const Random& random)
      : ledger_(ledger), register_(systems), unknown_(unknown), clock_(clock), random_(random) {}

  // Each gives the system as Find does, and fails as oversight::Apply says. `facts` and `changes`
  // have members of oversight::ReadSystemFacts.
  Result<json::Object> Propose(std::string_view id, const json::Object& facts,
                               std::string_view reason, const oversight::ActingPerson& by);
  Result<json::Object> Change(std::string_view id, const json::Object& changes,
                              std::string_view reason, const oversight::ActingPerson& by);
  Result<json::Object> Take(oversight::SystemStep step, std::string_view id,
                            std::string_view review_due, std::string_view reason,
                            const oversight::ActingPerson& by);
  Result<json::Object> AddDocument(std::string_view id, const oversight::SystemDocument& document,
                                   std::string_view reason, const oversight::ActingPerson& by);

  // A class that was worked out (engine/system_classification.h).
  Result<json::Object> Classify(std::string_view id,
                                oversight::SystemRegister::Classified classified,
                                std::string_view reason, const oversight::ActingPerson& by);

  // What oversight::ToJson of the system has, and who proposed, reviewed, approved, stopped and
  // classified it {by, reason, time}; governed; runs (now, for a use that nothing forbids), or
  // stands_still {code, message}; drift, the undeclared purposes that were seen. system.not_found
  Result<json::Object> Find(std::string_view tenant, std::string_view id) const;
  // {"systems":[...],"total":n}, by id, without drift; at most kMaxListedSystems, of `total`.
  json::Object List(std::string_view tenant, std::optional<oversight::SystemState> state) const;
  // {"unknown":[{system, principal, calls, first, last}],"since","not_listed"}: the most calls
  // first, without what is registered by now.
  json::Object Unknown(std::string_view tenant) const;

 private:
  oversight::SystemCommand Command(std::string_view reason,
                                   const oversight::ActingPerson& by) const {
    return {by, reason, clock_.Now(), random_};
  }

  ledger::Ledger& ledger_;
  oversight::SystemRegister& register_;
  const UnknownSystems& unknown_;
  const Clock& clock_;
  const Random& random_;
};

}  // namespace reeve::engine
