// Grants: the part of the projection `approvals` that the records `grant.*` and
// `training.recorded` make (docs/approvals.md). It shares the projection's keys with the approvals,
// because a vote is judged by both in one fold.
//
// What holds, because the fold refuses a record that would break it before it is written:
//   - nobody gives a right to themselves, and nobody records their own training;
//   - a grant ends, within kMaxGrantTime of its beginning;
//   - a delegation is of the delegator's own grant, to somebody else, within its reach and time; a
//     delegation is not passed on;
//   - what is ended was given to that tenant, and has not ended before.
// That a grant begins, runs out, or ends with the grant that it is a part of, is no record: it is a
// matter of the time at which one asks.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"
#include "oversight/grant.h"

namespace reeve::oversight {

// Of one person, that have neither run out nor been ended.
inline constexpr size_t kMaxGrantsOfPerson = 100;
inline constexpr size_t kMaxTrainingsOfPerson = 100;

// Reads one key of the projection: of its fold, or of its state.
using StateGet = std::function<Result<std::optional<std::string>>(std::string_view key)>;

// What one person has been given.
struct PersonRights {
  std::vector<GrantEntry> grants;
  std::map<std::string, GrantEntry> wholes;  // that delegations among them are parts of
  std::map<std::string, Timestamp> trained_until;

  // Whether it lets its person act at that moment: not ended, in its time, with a training that
  // has not run out; of a delegation, the same of its grant. grant.state, grant.competence
  Status Check(const GrantEntry& entry, Timestamp now) const;
};
Result<PersonRights> RightsOf(const StateGet& get, std::string_view tenant,
                              std::string_view person);

// For records of these kinds; others change nothing.
Status FoldGrants(const ledger::Record& record, ledger::ProjectionWriter& state);

// grant.not_found: also where it is another tenant's.
Result<GrantEntry> FindGrant(const ledger::Ledger& ledger, std::string_view tenant,
                             std::string_view id);
// All of a tenant, the last given first.
Result<std::vector<GrantEntry>> ListGrants(const ledger::Ledger& ledger, std::string_view tenant);
// The last recorded first.
Result<std::vector<Training>> ListTrainings(const ledger::Ledger& ledger, std::string_view tenant);

}  // namespace reeve::oversight
