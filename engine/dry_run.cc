#include "engine/dry_run.h"

#include "engine/decision.h"
#include "engine/evaluator.h"

namespace reeve::engine {

Result<std::string> DryRun(std::shared_ptr<const policy::Bundle> bundle, const Request& request,
                           const oversight::System& system, Timestamp now) {
  REEVE_ASSIGN_OR_RETURN(const auto evaluator, Evaluator::Create(std::move(bundle)));
  Decision decision;
  decision.time = now;
  decision.request = &request;
  decision.system = std::make_shared<const oversight::System>(system);
  decision.bundle = evaluator->shared_bundle();
  decision.standstill = oversight::Standstill(system, UseOf(request), now);
  if (!decision.standstill) decision.evaluation = evaluator->Evaluate(request, system, now);
  return AnswerJson(decision, std::nullopt);
}

Result<std::vector<policy::RuleExplanation>> ExplainRules(
    std::shared_ptr<const policy::Bundle> bundle, const Request& request,
    const oversight::System& system, Timestamp now) {
  if (oversight::Standstill(system, UseOf(request), now))
    return std::vector<policy::RuleExplanation>();
  REEVE_ASSIGN_OR_RETURN(const auto evaluator, Evaluator::Create(bundle));
  const Evaluation evaluation = evaluator->Evaluate(request, system, now);
  std::string text;
  const policy::TracedRules traced(std::move(bundle));
  return traced.Explain(MakeFacts(request, system, now, evaluation, &text));
}

}  // namespace reeve::engine
