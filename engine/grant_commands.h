// Decision rights as commands and questions: give, end, delegate, list; and trainings.
// docs/approvals.md.
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
#include "engine/decision.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"
#include "oversight/grants.h"

namespace reeve::engine {

inline constexpr size_t kMaxListedGrants = 1'000;

// Of a grant that is passed on: what is absent is as in the grant.
struct DelegationTerms {
  std::string of;  // the grant's id
  std::string to;  // the person
  std::optional<double> up_to = std::nullopt;
  std::vector<std::string> actions = {};
  std::vector<std::string> risk_classes = {};
  std::vector<std::string> systems = {};
  std::vector<std::string> known_as = {};  // ids by which requests name the person
  Timestamp from = {};                     // the epoch: now
  Timestamp until = {};
  std::string reason;
};

class GrantCommands {
 public:
  // All must outlive it; the ledger was opened with AllProjections().
  GrantCommands(ledger::Ledger& ledger, const Commitments& commitments, const Clock& clock,
                const Random& random)
      : ledger_(ledger), commitments_(commitments), clock_(clock), random_(random) {}

  // `terms` is all but id, tenant and by, with `known_as` in clear, of which the record has
  // digests; at the epoch, `from` is now. The grant, as Find has it. grant.own, grant.until,
  // grant.too_many
  Result<json::Object> Give(oversight::Grant terms, const oversight::ActingPerson& by);
  // Of a grant of `by`'s own. grant.not_found, grant.not_own, grant.delegated, grant.scope, ...
  Result<json::Object> Delegate(const DelegationTerms& terms, const oversight::ActingPerson& by);
  // grant.not_found, grant.state
  Result<json::Object> End(std::string_view id, std::string_view reason,
                           const oversight::ActingPerson& by);

  // What oversight::ToJson has, and `state`: pending, active, expired, ended; of a delegation the
  // grant's that it is a part of, once that is over. grant.not_found
  Result<json::Object> Find(std::string_view tenant, std::string_view id);
  // {"grants":[...],"total":n}, the last given first; empty for all: `person`, `role`, `state`.
  Result<json::Object> List(std::string_view tenant, std::string_view person, std::string_view role,
                            std::string_view state);

  // grant.own
  Result<json::Object> RecordTraining(oversight::Training terms, const oversight::ActingPerson& by);
  // {"trainings":[...]}, each with `state`: current, expired; the last recorded first.
  Result<json::Object> ListTrainings(std::string_view tenant, std::string_view person);

 private:
  Result<json::Object> ToJson(const oversight::GrantEntry& entry, Timestamp now) const;
  Status Record(std::string_view kind, std::string id, const oversight::ActingPerson& by,
                json::Object body);
  std::vector<std::string> Digests(const std::vector<std::string>& ids) const;

  ledger::Ledger& ledger_;
  const Commitments& commitments_;
  const Clock& clock_;
  const Random& random_;
};

}  // namespace reeve::engine
