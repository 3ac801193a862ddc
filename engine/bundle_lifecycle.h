// The life cycle of bundles as commands: propose, approve, reject, schedule, activate, roll back.
// Each appends its record, whose fold (oversight/bundle_register.h) refuses what is not allowed,
// and then puts in place what the log says. docs/lifecycle.md.
//
// A bundle's bytes are in the blob store before the first record that names them, and stay.
//
// A scheduled bundle takes over with the first decision, or question after it, at or past its time:
// there is no moment at which a decision is made by a bundle whose end had come.
//
// A trial (engine/trial.h, engine/bundle_trials.cc) is stopped by a threshold, and promoted at its
// time, in the same way: with the first decision, or question, after it.
//
// Thread-safety: every method, from any thread. Decisions are not held up by a command; the change
// is the swap of a pointer.
#pragma once

#include <atomic>
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
#include "engine/bundle_file.h"
#include "engine/deployment.h"
#include "engine/principal.h"
#include "engine/record_range.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"
#include "oversight/bundle_register.h"
#include "oversight/bundle_trial.h"
#include "policy/bundle.h"

namespace reeve::engine {

struct BundleProposal {
  std::shared_ptr<const policy::Bundle> bundle;
  std::string reason;
  json::Value blast_radius;  // an object of at most kMaxBlastRadiusBytes, or null
  std::vector<oversight::BundleSigner> signed_by = {};
  // Over these records the blast radius is computed, in place of one that is given: nobody has to
  // be trusted for it. At most kMaxRadiusRecords.
  std::optional<RecordRange> records = std::nullopt;
};

// Some seconds of one thread; decisions go on meanwhile.
inline constexpr uint64_t kMaxRadiusRecords = 100'000;

// Who is named where a rule of the life cycle acts, and no person.
inline constexpr char kItself[] = "reeve";

// A trial that a person begins; of a shadow neither share nor time.
struct TrialRequest {
  oversight::TrialMode mode = oversight::TrialMode::kShadow;
  uint32_t share = 0;  // hundredths of a percent
  oversight::TrialThresholds thresholds;
  std::optional<std::chrono::seconds> promote_after = std::nullopt;
  std::string reason;
};

inline constexpr size_t kMaxBlastRadiusBytes = 16'384;
inline constexpr std::chrono::hours kMaxScheduleAhead{24 * 366};

class BundleLifecycle {
 public:
  // All must outlive it; the ledger was opened with oversight::BundleProjection. `detectors`: those
  // that the bundles in force ask (Evaluator::Create).
  BundleLifecycle(ledger::Ledger& ledger, const Clock& clock, const Random& random,
                  AdmissionRules rules, DetectorPool* detectors)
      : ledger_(ledger),
        clock_(clock),
        random_(random),
        rules_(std::move(rules)),
        detectors_(detectors) {}

  // Puts in place what the log says: the active bundle and those scheduled, compiled from the blob
  // store. Success on a new log, with nothing active. ledger.not_found, ledger.blob_damaged,
  // bundle.invalid
  Status Resume();

  std::shared_ptr<const Deployment> deployment() const;
  // The same at `now`, after the bundles that were due have taken over. Errors of the ledger.
  Result<std::shared_ptr<const Deployment>> DeploymentAt(Timestamp now);

  // Without a proposal: a server that was started with a folder of policies.
  Status Install(const std::shared_ptr<const policy::Bundle>& bundle, const Principal& by);

  // Checks a bundle file against the rules and what is in force. One that is refused is recorded
  // (bundle_refusal.h) and changes nothing; `source` says where it came from. Errors of
  // CheckBundleFile.
  Result<AdmittedBundle> Admit(const BundleFile& file, std::string_view source,
                               const oversight::ActingPerson& by);
  // The same, and what is admitted comes into force, without a proposal. Its digest.
  // bundle.rolled_back: it was in force and a person went back from it, so that only a person
  // brings it back.
  Result<std::string> InstallFile(const BundleFile& file, std::string_view source,
                                  const Principal& by);
  // Records the error of a file that was refused, and gives it back.
  Error Refuse(const BundleFile& file, std::string_view source, const Error& error,
               const oversight::ActingPerson& by);
  // Whether nothing comes in without signatures.
  bool asks_for_signatures() const { return rules_.trust != nullptr; }

  // The digest. bundle.tests_failed, bundle.exists, bundle.blast_radius, replay.range,
  // replay.too_many
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

  // A shadow of any proposal that waits; a canary with the approvals that an activation needs now.
  // bundle.trial_running: one trial is at a time. bundle.state, bundle.needs_approval,
  // bundle.schedule: promoted after 366 days at the most. json.value: a share out of its range.
  Status StartTrial(std::string_view digest, const TrialRequest& request,
                    const oversight::ActingPerson& by);
  // bundle.no_trial, bundle.trial_share: only upwards
  Status WidenTrial(std::string_view digest, uint32_t share, std::string_view reason,
                    const oversight::ActingPerson& by);
  // bundle.no_trial
  Status StopTrial(std::string_view digest, std::string_view reason,
                   const oversight::ActingPerson& by);
  // Activates the bundle in trial. bundle.trial_minimum: too few decisions yet, unless a reason to
  // force it is given. bundle.no_trial, those of Activate.
  Status Promote(std::string_view digest, std::string_view force_reason,
                 const oversight::ActingPerson& by);
  // The trial of a bundle: its terms, whether it runs, and the figures; of one that has ended those
  // in its record. bundle.not_found, bundle.no_trial
  Result<json::Object> TrialReport(std::string_view digest) const;
  // Trials that a threshold has stopped, since the start of the process.
  uint64_t threshold_stops() const { return threshold_stops_.load(); }

 private:
  using Evaluators = std::vector<std::shared_ptr<const Evaluator>>;

  // Why a trial ends.
  struct TrialEnd {
    std::string_view why;
    std::string reason = {};
    bool forced = false;
  };

  // From the blob store, unless it was compiled lately.
  Result<std::shared_ptr<const Evaluator>> Compile(const std::string& digest);
  // Given, or computed over the records that are named; null where there is neither.
  Result<json::Value> BlastRadiusOf(const BundleProposal& proposal) const;

  // In one unit with the end of a trial, where the record brings that about.
  Status Append(std::string_view kind, const std::string& tenant, json::Object body,
                const std::optional<TrialEnd>& end = std::nullopt);
  // A command about a proposal that the log has, with the proposal's id.
  Result<json::Object> Command(std::string_view digest, const oversight::ActingPerson& by) const;
  json::Object Activation(const policy::Bundle& bundle) const;
  Status InstallLocked(std::shared_ptr<const Evaluator> evaluator,
                       const std::vector<oversight::BundleSigner>& signed_by, const Principal& by)
      REEVE_REQUIRES(changing_);
  Status ActivateProposed(std::shared_ptr<const Evaluator> evaluator,
                          const oversight::ActingPerson& by,
                          const std::optional<TrialEnd>& end = std::nullopt)
      REEVE_REQUIRES(changing_);
  Status TakeOver(const Deployment::Scheduled& due) REEVE_REQUIRES(changing_);
  // What Deployment::IsDue says is due, one step of it.
  Status Settle(const Deployment& current, Timestamp now) REEVE_REQUIRES(changing_);
  Status StopByThreshold(const Trial& trial) REEVE_REQUIRES(changing_);
  Status PromoteAtItsTime(const Trial& trial) REEVE_REQUIRES(changing_);
  // Where a record of that kind ends the running trial, the record that says so.
  Status AddTrialEnd(std::string_view kind, const json::Object& body,
                     const std::optional<TrialEnd>& end, std::vector<ledger::NewRecord>* unit);
  json::Object TrialEndBody(const oversight::BundleTrial& trial, const json::Value& by,
                            const json::Value& principal, const TrialEnd& end) const;
  // The running trial, which must be of that bundle. bundle.not_found, bundle.no_trial
  Result<oversight::BundleTrial> TrialOf(std::string_view digest) const;
  // The log's running trial with `active`; what is in place already keeps its counts, and others
  // are read from the log. Null when none runs.
  Result<std::shared_ptr<const Trial>> MakeTrial(const std::shared_ptr<const Evaluator>& active);
  // A trial whose bundle cannot be read any more ends, so that the log says who decides.
  Status EndUnreadableTrial() REEVE_REQUIRES(changing_);
  // Puts `active` in place, and what the log has scheduled and in trial.
  Status PutInPlace(std::shared_ptr<const Evaluator> active) REEVE_REQUIRES(changing_);

  ledger::Ledger& ledger_;
  const Clock& clock_;
  const Random& random_;
  std::atomic<uint64_t> threshold_stops_ = 0;
  const AdmissionRules rules_;
  DetectorPool* const detectors_;
  // Held while a change is recorded and put in place, so that the log's last one is in force.
  Mutex changing_;
  mutable Mutex mutex_;
  std::shared_ptr<const Deployment> deployment_ REEVE_GUARDED_BY(mutex_) =
      std::make_shared<const Deployment>();
  // The active bundle and the one before it, which a rollback wants at once.
  Evaluators kept_ REEVE_GUARDED_BY(mutex_);
};

}  // namespace reeve::engine
