#include "engine/bundle_lifecycle.h"

#include <algorithm>

#include "base/log.h"
#include "engine/activation.h"
#include "engine/bundle_tests.h"
#include "engine/replay.h"

namespace reeve::engine {
namespace {

using oversight::ActingPerson;

constexpr size_t kKeptEvaluators = 3;
// Of a blast radius: the server itself, from its own ledger.
constexpr char kComputedBy[] = "computed_by";
constexpr size_t kComputedBytes = 32;  // what that member takes

std::string TextAt(const json::Object& entry, std::string_view part, std::string_view key) {
  const json::Value* object = entry.Find(part);
  const json::Value* text = object == nullptr ? nullptr : object->Find(key);
  return text == nullptr || text->as_string() == nullptr ? "" : *text->as_string();
}

Status CheckBlastRadius(const json::Value& given) {
  const Result<std::string> text = json::Canonical(given);
  if (text.ok() && given.as_object() != nullptr && text->size() <= kMaxBlastRadiusBytes &&
      given.Find(kComputedBy) == nullptr) {
    return {};
  }
  return Error{"bundle.blast_radius",
               "the blast radius must be an object of at most 16,384 bytes without a member "
               "`computed_by`, as `reeve policy diff --records --json` gives it; or name "
               "`records`, and the server computes it",
               "/blast_radius"};
}

}  // namespace

std::shared_ptr<const Deployment> BundleLifecycle::deployment() const {
  const MutexLock lock(mutex_);
  return deployment_;
}

Result<std::shared_ptr<const Deployment>> BundleLifecycle::DeploymentAt(Timestamp now) {
  std::shared_ptr<const Deployment> current = deployment();
  if (!current->IsDue(now)) return current;
  const MutexLock one_at_a_time(changing_);
  for (current = deployment(); current->IsDue(now); current = deployment()) {
    REEVE_RETURN_IF_ERROR(Settle(*current, now));
  }
  return current;
}

Status BundleLifecycle::Resume() {
  const MutexLock one_at_a_time(changing_);
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> digest, oversight::ActiveBundle(ledger_));
  if (!digest) return {};
  REEVE_ASSIGN_OR_RETURN(std::shared_ptr<const Evaluator> active, Compile(*digest));
  REEVE_RETURN_IF_ERROR(EndUnreadableTrial());
  return PutInPlace(std::move(active));
}

Result<std::shared_ptr<const Evaluator>> BundleLifecycle::Compile(const std::string& digest) {
  {
    const MutexLock lock(mutex_);
    for (const auto& kept : kept_) {
      if (kept->bundle().digest() == digest) return kept;
    }
  }
  REEVE_ASSIGN_OR_RETURN(auto bundle, LoadBundle(ledger_.blobs(), digest));
  return Evaluator::Create(std::move(bundle), detectors_);
}

Status BundleLifecycle::Append(std::string_view kind, const std::string& tenant, json::Object body,
                               const std::optional<TrialEnd>& end) {
  std::vector<ledger::NewRecord> unit;
  REEVE_RETURN_IF_ERROR(AddTrialEnd(kind, body, end, &unit));
  REEVE_ASSIGN_OR_RETURN(ledger::NewRecord record,
                         oversight::BundleRecord(kind, NewId("bundle-", clock_.Now(), random_),
                                                 tenant, std::move(body)));
  unit.push_back(std::move(record));
  const auto appended = ledger_.Append(unit);
  return appended.ok() ? Status() : Status(appended.error());
}

Result<json::Object> BundleLifecycle::Command(std::string_view digest,
                                              const ActingPerson& by) const {
  REEVE_ASSIGN_OR_RETURN(const json::Object entry, oversight::FindBundle(ledger_, digest));
  json::Object body = oversight::BundleCommand(digest, by);
  const std::string proposal = TextAt(entry, "proposal", "id");
  if (proposal.empty()) {
    return Error{"bundle.not_proposed", "the bundle `" + std::string(digest) +
                                            "` was put in place without a proposal: propose it"};
  }
  body.Add("proposal", proposal);
  return body;
}

json::Object BundleLifecycle::Activation(const policy::Bundle& bundle) const {
  json::Object body = ActivationBody(bundle);
  const std::shared_ptr<const Evaluator> active = deployment()->active;
  if (active != nullptr) body.Add("supersedes", active->bundle().digest());
  return body;
}

Status BundleLifecycle::PutInPlace(std::shared_ptr<const Evaluator> active) {
  REEVE_ASSIGN_OR_RETURN(const auto scheduled, oversight::ScheduledBundles(ledger_));
  auto next = std::make_shared<Deployment>();
  REEVE_ASSIGN_OR_RETURN(next->trial, MakeTrial(active));
  next->active = std::move(active);
  for (const oversight::ScheduledBundle& bundle : scheduled) {
    Result<std::shared_ptr<const Evaluator>> evaluator = Compile(bundle.digest);
    if (evaluator.ok()) {
      next->scheduled.push_back({bundle.at, *std::move(evaluator)});
    } else {
      Log(LogLevel::kError, "bundle.unreadable",
          {{"digest", bundle.digest}, {"code", evaluator.error().code}});
    }
  }
  const MutexLock lock(mutex_);
  if (deployment_->active != next->active) {
    Log(LogLevel::kInfo, "bundle.active",
        {{"digest", next->active->bundle().digest()},
         {"policies", next->active->bundle().policies().size()},
         {"rules", next->active->bundle().rules().size()}});
  }
  if (deployment_->active == next->active) {
    next->rules = deployment_->rules;
  } else {
    next->rules = std::make_shared<RuleCounts>(next->active->shared_bundle());
  }
  if (next->active != nullptr) {
    std::erase(kept_, next->active);
    kept_.insert(kept_.begin(), next->active);
    if (kept_.size() > kKeptEvaluators) kept_.pop_back();
  }
  deployment_ = std::move(next);
  return {};
}

Status BundleLifecycle::Install(const std::shared_ptr<const policy::Bundle>& bundle,
                                const Principal& by) {
  REEVE_ASSIGN_OR_RETURN(std::shared_ptr<const Evaluator> evaluator,
                         Evaluator::Create(bundle, detectors_));
  const MutexLock one_at_a_time(changing_);
  return InstallLocked(std::move(evaluator), {}, by);
}

Status BundleLifecycle::InstallLocked(std::shared_ptr<const Evaluator> evaluator,
                                      const std::vector<oversight::BundleSigner>& signed_by,
                                      const Principal& by) {
  const policy::Bundle& bundle = evaluator->bundle();
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> active, oversight::ActiveBundle(ledger_));
  if (active != bundle.digest()) {
    const Result<Hash> kept = ledger_.blobs().Put(bundle.canonical_bytes());
    if (!kept.ok()) return kept.error();
    json::Object body = ActivationBody(bundle);
    body.Add("principal", by.name);
    if (active) body.Add("supersedes", *active);
    if (!signed_by.empty()) body.Add("signed_by", SignersJson(signed_by));
    REEVE_RETURN_IF_ERROR(Append(oversight::kBundleActivated, by.tenant, std::move(body)));
  }
  return PutInPlace(std::move(evaluator));
}

Result<json::Value> BundleLifecycle::BlastRadiusOf(const BundleProposal& proposal) const {
  if (!proposal.blast_radius.is_null()) {
    REEVE_RETURN_IF_ERROR(CheckBlastRadius(proposal.blast_radius));
    return proposal.blast_radius;
  }
  if (!proposal.records) return json::Value();
  ReplayOptions options;
  options.records = *proposal.records;
  options.max_records = kMaxRadiusRecords;
  options.other = proposal.bundle;
  REEVE_ASSIGN_OR_RETURN(const ReplayReport report,
                         ReplayStore(ledger_.store(), ledger_.blobs(), options));
  json::Object out{{kComputedBy, kItself}};
  for (const json::Member& member : BlastRadius(report, kMaxBlastRadiusBytes - kComputedBytes)) {
    out.Add(member.key, member.value);
  }
  return json::Value(std::move(out));
}

Result<std::string> BundleLifecycle::Propose(const BundleProposal& proposal,
                                             const ActingPerson& by) {
  const policy::Bundle& bundle = *proposal.bundle;
  REEVE_ASSIGN_OR_RETURN(json::Object tests, RunBundleTests(proposal.bundle));
  REEVE_ASSIGN_OR_RETURN(json::Value blast_radius, BlastRadiusOf(proposal));
  const Result<Hash> kept = ledger_.blobs().Put(bundle.canonical_bytes());
  if (!kept.ok()) return kept.error();
  const std::shared_ptr<const Evaluator> active = deployment()->active;
  BundleChanges changes = CompareBundles(active == nullptr ? nullptr : &active->bundle(), bundle);
  json::Object body = oversight::BundleCommand(bundle.digest(), by);
  body.Add("reason", proposal.reason)
      .Add("diff", std::move(changes.summary))
      .Add("loosens", changes.loosens)
      .Add("approvals_needed", static_cast<uint64_t>(changes.approvals_needed()))
      .Add("tests", std::move(tests));
  if (active != nullptr) body.Add("against", active->bundle().digest());
  if (!blast_radius.is_null()) body.Add("blast_radius", std::move(blast_radius));
  for (const json::Member& member : bundle.release().ToJson()) body.Add(member.key, member.value);
  if (!proposal.signed_by.empty()) body.Add("signed_by", SignersJson(proposal.signed_by));
  REEVE_RETURN_IF_ERROR(Append(oversight::kBundleProposed, by.tenant, std::move(body)));
  return bundle.digest();
}

Status BundleLifecycle::Approve(std::string_view digest, std::string_view reason,
                                const ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(json::Object body, Command(digest, by));
  if (!reason.empty()) body.Add("reason", reason);
  return Append(oversight::kBundleApproved, by.tenant, std::move(body));
}

Status BundleLifecycle::Reject(std::string_view digest, std::string_view reason,
                               const ActingPerson& by) {
  const MutexLock one_at_a_time(changing_);
  REEVE_ASSIGN_OR_RETURN(json::Object body, Command(digest, by));
  body.Add("reason", reason);
  REEVE_RETURN_IF_ERROR(Append(oversight::kBundleRejected, by.tenant, std::move(body)));
  return PutInPlace(deployment()->active);  // it may have been scheduled
}

Status BundleLifecycle::Schedule(std::string_view digest, Timestamp at, const ActingPerson& by) {
  const Timestamp now = clock_.Now();
  if (at <= now || at > now + kMaxScheduleAhead) {
    return Error{"bundle.schedule",
                 "the time must lie ahead, by 366 days at the most; to change at once, activate",
                 "/at"};
  }
  REEVE_ASSIGN_OR_RETURN(json::Object body, Command(digest, by));
  body.Add("at", FormatTimestamp(at));
  const MutexLock one_at_a_time(changing_);
  REEVE_RETURN_IF_ERROR(Append(oversight::kBundleScheduled, by.tenant, std::move(body)));
  return PutInPlace(deployment()->active);
}

Status BundleLifecycle::Activate(std::string_view digest, const ActingPerson& by) {
  REEVE_RETURN_IF_ERROR(oversight::FindBundle(ledger_, digest));
  REEVE_ASSIGN_OR_RETURN(std::shared_ptr<const Evaluator> evaluator, Compile(std::string(digest)));
  const MutexLock one_at_a_time(changing_);
  return ActivateProposed(std::move(evaluator), by);
}

Status BundleLifecycle::ActivateProposed(std::shared_ptr<const Evaluator> evaluator,
                                         const ActingPerson& by,
                                         const std::optional<TrialEnd>& end) {
  const policy::Bundle& bundle = evaluator->bundle();
  const std::shared_ptr<const Evaluator> active = deployment()->active;
  // Against what is active now, which may be another bundle than when it was proposed.
  const BundleChanges changes =
      CompareBundles(active == nullptr ? nullptr : &active->bundle(), bundle);
  REEVE_ASSIGN_OR_RETURN(const json::Object command, Command(bundle.digest(), by));
  json::Object body = Activation(bundle);
  for (const json::Member& member : command) body.Set(member.key, member.value);
  body.Add("approvals_needed", static_cast<uint64_t>(changes.approvals_needed()));
  REEVE_ASSIGN_OR_RETURN(const json::Object entry, oversight::FindBundle(ledger_, bundle.digest()));
  if (const json::Value* signers = entry.Find("proposal")->Find("signed_by")) {
    body.Add("signed_by", *signers);
  }
  REEVE_RETURN_IF_ERROR(Append(oversight::kBundleActivated, by.tenant, std::move(body), end));
  return PutInPlace(std::move(evaluator));
}

// What the fold refuses now it would refuse at every decision: the bundle goes back to those that
// wait, and the record says why.
Status BundleLifecycle::TakeOver(const Deployment::Scheduled& due) {
  const std::string& digest = due.evaluator->bundle().digest();
  REEVE_ASSIGN_OR_RETURN(const json::Object entry, oversight::FindBundle(ledger_, digest));
  Status activated =
      ActivateProposed(due.evaluator, {TextAt(entry, "scheduled", "by"), kItself, "default"});
  if (activated.ok() || !activated.error().code.starts_with("bundle.")) return activated;
  Log(LogLevel::kError, "bundle.schedule_refused",
      {{"digest", digest}, {"code", activated.error().code}});
  REEVE_ASSIGN_OR_RETURN(json::Object body, Command(digest, {kItself, kItself, "default"}));
  body.Add("reason", activated.error().message);
  REEVE_RETURN_IF_ERROR(Append(oversight::kBundleUnscheduled, "default", std::move(body)));
  return PutInPlace(deployment()->active);
}

Result<std::string> BundleLifecycle::RollBack(std::string_view digest, std::string_view reason,
                                              const ActingPerson& by) {
  const MutexLock one_at_a_time(changing_);
  const std::shared_ptr<const Evaluator> active = deployment()->active;
  if (active == nullptr) return Error{"bundle.nothing_before", "no bundle is active"};
  const std::string from = active->bundle().digest();
  std::string target(digest);
  if (target.empty()) {
    REEVE_ASSIGN_OR_RETURN(const json::Object entry, oversight::FindBundle(ledger_, from));
    target = TextAt(entry, "activated", "supersedes");
    const Result<json::Object> before = oversight::FindBundle(ledger_, target);
    const json::Value* state = before.ok() ? before->Find("state") : nullptr;
    if (state == nullptr || *state == json::Value("rolled_back")) {
      return Error{"bundle.nothing_before",
                   "before the active bundle there is none, or one that was itself rolled back: "
                   "name the digest to go to"};
    }
  }
  REEVE_RETURN_IF_ERROR(oversight::FindBundle(ledger_, target));
  REEVE_ASSIGN_OR_RETURN(std::shared_ptr<const Evaluator> evaluator, Compile(target));
  json::Object body = oversight::BundleCommand(target, by);
  body.Add("from", from).Add("reason", reason);
  REEVE_RETURN_IF_ERROR(Append(oversight::kBundleRolledBack, by.tenant, std::move(body)));
  REEVE_RETURN_IF_ERROR(PutInPlace(std::move(evaluator)));
  return target;
}

}  // namespace reeve::engine
