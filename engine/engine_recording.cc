// From a decision to its record and its answer.
#include <algorithm>

#include "base/log.h"
#include "engine/approval_pass.h"
#include "engine/engine.h"
#include "engine/engine_metrics.h"

namespace reeve::engine {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

size_t CountErrors(const policy::Verdict& verdict) {
  const auto failed = [](const policy::Hit& hit) { return hit.error; };
  const auto failed_waived = [](const policy::WaivedHit& waived) { return waived.hit.error; };
  return static_cast<size_t>(
      std::count_if(verdict.hits.begin(), verdict.hits.end(), failed) +
      std::count_if(verdict.waived.begin(), verdict.waived.end(), failed_waived));
}

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

}  // namespace reeve::engine
