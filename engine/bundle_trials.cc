// The part of the life cycle that is about trials: begun, widened, stopped, promoted.
#include <algorithm>

#include "base/log.h"
#include "engine/bundle_lifecycle.h"
#include "engine/decision.h"
#include "ledger/layout.h"

namespace reeve::engine {
namespace {

using oversight::ActingPerson;
using oversight::BundleTrial;
using oversight::TrialMode;

const ActingPerson& Reeve() {
  static const ActingPerson kReeve{kItself, kItself, "default"};
  return kReeve;
}

Error NoTrial(std::string_view digest) {
  return {"bundle.no_trial",
          "the bundle `" + std::string(digest) + "` is not in trial: see `reeve bundle status`"};
}

json::Object TrialCommand(const BundleTrial& trial, const ActingPerson& by) {
  json::Object body = oversight::BundleCommand(trial.bundle, by);
  body.Add("trial", trial.id);
  return body;
}

// Every decision of the trial that the log has, from the record that began it. The log was written
// here, and is verified elsewhere (ledger/verify.h): what does not name the trial is not parsed.
Status CountRecords(const ledger::Ledger& ledger, const BundleTrial& trial,
                    const policy::Bundle& active, const policy::Bundle& tried,
                    TrialCounts* counts) {
  REEVE_ASSIGN_OR_RETURN(const ledger::Record begin, ledger.FindById(trial.id));
  ledger::RecordScan scan(ledger.store(), begin.index() + 1);
  const uint64_t end = ledger.size();
  while (scan.index() < end) {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string_view> bytes, scan.Next());
    if (!bytes) break;
    if (bytes->find(trial.id) == std::string_view::npos) continue;
    REEVE_ASSIGN_OR_RETURN(const json::Value record, json::Parse(*bytes));
    const json::Value* kind = record.Find("kind");
    const json::Value* id = record.Find("id");
    const json::Value* body = record.Find("body");
    if (kind == nullptr || *kind != json::Value(kDecisionKind) || body == nullptr ||
        id == nullptr || id->as_string() == nullptr) {
      continue;
    }
    REEVE_ASSIGN_OR_RETURN(const std::optional<TrialObservation> observation,
                           ReadObservation(*id->as_string(), *body, trial.id, active, tried));
    if (observation) counts->Count(*observation);
  }
  return {};
}

}  // namespace

Result<BundleTrial> BundleLifecycle::TrialOf(std::string_view digest) const {
  REEVE_RETURN_IF_ERROR(oversight::FindBundle(ledger_, digest));
  REEVE_ASSIGN_OR_RETURN(std::optional<BundleTrial> trial, oversight::RunningTrial(ledger_));
  if (!trial || trial->bundle != digest) return NoTrial(digest);
  return *std::move(trial);
}

Status BundleLifecycle::StartTrial(std::string_view digest, const TrialRequest& request,
                                   const ActingPerson& by) {
  const bool decides = request.mode == TrialMode::kCanary;
  const auto after = request.promote_after;
  if (after && (*after <= std::chrono::seconds(0) || *after > kMaxScheduleAhead)) {
    return Error{"bundle.schedule", "a canary is promoted after 366 days at the most",
                 "/promote_after_seconds"};
  }
  REEVE_ASSIGN_OR_RETURN(json::Object body, Command(digest, by));
  REEVE_ASSIGN_OR_RETURN(const std::shared_ptr<const Evaluator> evaluator,
                         Compile(std::string(digest)));
  const MutexLock one_at_a_time(changing_);
  const std::shared_ptr<const Evaluator> active = deployment()->active;
  if (active == nullptr) return Error{"bundle.not_active", "no bundle is active to try against"};
  BundleTrial terms;
  terms.mode = request.mode;
  terms.share = request.share;
  terms.thresholds = request.thresholds;
  if (after) terms.promote_at = clock_.Now() + *after;
  for (const json::Member& term : oversight::TrialTerms(terms)) body.Add(term.key, term.value);
  body.Add("reason", request.reason).Add("against", active->bundle().digest());
  if (decides) {
    const BundleChanges changes = CompareBundles(&active->bundle(), evaluator->bundle());
    body.Add("approvals_needed", static_cast<uint64_t>(changes.approvals_needed()));
  }
  REEVE_RETURN_IF_ERROR(Append(oversight::kBundleTrialStarted, by.tenant, std::move(body)));
  Log(LogLevel::kInfo, "bundle.trial_started",
      {{"digest", digest}, {"mode", oversight::TrialModeName(terms.mode)}, {"share", terms.share}});
  return PutInPlace(active);
}

Status BundleLifecycle::WidenTrial(std::string_view digest, uint32_t share, std::string_view reason,
                                   const ActingPerson& by) {
  const MutexLock one_at_a_time(changing_);
  REEVE_ASSIGN_OR_RETURN(const BundleTrial trial, TrialOf(digest));
  json::Object body = TrialCommand(trial, by);
  body.Add("share", static_cast<uint64_t>(share));
  if (!reason.empty()) body.Add("reason", reason);
  REEVE_RETURN_IF_ERROR(Append(oversight::kBundleTrialWidened, by.tenant, std::move(body)));
  return PutInPlace(deployment()->active);
}

json::Object BundleLifecycle::TrialEndBody(const BundleTrial& trial, const json::Value& by,
                                           const json::Value& principal,
                                           const TrialEnd& end) const {
  json::Object body{{"bundle", trial.bundle},
                    {"trial", trial.id},
                    {"by", by},
                    {"principal", principal},
                    {"why", end.why}};
  if (!end.reason.empty()) body.Add("reason", end.reason);
  if (end.forced) body.Add("forced", true);
  const std::shared_ptr<const Trial> running = deployment()->trial;
  // A server that starts with another folder has not counted.
  if (running == nullptr || running->terms.id != trial.id) return body;
  if (const auto breach = running->counts->breach()) body.Add("breach", breach->Json());
  body.Add("figures", running->counts->Figures());
  return body;
}

Status BundleLifecycle::StopTrial(std::string_view digest, std::string_view reason,
                                  const ActingPerson& by) {
  const MutexLock one_at_a_time(changing_);
  REEVE_ASSIGN_OR_RETURN(const BundleTrial trial, TrialOf(digest));
  REEVE_RETURN_IF_ERROR(
      Append(oversight::kBundleTrialEnded, by.tenant,
             TrialEndBody(trial, by.name, by.principal, {"stopped", std::string(reason)})));
  return PutInPlace(deployment()->active);
}

Status BundleLifecycle::Promote(std::string_view digest, std::string_view force_reason,
                                const ActingPerson& by) {
  const MutexLock one_at_a_time(changing_);
  REEVE_RETURN_IF_ERROR(TrialOf(digest));
  const std::shared_ptr<const Trial> trial = deployment()->trial;
  if (trial == nullptr || trial->terms.bundle != digest) return NoTrial(digest);
  const bool reached = trial->counts->ReachedMinimum();
  if (!reached && force_reason.empty()) {
    return Error{"bundle.trial_minimum",
                 "the trial asks for " + std::to_string(trial->terms.thresholds.min_decisions) +
                     " decisions of each side, which are not there yet: wait, or force it with a "
                     "reason"};
  }
  return ActivateProposed(trial->evaluator, by,
                          TrialEnd{"promoted", std::string(force_reason), !reached});
}

// A breach comes first: what has failed neither stays a moment longer nor takes over.
Status BundleLifecycle::Settle(const Deployment& current, Timestamp now) {
  const std::shared_ptr<const Trial> trial = current.trial;
  if (trial != nullptr && trial->counts->breached()) return StopByThreshold(*trial);
  if (current.HasScheduled(now)) return TakeOver(current.scheduled.front());
  return PromoteAtItsTime(*trial);
}

Status BundleLifecycle::StopByThreshold(const Trial& trial) {
  json::Object body = TrialEndBody(trial.terms, kItself, kItself, {"threshold"});
  const std::optional<Breach> breach = trial.counts->breach();
  REEVE_RETURN_IF_ERROR(Append(oversight::kBundleTrialEnded, Reeve().tenant, std::move(body)));
  Log(LogLevel::kWarning, "bundle.trial_stopped",
      {{"digest", trial.terms.bundle}, {"threshold", breach->threshold}});
  ++threshold_stops_;
  return PutInPlace(deployment()->active);
}

// Where the fold refuses it now, it would at every decision: the trial ends, and says why.
Status BundleLifecycle::PromoteAtItsTime(const Trial& trial) {
  Status activated = ActivateProposed(trial.evaluator, {trial.terms.started_by, kItself, "default"},
                                      TrialEnd{"promoted", "at its time"});
  if (activated.ok() || !activated.error().code.starts_with("bundle.")) return activated;
  REEVE_RETURN_IF_ERROR(
      Append(oversight::kBundleTrialEnded, Reeve().tenant,
             TrialEndBody(trial.terms, kItself, kItself, {"refused", activated.error().message})));
  return PutInPlace(deployment()->active);
}

Status BundleLifecycle::AddTrialEnd(std::string_view kind, const json::Object& body,
                                    const std::optional<TrialEnd>& end,
                                    std::vector<ledger::NewRecord>* unit) {
  const bool rejects = kind == oversight::kBundleRejected;
  if (!rejects && kind != oversight::kBundleActivated && kind != oversight::kBundleRolledBack) {
    return {};
  }
  REEVE_ASSIGN_OR_RETURN(const std::optional<BundleTrial> trial, oversight::RunningTrial(ledger_));
  const json::Value* bundle = body.Find("bundle");
  if (!trial || bundle == nullptr) return {};
  const bool same = *bundle == json::Value(trial->bundle);
  if (rejects && !same) return {};
  const json::Value* by = body.Find("by");
  const json::Value* principal = body.Find("principal");
  REEVE_ASSIGN_OR_RETURN(
      ledger::NewRecord record,
      oversight::BundleRecord(oversight::kBundleTrialEnded, NewId("bundle-", clock_.Now(), random_),
                              Reeve().tenant,
                              TrialEndBody(*trial, by == nullptr ? json::Value(kItself) : *by,
                                           principal == nullptr ? json::Value(kItself) : *principal,
                                           end.value_or(TrialEnd{rejects ? "rejected"
                                                                 : same  ? "activated"
                                                                         : "superseded"}))));
  unit->push_back(std::move(record));
  return {};
}

Result<std::shared_ptr<const Trial>> BundleLifecycle::MakeTrial(
    const std::shared_ptr<const Evaluator>& active) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<BundleTrial> terms, oversight::RunningTrial(ledger_));
  if (!terms || active == nullptr) return std::shared_ptr<const Trial>();
  auto trial = std::make_shared<Trial>();
  if (const auto current = deployment()->trial; current && current->terms.id == terms->id) {
    *trial = *current;
  } else {
    REEVE_ASSIGN_OR_RETURN(trial->evaluator, Compile(terms->bundle));
    trial->counts = std::make_shared<TrialCounts>(active->shared_bundle(),
                                                  trial->evaluator->shared_bundle(), *terms);
    trial->shares_findings = trial->evaluator->LooksLike(*active);
    REEVE_RETURN_IF_ERROR(CountRecords(ledger_, *terms, active->bundle(),
                                       trial->evaluator->bundle(), trial->counts.get()));
  }
  trial->terms = *terms;
  return std::shared_ptr<const Trial>(std::move(trial));
}

Status BundleLifecycle::EndUnreadableTrial() {
  REEVE_ASSIGN_OR_RETURN(const std::optional<BundleTrial> trial, oversight::RunningTrial(ledger_));
  if (!trial) return {};
  const auto evaluator = Compile(trial->bundle);
  if (evaluator.ok()) return {};
  Log(LogLevel::kError, "bundle.unreadable",
      {{"digest", trial->bundle}, {"code", evaluator.error().code}});
  return Append(oversight::kBundleTrialEnded, Reeve().tenant,
                TrialEndBody(*trial, kItself, kItself, {"refused", evaluator.error().message}));
}

Result<json::Object> BundleLifecycle::TrialReport(std::string_view digest) const {
  REEVE_ASSIGN_OR_RETURN(const json::Object entry, oversight::FindBundle(ledger_, digest));
  const json::Value* known = entry.Find("trial");
  if (known == nullptr || known->as_object() == nullptr) return NoTrial(digest);
  const bool runs = known->Find("ended") == nullptr;
  json::Object out{{"bundle", digest}, {"running", runs}, {"trial", *known}};
  const std::shared_ptr<const Trial> trial = deployment()->trial;
  const json::Value* id = known->Find("id");
  if (runs && trial != nullptr && id != nullptr && *id == json::Value(trial->terms.id)) {
    for (json::Member& part : trial->counts->Report()) out.Add(part.key, std::move(part.value));
    return out;
  }
  const json::Value* figures = json::Resolve(*known, "/ended/figures");
  if (figures == nullptr || figures->as_object() == nullptr) return out;
  for (const json::Member& part : *figures->as_object()) out.Add(part.key, part.value);
  return out;
}

}  // namespace reeve::engine
