// Approvals as commands and questions: list, show, vote, withdraw, and what is over by itself is
// noticed. docs/approvals.md.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/mutex.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/decision.h"
#include "engine/quality_commands.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"
#include "oversight/approval_queue.h"
#include "oversight/approvals.h"

namespace reeve::engine {

// Of one sweep, of each kind; more wait for the next.
inline constexpr size_t kMaxNoticedAtOnce = 1'000;

struct VoteTerms {
  bool approve = false;
  std::string reason;
  std::vector<std::string> conditions = {};
  std::string grant = {};  // empty: the first of the person's that lets them
};

class ApprovalCommands {
 public:
  // All must outlive it; the ledger was opened with AllProjections().
  ApprovalCommands(ledger::Ledger& ledger, const Commitments& commitments, QualityCommands& quality,
                   const Clock& clock, const Random& random)
      : ledger_(ledger),
        commitments_(commitments),
        quality_(quality),
        clock_(clock),
        random_(random) {}

  // What the approval's terms have (oversight::ToJson), and: tenant, state (as of now), votes (of a
  // blind one while it is open, only how many: `votes_cast`), approvals (how many), used, `valid`
  // {from, until} once a request may pass, closed {time, by, reason}. approval.not_found
  Result<json::Object> Find(std::string_view tenant, std::string_view id);
  // {"approvals":[...],"next":"..."}: see oversight::QueueQuery.
  Result<json::Object> List(const oversight::QueueQuery& query);

  // The approval, as Find has it. Those of the fold (oversight/approvals.h): approval.voted,
  // approval.own_request, approval.no_right, approval.expired, ... Who votes is judged by how they
  // vote (quality_commands.h); the vote stands, whatever comes of that.
  Result<json::Object> CastVote(std::string_view id, const VoteTerms& terms,
                                const oversight::ActingPerson& by);
  // approval.not_requester, and those of its state
  Result<json::Object> Withdraw(std::string_view id, std::string_view reason,
                                const oversight::ActingPerson& by);

  // Records what is over by itself and not on record so: past its deadline, or void. How many.
  Result<size_t> Sweep();

 private:
  Result<oversight::ApprovalEntry> FindEntry(std::string_view tenant, std::string_view id) const;
  Result<std::string> ChooseGrant(const oversight::Approval& approval, bool approve,
                                  const oversight::ActingPerson& by) const;
  Status Record(std::string_view kind, const char* prefix, std::string_view tenant,
                json::Object body);
  // After a vote, or where it is over.
  void Judge(std::string_view id, std::string_view tenant);
  // A refusal because it is over by itself is the moment at which that is noticed.
  Error Noticing(Error refusal, std::string_view id);
  Status Notice(std::string_view id, const oversight::LiveBundles& bundles, Timestamp now,
                size_t* noticed);

  ledger::Ledger& ledger_;
  const Commitments& commitments_;
  QualityCommands& quality_;
  const Clock& clock_;
  const Random& random_;
  Mutex sweeping_;
  std::string swept_under_ REEVE_GUARDED_BY(sweeping_);  // the bundles of the last whole sweep
  bool revealed_ REEVE_GUARDED_BY(sweeping_) = false;    // what a crash left of known-bad items
};

}  // namespace reeve::engine
