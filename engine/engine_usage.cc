// What the engine counts (engine.h, usage_counters.h).
#include <algorithm>

#include "engine/engine.h"

namespace reeve::engine {
namespace {

// A call is counted where it begins: its answer belongs to it.
bool IsCounted(policy::Stage stage) {
  return stage == policy::Stage::kInput || stage == policy::Stage::kToolCall;
}

UsageAmounts AskedBy(const Request& request) {
  if (!IsCounted(request.stage)) return {};
  return {uint64_t{1}, request.use.tokens, request.use.cost};
}

std::vector<policy::UsageFact> UsageFacts(const policy::Bundle& bundle, const UsageAmounts& asked,
                                          const std::vector<uint64_t>& used) {
  std::vector<policy::UsageFact> out;
  out.reserve(used.size());
  for (size_t i = 0; i < used.size(); ++i) {
    const policy::Budget& budget = bundle.budgets()[i];
    out.push_back({budget.name, used[i], asked[static_cast<size_t>(budget.unit)].value_or(0)});
  }
  return out;
}

}  // namespace

std::vector<UsageCount> Engine::CountsOf(const policy::Bundle& bundle, const Request& request,
                                         const oversight::System& system, Timestamp now) const {
  CountedCall call{{}, system.id, system.tenant, request.model};
  std::vector<UsageCount> out;
  out.reserve(bundle.budgets().size());
  for (const policy::Budget& budget : bundle.budgets()) {
    if (budget.per_actor && call.actor.empty()) {
      call.actor = commitments_.Commit("fact", request.actor.id);
    }
    out.push_back(CountOf(budget, call, now));
  }
  return out;
}

std::vector<policy::UsageFact> Engine::UsageOf(const policy::Bundle& bundle, const Request& request,
                                               const oversight::System& system,
                                               Timestamp now) const {
  if (bundle.budgets().empty()) return {};
  return UsageFacts(bundle, AskedBy(request),
                    usage_->Used(CountsOf(bundle, request, system, now), now));
}

// What is found does not depend on what was used, and may take long: it is found before.
void Engine::EvaluateCounted(const oversight::StandingWaivers* waivers, Decision* decision) {
  const Request& request = *decision->request;
  const oversight::System& system = *decision->system;
  const Evaluator& evaluator = *decision->evaluator;
  const Timestamp now = decision->time;
  const UsageAmounts asked = AskedBy(request);
  Evaluation& evaluation = decision->evaluation;
  Found found = evaluator.Find(request, system, now);
  decision->charge =
      usage_->Charge(CountsOf(evaluator.bundle(), request, system, now), asked,
                     InteractionKey(system.tenant, system.id, request.interaction), now,
                     [&](const std::vector<uint64_t>& used) {
                       found.usage = UsageFacts(evaluator.bundle(), asked, used);
                       evaluation = evaluator.Rule(request, system, now, std::move(found), waivers);
                       return evaluation.verdict.effect != policy::Effect::kDeny;
                     });
  Evaluator::Redact(request, system, now, &redactor_, &evaluation);
}

// One that names an approval was settled when it was held.
void Engine::Settle(Decision* decision) const {
  const Request& request = *decision->request;
  const policy::Bundle& bundle = *decision->bundle;
  if (bundle.budgets().empty() || IsCounted(request.stage) || !request.approval.empty()) return;
  if (!request.use.tokens && !request.use.cost) return;
  const oversight::System& system = *decision->system;
  decision->charge =
      usage_->Settle(CountsOf(bundle, request, system, decision->time),
                     {std::nullopt, request.use.tokens, request.use.cost},
                     InteractionKey(system.tenant, system.id, request.interaction), decision->time);
}

std::shared_ptr<const policy::Bundle> Engine::ActiveBundle() const {
  const auto evaluator = active();
  return evaluator == nullptr ? nullptr : evaluator->shared_bundle();
}

bool Engine::CountsUse() const {
  const auto bundle = ActiveBundle();
  return bundle != nullptr && std::any_of(bundle->budgets().begin(), bundle->budgets().end(),
                                          [](const policy::Budget& budget) {
                                            return budget.unit != policy::BudgetUnit::kCalls;
                                          });
}

Result<json::Object> Engine::Usage(const UsageQuery& query) const {
  const auto bundle = ActiveBundle();
  if (bundle == nullptr) return Error{"engine.no_bundle", "no bundle of policies is active"};
  return UsageReport(*usage_, *bundle, query, clock_.Now());
}

void Engine::DropUnpassed(Decision* decision) {
  if (decision->charge == nullptr || decision->effect() <= policy::Effect::kRedact) return;
  if (decision->charge->kind() == UsageCharge::Kind::kCall) decision->charge.reset();
}

}  // namespace reeve::engine
