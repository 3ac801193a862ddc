// The life cycle of bundles as commands: propose, approve, reject, schedule, activate, roll back.
// Each appends its record, whose fold (oversight/bundle_register.h) refuses what is not allowed,
// and then puts in place what the log says. docs/lifecycle.md.
//
// A bundle's bytes are in the blob store before the first record that names them, and stay.
//
// A scheduled bundle takes over with the first decision, or question after it, at or past its time:
// there is no moment at which a decision is made by a bundle whose end had come.
//
// Thread-safety: every method, from any thread. Decisions are not held up by a command; the change
// is the swap of a pointer.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/bundle_changes.h"
#include "engine/deployment.h"
#include "engine/principal.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"
#include "oversight/bundle_register.h"
#include "policy/bundle.h"

namespace reeve::engine {

struct BundleProposal {
  std::shared_ptr<const policy::Bundle> bundle;
  std::string reason;
  json::Value blast_radius;  // an object of at most kMaxBlastRadiusBytes, or null
};

inline constexpr size_t kMaxBlastRadiusBytes = 16'384;
inline constexpr std::chrono::hours kMaxScheduleAhead{24 * 366};

class BundleLifecycle {
 public:
  // All must outlive it; the ledger was opened with oversight::BundleProjection.
  BundleLifecycle(ledger::Ledger& ledger, const Clock& clock, const Random& random)
      : ledger_(ledger), clock_(clock), random_(random) {}

  // Puts in place what the log says: the active bundle and those scheduled, compiled from the blob
  // store. Success on a new log, with nothing active. ledger.not_found, ledger.blob_damaged,
  // bundle.invalid
  Status Resume();

  std::shared_ptr<const Deployment> deployment() const;
  // The same at `now`, after the bundles that were due have taken over. Errors of the ledger.
  Result<std::shared_ptr<const Deployment>> DeploymentAt(Timestamp now);

  // Without a proposal: a server that was started with a folder of policies.
  Status Install(const std::shared_ptr<const policy::Bundle>& bundle, const Principal& by);

  // The digest. bundle.tests_failed, bundle.exists, bundle.blast_radius
  Result<std::string> Propose(const BundleProposal& proposal, const oversight::ActingPerson& by);
  // bundle.not_found, bundle.state, bundle.own_proposal, bundle.approved_twice
  Status Approve(std::string_view digest, std::string_view reason,
                 const oversight::ActingPerson& by);
  Status Reject(std::string_view digest, std::string_view reason,
                const oversight::ActingPerson& by);
  // bundle.schedule: a time that has passed, or is over a year ahead. bundle.needs_approval
  Status Schedule(std::string_view digest, Timestamp at, const oversight::ActingPerson& by);
  // bundle.needs_approval: also when it loosens against what is active by now.
  Status Activate(std::string_view digest, const oversight::ActingPerson& by);
  // To `digest`, or where it is empty to the bundle that the active one superseded. Its digest.
  // bundle.never_active, bundle.active_already, bundle.nothing_before
  Result<std::string> RollBack(std::string_view digest, std::string_view reason,
                               const oversight::ActingPerson& by);

 private:
  using Evaluators = std::vector<std::shared_ptr<const Evaluator>>;

  // From the blob store, unless it was compiled lately.
  Result<std::shared_ptr<const Evaluator>> Compile(const std::string& digest);
  Status Append(std::string_view kind, const std::string& tenant, json::Object body);
  // A command about a proposal that the log has, with the proposal's id.
  Result<json::Object> Command(std::string_view digest, const oversight::ActingPerson& by) const;
  json::Object Activation(const policy::Bundle& bundle) const;
  Status ActivateProposed(std::shared_ptr<const Evaluator> evaluator,
                          const oversight::ActingPerson& by) REEVE_REQUIRES(changing_);
  Status TakeOver(const Deployment::Scheduled& due) REEVE_REQUIRES(changing_);
  // Puts `active` in place, and what the log has scheduled.
  Status PutInPlace(std::shared_ptr<const Evaluator> active) REEVE_REQUIRES(changing_);

  ledger::Ledger& ledger_;
  const Clock& clock_;
  const Random& random_;
  // Held while a change is recorded and put in place, so that the log's last one is in force.
  Mutex changing_;
  mutable Mutex mutex_;
  std::shared_ptr<const Deployment> deployment_ REEVE_GUARDED_BY(mutex_) =
      std::make_shared<const Deployment>();
  // The active bundle and the one before it, which a rollback wants at once.
  Evaluators kept_ REEVE_GUARDED_BY(mutex_);
};

}  // namespace reeve::engine
