#include "engine/engine.h"

#include <algorithm>

#include "base/log.h"
#include "engine/activation.h"
#include "engine/approval_metrics.h"
#include "engine/approval_pass.h"
#include "engine/bundle_metrics.h"
#include "engine/engine_metrics.h"
#include "engine/incident_metrics.h"
#include "engine/replay.h"
#include "engine/search_fields.h"
#include "engine/streamed_output.h"
#include "engine/usage_metrics.h"
#include "engine/usage_projection.h"
#include "engine/waiver_uses.h"
#include "ledger/anchors.h"
#include "oversight/bias/audit_runs.h"
#include "oversight/bias/publications.h"
#include "oversight/incidents.h"
#include "oversight/overrides.h"

namespace reeve::engine {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

// Past this, a group gains no more from sharing its fsync, and its first record waits longer.
constexpr size_t kMaxGroupRecords = 2048;
constexpr size_t kMinCommitmentKeyBytes = 32;

// Rounded up, so that nothing takes no time.
uint64_t Micros(std::chrono::nanoseconds time) {
  return static_cast<uint64_t>(
      std::max<int64_t>(1, std::chrono::ceil<std::chrono::microseconds>(time).count()));
}

size_t CountErrors(const policy::Verdict& verdict) {
  const auto failed = [](const policy::Hit& hit) { return hit.error; };
  const auto failed_waived = [](const policy::WaivedHit& waived) { return waived.hit.error; };
  return static_cast<size_t>(
      std::count_if(verdict.hits.begin(), verdict.hits.end(), failed) +
      std::count_if(verdict.waived.begin(), verdict.waived.end(), failed_waived));
}

// A declared attribute of another type is the caller's slip: it hears of it, rather than of the
// rules that cannot read it.
Status CheckContext(const policy::Bundle& bundle, const Request& request) {
  for (const json::Member& member : request.context) {
    const policy::Attribute* attribute = bundle.FindAttribute(member.key);
    if (attribute == nullptr || member.value.is_null()) continue;  // null is absent to rules
    if (policy::FitsAttribute(*attribute, member.value)) continue;
    return Error{"json.type",
                 "the attribute `" + member.key + "` must be a " +
                     std::string(policy::AttributeTypeName(attribute->type)) + ", not " +
                     std::string(member.value.KindName()),
                 json::PointerTo("/context", member.key)};
  }
  return {};
}

// Null where there is no vault key to seal them under.
std::unique_ptr<oversight::bias::SealedAttributes> OpenAttributes(const Engine::Options& options) {
  if (options.vault_key.empty()) return nullptr;
  return std::make_unique<oversight::bias::SealedAttributes>(
      oversight::bias::AttributesFolder(options.data), options.vault_key, *options.random);
}

}  // namespace

std::vector<std::unique_ptr<const ledger::Projection>> AllProjections() {
  std::vector<std::unique_ptr<const ledger::Projection>> projections;
  projections.push_back(std::make_unique<const oversight::SystemProjection>());
  projections.push_back(std::make_unique<const oversight::ApprovalProjection>());
  projections.push_back(std::make_unique<const oversight::ReviewProjection>());
  projections.push_back(std::make_unique<const oversight::VoteQualityProjection>());
  projections.push_back(std::make_unique<const oversight::BundleProjection>());
  projections.push_back(std::make_unique<const oversight::WaiverProjection>());
  projections.push_back(std::make_unique<const oversight::HaltProjection>());
  projections.push_back(std::make_unique<const oversight::PurposeDriftProjection>());
  projections.push_back(std::make_unique<const WaiverUseProjection>());
  projections.push_back(std::make_unique<const ledger::AnchorProjection>());
  projections.push_back(std::make_unique<const oversight::ContentProjection>());
  projections.push_back(std::make_unique<const oversight::IncidentProjection>());
  projections.push_back(std::make_unique<const oversight::OverrideProjection>());
  projections.push_back(std::make_unique<const oversight::bias::AttributeSetProjection>());
  projections.push_back(std::make_unique<const oversight::bias::AuditRunProjection>());
  projections.push_back(std::make_unique<const oversight::bias::AuditReportProjection>());
  projections.push_back(std::make_unique<const oversight::bias::MonitorProjection>());
  projections.push_back(std::make_unique<const oversight::bias::PublicationProjection>());
  projections.push_back(std::make_unique<const oversight::TokenProjection>());
  projections.push_back(std::make_unique<const UsageProjection>());
  return projections;
}

Result<std::unique_ptr<Engine>> Engine::Open(Options options) {
  if (options.commitment_key.size() < kMinCommitmentKeyBytes) {
    return Error{"engine.commitment_key", "the key of commitments has fewer than 32 bytes"};
  }
  if (options.redaction_key.empty()) {
    options.redaction_key = RandomBytes(Random::System(), detectors::kMinMasterKeyBytes);
  }
  if (options.redaction_key.size() < detectors::kMinMasterKeyBytes) {
    return Error{"engine.redaction_key", "the key of redaction has fewer than 32 bytes"};
  }
  if (!options.vault_key.empty() && options.vault_key.size() != ledger::kMasterKeyBytes) {
    return Error{"engine.vault_key", "the master key of the content vault has not 32 bytes"};
  }
  auto metrics = std::make_unique<EngineMetrics>(*options.metrics);
  ledger::Ledger::Options log{
      .folder = options.data,
      .origin = options.origin,
      .key = std::move(options.key),
      .clock = options.clock,
      .projections = AllProjections(),
      .max_queued_records = options.max_queued_records,
      .max_group_records = std::min(kMaxGroupRecords, options.max_queued_records),
      .on_group = [counters = metrics.get(), clock = options.clock](
                      const ledger::GroupReport& group) { counters->OnGroup(group, clock->Now()); },
      .search_fields = SearchFields()};
  REEVE_ASSIGN_OR_RETURN(auto ledger, ledger::Ledger::Open(std::move(log)));
  REEVE_ASSIGN_OR_RETURN(auto systems, oversight::SystemRegister::Open(*ledger));
  REEVE_ASSIGN_OR_RETURN(auto waivers, oversight::WaiverRegister::Open(*ledger, *options.clock));
  REEVE_ASSIGN_OR_RETURN(auto halts, oversight::HaltRegister::Open(*ledger));
  REEVE_ASSIGN_OR_RETURN(auto drift, oversight::DriftAlarms::Open(*ledger, options.clock->Now()));
  REEVE_ASSIGN_OR_RETURN(auto tokens, oversight::TokenRegister::Open(*ledger, *options.clock));
  REEVE_ASSIGN_OR_RETURN(auto usage, UsageCounters::Open(*ledger, options.clock->Now()));
  std::unique_ptr<ledger::Vault> vault;
  if (!options.vault_key.empty()) {
    REEVE_ASSIGN_OR_RETURN(vault, ledger::Vault::Open(ledger::VaultFolder(options.data),
                                                      options.vault_key, *options.random));
    REEVE_RETURN_IF_ERROR(FinishErasures(*ledger, *vault));
  }
  return std::unique_ptr<Engine>(new Engine(
      options, std::move(metrics), std::move(ledger), std::move(systems), std::move(waivers),
      std::move(halts), std::move(drift), std::move(tokens), std::move(usage), std::move(vault)));
}

Engine::Engine(const Options& options, std::unique_ptr<EngineMetrics> metrics,
               std::unique_ptr<ledger::Ledger> ledger,
               std::unique_ptr<oversight::SystemRegister> systems,
               std::unique_ptr<oversight::WaiverRegister> waivers,
               std::unique_ptr<oversight::HaltRegister> halts,
               std::unique_ptr<oversight::DriftAlarms> drift,
               std::unique_ptr<oversight::TokenRegister> tokens,
               std::unique_ptr<UsageCounters> usage, std::unique_ptr<ledger::Vault> vault)
    : clock_(*options.clock),
      random_(*options.random),
      stopwatch_(options.stopwatch),
      commitments_(options.commitment_key),
      redactor_(options.redaction_key),
      metrics_(std::move(metrics)),
      detectors_(options.detectors, {options.clock, options.random, options.metrics}),
      ledger_(std::move(ledger)),
      systems_(std::move(systems)),
      waiver_register_(std::move(waivers)),
      halt_register_(std::move(halts)),
      drift_alarms_(std::move(drift)),
      token_register_(std::move(tokens)),
      usage_(std::move(usage)),
      unknown_systems_(clock_.Now()),
      vault_(std::move(vault)),
      bundles_(*ledger_, clock_, random_, options.admission, &detectors_),
      waivers_(*ledger_, *waiver_register_, *systems_, bundles_, clock_, random_),
      quality_(*ledger_, commitments_, clock_, random_),
      approvals_(*ledger_, commitments_, quality_, clock_, random_),
      reviews_(*ledger_, commitments_, clock_, random_),
      grants_(*ledger_, commitments_, clock_, random_),
      system_commands_(*ledger_, *systems_, unknown_systems_, clock_, random_),
      halts_(*ledger_, *halt_register_, *systems_, clock_, random_),
      contents_(*ledger_, vault_.get(), commitments_, clock_, random_),
      outcomes_(*ledger_, clock_, random_),
      incidents_(*ledger_, *systems_, bundles_, clock_, random_),
      break_glass_(*ledger_, *waiver_register_, *systems_, bundles_, options.break_glass, clock_,
                   random_),
      overrides_(*ledger_, commitments_, quality_, clock_, random_),
      bias_attributes_(*ledger_, *systems_, OpenAttributes(options), clock_, random_),
      bias_reports_(*ledger_, clock_, random_),
      bias_runs_(*ledger_, *systems_, bias_attributes_, bias_reports_, clock_, random_),
      bias_monitors_(*ledger_, *systems_, bias_runs_, halts_, clock_, random_),
      bias_publications_(*ledger_, bias_reports_, clock_, random_),
      tokens_(*ledger_, *token_register_, commitments_, clock_, random_),
      collections_(CollectBundleMetrics(*options.metrics, bundles_)),
      incident_collections_(CollectIncidentMetrics(*options.metrics, *ledger_, clock_)),
      usage_collections_(CollectUsageMetrics(*options.metrics, *usage_, clock_,
                                             [this] { return ActiveBundle(); })) {
  for (auto& collection : CollectApprovalMetrics(*options.metrics, *ledger_, clock_)) {
    collections_.push_back(std::move(collection));
  }
}

Engine::~Engine() { Close(); }

void Engine::Close() {
  bias_runs_.Close();
  ledger_->Close();
}

Result<Decision> Engine::Evaluate(const Principal& principal, const Request& request,
                                  StreamedOutput* streamed) {
  Decision decision;
  decision.begun = std::chrono::steady_clock::now();
  decision.time = clock_.Now();
  Chosen chosen;
  if (streamed != nullptr) {
    chosen = streamed->chosen_;
  } else {
    REEVE_ASSIGN_OR_RETURN(chosen, Choose(principal, request, decision.time));
  }
  REEVE_ASSIGN_OR_RETURN(decision.system, FindSystem(principal, request, decision.time));
  decision.id = NewId("d-", decision.time, random_);
  decision.principal = principal.name;
  decision.trace = principal.trace.get();
  decision.request = &request;
  decision.bundle = chosen.evaluator->shared_bundle();
  decision.evaluator = chosen.evaluator;
  if (!chosen.by_tried) decision.rules = chosen.deployment->rules;
  StandStill(&decision);
  if (!decision.standstill) {
    if (streamed == nullptr) Restore(*chosen.evaluator, &decision);
    Judge(chosen, streamed, &decision);
    REEVE_RETURN_IF_ERROR(PrepareKept(&decision));
    REEVE_RETURN_IF_ERROR(AnswerHold(&decision));
  }
  decision.evaluated = std::chrono::steady_clock::now();
  metrics_->OnEvaluated(decision.evaluated - decision.begun);
  return decision;
}

// A request that both bundles refuse is the caller's slip, and no mark against the canary.
Result<Engine::Chosen> Engine::Choose(const Principal& principal, const Request& request,
                                      Timestamp now) {
  Chosen chosen;
  REEVE_ASSIGN_OR_RETURN(chosen.deployment, bundles_.DeploymentAt(now));
  if (Status fresh = freshness_.Check(now); !fresh.ok()) {
    metrics_->OnBundleTooOld();
    return std::move(fresh).error();
  }
  const Deployment& deployment = *chosen.deployment;
  if (deployment.active == nullptr) {
    return Error{"engine.no_bundle", "no bundle of policies is active"};
  }
  const Trial* trial = deployment.trial.get();
  chosen.by_tried = trial != nullptr && trial->Takes(principal.tenant, request.interaction);
  if (trial != nullptr && trial->terms.mode == oversight::TrialMode::kCanary &&
      !request.approval.empty()) {
    // By the side that held it, whatever the share of the canary is by now.
    chosen.by_tried = IsHeldBy(*ledger_, trial->evaluator->bundle(), request.approval);
  }
  chosen.evaluator = chosen.by_tried ? trial->evaluator : deployment.active;
  Status fits = CheckContext(chosen.evaluator->bundle(), request);
  if (fits.ok()) return chosen;
  if (chosen.by_tried && CheckContext(deployment.active->bundle(), request).ok()) {
    trial->counts->CountRefusal();
  }
  return std::move(fits).error();
}

void Engine::Restore(const Evaluator& evaluator, Decision* decision) {
  if (evaluator.restorable().empty()) return;
  decision->restored_request = redactor_.Restore(*decision->request, decision->system->tenant,
                                                 evaluator.restorable(), &decision->restored);
  if (decision->restored_request != nullptr) decision->request = decision->restored_request.get();
}

void Engine::Judge(const Chosen& chosen, StreamedOutput* streamed, Decision* decision) {
  if (streamed != nullptr && !streamed->restored_.empty()) {
    auto restored = std::make_shared<Request>(*decision->request);
    restored->payload = streamed->seen().payload;
    decision->restored_request = std::move(restored);
    decision->request = decision->restored_request.get();
    decision->restored = streamed->restored_;
  }
  const Request& request = *decision->request;
  const oversight::System& system = *decision->system;
  const std::shared_ptr<const Trial>& trial = chosen.deployment->trial;
  const auto waivers = waiver_register_->standing();
  const SteadyTime start = stopwatch_();
  if (streamed != nullptr) {
    decision->evaluation = streamed->Conclude(decision->time, waivers.get());
  } else if (chosen.evaluator->bundle().budgets().empty()) {
    decision->evaluation =
        chosen.evaluator->Evaluate(request, system, decision->time, waivers.get(), &redactor_);
  } else {
    EvaluateCounted(waivers.get(), decision);
  }
  Settle(decision);
  // What is released differs from what came, if only by a value that came back.
  decision->evaluation.redacted |= !decision->restored.empty();
  if (trial == nullptr) return;
  TrialPart part{trial, chosen.by_tried, Micros(stopwatch_() - start), std::nullopt};
  if (trial->terms.mode == oversight::TrialMode::kShadow) {
    const SteadyTime second = stopwatch_();
    ShadowPart shadow;
    const Evaluator& other = *trial->evaluator;
    const Status fits = CheckContext(other.bundle(), request);
    if (fits.ok()) {
      if (!trial->shares_findings) {
        shadow.found = other.Find(request, system, decision->time);
        shadow.found.usage = decision->evaluation.usage;
      }
      shadow.verdict =
          other.Judge(request, system, decision->time,
                      trial->shares_findings ? decision->evaluation : shadow.found, waivers.get());
      shadow.micros = Micros(stopwatch_() - second);
    } else {
      shadow.refused = fits.error();
    }
    part.shadow = std::move(shadow);
  }
  decision->trial = std::move(part);
}

Status Engine::PrepareKept(Decision* decision) const {
  if (!AsksToKeep(decision->evaluation.verdict)) return {};
  if (vault_ == nullptr) {
    return Error{"vault.none",
                 "a policy says that the content is kept, and this engine has no content vault"};
  }
  const Request& request = *decision->request;
  const oversight::System& system = *decision->system;
  KeptContent kept;
  kept.header = {.id = decision->id,
                 .tenant = system.tenant,
                 .subject = commitments_.Commit("fact", PersonOf(request)),
                 .system = system.id,
                 .retention_class = std::string(policy::RiskClassName(system.risk_class)),
                 .key = {},
                 .at = decision->time};
  REEVE_ASSIGN_OR_RETURN(kept.key, vault_->KeyFor(kept.header.tenant, kept.header.subject));
  kept.header.key = kept.key->id();
  kept.nonce = RandomBytes(random_, kKeptNonceBytes);
  const json::Value* released =
      decision->evaluation.redacted ? &decision->evaluation.payload : nullptr;
  REEVE_ASSIGN_OR_RETURN(kept.text, KeptText(request, released, kept.nonce));
  decision->kept = std::move(kept);
  return {};
}

// A request that names an approval passes by it or is denied; it opens none.
Status Engine::AnswerHold(Decision* decision) const {
  const policy::Verdict& verdict = decision->evaluation.verdict;
  if (verdict.effect != policy::Effect::kHold || !verdict.hold) return {};
  if (!decision->request->approval.empty()) {
    return PassByApproval(*ledger_, vault_.get(), commitments_, decision);
  }
  REEVE_ASSIGN_OR_RETURN(decision->approval, ApprovalOf(*decision, commitments_, random_));
  return {};
}

// What the rules read must be on record, or nothing passes: a decision too large for a record is
// denied, and the denial is recorded with the request's commitment alone.
Result<std::string> Engine::BodyOrDenial(Decision* decision) const {
  Result<std::string> body = DecisionBody(*decision, commitments_);
  const bool has_shadow = decision->trial && decision->trial->shadow;
  if (!body.ok() && body.error().code == "engine.record_too_large" && has_shadow) {
    // What only looks on must not make a decision a denial.
    decision->trial->shadow->left_out = true;
    body = DecisionBody(*decision, commitments_);
  }
  if (body.ok() || body.error().code != "engine.record_too_large") return body;
  if (!decision->standstill) decision->standstill = std::move(body).error();
  decision->approval.reset();
  decision->pass.reset();
  decision->not_passed.reset();
  decision->kept.reset();
  decision->trial.reset();
  decision->charge.reset();
  decision->evaluation = {};
  return BareBody(*decision, commitments_);
}

Status Engine::AddRecords(Decision* decision, std::vector<ledger::NewRecord>* unit) const {
  DropUnpassed(decision);
  REEVE_ASSIGN_OR_RETURN(std::string body, BodyOrDenial(decision));
  unit->push_back({.kind = std::string(kDecisionKind),
                   .log = ledger::LogRole::kDecision,
                   .tenant = decision->system->tenant,
                   .id = decision->id,
                   .body = std::move(body)});
  if (decision->pass) {
    REEVE_ASSIGN_OR_RETURN(ledger::NewRecord use, UseRecord(*decision, random_));
    unit->push_back(std::move(use));
  }
  if (decision->approval) {
    REEVE_ASSIGN_OR_RETURN(ledger::NewRecord opening,
                           oversight::OpeningRecord(*decision->approval));
    unit->push_back(std::move(opening));
  }
  REEVE_ASSIGN_OR_RETURN(const auto review, ReviewOf(*decision, commitments_));
  if (review) {
    REEVE_ASSIGN_OR_RETURN(ledger::NewRecord opened, oversight::ReviewRecord(*review));
    unit->push_back(std::move(opened));
  }
  if (!decision->undeclared) return {};
  const oversight::System& system = *decision->system;
  const std::string_view purpose = decision->request->action.purpose;
  if (!drift_alarms_->Take(system, purpose, decision->time)) return {};
  REEVE_ASSIGN_OR_RETURN(
      ledger::NewRecord alarm,
      oversight::DriftRecord({system, purpose, decision->id, decision->principal, decision->time},
                             random_));
  decision->raised_alarm = true;
  unit->push_back(std::move(alarm));
  return {};
}

Result<std::vector<ledger::Appended>> Engine::KeepAndAppend(
    const std::vector<const Decision*>& decisions, const std::vector<ledger::NewRecord>& unit) {
  std::vector<ledger::ContentStore::Entry> entries;
  for (const Decision* decision : decisions) {
    if (!decision->kept) continue;
    const KeptContent& kept = *decision->kept;
    REEVE_ASSIGN_OR_RETURN(auto entry, vault_->Seal(kept.header, *kept.key, kept.text));
    entries.push_back(std::move(entry));
  }
  if (entries.empty()) return ledger_->Append(unit);
  REEVE_RETURN_IF_ERROR(vault_->Keep(entries));
  auto appended = ledger_->Append(unit);
  // Of a unit that was queued when the ledger stopped, the records may be there: so stays what
  // they name. Where it cannot be taken out, it is sealed, and goes when its time has come.
  if (!appended.ok() && appended.error().code != "ledger.stopped") {
    if (const Status forgotten = vault_->Forget(entries); !forgotten.ok()) {
      Log(LogLevel::kWarning, "vault.not_forgotten", {{"code", forgotten.error().code}});
    }
  }
  return appended;
}

Result<std::vector<ledger::Appended>> Engine::Append(const std::vector<const Decision*>& decisions,
                                                     const std::vector<ledger::NewRecord>& unit) {
  auto appended = KeepAndAppend(decisions, unit);
  for (const Decision* decision : decisions) {
    if (appended.ok()) {
      KeepCharge(*decision);
    } else {
      Undo(*decision);
    }
  }
  return appended;
}

void Engine::KeepCharge(const Decision& decision) {
  if (decision.charge != nullptr) decision.charge->Keep();
}

void Engine::Undo(const Decision& decision) {
  if (!decision.raised_alarm) return;
  drift_alarms_->GiveBack(*decision.system, decision.request->action.purpose, decision.time);
}

// Where the end of a trial cannot be recorded now, the next decision tries again, and is not made
// before it is.
void Engine::Count(const Decision& decision) {
  if (decision.rules != nullptr) decision.rules->Count(decision.evaluation.verdict);
  if (!decision.trial) return;
  TrialCounts& counts = *decision.trial->trial->counts;
  counts.Count(Observe(decision));
  if (!counts.breached()) return;
  if (const auto settled = bundles_.DeploymentAt(decision.time); !settled.ok()) {
    Log(LogLevel::kError, "bundle.trial_not_stopped", {{"code", settled.error().code}});
  }
}

namespace {

DecisionSteps StepsOf(const Decision& decision, SteadyTime recorded) {
  return {decision.begun,
          decision.evaluated,
          recorded,
          decision.id,
          policy::EffectName(decision.effect()),
          decision.system->id,
          policy::StageName(decision.request->stage),
          decision.bundle->digest()};
}

}  // namespace

Answer Engine::Finish(const Decision& decision, const ledger::Appended& appended,
                      SteadyTime start) {
  Count(decision);
  metrics_->OnRuleErrors(CountErrors(decision.evaluation.verdict));
  for (const policy::DetectorFailure& failure : decision.evaluation.verdict.failures) {
    metrics_->OnDetectorFailure(failure.detector->name, failure.denies);
  }
  for (const policy::WaivedHit& waived : decision.evaluation.verdict.waived) {
    metrics_->OnWaiverUse(waived.hit.rule->effect);
  }
  if (decision.undeclared) metrics_->OnPurposeDrift();
  if (decision.raised_alarm) {
    Log(LogLevel::kWarning, oversight::kPurposeDrift,
        {{"system", decision.system->id},
         {"decision", decision.id},
         {"trace", TraceName(decision.trace)}});
  }
  const SteadyTime recorded = std::chrono::steady_clock::now();
  metrics_->OnDecision(decision.effect(), recorded - start, recorded - decision.evaluated);
  if (decision.trace != nullptr) decision.trace->OnDecision(StepsOf(decision, recorded));
  return {AnswerJson(decision, RecordReference{appended.index, appended.leaf}), decision.effect()};
}

Result<Answer> Engine::Decide(const Principal& principal, const Request& request) {
  return DecideStreamed(principal, request, nullptr);
}

Result<Answer> Engine::DecideStreamed(const Principal& principal, const Request& request,
                                      StreamedOutput* streamed) {
  const SteadyTime start = std::chrono::steady_clock::now();
  return Conclude(principal, request, streamed, Evaluate(principal, request, streamed), start);
}

Result<Answer> Engine::Conclude(const Principal& principal, const Request& request,
                                StreamedOutput* streamed, Result<Decision> decision,
                                SteadyTime start) {
  const auto append = [this](Decision* made) -> Result<ledger::Appended> {
    std::vector<ledger::NewRecord> unit;
    REEVE_RETURN_IF_ERROR(AddRecords(made, &unit));
    REEVE_ASSIGN_OR_RETURN(const std::vector<ledger::Appended> appended, Append({made}, unit));
    return appended.front();
  };
  while (decision.ok()) {
    Result<ledger::Appended> appended = append(&*decision);
    if (appended.ok()) return Finish(*decision, *appended, start);
    if (!decision->pass || !IsAboutApproval(appended.error())) return std::move(appended).error();
    if (appended.error().code != kLostUse) {
      decision->pass.reset();
      decision->not_passed = std::move(appended).error();
      REEVE_ASSIGN_OR_RETURN(const ledger::Appended denied, append(&*decision));
      return Finish(*decision, denied, start);
    }
    // Another request used the approval first: this one has a use less, and is judged anew; so it
    // ends.
    decision = Evaluate(principal, request, streamed);
  }
  return std::move(decision).error();
}

namespace {

// A decision whose record is on its way.
struct Underway {
  Request request;
  std::shared_ptr<Trace> trace;  // the decision points to both
  Engine::Run run;
  Engine::Answered answered;
  std::optional<Decision> decision = {};
  std::optional<Result<std::vector<ledger::Appended>>> appended = {};
};

}  // namespace

void Engine::DecideThen(const Principal& principal, Request request, Run run, Answered answered) {
  const SteadyTime start = std::chrono::steady_clock::now();
  const auto underway = std::make_shared<Underway>(
      Underway{std::move(request), principal.trace, std::move(run), std::move(answered)});
  Result<Decision> made = Evaluate(principal, underway->request);
  if (!made.ok() || made->pass || made->kept) {
    return underway->answered(
        Conclude(principal, underway->request, nullptr, std::move(made), start));
  }
  Decision& decision = underway->decision.emplace(*std::move(made));
  std::vector<ledger::NewRecord> unit;
  if (Status added = AddRecords(&decision, &unit); !added.ok()) {
    return underway->answered(std::move(added).error());
  }
  ledger_->AppendThen(std::move(unit), [this, underway, start](auto appended) {
    if (appended.ok()) KeepCharge(*underway->decision);
    underway->appended = std::move(appended);
    underway->run([this, underway, start] {
      const Decision& recorded = *underway->decision;
      if (underway->appended->ok()) {
        return underway->answered(Finish(recorded, (*underway->appended)->front(), start));
      }
      Undo(recorded);
      underway->answered(std::move(*underway->appended).error());
    });
  });
}

Result<std::vector<Result<Answer>>> Engine::DecideBatch(
    const Principal& principal, const std::vector<Result<Request>>& requests) {
  const SteadyTime start = std::chrono::steady_clock::now();
  std::vector<std::optional<Result<Decision>>> decisions;
  std::vector<size_t> first_record;  // of each decision, within the unit
  std::vector<ledger::NewRecord> unit;
  std::vector<const Decision*> made;
  decisions.reserve(requests.size());  // `made` points into it
  first_record.reserve(requests.size());
  for (const Result<Request>& request : requests) {
    first_record.push_back(unit.size());
    std::optional<Result<Decision>>& decision = decisions.emplace_back();
    if (!request.ok()) {
      decision.emplace(request.error());
    } else if (request->approval.empty()) {
      decision.emplace(Evaluate(principal, *request));
    }  // what asks to pass by an approval is decided apart: losing a race, it refuses its unit
    if (!decision || !decision->ok()) continue;
    REEVE_RETURN_IF_ERROR(AddRecords(&**decision, &unit));
    made.push_back(&**decision);
  }
  std::vector<ledger::Appended> appended;
  if (!unit.empty()) {
    REEVE_ASSIGN_OR_RETURN(appended, Append(made, unit));
  }
  std::vector<Result<Answer>> answers;
  answers.reserve(requests.size());
  for (size_t i = 0; i < decisions.size(); ++i) {
    if (!decisions[i]) {
      answers.push_back(Decide(principal, *requests[i]));
    } else if (decisions[i]->ok()) {
      answers.emplace_back(Finish(**decisions[i], appended[first_record[i]], start));
    } else {
      answers.emplace_back(std::move(*decisions[i]).error());
    }
  }
  return answers;
}

Result<std::unique_ptr<StreamedOutput>> Engine::BeginOutput(const Principal& principal,
                                                            Request request, StreamMode mode) {
  if (request.stage != policy::Stage::kOutput || !request.Texts().empty()) {
    return Error{"stream.stage", "a stream is of stage `output`, and begins without a text"};
  }
  const Timestamp now = clock_.Now();
  REEVE_ASSIGN_OR_RETURN(Chosen chosen, Choose(principal, request, now));
  REEVE_ASSIGN_OR_RETURN(auto system, FindSystem(principal, request, now));
  return std::unique_ptr<StreamedOutput>(new StreamedOutput(
      *this, principal, std::move(chosen), std::move(system), std::move(request), mode));
}

Status Engine::Replay(std::string_view decision_id) const {
  REEVE_ASSIGN_OR_RETURN(const ledger::Record record, ledger_->FindById(decision_id));
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  Replayer replayer(ledger_->blobs());
  return ReplayIdentically(*body, replayer);
}

}  // namespace reeve::engine
