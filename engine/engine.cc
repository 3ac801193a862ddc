#include "engine/engine.h"

#include <algorithm>

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
