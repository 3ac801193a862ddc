// The engine: one interaction in, one recorded decision out. This is the in-process library; it
// knows no HTTP.
//
//   auto engine = Engine::Open({.data = "data", .origin = "example.org/reeve", ...});
//   auto answer = (*engine)->Decide(principal, *ParseRequest(body));
//
// A decision goes: register (a system that may not run is denied, its rules unasked), detect,
// decide, hold (an approval is opened), record. Decide returns once the record is durable.
//
// Failure is closed: where no record can be written there is no answer but an error.
//
// Thread-safety: every method, from any thread. A decision keeps the bundle with which it began.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ed25519.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/approval_commands.h"
#include "engine/bias_attribute_commands.h"
#include "engine/bias_monitors.h"
#include "engine/bias_publications.h"
#include "engine/bias_report_commands.h"
#include "engine/bias_runs.h"
#include "engine/break_glass_commands.h"
#include "engine/bundle_freshness.h"
#include "engine/bundle_lifecycle.h"
#include "engine/content_commands.h"
#include "engine/decision.h"
#include "engine/detector_pool.h"
#include "engine/evaluator.h"
#include "engine/grant_commands.h"
#include "engine/halt_commands.h"
#include "engine/incident_commands.h"
#include "engine/outcome_commands.h"
#include "engine/override_commands.h"
#include "engine/principal.h"
#include "engine/quality_commands.h"
#include "engine/redactor.h"
#include "engine/request.h"
#include "engine/review_commands.h"
#include "engine/system_commands.h"
#include "engine/token_commands.h"
#include "engine/unknown_systems.h"
#include "engine/usage_counters.h"
#include "engine/usage_report.h"
#include "engine/waiver_commands.h"
#include "ledger/ledger.h"
#include "oversight/halts.h"
#include "oversight/purpose_drift.h"
#include "oversight/system_register.h"
#include "oversight/waivers.h"
#include "policy/bundle.h"

namespace reeve::engine {

inline constexpr size_t kMaxBatch = 100;

using Stopwatch = std::chrono::steady_clock::time_point (*)();

struct Answer {
  std::string json;  // docs/api/openapi.yaml, Decision
  policy::Effect effect = policy::Effect::kDeny;
};

class EngineMetrics;
class StreamedOutput;
enum class StreamMode : uint8_t;

class Engine {
 public:
  struct Options {
    std::filesystem::path data;  // the data folder; made if it is not there
    std::string origin;          // the log's name
    SigningKey key;
    std::string commitment_key;  // secret; at least 32 bytes
    // The master key of redaction, secret; at least 32 bytes. Where there is none, one is drawn
    // that ends with the engine, and its tokens with it.
    std::string redaction_key = {};
    // The master key of the content vault, secret; 32 bytes. Where there is none there is no vault,
    // and a decision whose content is to be kept fails.
    std::string vault_key = {};
    const Clock* clock = &Clock::System();
    const Random* random = &Random::System();
    Metrics* metrics = nullptr;  // must outlive the engine; required
    size_t max_queued_records = 16'384;
    // What a trial takes the time with; a test gives its own.
    Stopwatch stopwatch = &std::chrono::steady_clock::now;
    AdmissionRules admission = {};  // of bundle files
    // By which external detectors are reached; must outlive the engine. Null: a bundle that
    // declares some is not taken.
    DetectorTransports* detectors = nullptr;
    BreakGlassRules break_glass = {};
  };

  // Errors of Ledger::Open and Vault::Open; engine.commitment_key, engine.redaction_key,
  // engine.vault_key
  static Result<std::unique_ptr<Engine>> Open(Options options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // From now on decisions are made by this bundle, without a proposal. Its bytes are kept by
  // digest, and a record `bundle.activated` says who did it, unless it is the active one already.
  Status Activate(const std::shared_ptr<const policy::Bundle>& bundle, const Principal& by) {
    return bundles_.Install(bundle, by);
  }
  // Precondition for Decide: a bundle was activated, or resumed.
  std::shared_ptr<const Evaluator> active() const { return bundles_.deployment()->active; }

  BundleLifecycle& bundles() { return bundles_; }
  const BundleLifecycle& bundles() const { return bundles_; }
  // Past its limit Decide refuses: bundle.too_old.
  BundleFreshness& freshness() { return freshness_; }
  const BundleFreshness& freshness() const { return freshness_; }
  oversight::SystemRegister& systems() { return *systems_; }
  SystemCommands& system_commands() { return system_commands_; }
  HaltCommands& halts() { return halts_; }
  WaiverCommands& waivers() { return waivers_; }
  ApprovalCommands& approvals() { return approvals_; }
  QualityCommands& quality() { return quality_; }
  ReviewCommands& reviews() { return reviews_; }
  GrantCommands& grants() { return grants_; }
  ContentCommands& contents() { return contents_; }
  OutcomeCommands& outcomes() { return outcomes_; }
  IncidentCommands& incidents() { return incidents_; }
  BreakGlassCommands& break_glass() { return break_glass_; }
  OverrideCommands& overrides() { return overrides_; }
  BiasAttributeCommands& bias_attributes() { return bias_attributes_; }
  BiasReportCommands& bias_reports() { return bias_reports_; }
  BiasRuns& bias_runs() { return bias_runs_; }
  BiasMonitors& bias_monitors() { return bias_monitors_; }
  BiasPublications& bias_publications() { return bias_publications_; }
  TokenCommands& tokens() { return tokens_; }

  // identity.system (the principal does not speak for it), engine.unknown_system, json.type (a
  // declared context attribute), each with its field; ledger.busy, ledger.stopped; bundle.too_old;
  // vault.* where content was to be kept and was not. A request that names an approval passes by it
  // once more, or is denied (approval_pass.h).
  Result<Answer> Decide(const Principal& principal, const Request& request);
  // The same, and no thread waits until the record is durable. `answered` is given what Decide
  // would return, once: before this returns where there is nothing to record, or more to wait for
  // than a record (an approval that is used, content that is kept); else within a task that `run`
  // is given on a thread of the ledger, and runs on another.
  using Answered = std::function<void(Result<Answer>)>;
  using Run = std::function<void(std::function<void()> task)>;
  void DecideThen(const Principal& principal, Request request, Run run, Answered answered);
  // Each on its own; the good ones are recorded in one unit, but for those that name an approval,
  // which follow one by one. Precondition: at most kMaxBatch. The outer error is the ledger's, and
  // then none was recorded.
  Result<std::vector<Result<Answer>>> DecideBatch(const Principal& principal,
                                                  const std::vector<Result<Request>>& requests);

  // Of stage output, with no texts yet: they come in pieces (streamed_output.h). What it refuses at
  // once: identity.system, engine.unknown_system, engine.no_bundle, bundle.too_old, json.type,
  // stream.stage.
  Result<std::unique_ptr<StreamedOutput>> BeginOutput(const Principal& principal, Request request,
                                                      StreamMode mode);

  // Whether a halt or the register lets nothing of this request pass, whatever the rules say: for
  // those who go on where no decision can be made. engine.unknown_system, halt.*, system.*
  Status MayRun(const Principal& principal, const Request& request) const;

  // Decides again what the record of that id says was decided, from the record and the bundle that
  // it names, and compares. Success: identical. replay.differs, decision.not_by_rules, ...
  Status Replay(std::string_view decision_id) const;

  // What was used of the active bundle's budgets. usage.unknown_budget, engine.no_bundle
  Result<json::Object> Usage(const UsageQuery& query) const;
  // Whether it has budgets of tokens or cost, for which a caller says what a model uses.
  bool CountsUse() const;

  // As records have the id of an actor or the pseudonym of a subject, for a search by it.
  std::string IdentityDigest(std::string_view identity) const {
    return commitments_.Commit("fact", identity);
  }

  const ledger::Ledger& ledger() const { return *ledger_; }
  // For what is recorded beside decisions: cosignatures and times of checkpoints.
  ledger::Ledger& log() { return *ledger_; }
  const Clock& clock() const { return clock_; }
  // Ends the audit under way and finishes what is queued; later decisions fail with ledger.stopped.
  void Close();

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;

  Engine(const Options& options, std::unique_ptr<EngineMetrics> metrics,
         std::unique_ptr<ledger::Ledger> ledger, std::unique_ptr<oversight::SystemRegister> systems,
         std::unique_ptr<oversight::WaiverRegister> waivers,
         std::unique_ptr<oversight::HaltRegister> halts,
         std::unique_ptr<oversight::DriftAlarms> drift,
         std::unique_ptr<oversight::TokenRegister> tokens, std::unique_ptr<UsageCounters> usage,
         std::unique_ptr<ledger::Vault> vault);

  friend class StreamedOutput;
  // What decides a request.
  struct Chosen {
    std::shared_ptr<const Deployment> deployment;
    std::shared_ptr<const Evaluator> evaluator;
    bool by_tried = false;
  };
  // The bundle that decides this request. A request that it refuses, json.type.
  Result<Chosen> Choose(const Principal& principal, const Request& request, Timestamp now);
  Result<std::shared_ptr<const oversight::System>> FindSystem(const Principal& principal,
                                                              const Request& request,
                                                              Timestamp now);
  // What lets nothing pass before any rule is asked: a halt, or the register.
  void StandStill(Decision* decision) const;
  // Values back in place of tokens, where the bundle lets them.
  void Restore(const Evaluator& evaluator, Decision* decision);
  // By rules, and where a shadow looks on, what it would have made of the request.
  // Where it came as a stream, that has its findings and what was let pass.
  void Judge(const Chosen& chosen, StreamedOutput* streamed, Decision* decision);
  // Everything but the record.
  Result<Decision> Evaluate(const Principal& principal, const Request& request,
                            StreamedOutput* streamed = nullptr);
  Result<Answer> DecideStreamed(const Principal& principal, const Request& request,
                                StreamedOutput* streamed);
  // Records what was decided, and decides again where it no longer holds.
  Result<Answer> Conclude(const Principal& principal, const Request& request,
                          StreamedOutput* streamed, Result<Decision> decision, SteadyTime start);
  // Null where there is none.
  std::shared_ptr<const policy::Bundle> ActiveBundle() const;
  // The counts that the request falls on, by budget of the bundle.
  std::vector<UsageCount> CountsOf(const policy::Bundle& bundle, const Request& request,
                                   const oversight::System& system, Timestamp now) const;
  std::vector<policy::UsageFact> UsageOf(const policy::Bundle& bundle, const Request& request,
                                         const oversight::System& system, Timestamp now) const;
  // As Evaluator::Evaluate, by what was used of the bundle's budgets; a call that passes is added.
  void EvaluateCounted(const oversight::StandingWaivers* waivers, Decision* decision);
  // An answer that says what was used, whatever the rules say of it.
  void Settle(Decision* decision) const;
  // What is held, or not let pass by its approval, is no call yet.
  static void DropUnpassed(Decision* decision);
  // What a rule says is to be kept: its key is made, it is not yet in the vault.
  Status PrepareKept(Decision* decision) const;
  Status AnswerHold(Decision* decision) const;
  Result<std::string> BodyOrDenial(Decision* decision) const;
  // With the alarm of a use that the system does not declare, where one is due.
  Status AddRecords(Decision* decision, std::vector<ledger::NewRecord>* unit) const;
  // Kept content becomes durable, and then the records that name it.
  Result<std::vector<ledger::Appended>> KeepAndAppend(const std::vector<const Decision*>& decisions,
                                                      const std::vector<ledger::NewRecord>& unit);
  // The same; where it fails, what was to be recorded is undone.
  Result<std::vector<ledger::Appended>> Append(const std::vector<const Decision*>& decisions,
                                               const std::vector<ledger::NewRecord>& unit);
  // Its record is durable: what it was charged stays.
  static void KeepCharge(const Decision& decision);
  // It was not recorded: an alarm that it raised is due again.
  void Undo(const Decision& decision);
  // The record is durable: counted, and a trial that has failed now ends.
  void Count(const Decision& decision);
  Answer Finish(const Decision& decision, const ledger::Appended& appended, SteadyTime start);

  const Clock& clock_;
  const Random& random_;
  const Stopwatch stopwatch_;
  const Commitments commitments_;
  Redactor redactor_;
  std::unique_ptr<EngineMetrics> metrics_;
  DetectorPool detectors_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<oversight::SystemRegister> systems_;
  std::unique_ptr<oversight::WaiverRegister> waiver_register_;
  std::unique_ptr<oversight::HaltRegister> halt_register_;
  std::unique_ptr<oversight::DriftAlarms> drift_alarms_;
  std::unique_ptr<oversight::TokenRegister> token_register_;
  std::unique_ptr<UsageCounters> usage_;
  UnknownSystems unknown_systems_;
  std::unique_ptr<ledger::Vault> vault_;  // null where there is none
  BundleLifecycle bundles_;
  BundleFreshness freshness_;
  WaiverCommands waivers_;
  QualityCommands quality_;
  ApprovalCommands approvals_;
  ReviewCommands reviews_;
  GrantCommands grants_;
  SystemCommands system_commands_;
  HaltCommands halts_;
  ContentCommands contents_;
  OutcomeCommands outcomes_;
  IncidentCommands incidents_;
  BreakGlassCommands break_glass_;
  OverrideCommands overrides_;
  BiasAttributeCommands bias_attributes_;
  BiasReportCommands bias_reports_;
  BiasRuns bias_runs_;
  BiasMonitors bias_monitors_;
  BiasPublications bias_publications_;
  TokenCommands tokens_;
  std::vector<Metrics::Collection> collections_;           // of figures of `bundles_`
  std::vector<Metrics::Collection> incident_collections_;  // and of incidents
  std::vector<Metrics::Collection> usage_collections_;     // and of budgets
};

// The projections that a ledger of Reeve is opened with, for the engine and for
// `reeve ledger rebuild`.
std::vector<std::unique_ptr<const ledger::Projection>> AllProjections();

}  // namespace reeve::engine
