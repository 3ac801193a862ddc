// What callers report when it is known what came of a decision. oversight/outcome.h.
//
// Thread-safety: any thread.
#pragma once

#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/principal.h"
#include "ledger/ledger.h"
#include "oversight/outcome.h"

namespace reeve::engine {

inline constexpr size_t kMaxOutcomes = 1'000;  // of one request

class OutcomeCommands {
 public:
  // All must outlive it.
  OutcomeCommands(ledger::Ledger& ledger, const Clock& clock, const Random& random)
      : ledger_(ledger), clock_(clock), random_(random) {}

  // Records all in one unit, or none; durable on return. A later outcome of the same decision
  // stands in place of the earlier one, which stays in the log. outcome.unknown_decision (`at` is
  // its pointer): also where it is another tenant's; errors of the ledger. Precondition: at most
  // kMaxOutcomes.
  Status Record(const std::vector<oversight::Outcome>& outcomes, const Principal& by);

 private:
  Status CheckDecision(const std::string& id, const Principal& by, size_t place) const;

  ledger::Ledger& ledger_;
  const Clock& clock_;
  const Random& random_;
};

}  // namespace reeve::engine
