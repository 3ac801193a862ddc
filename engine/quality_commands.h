// The quality of oversight as commands and questions: how approvers vote, what raises an alarm, and
// known-bad items among the approvals (oversight/vote_quality.h). docs/quality-of-oversight.md.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/decision.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"
#include "oversight/vote_quality.h"

namespace reeve::engine {

class QualityCommands {
 public:
  // All must outlive it; the ledger was opened with AllProjections().
  QualityCommands(ledger::Ledger& ledger, const Commitments& commitments, const Clock& clock,
                  const Random& random)
      : ledger_(ledger), commitments_(commitments), clock_(clock), random_(random) {}

  // {"approvers":[{counts, shares, mean_seconds, "judged":{"votes", shares}, "beyond":[measures]}],
  // "measures":{...}}, by name.
  Result<json::Object> Show(std::string_view tenant) const;

  // The measures as they are now. oversight.own_measures (who votes sets none)
  Result<json::Object> SetMeasures(const oversight::OversightMeasures& measures,
                                   const std::string& reason, const oversight::ActingPerson& by);

  // Says that an open approval is a known-bad item, which ought to be rejected. Who made its
  // request does so right after it was held, before anybody has voted. approval.not_found,
  // oversight.seed (it is not open, was voted on, or is one)
  Status Seed(std::string_view approval, const std::string& reason,
              const oversight::ActingPerson& by);

  // After a vote on the approval, or when it is over: reveals the seed, if it is one and nobody
  // votes on it any more, and raises the alarms of the tenant that are due.
  Status Judge(std::string_view approval, std::string_view tenant);
  // What Judge was kept from by a crash.
  Status RevealMissed();
  // The alarms alone, for what changes without a vote: a reversal on appeal.
  Status RaiseAlarms(std::string_view tenant);

 private:
  ledger::ProjectionReader State() const;
  std::string SeedOf(std::string_view approval) const;
  Status Reveal(std::string_view approval);
  Status RaiseAlarm(const oversight::ApproverQuality& quality,
                    const std::vector<oversight::ExceededMeasure>& exceeded, bool suspends,
                    std::string_view tenant);
  // Adds to the unit what ends each grant of the person that has not run out; their ids.
  Result<json::Array> EndGrants(std::string_view tenant, std::string_view person,
                                std::vector<ledger::NewRecord>* unit) const;
  Result<ledger::NewRecord> Record(std::string_view kind, const char* prefix,
                                   std::string_view tenant, json::Object body) const;
  Status Append(std::string_view kind, const char* prefix, std::string_view tenant,
                json::Object body);

  ledger::Ledger& ledger_;
  const Commitments& commitments_;
  const Clock& clock_;
  const Random& random_;
};

}  // namespace reeve::engine
